from django.core.management import call_command
from django_tasks import task


@task()
def prune_task_results() -> None:
    """Forget tasks that ended two weeks ago."""
    call_command("prune_db_task_results", queue_name="*", verbosity=0)


@task()
def clear_sessions() -> None:
    """Forget sessions that ran out."""
    call_command("clearsessions", verbosity=0)
