"""Rows that tests start from; each function needs only what the test is about."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from django.db import transaction

from studyapp.accounts.models import User
from studyapp.classes.models import Classroom, Enrolment
from studyapp.library.models import Card, Concept, Deck, Objective, Subject
from studyapp.study.models import Memory, Review, Session
from studyapp.study.models.session import Answer
from studyapp.study.planning import start_session

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


def make_cards(deck: Deck, count: int, **fields: Any) -> list[Card]:
    """Cards with one word of their own on each side: front 0 and back 0, front 1 and back 1 …"""
    return [
        make_card(
            deck,
            f"card-{number}",
            **({"front": f"front {number}", "back": f"back {number}", "position": number} | fields),
        )
        for number in range(count)
    ]


def make_subject(slug: str = "baking", **fields: Any) -> Subject:
    return Subject.objects.create(slug=slug, **({"title": slug.title()} | fields))


def make_objective(subject: Subject, slug: str = "rise", **fields: Any) -> Objective:
    texts = {"text": "Make a dough that rises"}
    return Objective.objects.create(subject=subject, slug=slug, **(texts | fields))


def make_concept(objective: Objective, slug: str, *needs: Concept, **fields: Any) -> Concept:
    texts = {"name": slug.title(), "definition": f"What {slug} means."}
    concept = Concept.objects.create(
        subject=objective.subject, objective=objective, slug=slug, **(texts | fields)
    )
    concept.needs.set(needs)
    return concept


def make_classroom(teacher: User, *learners: User, slug: str = "bakers") -> Classroom:
    classroom = Classroom.objects.create(title=slug.title(), slug=slug)
    Enrolment.objects.create(classroom=classroom, user=teacher, role="instructor")
    for learner in learners:
        Enrolment.objects.create(classroom=classroom, user=learner)
    return classroom


def rate(session: Session, rating: int, *, at: datetime, card: int | None = None) -> Review:
    """Rate the card that the session asks now, or that one, as its page would."""
    with transaction.atomic():
        sitting = Session.objects.for_change().get(pk=session.pk)
        asked = card or sitting.ahead(at, length=1)[0]
        memory = Memory.objects.of(sitting.learner).filter(card=asked).first()
        version = memory.version if memory else 0
        return sitting.rate(Answer(asked, rating, uuid4(), version), now=at)


def make_history(learner: User, deck: Deck, *ratings: int, at: datetime) -> list[Review]:
    """A session of the deck at that moment, its cards rated so in the order of asking."""
    session = start_session(learner, deck=deck, at=at)
    return [rate(session, rating, at=at) for rating in ratings]
