import os

import pytest

# playwright's sync API keeps an event loop in this thread, which Django's ORM would refuse
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_sessionfinish(session: pytest.Session) -> None:
    from tests import settings

    if settings.cluster is not None and not hasattr(session.config, "workerinput"):
        from django.db import connections

        for connection in connections.all(initialized_only=True):
            connection.close()
            connection.close_pool()
        settings.cluster.stop()
