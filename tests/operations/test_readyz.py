from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from studyapp.operations.tasks import prune_task_results

pytestmark = pytest.mark.django_db


def missing(client: Client, status: int) -> list[str]:
    response = client.get(reverse("operations:readyz"))
    assert response.status_code == status
    found: list[str] = response.json()["missing"]
    return found


def test_a_sound_server_lacks_nothing(client: Client) -> None:
    assert missing(client, 200) == []


def test_a_task_that_no_worker_takes_is_named(client: Client) -> None:
    prune_task_results.enqueue()
    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(minutes=6))
    assert missing(client, 503) == ["a task waits for a worker"]


def test_a_task_that_never_ends_is_named(client: Client) -> None:
    prune_task_results.enqueue()
    DBTaskResult.objects.update(
        status=TaskResultStatus.RUNNING, started_at=timezone.now() - timedelta(hours=2)
    )
    assert missing(client, 503) == ["a task runs too long"]


def test_pending_migrations_are_named(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'operations'")
    assert missing(client, 503) == ["migrations are pending"]
