"""Tasks that come back by the clock, and tasks whose worker died."""

from collections.abc import Set
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string
from django_tasks_db.compat import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from studyapp.operations.models import PeriodicRun

DAILY = 86_400
ATTEMPTS = 3


class WorkerLostError(Exception):
    """The worker process ended in the middle of the task, as often as is allowed."""


def enqueue_due(at: datetime) -> list[str]:
    """Enqueue every periodic task whose time has come; the names of those.

    One that still waits for a worker is not enqueued a second time.
    """
    enqueued = []
    for name, every in settings.PERIODIC_TASKS.items():
        seconds = DAILY if every == "daily" else every
        with transaction.atomic():
            PeriodicRun.objects.get_or_create(task=name)
            run = PeriodicRun.objects.select_for_update().get(task=name)
            if run.enqueued_at and at < run.enqueued_at + timedelta(seconds=seconds):
                continue
            if not DBTaskResult.objects.filter(
                task_path=name, status=TaskResultStatus.READY
            ).exists():
                import_string(name).enqueue()
                enqueued.append(name)
            run.enqueued_at = at
            run.save(update_fields=["enqueued_at"])
    return enqueued


def ownerless() -> Set[UUID]:
    """Running tasks whose worker has no connection to the database.

    A worker's connections carry its id as their application name, and the server drops
    those of a killed process.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT application_name FROM pg_stat_activity")
        alive = {name for (name,) in cursor.fetchall()}
    running = DBTaskResult.objects.running().values_list("pk", "worker_ids")
    return {pk for pk, workers in running if not workers or workers[-1] not in alive}


def recover(lost: Set[UUID]) -> None:
    """Let the lost tasks run again, or fail when they had their three attempts."""
    with transaction.atomic():
        for task in DBTaskResult.objects.running().filter(pk__in=lost).select_for_update():
            if len(task.worker_ids) >= ATTEMPTS:
                task.set_failed(WorkerLostError(f"after {len(task.worker_ids)} attempts"))
            else:
                DBTaskResult.objects.filter(pk=task.pk).update(
                    status=TaskResultStatus.READY, started_at=None
                )
