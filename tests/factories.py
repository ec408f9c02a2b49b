"""Rows that tests start from; each function needs only what the test is about."""

from datetime import UTC, datetime
from typing import Any

from studyapp.accounts.models import User
from studyapp.library.models import Card, Deck

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
PASSWORD = "three grey herons wait"


def make_user(email: str, **fields: Any) -> User:
    return User.objects.create_user(email, PASSWORD, **fields)


def make_learner(name: str, **fields: Any) -> User:
    return make_user(f"{name.lower()}@example.org", display_name=name, **fields)


def make_instructor(name: str, **fields: Any) -> User:
    return make_learner(name, role="instructor", **fields)


def make_guest() -> User:
    return User.objects.create_guest()


def make_deck(author: User, slug: str = "bread", **fields: Any) -> Deck:
    return Deck.objects.create(author=author, slug=slug, **({"title": "Bread"} | fields))


def make_card(deck: Deck, key: str = "gas", **fields: Any) -> Card:
    texts = {"front": "Which gas makes dough rise?", "back": "Carbon dioxide"}
    return Card.objects.create(deck=deck, key=key, **({"sibling_key": key} | texts | fields))
