import os

import pytest

from studyapp.accounts.models import User
from tests.factories import make_instructor, make_learner

# playwright's sync API keeps an event loop in this thread, which Django's ORM would refuse
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture
def ada(db: None) -> User:
    """She learns."""
    return make_learner("Ada")


@pytest.fixture
def boole(db: None) -> User:
    """He teaches."""
    return make_instructor("Boole")


@pytest.fixture
def carol(db: None) -> User:
    """She has nothing to do with the other two."""
    return make_learner("Carol")


def pytest_sessionfinish(session: pytest.Session) -> None:
    from tests import settings

    if settings.cluster is not None and not hasattr(session.config, "workerinput"):
        from studyapp.operations.supervision import leave_database

        leave_database()
        settings.cluster.stop()
