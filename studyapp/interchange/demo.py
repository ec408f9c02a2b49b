"""A database to look around in: a learner of some weeks, and an instructor with a class."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db import transaction

from studyapp.accounts.models import Role, User
from studyapp.classes.models import Classroom, Enrolment
from studyapp.classes.models import Role as ClassRole
from studyapp.library.models import Card, Deck, Visibility
from studyapp.study.models import Memory, Session
from studyapp.study.models.session import Answer
from studyapp.study.planning import NothingToStudy, start_session
from studyapp.study.scheduler import retrievability, study_day

ADA, BOOLE = "ada@example.org", "boole@example.org"
SKIPS_A_DAY = 0.15
LONGEST_SITTING = 45
QUESTIONS = (
    (
        "A report says only: “accuracy 97 %”. What do you ask first?",
        "**How common is the larger class?** If 97 of 100 cases are negative, always saying "
        "no reaches 97 % too.",
    ),
    (
        "Which two numbers of a confusion matrix does precision use?",
        "**True positives and false positives.** Precision = $\\frac{TP}{TP + FP}$.",
    ),
    (
        "Training error is low and validation error is high. What is that called?",
        "**Overfitting.** The model has learned its training data, chance included.",
    ),
    (
        "Why is the test set used once, at the end?",
        "**Every choice made by looking at it fits the model to it,** and its error then says "
        "too little about new data.",
    ),
    (
        "What does a baseline tell you?",
        "**What a model must beat to be worth its cost:** the mean, the largest class, or the "
        "rule in use today.",
    ),
)


class DemoExists(Exception):
    """The people of the demo are in this database already."""


@transaction.atomic
def build_demo(*, now: datetime, days: int, passwords: tuple[str, str], seed: int = 1) -> None:
    """Ada, who has studied the loaded decks for that many days, and Mr Boole with his class.

    Every rating is given through the study session, so all that follows from it is real.
    Raises ``DemoExists``.
    """
    if User.objects.filter(email__in=(ADA, BOOLE)).exists():
        raise DemoExists
    begun = now - timedelta(days=days)
    chance = Random(seed)  # noqa: S311 - a story, not a secret
    fuzz_key = UUID(int=chance.getrandbits(128), version=4)
    ada = _account(ADA, "Ada", passwords[0], begun, new_cards_a_day=6, fuzz_key=fuzz_key)
    boole = _account(BOOLE, "Mr Boole", passwords[1], begun, role=Role.INSTRUCTOR)
    _class_of(boole, ada, begun)
    Learner(ada, chance).study(begun, days)


def _account(email: str, name: str, password: str, joined: datetime, **fields: object) -> User:
    user: User = User.objects.create_user(
        email, password, display_name=name, joined_at=joined, time_zone="Europe/Berlin", **fields
    )
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def _class_of(boole: User, ada: User, begun: datetime) -> None:
    classroom = Classroom.objects.create(title="Machine learning, Tuesdays", slug="ml-tuesdays")
    for user, role in ((boole, ClassRole.INSTRUCTOR), (ada, ClassRole.LEARNER)):
        Enrolment.objects.create(classroom=classroom, user=user, role=role, joined_at=begun)
    deck = Deck.objects.create(
        slug="reading-a-model-report",
        title="Reading a model report",
        description="Five questions to ask before believing a number.",
        tags=["metrics"],
        author=boole,
        classroom=classroom,
        visibility=Visibility.CLASS,
        updated_at=begun,
    )
    for place, (front, back) in enumerate(QUESTIONS):
        key = f"question-{place + 1}"
        Card.objects.create(
            deck=deck, key=key, sibling_key=key, front=front, back=back, position=place
        )


@dataclass
class Learner:
    """Someone who studies most evenings, forgets some of it, and knows more as weeks pass."""

    user: User
    chance: Random

    def study(self, begun: datetime, days: int) -> None:
        """One sitting on most days; a few in a row are missed half-way, as in real life."""
        decks = list(Deck.objects.visible_to(self.user).order_by("-from_file", "pk"))
        holiday = range(days // 2, days // 2 + min(3, days // 8))
        for day in range(days):
            if day and (day in holiday or self.chance.random() < SKIPS_A_DAY):
                continue
            at = begun + timedelta(days=day, minutes=self.chance.randrange(-90, 90))
            for deck in (None, decks[0]):
                at = self._sitting(deck, at)

    def _sitting(self, deck: Deck | None, at: datetime) -> datetime:
        """Study what is due, or the deck, for a while; the moment at which it ends."""
        try:
            planned = start_session(self.user, deck=deck, at=at)
        except NothingToStudy:
            return at
        session = Session.objects.for_change().get(pk=planned.pk)
        for _ in range(LONGEST_SITTING):
            ahead = session.ahead(at, length=1)
            if not ahead:
                break
            thought = timedelta(seconds=self.chance.randrange(5, 40))
            at += thought
            memory = Memory.objects.of(self.user).filter(card=ahead[0]).first()
            session.rate(
                Answer(
                    card=ahead[0],
                    rating=self._rating(memory, at),
                    presentation_id=UUID(int=self.chance.getrandbits(128), version=4),
                    version=memory.version if memory else 0,
                    ms=thought // timedelta(milliseconds=1),
                ),
                now=at,
            )
        return at + timedelta(minutes=1)

    def _rating(self, memory: Memory | None, at: datetime) -> int:
        """A guess at something new; later better the more often it was seen and less faded."""
        if memory is None or memory.stability is None or memory.last_day is None:
            return self.chance.choices((1, 2, 3, 4, 5), weights=(35, 20, 20, 18, 7))[0]
        today = study_day(at, self.user.time_zone, self.user.rollover_hour)
        if memory.last_day >= today:
            return self.chance.choices((2, 3, 4), weights=(15, 45, 40))[0]
        if self.chance.random() > retrievability(memory.stability, (today - memory.last_day).days):
            return self.chance.choices((1, 2), weights=(40, 60))[0]
        strength = min(memory.reps, 6)
        return self.chance.choices((3, 4, 5), weights=(7 - strength, 5, strength))[0]
