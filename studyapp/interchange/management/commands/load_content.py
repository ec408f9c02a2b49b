from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction

from studyapp.library import content


class Command(BaseCommand):
    help = "Load the content files into the database; running it again changes only what differs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "folder", nargs="?", type=Path, default=settings.BASE_DIR / "fixtures",
            help="the folder with subject.yml and decks/ (default: fixtures)",
        )  # fmt: skip

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            with transaction.atomic():
                _one_at_a_time()
                tally = content.load(folder)
        except content.ContentRefused as refused:
            raise CommandError(f"Nothing was loaded; mend these first:\n{refused}") from refused
        self.stdout.write(str(tally))


def _one_at_a_time() -> None:
    """Two loads at once would both add the same rows; the second waits for the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('load_content'))")
