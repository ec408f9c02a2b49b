import time
from collections.abc import Set
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandParser
from django.db import OperationalError, close_old_connections
from django.utils import timezone

from studyapp.operations.periodic import enqueue_due, ownerless, recover


class Command(BaseCommand):
    requires_system_checks = ()
    help = "Enqueues periodic tasks when they are due and rescues tasks of killed workers."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--interval", type=float, default=5, help="seconds between two looks")

    def handle(self, *args: Any, interval: float, **options: Any) -> None:
        suspects: Set[UUID] = frozenset()
        while True:
            try:
                suspects = self.look(suspects)
            except OperationalError as lost:
                self.stderr.write(f"The database does not answer: {lost}")
            time.sleep(interval)
            close_old_connections()

    def look(self, suspects: Set[UUID]) -> Set[UUID]:
        """A task must be ownerless twice: a worker may be replacing its connections."""
        enqueue_due(timezone.now())
        found = ownerless()
        recover(found & suspects)
        return found - suspects
