"""A new deck, before its first card."""

import pytest
from django.test import Client
from django.urls import reverse

from studyapp.accounts.models import User
from studyapp.library.models import Deck
from tests.factories import make_classroom, make_deck

URL = reverse("library:deck_create")


@pytest.fixture(autouse=True)
def _signed_in(client: Client, ada: User) -> None:
    client.force_login(ada)


def test_a_title_is_enough(client: Client, ada: User) -> None:
    response = client.post(URL, {"title": "Sourdough & rye", "visibility": "private"})
    deck = Deck.objects.get()
    assert (deck.slug, deck.author, deck.visibility) == ("sourdough-rye", ada, "private")
    assert response.headers["Location"] == reverse("library:deck_edit", args=["sourdough-rye"])


@pytest.mark.parametrize("title", ["Bread", "bread!", "New", "Import", "日本語"])
def test_every_deck_has_an_address_of_its_own(client: Client, ada: User, title: str) -> None:
    make_deck(ada, "bread")
    client.post(URL, {"title": title, "visibility": "private"})
    made = Deck.objects.latest("pk")
    assert made.title == title
    assert made.slug not in ("bread", "new", "import", "")
    assert client.get(reverse("library:deck_edit", args=[made.slug])).status_code == 200


def test_only_who_teaches_a_class_can_give_it_a_deck(
    client: Client, ada: User, boole: User
) -> None:
    classroom = make_classroom(boole, ada)
    facts = {"title": "Rye", "visibility": "class", "classroom": classroom.pk}
    assert client.post(URL, facts).status_code == 422
    client.force_login(boole)
    assert client.post(URL, facts).status_code == 302
    assert Deck.objects.get().classroom == classroom


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"title": ""}, "Give the deck a title."),
        ({"title": "x" * 201}, "at most 200 characters"),
        ({"tags": "x" * 41}, "A tag has at most 40 characters."),
        ({"tags": ",".join(map(str, range(21)))}, "At most 20 tags."),
        ({"visibility": "class"}, "Select a valid choice"),
        ({"description": "a\0b"}, "Null characters are not allowed."),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_stays(
    client: Client, facts: dict[str, str], sentence: str
) -> None:
    sent = {"title": "Rye and spelt", "visibility": "private", "source": "My notes"} | facts
    response = client.post(URL, sent)
    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert "My notes" in page
    assert not Deck.objects.exists()
