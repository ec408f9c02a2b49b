from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError, CommandParser

from studyapp.library.content import ContentRefused
from studyapp.library.content.reader import read_library
from studyapp.library.content.report import report


class Command(BaseCommand):
    help = "Tell what may still be mended in the content files: gaps, stubs, pictures, drafts."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "folder", nargs="?", type=Path, default=settings.BASE_DIR / "fixtures",
            help="the folder with subject.yml and decks/ (default: fixtures)",
        )  # fmt: skip

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            remarks = report(read_library(folder), has_picture=has_picture)
        except ContentRefused as refused:
            raise CommandError(f"This content cannot be loaded:\n{refused}") from refused
        for file, lines in groupby(remarks, key=lambda remark: remark.file):
            self.stdout.write(file)
            for remark in lines:
                self.stdout.write(f"{remark.line:>7}  {remark.reason}")
        count = len(remarks)
        counted = f"{count} remark{'' if count == 1 else 's'}" if count else "Nothing to mend"
        self.stdout.write(f"{counted}.")


def has_picture(address: str) -> bool:
    """Whether there is a file behind the address of a picture, ``/static/…`` or ``/media/…``."""
    _, kind, name = unquote(address).split("/", 2)
    return finders.find(name) is not None if kind == "static" else default_storage.exists(name)
