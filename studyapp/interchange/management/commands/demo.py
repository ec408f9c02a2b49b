from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.crypto import get_random_string

from studyapp.interchange.demo import ADA, BOOLE, DemoExists, build_demo
from studyapp.library.models import Deck


class Command(BaseCommand):
    help = "Add a learner of some weeks and an instructor with a class, to look around."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, default=36, help="how long the learner has studied")

    def handle(self, *args: Any, days: int, **options: Any) -> None:
        if not Deck.objects.filter(from_file=True, archived_at=None).exists():
            raise CommandError("There is nothing to study yet: run load_content first.")
        passwords = get_random_string(12), get_random_string(12)
        try:
            build_demo(now=timezone.now(), days=days, passwords=passwords)
        except DemoExists as error:
            raise CommandError(
                f"{ADA} or {BOOLE} is in this database already; nothing was added."
            ) from error
        self.stdout.write("Sign in with one of these:")
        for email, what, password in zip(
            (ADA, BOOLE), ("learner", "instructor"), passwords, strict=True
        ):
            self.stdout.write(f"  {what:<10}  {email:<17}  {password}")
