"""A task that tells a test when it runs, and ends when the test says so."""

import socket

from django_tasks import task


@task()
def report_and_wait(port: int) -> str:
    with socket.create_connection(("127.0.0.1", port)) as test:
        return test.recv(100).decode()
