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
from studyapp.library.models import Card, Deck, ErrorReport, Note, Picture
from studyapp.study.models import BulkChange, Session
from studyapp.study.planning import start_session, start_trial
from tests.factories import (
    make_cards,
    make_classroom,
    make_concept,
    make_deck,
    make_guest,
    make_instructor,
    make_learner,
    make_objective,
    make_subject,
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
    report: ErrorReport
    picture: Picture
    change: BulkChange
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
        self.concept = make_concept(make_objective(make_subject()), "yeast")
        self.things = {
            "ada's": _things(ada, make_deck(ada, "adas")),
            "carol's": _things(carol, make_deck(carol, "carols")),
            "the class's": _things(ada, shared),
            "everybody's": _things(boole, public),
        }
        trial = start_trial(guest, public, at=timezone.now())
        everybodys = self.things["everybody's"]
        self.things["the guest's"] = replace(
            everybodys,
            session=trial,
            change=BulkChange.objects.create(person=guest, verb="star", before={}),
        )

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
            "study:bulk_undo": (things.change.pk,),
            "study:card_history": (card,),
            "study:card_star": (card,),
            "study:card_bury": (card,),
            "study:card_suspend": (card,),
            "library:note_report": (things.note.slug,),
            "library:note_delete": (things.note.slug,),
            "progress:subject": (self.concept.subject.slug,),
            "progress:objective": (self.concept.objective.slug,),
            "progress:concept": (self.concept.slug,),
            "study:note": (things.note.slug,),
            "library:deck_copy": (things.deck.slug,),
            "interchange:deck_export": (things.deck.slug, "csv"),
            "interchange:transfer": (things.transfer.pk,),
            "interchange:transfer_undo": (things.transfer.pk,),
            "library:card_edit": (card,),
            "library:card_versions": (card,),
            "library:card_report": (card,),
            "library:deck_edit": (things.deck.slug,),
            "library:deck_row": (things.deck.slug,),
            "library:deck_row_move": (things.deck.slug,),
            "library:deck_rows": (things.deck.slug,),
            "library:deck_delete": (things.deck.slug,),
            "library:deck_rate": (things.deck.slug,),
            "library:report_settle": (things.report.pk,),
            "library:picture": (things.picture.pk,),
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
            "study:bulk_change": {"verb": "suspend", "cards": card.pk},
            "study:card_star": {"on": "1"},
            "study:card_suspend": {"on": "1"},
            "accounts:theme": {"theme": "dark"},
            "library:card_report": {"text": "A typo."},
            "library:note_report": {"text": "A typo."},
            "library:deck_create": {"title": "New", "visibility": "private"},
            "library:deck_edit": {"title": "New", "visibility": "private"},
            "library:deck_row": {"key": "new", "version": 0, "front": "New", "back": "New"},
            "library:deck_row_move": {"key": card.key, "down": "1"},
            "library:deck_rows": {"row": card.key, "action": "delete"},
            "library:deck_rate": {"stars": "4"},
            "library:report_settle": {"state": "accepted"},
            "interchange:deck_import": {"text": "Which?\tThis", "deck": things.deck.slug},
            "interchange:transfer": {"told": "1-0-0-0"},
            "interchange:cards_export": {"cards": card.pk},
            "library:card_edit": {"front": "New", "back": "New", "version": card.version},
        }  # fmt: skip
        return forms.get(name, {})


def _things(learner: User, deck: Deck) -> Things:
    cards = make_cards(deck, 2)
    note = Note.objects.create(slug=f"about-{deck.slug}", title="About", deck=deck, body="Read me.")
    report = ErrorReport.objects.create(card=cards[0], text="A typo.")
    picture = Picture.objects.create(content=b"", kind="image/webp", width=1, height=1)
    picture.cards.add(cards[0])
    session = start_session(learner, deck=deck, at=timezone.now())
    change = BulkChange.objects.create(person=learner, verb="star", before={})
    owner = deck.author or learner
    brought = {"content": b"Which?\tThis", "digest": "0" * 64, "learner": owner, "deck": deck}
    transfer = Transfer.objects.create(**brought)
    return Things(deck, cards, note, session, report, picture, change, transfer)
