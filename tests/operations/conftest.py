"""Real servers and real processes, each in a folder of its own."""

import os
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from studyapp.operations.localpg import Cluster

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 40


def environment(**given: str) -> dict[str, str]:
    """This process's environment without what the tests themselves set."""
    ours = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "SECRET_KEY")
    return {name: value for name, value in os.environ.items() if name not in ours} | given


def await_end(pids: list[int]) -> None:
    """Until all those processes are gone; they need not be our children."""
    for pid in pids:
        try:
            handle = os.pidfd_open(pid)
        except ProcessLookupError:
            continue
        ended, _, _ = select.select([handle], [], [], SECONDS)
        os.close(handle)
        assert ended, f"process {pid} still runs"


class Recto:
    """``manage.py up`` in a child, with its own home, once it serves."""

    def __init__(self, home: Path, **given: str) -> None:
        self.home = home
        static = str(home / "static")
        self.child = subprocess.Popen(
            [sys.executable, "manage.py", "up", "--bind", "127.0.0.1:0"],
            cwd=ROOT,
            env=environment(
                RECTO_HOME=str(home), STATIC_ROOT=static, BACKUPS=str(home / "backups"), **given
            ),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.said = ""
        self.url = ""
        assert self.child.stdout
        for line in self.child.stdout:
            self.said += line
            if served := re.match(r"Open (\S+)", line):
                self.url = served[1]
                break

    def get(self, path: str) -> int:
        with urllib.request.urlopen(self.url + path, timeout=SECONDS) as response:
            return int(response.status)

    def processes(self) -> list[int]:
        """Every process with this home, the database's own aside."""
        mark = f"RECTO_HOME={self.home}".encode()
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if mark in (folder / "environ").read_bytes().split(b"\0"):
                    name = (folder / "stat").read_text().rpartition(")")[0]
                    found += [] if "postgres" in name else [int(folder.name)]
            except (OSError, ProcessLookupError):
                continue
        return found

    def end(self, number: int = signal.SIGTERM) -> int:
        """Send the signal to the command; its exit code."""
        if self.child.poll() is None:
            self.child.send_signal(number)
        self.child.communicate(timeout=SECONDS)
        return self.child.returncode


needs_proc = pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="could not run here: no /proc"
)


@pytest.fixture
def start_recto(place: Path) -> Iterator[Callable[..., Recto]]:
    """Start Recto with a fresh home, or again with the same; all are stopped afterwards."""
    started: list[Recto] = []

    def start(**given: str) -> Recto:
        started.append(Recto(place / "home", **given))
        return started[-1]

    yield start
    for recto in started:
        recto.end()
    Cluster(place / "home" / "pg").stop()


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that other accounts may enter, as a clone of root's would be.

    Not pytest's ``tmp_path``, which every pytest that starts on the machine closes again.
    """
    folder = Path(tempfile.mkdtemp(prefix="recto-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def cluster(place: Path) -> Iterator[Cluster]:
    made = Cluster(place / "pg")
    yield made
    made.stop()
