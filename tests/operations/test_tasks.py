"""Background tasks outlive their workers, and periodic ones come when they are due."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from pytest_django.fixtures import Settings

from studyapp.operations.localpg import ROLE
from studyapp.operations.models import PeriodicRun
from studyapp.operations.periodic import enqueue_due, ownerless, recover
from studyapp.operations.tasks import clear_sessions, prune_task_results
from tests.operations.conftest import ROOT, SECONDS, environment
from tests.operations.waiting import report_and_wait

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
WORKER = ("worker", "--interval", "0.1", "--no-startup-delay")
PRUNE = "studyapp.operations.tasks.prune_task_results"


@contextmanager
def manage(*args: str) -> Iterator[subprocess.Popen[bytes]]:
    """A real command over the test's database; it is killed at the end."""
    info = connection.settings_dict
    url = f"postgresql://{info['USER'] or ROLE}:{info['PASSWORD']}@/{info['NAME']}"
    url += f"?host={info['HOST'] or 'localhost'}&port={info['PORT'] or 5432}"
    child = subprocess.Popen(
        [sys.executable, "manage.py", *args], cwd=ROOT, env=environment(DATABASE_URL=url)
    )
    try:
        yield child
    finally:
        child.kill()
        child.wait()


@pytest.fixture
def server() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(SECONDS)
        yield listening


@contextmanager
def running(server: socket.socket) -> Iterator[socket.socket]:
    """The connection that a worker's task opens once it runs."""
    task, _ = server.accept()
    with task:
        yield task


@pytest.mark.django_db(transaction=True)
def test_a_task_whose_worker_was_killed_runs_again(server: socket.socket) -> None:
    report_and_wait.enqueue(server.getsockname()[1])
    with manage(*WORKER) as killed, running(server):
        os.kill(killed.pid, signal.SIGKILL)
        killed.wait()

    with manage("scheduler", "--interval", "0.1"), manage(*WORKER) as second:
        with running(server) as task_again:
            task_again.sendall(b"done")
        second.terminate()  # which lets a task end
        second.wait(SECONDS)

    task = DBTaskResult.objects.get(task_path="tests.operations.waiting.report_and_wait")
    assert (task.status, task.return_value) == (TaskResultStatus.SUCCESSFUL, "done")
    assert len(task.worker_ids) == 2


@pytest.mark.django_db(transaction=True)
def test_a_task_of_a_living_worker_is_left_alone(server: socket.socket) -> None:
    report_and_wait.enqueue(server.getsockname()[1])
    with manage(*WORKER) as worker, running(server) as task:
        assert not ownerless()
        task.sendall(b"done")
        worker.terminate()
        worker.wait(SECONDS)
    assert DBTaskResult.objects.get().status == TaskResultStatus.SUCCESSFUL


def enqueued() -> Any:
    """The row of a new task."""
    return DBTaskResult.objects.get(pk=prune_task_results.enqueue().id)


def running_task(attempts: int) -> Any:
    task = enqueued()
    task.status, task.started_at = TaskResultStatus.RUNNING, timezone.now()
    task.worker_ids = [f"gone-{attempt}" for attempt in range(attempts)]
    task.save()
    return task


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("attempts", "status"),
    [(1, TaskResultStatus.READY), (2, TaskResultStatus.READY), (3, TaskResultStatus.FAILED)],
)
def test_the_third_lost_attempt_is_the_last(attempts: int, status: str) -> None:
    task = running_task(attempts)
    assert ownerless() == {task.pk}
    recover(ownerless())
    task.refresh_from_db()
    assert task.status == status
    assert ("WorkerLostError" in task.traceback) == (status == TaskResultStatus.FAILED)
    assert not ownerless()


@pytest.fixture
def hourly(settings: Settings) -> str:
    settings.PERIODIC_TASKS = {PRUNE: 3600}
    return PRUNE


@pytest.mark.django_db
def test_a_periodic_task_is_enqueued_when_it_is_due(hourly: str) -> None:
    tasks = DBTaskResult.objects.filter(task_path=hourly)
    assert enqueue_due(NOON) == [hourly]
    assert enqueue_due(NOON + timedelta(minutes=59)) == []
    tasks.update(status=TaskResultStatus.SUCCESSFUL)
    assert enqueue_due(NOON + timedelta(minutes=60)) == [hourly]
    assert tasks.count() == 2


@pytest.mark.django_db
def test_a_periodic_task_that_still_waits_is_not_enqueued_twice(hourly: str) -> None:
    enqueue_due(NOON)
    assert enqueue_due(NOON + timedelta(hours=5)) == []
    assert PeriodicRun.objects.get().enqueued_at == NOON + timedelta(hours=5)


@pytest.mark.django_db
def test_every_periodic_task_of_the_settings_runs() -> None:
    assert PRUNE in enqueue_due(NOON)
    for task in DBTaskResult.objects.all():
        task.task.call()


@pytest.mark.django_db
def test_old_sessions_and_results_are_forgotten() -> None:
    Session.objects.create(session_key="old", session_data="", expire_date=NOON.replace(year=2020))
    ended = enqueued()
    ended.status, ended.finished_at = TaskResultStatus.SUCCESSFUL, NOON.replace(year=2020)
    ended.save()
    clear_sessions.call()
    prune_task_results.call()
    assert not Session.objects.exists()
    assert not DBTaskResult.objects.exists()
