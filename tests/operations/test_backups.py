from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from studyapp.operations.backups import dump, restore
from studyapp.operations.localpg import Cluster
from studyapp.operations.machine import CannotStartError

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def test_a_dump_comes_back_whole_and_may_come_back_twice(cluster: Cluster, place: Path) -> None:
    url = cluster.start()
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 4 AS rating")
    file = dump(url, place / "backups", NOON)
    with psycopg.connect(url) as connection:
        connection.execute("UPDATE kept SET rating = 1")
    for _ in range(2):
        restore(url, file)
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT rating FROM kept").fetchall() == [(4,)]


def test_dumps_are_for_their_owner_alone(cluster: Cluster, place: Path) -> None:
    folder = dump(cluster.start(), place / "backups", NOON).parent
    assert folder.stat().st_mode & 0o077 == 0


def test_a_folder_that_cannot_be_made_is_one_sentence(place: Path) -> None:
    (place / "backups").touch()
    with pytest.raises(CannotStartError, match="backups/old cannot hold backups"):
        dump("postgresql:///recto", place / "backups" / "old", NOON)


def test_the_newest_ten_dumps_are_kept(cluster: Cluster, place: Path) -> None:
    folder = place / "backups"
    folder.mkdir()
    for day in range(12):
        (folder / f"recto-{NOON - timedelta(days=day + 1):%Y%m%d-%H%M%S-%f}.dump").touch()
    newest = dump(cluster.start(), folder, NOON)
    kept = sorted(folder.iterdir())
    assert len(kept) == 10
    assert kept[-1] == newest


def test_a_dump_that_fails_leaves_no_file(place: Path) -> None:
    url = "postgresql://ada:hunter2@127.0.0.1:1/recto"
    with pytest.raises(CannotStartError, match="pg_dump failed") as refused:
        dump(url, place / "backups", NOON)
    assert "hunter2" not in str(refused.value)
    assert not list((place / "backups").iterdir())
