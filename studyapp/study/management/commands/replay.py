import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from studyapp.accounts.models import User
from studyapp.study.audit import audit


class Command(BaseCommand):
    help = "Rebuild memories and study days from the log and mend those that differ from it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="mend nothing, only tell")
        parser.add_argument("--learner", metavar="EMAIL", help="only this learner")

    def handle(self, *args: Any, check: bool, learner: str | None, **options: Any) -> None:
        learners = User.objects.order_by("pk")
        if learner:
            learners = learners.filter(email=learner.lower())
            if not learners:
                raise CommandError(f"Nobody here has the address {learner}.")
        count = 0
        for each in learners.iterator():
            for difference in audit(each, repair=not check):
                count += 1
                self.stdout.write(str(difference))
        word = "difference" if count == 1 else "differences"
        self.stdout.write(f"{count} {word}" if check else f"{count} {word} mended")
        if check and count:
            sys.exit(1)
