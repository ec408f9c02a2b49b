"""Dumps of the database as files, the newest ten kept."""

import os
import shutil
import subprocess
from datetime import datetime
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from studyapp.operations.localpg import Cluster
from studyapp.operations.machine import CannotStartError, wheel_programs

KEPT = 10


def program(name: str) -> str:
    """A client program of the wheel, else the machine's."""
    try:
        return str(wheel_programs() / name)
    except CannotStartError:
        return shutil.which(name) or name


def call(name: str, url: str, *args: str) -> None:
    """Run a client program against that database, its password out of sight of ``ps``."""
    info = conninfo_to_dict(url)
    password = str(info.pop("password", None) or "")
    env = os.environ | ({"PGPASSWORD": password} if password else {})
    done = subprocess.run(
        [program(name), "--dbname", make_conninfo("", **info), *args],
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["it gave no reason"])[-1]
        raise CannotStartError(f"{name} failed: {said}")


def dump(url: str, folder: Path, at: datetime) -> Path:
    """Write the whole database to a file of its own; of more than ten the oldest go."""
    try:
        # dumps hold addresses and password hashes
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as refused:
        raise CannotStartError(f"{folder} cannot hold backups: {refused.strerror}.") from refused
    file = folder / f"recto-{at:%Y%m%d-%H%M%S-%f}.dump"
    half = file.with_suffix(".half")
    try:
        call("pg_dump", url, "--format=custom", f"--file={half}")
        half.rename(file)
    finally:
        half.unlink(missing_ok=True)
    for old in sorted(folder.glob("recto-*.dump"))[:-KEPT]:
        old.unlink()
    return file


def restore(url: str, file: Path) -> None:
    """Put the dump in the place of what the database holds, all of it or nothing."""
    options = ("--clean", "--if-exists", "--no-owner", "--exit-on-error", "--single-transaction")
    call("pg_restore", url, *options, str(file))


def move(data: Path, old_programs: Path, folder: Path, at: datetime) -> Path:
    """Bring a data folder of another major version to this one; where the old folder went."""
    old = Cluster(data, programs=old_programs)
    if old.kept_major() == Cluster(data).major():
        raise CannotStartError(f"{old.data} is of this PostgreSQL already; nothing to move.")
    with old.session():
        file = dump(old.url(), folder, at)
    aside = old.data.with_name(f"{old.data.name}-{old.kept_major()}")
    if aside.exists():
        raise CannotStartError(f"{aside} is in the way; move it elsewhere.")
    old.data.rename(aside)
    with Cluster(data).session() as new:
        restore(new.url(), file)
    return aside
