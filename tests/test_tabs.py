"""The main navigation says where one is."""

import pytest
from django.test import Client

from studyapp.accounts.models import User
from tests.factories import make_deck

CURRENT = 'aria-current="page">'


@pytest.mark.parametrize(
    ("path", "tab"),
    [
        ("/today/", "Today"),
        ("/decks/", "Library"),
        ("/decks/bread/", "Library"),
        ("/decks/bread/edit/", "Library"),
        ("/decks/import/", "Library"),
        ("/cards/", "Library"),
        ("/trash/", "Library"),
        ("/settings/", None),
        ("/accounts/password/", None),
        ("/nowhere/", None),
    ],
)
def test_one_tab_is_current_at_most(client: Client, ada: User, path: str, tab: str | None) -> None:
    make_deck(ada)
    client.force_login(ada)
    nav = client.get(path).content.decode().split('aria-label="Main">')[1].split("</nav>")[0]
    assert nav.count(CURRENT) == (tab is not None)
    assert tab is None or f"{CURRENT}{tab}</a>" in nav
