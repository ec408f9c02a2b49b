from typing import Any

from django.db import connection
from django_tasks_db.management.commands.db_worker import Command as Worker


class Command(Worker):
    requires_system_checks = ()
    help = "Runs background tasks, under a name by which the scheduler sees that it is alive."

    def handle(self, **options: Any) -> None:
        connection.settings_dict["OPTIONS"]["application_name"] = options["worker_id"]
        super().handle(**options)
