import pytest
from django.test import Client

from studyapp.accounts.models import User
from studyapp.library.models import Deck
from tests.factories import make_deck


@pytest.fixture
def deck(ada: User) -> Deck:
    """A deck of Ada's own, still without cards."""
    return make_deck(ada)


@pytest.fixture
def signed_in(client: Client, ada: User) -> Client:
    """Ada's browser."""
    client.force_login(ada)
    return client
