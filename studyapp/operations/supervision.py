"""The processes of one Recto: started together, watched, and stopped together."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from django.db import connections
from django.db.backends.postgresql.base import DatabaseWrapper

from studyapp.operations.localpg import Cluster
from studyapp.operations.machine import CannotStartError

STOP_SECONDS = 15
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class StoppedError(Exception):
    """Somebody asked to stop."""


def leave_database() -> None:
    """Close every connection of this process, and the pools that would reopen them."""
    for connection in connections.all(initialized_only=True):
        connection.close()
        if isinstance(connection, DatabaseWrapper):
            connection.close_pool()


@contextmanager
def until_stopped() -> Iterator[None]:
    """Within it Ctrl-C and the like raise ``StoppedError``, once; it ends quietly then."""

    def stop(number: int, frame: FrameType | None) -> None:
        for name in SIGNALS:
            signal.signal(name, lambda number, frame: None)
        raise StoppedError

    before = {name: signal.signal(name, stop) for name in SIGNALS}
    try:
        yield
    except StoppedError:
        pass
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)


def listen(bind: str) -> socket.socket:
    """The web server's socket, taken before anything else starts."""
    host, _, port = bind.rpartition(":")
    if not host or not port.isdigit() or int(port) > 65_535:
        raise CannotStartError(f"BIND must look like 127.0.0.1:8000, not {bind}.")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host.strip("[]"), int(port)))
        listener.listen(1024)
    except OSError as refused:
        listener.close()
        raise CannotStartError(
            f"Recto cannot serve on {bind}: {refused.strerror}."
            f" Choose another port: make run BIND={host}:{(int(port) + 1) % 65_536}"
        ) from refused
    return listener


class Processes:
    """The web server, the task worker and the scheduler over a prepared database."""

    def __init__(self, folder: Path, listener: socket.socket) -> None:
        self.folder = folder
        self.listener = listener
        self.host, self.port = listener.getsockname()[:2]
        self.url = f"http://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}/"
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.commands = {
            "web": [
                *("-m", "gunicorn", "studyapp.wsgi", "--worker-class", "gthread"),
                *("--workers", "2", "--threads", "4", "--no-control-socket"),
                *("--graceful-timeout", "10", "--log-level", "warning"),
                # a long address gets our own page and sentence, not the server's bare line
                *("--limit-request-line", "0"),
                *("--bind", f"fd://{listener.fileno()}"),
            ],
            "worker": ["manage.py", "worker", "--queue-name", "*"],
            "scheduler": ["manage.py", "scheduler"],
        }

    def __enter__(self) -> "Processes":
        self.start("web")
        self.listener.close()  # so that nothing waits on a web server that is gone
        self.wait_for_web()
        self.start("worker")
        self.start("scheduler")
        return self

    def __exit__(self, *raised: object) -> None:
        for process in self.running.values():
            process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for process in self.running.values():
            try:
                process.wait(max(0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def start(self, name: str) -> None:
        tied = [sys.executable, "-m", "studyapp.operations.tied", str(os.getpid()), sys.executable]
        self.running[name] = subprocess.Popen(
            [*tied, *self.commands[name]],
            cwd=self.folder,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            pass_fds=[self.listener.fileno()] if name == "web" else [],
            start_new_session=True,  # Ctrl-C reaches them once, through this process
        )

    def wait_for_web(self) -> None:
        connection = http.client.HTTPConnection(self.host, self.port, timeout=60)
        try:
            connection.request("GET", "/healthz")
            failed = connection.getresponse().status >= 500
        except OSError as refused:
            raise CannotStartError("The web server did not start.") from refused
        finally:
            connection.close()
        if failed:
            raise CannotStartError("The web server started but cannot answer.")

    def watch(self, cluster: Cluster | None) -> None:
        """Never ends by itself: restarts what died, and gives up with the web server."""
        while True:
            time.sleep(1)
            if self.running["web"].poll() is not None:
                raise CannotStartError("The web server ended; Recto stopped with it.")
            if cluster and not cluster.is_running():
                cluster.start()
            for name in ("worker", "scheduler"):
                if self.running[name].poll() is not None:
                    self.start(name)
