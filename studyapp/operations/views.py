from datetime import timedelta

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django_tasks_db.models import DBTaskResult

WAITING_LIMIT = timedelta(minutes=5)
RUNNING_LIMIT = timedelta(hours=1)


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Pages can be served and tasks get done; 503 names what is missing."""
    missing = []
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            missing.append("migrations are pending")
        else:
            now, tasks = timezone.now(), DBTaskResult.objects.all()
            if tasks.ready().filter(enqueued_at__lt=now - WAITING_LIMIT).exists():
                missing.append("a task waits for a worker")
            if tasks.running().filter(started_at__lt=now - RUNNING_LIMIT).exists():
                missing.append("a task runs too long")
    except DatabaseError:
        missing.append("the database does not answer")
    return JsonResponse({"missing": missing}, status=503 if missing else 200)
