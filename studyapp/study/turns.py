"""The cards a session page holds: what each shows, and when it would return."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.utils.safestring import SafeString

from studyapp.library.models import Card
from studyapp.study import scheduler
from studyapp.study.models.memory import Memory, cards_of, memory_of
from studyapp.study.models.session import Session
from studyapp.study.replay import fuzz_key

LABELS = {1: "Not at all", 2: "Barely", 3: "With effort", 4: "Well", 5: "Perfectly"}
MEANINGS = {
    1: "I had no idea",
    2: "Something rang a bell, but I did not have the answer",
    3: "I had the answer, slowly or unsure",
    4: "I had the answer after a short think",
    5: "I had all of it at once",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the five rating buttons."""

    rating: int
    label: str
    meaning: str
    returns: str


@dataclass(frozen=True, slots=True)
class Turn:
    """One card as a page shows it: its two sides and the five choices under it."""

    card: Card
    memory: Memory
    presentation_id: UUID
    choices: tuple[Choice, ...]

    @property
    def question(self) -> SafeString:
        return self.card.question(self.memory.learner.definitions)

    @property
    def answers(self) -> list[tuple[str, SafeString]]:
        return self.card.answers(self.memory.learner.definitions)

    @property
    def may_edit(self) -> bool:
        deck = self.card.deck
        return not deck.from_file and deck.author_id == self.memory.learner_id

    @property
    def is_new(self) -> bool:
        return self.memory.introduced_day is None


def turns(session: Session, cards: Iterable[int], *, at: datetime) -> list[Turn]:
    """The turns of these cards, in their order, in one query."""
    wanted = list(cards)
    found = {card.pk: card for card in cards_of(session.learner).filter(pk__in=wanted)}
    return [_turn(session, found[pk], at) for pk in wanted if pk in found]


def _turn(session: Session, card: Card, at: datetime) -> Turn:
    learner = session.learner
    memory = memory_of(card, learner)
    returns = scheduler.intervals_by_rating(
        memory.recall,
        scheduler.study_day(at, learner.time_zone, learner.rollover_hour),
        at,
        float(learner.desired_retention),
        learner.maximum_interval,
        fuzz_key(learner, card),
        session.pk,
    )
    choices = tuple(
        Choice(rating, LABELS[rating], MEANINGS[rating], in_words(returns[rating]))
        for rating in LABELS
    )
    return Turn(card, memory, uuid4(), choices)


def in_words(wait: int | timedelta) -> str:
    """When a card returns, short enough for a button.

    >>> in_words(timedelta(minutes=10)), in_words(1), in_words(12), in_words(90), in_words(365)
    ('10 min', '1 day', '12 days', '3 months', '1 year')
    """
    if isinstance(wait, timedelta):
        return f"{wait // timedelta(minutes=1)} min"
    for unit, days in (("year", 365), ("month", 30)):
        if wait >= 2 * days or (wait >= days and unit == "year"):
            return _plural(round(wait / days), unit)
    return _plural(wait, "day")


def ago(passed: timedelta) -> str:
    """How long ago, in words.

    >>> ago(timedelta(seconds=12)), ago(timedelta(minutes=1)), ago(timedelta(hours=30))
    ('12 seconds ago', '1 minute ago', '1 day ago')
    >>> ago(timedelta(seconds=1))
    'just now'
    """
    seconds = max(0, round(passed.total_seconds()))
    if seconds < 2:
        return "just now"
    for unit, length in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if seconds >= length:
            return f"{_plural(seconds // length, unit)} ago"
    return f"{_plural(seconds, 'second')} ago"


def _plural(count: int, unit: str) -> str:
    return f"{count} {unit}{'' if count == 1 else 's'}"
