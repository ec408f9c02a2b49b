"""Every address of the product by its URL name, over one scene of people and their things."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from studyapp.accounts.access import GUEST
from studyapp.accounts.models import User
from studyapp.interchange.models import Transfer
from studyapp.library.models import Card, Deck, Note
from studyapp.study.models import Session
from studyapp.study.planning import start_session, start_trial
from tests.factories import (
    make_cards,
    make_classroom,
    make_deck,
    make_guest,
    make_instructor,
    make_learner,
)

ADMIN = ("admin:index", "admin:login")


def url_names() -> list[str]:
    """The name of every page; of Django's admin its door and its first page."""
    return [name for name, _ in named_views()]


def named_views() -> list[tuple[str, URLPattern]]:
    return [
        (name, pattern)
        for name, pattern in _walk(get_resolver(), "")
        if not name.startswith("admin:") or name in ADMIN
    ]


def _walk(resolver: URLResolver, namespace: str) -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inside = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern, inside)
        else:
            yield f"{namespace}{pattern.name}", pattern


@dataclass(frozen=True)
class Things:
    """One person's own deck, its cards, its note, a session that has begun, and an import."""

    deck: Deck
    cards: list[Card]
    note: Note
    session: Session
    transfer: Transfer


class Scene:
    """Ada learns in Boole's class, Carol does not; Noether teaches another; Grace is staff."""

    def __init__(self, ada: User, boole: User, carol: User) -> None:
        self.people: dict[str, User | None] = {
            "anonymous": None,
            "guest": make_guest(),
            "ada": ada,
            "carol": carol,
            "boole": boole,
            "noether": make_instructor("Noether"),
            "grace": make_learner("Grace", is_staff=True, is_superuser=True),
        }
        noether, guest = self.people["noether"], self.people["guest"]
        assert noether
        assert guest
        make_classroom(noether, slug="painters")
        classroom = make_classroom(boole, ada)
        public = make_deck(boole, "public", visibility="public", trial=["card-0", "card-1"])
        shared = make_deck(boole, "shared", visibility="class", classroom=classroom)
        self.things = {
            "ada's": _things(ada, make_deck(ada, "adas")),
            "carol's": _things(carol, make_deck(carol, "carols")),
            "the class's": _things(ada, shared),
            "everybody's": _things(boole, public),
        }
        trial = start_trial(guest, public, at=timezone.now())
        everybodys = self.things["everybody's"]
        self.things["the guest's"] = replace(everybodys, session=trial)

    def browser(self, who: str, **kind: Any) -> Client:
        client, person = Client(raise_request_exception=False, **kind), self.people[who]
        if person and person.is_guest:
            session = client.session
            session[GUEST] = person.pk
            session.save()
        elif person:
            client.force_login(person)
        return client

    def address(self, name: str, whose: str = "ada's") -> str:
        things = self.things[whose]
        session, card = things.session.pk, things.cards[0].pk
        args: tuple[object, ...] = {
            "study:deck": (things.deck.slug,),
            "study:session": (session,),
            "study:session_answer": (session, card),
            "study:session_rate": (session,),
            "study:session_undo": (session,),
            "study:session_summary": (session,),
            "study:card_star": (card,),
            "study:card_bury": (card,),
            "study:card_suspend": (card,),
            "interchange:deck_export": (things.deck.slug, "csv"),
            "interchange:transfer": (things.transfer.pk,),
            "interchange:transfer_undo": (things.transfer.pk,),
            "library:note": (things.note.slug,),
            "library:card_edit": (card,),
            "account_confirm_email": ("no-such-key",),
            "account_reset_password_from_key": ("1", "no-such-key"),
        }.get(name, ())
        return reverse(name, args=args)

    def form(self, name: str, whose: str = "ada's") -> dict[str, Any]:
        """What a POST sends that would succeed where the person may."""
        things = self.things[whose]
        card = things.cards[0]
        forms: dict[str, dict[str, Any]] = {
            "study:session_start": {"deck": things.deck.slug},
            "study:session_rate": {
                "card": card.pk, "version": 0, "presentation_id": uuid4(), "rating": 4,
            },
            "study:card_star": {"on": "1"},
            "study:card_suspend": {"on": "1"},
            "accounts:theme": {"theme": "dark"},
            "interchange:deck_import": {"text": "Which?\tThis", "deck": things.deck.slug},
            "interchange:transfer": {"told": "1-0-0-0"},
            "library:card_edit": {"front": "New", "back": "New", "version": card.version},
        }  # fmt: skip
        return forms.get(name, {})


def _things(learner: User, deck: Deck) -> Things:
    cards = make_cards(deck, 2)
    note = Note.objects.create(slug=f"about-{deck.slug}", title="About", deck=deck, body="Read me.")
    session = start_session(learner, deck=deck, at=timezone.now())
    owner = deck.author or learner
    brought = {"content": b"Which?\tThis", "digest": "0" * 64, "learner": owner, "deck": deck}
    return Things(deck, cards, note, session, Transfer.objects.create(**brought))
