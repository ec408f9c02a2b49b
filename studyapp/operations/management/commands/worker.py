from typing import Any

from django.db import connection
from django_tasks_db.management.commands.db_worker import Command as Worker


class Command(Worker):
    requires_system_checks = ()
    help = "Runs background tasks, under a name by which the scheduler sees that it is alive."

    def configure_logging(self, verbosity: int) -> None:
        """The settings' ``LOGGING`` rules."""

    def handle(self, **options: Any) -> None:
        connect = connection.settings_dict["OPTIONS"]
        connect["application_name"] = options["worker_id"]
        # else the server keeps the connection of a killed worker until its query ends
        checks = "-c client_connection_check_interval=2s"
        connect["options"] = f"{connect.get('options', '')} {checks}"
        super().handle(**options)
