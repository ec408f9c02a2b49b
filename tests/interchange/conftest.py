import pytest
from django.test import Client

from studyapp.accounts.models import User
from studyapp.library.models import Deck
from tests.factories import make_deck


@pytest.fixture
def deck(ada: User) -> Deck:
    return make_deck(ada)


@pytest.fixture
def browser(client: Client, ada: User) -> Client:
    """Ada's."""
    client.force_login(ada)
    return client
