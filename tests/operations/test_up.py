"""``make run``'s command: real processes, started, killed and stopped."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from studyapp.operations.localpg import Cluster
from tests.operations.conftest import ROOT, SECONDS, Recto, await_end, environment, needs_proc

Start = Callable[..., Recto]


def refusal(place: Path, *args: str, **given: str) -> str:
    """What the command says when it will not start; the last line is the sentence."""
    ran = subprocess.run(
        [sys.executable, "manage.py", "up", *args],
        cwd=ROOT,
        env=environment(RECTO_HOME=str(place / "home"), STATIC_ROOT=str(place), **given),
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert ran.returncode == 1
    assert ran.stdout == ""
    assert "Traceback" not in ran.stderr
    return ran.stderr.strip().splitlines()[-1]


def refuses_connections(url: str) -> bool:
    host, port = url.removeprefix("http://").rstrip("/").split(":")
    with socket.socket() as probe:
        return probe.connect_ex((host, int(port))) != 0


@needs_proc
def test_it_serves_says_where_and_stops_all_it_started(start_recto: Start) -> None:
    recto = start_recto()
    assert recto.get("healthz") == 200
    assert recto.get("readyz") == 200
    assert recto.get(f"healthz?q={'x' * 30_000}") == 200  # our pages answer, however long it is
    started = recto.processes()
    assert len(started) >= 4
    assert recto.end(signal.SIGINT) == 0
    await_end(started)
    assert refuses_connections(recto.url)
    assert not Cluster(recto.home / "pg").is_running()

    began = time.monotonic()
    again = start_recto()
    crowd = max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))  # others share the machine
    assert time.monotonic() - began < 5 * crowd
    assert again.get("readyz") == 200


@needs_proc
def test_killed_it_leaves_no_orphan_that_serves(start_recto: Start) -> None:
    recto = start_recto()
    orphans = recto.processes()
    recto.end(signal.SIGKILL)
    await_end(orphans)
    assert refuses_connections(recto.url)
    assert start_recto().get("readyz") == 200


@needs_proc
def test_a_killed_database_comes_back_under_the_running_server(start_recto: Start) -> None:
    recto = start_recto()
    postmaster = Cluster(recto.home / "pg").pid()
    assert postmaster
    os.kill(postmaster, signal.SIGKILL)
    await_end([postmaster])
    deadline = time.monotonic() + SECONDS
    while not Cluster(recto.home / "pg").is_running():
        assert time.monotonic() < deadline
        recto.get("healthz")
    assert recto.get("readyz") == 200  # waits for the pool to reconnect


def test_reviews_are_dumped_before_a_migration(start_recto: Start) -> None:
    recto = start_recto()
    recto.end()
    assert not (recto.home / "backups").exists()
    with Cluster(recto.home / "pg").session() as cluster, psycopg.connect(cluster.url()) as old:
        old.execute("ALTER TABLE study_review RENAME TO real_reviews")
        old.execute("CREATE TABLE study_review AS SELECT 1 AS id")
        old.execute("DROP TABLE operations_periodicrun")
        old.execute("DELETE FROM django_migrations WHERE app = 'operations'")
    again = start_recto()
    assert again.url
    (file,) = (recto.home / "backups").iterdir()
    assert str(file) in again.said
    assert file.read_bytes().startswith(b"PGDMP")


def test_a_port_in_use_is_named(place: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = refusal(place, "--bind", f"127.0.0.1:{port}")
    assert said.startswith(f"Recto cannot serve on 127.0.0.1:{port}: Address already in use.")
    assert not (place / "home" / "pg").exists()


@pytest.mark.parametrize("bind", ["8000", "127.0.0.1:http", "127.0.0.1:99999"])
def test_a_malformed_address_is_named(place: Path, bind: str) -> None:
    assert refusal(place, "--bind", bind) == f"BIND must look like 127.0.0.1:8000, not {bind}."


def test_the_demo_empties_no_database_but_its_own(place: Path) -> None:
    assert "`make demo`" in refusal(place, "--demo", "--bind", "127.0.0.1:0")


def test_a_database_that_does_not_answer_is_named(place: Path) -> None:
    url = "postgresql://ada:secret@127.0.0.1:1/recto"
    said = refusal(place, "--bind", "127.0.0.1:0", DATABASE_URL=url)
    assert said.startswith("The database of DATABASE_URL does not answer: ")
    assert "secret" not in said


def test_a_malformed_setting_stops_the_start(place: Path) -> None:
    said = refusal(place, "--bind", "127.0.0.1:0", DATABASE_URL="mysql://here", TLS="yes")
    assert "DATABASE_URL must look like postgresql://" in said
    assert "TLS must be one of 0, 1" in said


def test_a_broken_data_folder_is_named(place: Path) -> None:
    (place / "home" / "pg").mkdir(parents=True)
    (place / "home" / "pg" / "thesis.txt").touch()
    assert "pg is broken" in refusal(place, "--bind", "127.0.0.1:0")


def test_with_a_database_of_its_own_nothing_embedded_starts(
    start_recto: Start, cluster: Cluster
) -> None:
    recto = start_recto(DATABASE_URL=cluster.start())
    assert recto.get("readyz") == 200
    assert not (recto.home / "pg").exists()
    recto.end()
    assert cluster.is_running()
