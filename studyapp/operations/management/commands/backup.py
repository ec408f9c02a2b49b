from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from studyapp.operations.backups import dump


class Command(BaseCommand):
    help = "Writes the whole database to a file of its own; the newest ten are kept."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(str(dump(settings.DATABASE_URL, settings.BACKUPS, timezone.now())))
