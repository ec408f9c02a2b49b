from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from studyapp.operations.backups import restore


class Command(BaseCommand):
    help = "Puts a backup in the place of what the database holds, all of it or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        restore(settings.DATABASE_URL, file)
