from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from studyapp.accounts.models import User


class Command(BaseCommand):
    help = "Makes an account an instructor."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        user = User.objects.filter(email=email.strip().lower()).first()
        if user is None:
            raise CommandError(f"Nobody has an account with the e-mail {email}. Sign up first.")
        user.promote_to_instructor()
        self.stdout.write(f"{user.email} is an instructor now.")
