"""The embedded server outlives what happens to servers on people's machines."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from studyapp.operations.backups import move
from studyapp.operations.localpg import ROLE, Cluster
from studyapp.operations.machine import CannotStartError, wheel_programs
from tests.operations.conftest import ROOT, await_end, needs_proc

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="could not run here: needs root")
OTHER_MAJORS = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


def put_row(cluster: Cluster) -> None:
    with psycopg.connect(cluster.start()) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 4 AS rating")


def rows(cluster: Cluster) -> list[tuple[int, ...]]:
    with psycopg.connect(cluster.start()) as connection:
        return connection.execute("SELECT rating FROM kept").fetchall()


@needs_proc
def test_rows_outlive_a_killed_postmaster(cluster: Cluster) -> None:
    put_row(cluster)
    killed = cluster.pid()
    assert killed
    os.kill(killed, signal.SIGKILL)
    assert rows(cluster) == [(4,)]
    assert cluster.pid() != killed


def test_two_clones_run_at_once(place: Path) -> None:
    with Cluster(place / "one" / "pg").session() as one, Cluster(place / "two" / "pg").session():
        put_row(one)
        with psycopg.connect(Cluster(place / "two" / "pg").url()) as other:
            assert other.execute("SELECT to_regclass('kept')").fetchone() == (None,)


def test_the_last_user_to_leave_stops_it(cluster: Cluster) -> None:
    with cluster.session():
        with Cluster(cluster.data).session():
            pass
        assert cluster.is_running()
    assert not cluster.is_running()


def test_a_path_of_160_bytes_is_no_hindrance(place: Path) -> None:
    deep = place / ("d" * max(1, 160 - len(str(place)) - 4)) / "pg"
    assert len(os.fsencode(deep)) >= 160
    with Cluster(deep).session() as cluster:
        put_row(cluster)
        assert rows(cluster) == [(4,)]
    shutil.rmtree(cluster.socket_dir)


@pytest.mark.parametrize("named", [os.getpid(), 999_999_999], ids=["another", "gone"])
def test_a_pid_file_of_another_program_is_stale(cluster: Cluster, named: int) -> None:
    put_row(cluster)
    cluster.stop()
    (cluster.data / "postmaster.pid").write_text(f"{named}\n{cluster.data}\n")
    (cluster.socket_dir / ".s.PGSQL.5432.lock").write_text(f"{named}\n{cluster.data}\n")
    assert rows(cluster) == [(4,)]


def test_a_start_that_was_cut_off_is_made_again(cluster: Cluster) -> None:
    half = cluster.data.with_name("pg.new")
    half.mkdir()
    (half / "half").touch()
    put_row(cluster)
    assert rows(cluster) == [(4,)]
    assert not half.exists()


@pytest.fixture
def closed_to_others(place: Path) -> Iterator[Path]:
    place.chmod(0o700)
    yield place
    moved = Cluster(place / "pg").data
    shutil.rmtree(moved.parent, ignore_errors=True)


@as_root
def test_root_may_keep_a_clone_where_nobody_else_may_enter(closed_to_others: Path) -> None:
    package = wheel_programs().parent.parent
    shutil.copytree(package, closed_to_others / package.name, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, closed_to_others / libraries.name)
    programs = closed_to_others / package.name / "pginstall" / "bin"

    with Cluster(closed_to_others / "pg", programs=programs).session() as cluster:
        put_row(cluster)
        assert closed_to_others not in cluster.data.parents
        assert closed_to_others not in cluster.bin.parents
        assert rows(cluster) == [(4,)]
    shutil.rmtree(cluster.bin.parents[2])


@as_root
def test_data_in_a_folder_closed_later_is_not_forgotten(cluster: Cluster, place: Path) -> None:
    put_row(cluster)
    cluster.stop()
    place.chmod(0o700)
    with pytest.raises(CannotStartError, match="is closed to PostgreSQL's account"):
        Cluster(place / "pg").start()
    place.chmod(0o755)
    assert rows(cluster) == [(4,)]


@as_root
def test_root_in_a_learners_folder_leaves_the_data_to_the_learner(place: Path) -> None:
    home = place / "home"
    home.mkdir()
    os.chown(home, 65_534, 65_534)
    with Cluster(home / "pg").session() as cluster:
        assert cluster.data.stat().st_uid == 65_534


def test_an_ordinary_user_starts_and_stops_it(place: Path) -> None:
    home = place / "home"
    home.mkdir()
    if os.geteuid() == 0:
        os.chown(home, 65_534, 65_534)
    ran = subprocess.run(
        [sys.executable, "-m", "tests.operations.ordinary_user", str(home / "pg")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.stdout.strip(), ran.returncode) == ("[(4,)]", 0), ran.stderr


@pytest.mark.parametrize("setting", ["fsync", "synchronous_commit", "full_page_writes"])
def test_a_server_that_may_forget_is_refused(cluster: Cluster, setting: str) -> None:
    cluster.start()
    cluster.stop()
    with (cluster.data / "postgresql.auto.conf").open("a") as conf:
        conf.write(f"{setting} = off\n")
    with pytest.raises(CannotStartError, match=f"must say {setting} = on"):
        cluster.start()


def test_a_data_folder_of_another_major_version_is_refused(cluster: Cluster) -> None:
    put_row(cluster)
    cluster.stop()
    version = cluster.data / "PG_VERSION"
    mine = version.read_text()
    version.write_text("17\n")
    with pytest.raises(CannotStartError) as refused:
        cluster.start()
    assert "make fetch-postgres MAJOR=17\n  make move-data MAJOR=17" in str(refused.value)
    version.write_text(mine)
    assert rows(cluster) == [(4,)]


@pytest.mark.skipif(not OTHER_MAJORS, reason="could not run here: no other PostgreSQL")
def test_a_data_folder_of_another_major_version_is_moved(cluster: Cluster, place: Path) -> None:
    old = Cluster(cluster.data, programs=OTHER_MAJORS[0].parent)
    old.data.mkdir()
    if old.account:
        os.chown(old.data, *old.account)
    old.run("initdb", "-D", str(old.data), "-U", ROLE, "--auth=trust", "-E", "UTF8", "--locale=C")
    with old.session():
        put_row(old)

    with pytest.raises(CannotStartError, match="is of PostgreSQL"):
        cluster.start()
    kept = move(cluster.data, OTHER_MAJORS[0].parent, place / "backups", NOON)
    assert rows(cluster) == [(4,)]
    assert (kept / "PG_VERSION").exists()


def test_a_folder_with_something_else_in_it_is_refused_and_kept(cluster: Cluster) -> None:
    cluster.data.mkdir()
    (cluster.data / "thesis.txt").write_text("mine")
    with pytest.raises(CannotStartError, match="is broken: it holds files but no PostgreSQL data"):
        cluster.start()
    assert (cluster.data / "thesis.txt").read_text() == "mine"


def test_a_broken_data_folder_is_refused_with_the_reason(cluster: Cluster) -> None:
    put_row(cluster)
    cluster.stop()
    control = cluster.data / "global" / "pg_control"
    whole = control.read_bytes()
    control.write_bytes(whole[:100])
    with pytest.raises(CannotStartError, match="is broken or cannot be used; nothing was changed"):
        cluster.start()
    control.write_bytes(whole)
    assert rows(cluster) == [(4,)]


@pytest.fixture
def small_disk(place: Path) -> Iterator[Path]:
    disk = place / "disk"
    disk.mkdir()
    options = ["-t", "tmpfs", "-o", "size=32m,mode=755", "tmpfs", str(disk)]
    if subprocess.run(["mount", *options], capture_output=True, check=False).returncode:
        pytest.skip("could not run here: a small disk cannot be mounted")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk_is_named_before_anything_is_written(small_disk: Path) -> None:
    with pytest.raises(CannotStartError, match=r"No disk space: \d+ MB are free"):
        Cluster(small_disk / "pg").start()
    assert not (small_disk / "pg").exists()


@needs_proc
def test_a_killed_user_counts_as_gone(cluster: Cluster) -> None:
    code = (
        "import os, sys; from pathlib import Path; from studyapp.operations.localpg import Cluster"
        f"\nwith Cluster(Path({str(cluster.data)!r})).session(): os.kill(os.getpid(), 9)"
    )
    killed = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT)
    await_end([killed.pid])
    killed.wait()
    assert cluster.is_running()
    with cluster.session():
        pass
    assert not cluster.is_running()
