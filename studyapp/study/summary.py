"""What a session came to, told as a finding rather than as praise."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count

from studyapp.effort.models import StudyDay, streak_of
from studyapp.library.models import Card
from studyapp.study.models import Memory, Session
from studyapp.study.models.memory import cards_of, memory_of
from studyapp.study.next_card import resting
from studyapp.study.planning import today_of
from studyapp.study.reach import reach_of
from studyapp.study.standing import known_cards

# fmt: off
NUMBER_WORDS = (
    "none", "one", "two", "three", "four", "five", "six",
    "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)
# fmt: on


@dataclass(frozen=True, slots=True)
class Slipped:
    """A card rated 1 or 2 that has not come back since."""

    card: Card
    rating: int
    returns: str


@dataclass(frozen=True, slots=True)
class Summary:
    """The numbers of one session, before and after."""

    cards: int
    moved_up: int
    minutes: int
    seconds: int
    mastery_before: float | None
    mastery_after: float | None
    days_in_a_row: int
    before: tuple[int, ...]
    after: tuple[int, ...]
    slipped: list[Slipped]
    left: int
    next_days: list[tuple[str, int]]

    @property
    def finding(self) -> str:
        """The headline: how many of the cards moved up."""
        if not self.cards:
            return "Nothing rated yet."
        if self.cards == 1:
            found = "your card moved up." if self.moved_up else "one card rated."
        else:
            found = f"{in_words(self.moved_up)} of {in_words(self.cards)} moved up."
        return f"So far {found}" if self.left else f"Done. {found[0].upper()}{found[1:]}"


def in_words(number: int) -> str:
    """Small numbers as words, as a sentence has them.

    >>> in_words(9), in_words(21)
    ('nine', '21')
    """
    return NUMBER_WORDS[number] if number < len(NUMBER_WORDS) else str(number)


def summary_of(session: Session, *, at: datetime) -> Summary:
    """The session up to now; it may still go on."""
    learner, asked = session.learner, session.asked
    today = today_of(learner, at)
    rated = {answer.card for answer in asked}
    cards = {card.pk: card for card in cards_of(learner).filter(pk__in=rated)}
    memories = {pk: memory_of(card, learner) for pk, card in cards.items()}
    before = {card: session.shown_before[card] for card in rated}
    after = {card: memory.shown(today) for card, memory in memories.items()}
    seconds = _seconds(session)
    last = {answer.card: answer.rating for answer in asked}
    rests = resting(asked)
    return Summary(
        cards=len(rated),
        # to meet a card and not to have it is no step up
        moved_up=sum(after[card] > (before[card] or 2) for card in rated),
        minutes=seconds // 60,
        seconds=seconds % 60,
        mastery_before=session.mastery_before,
        mastery_after=_mastery(session, today),
        days_in_a_row=days_in_a_row(session, today),
        before=_histogram(before.values()),
        after=_histogram(after.values()),
        slipped=[
            Slipped(cards[card], rating, _returns(memories[card], rests, at))
            for card, rating in last.items()
            if rating < 3
        ],
        left=session.progress.total - session.progress.finished,
        next_days=_next_days(session, today),
    )


def days_in_a_row(session: Session, today: date) -> int:
    return streak_of(StudyDay.objects.of(session.learner).order_by("day"), today).streak


def _seconds(session: Session) -> int:
    """Time spent, a pause of over a minute counted as a minute."""
    total, last = timedelta(0), session.started_at
    for answer in session.asked:
        total += min(answer.at - last, timedelta(minutes=1))
        last = answer.at
    return round(total.total_seconds())


def _mastery(session: Session, today: date) -> float | None:
    if session.mastery_before is None:
        return None
    reach = reach_of(session.learner, deck=session.deck, note=session.note, section=session.section)
    return reach.mastery(known_cards(session.learner, reach.decks), today)


def _histogram(shown: Iterable[int]) -> tuple[int, ...]:
    counts = Counter(shown)
    return tuple(counts[step] for step in range(6))


def _returns(memory: Memory, rests: set[int], at: datetime) -> str:
    if memory.card_id in rests or memory.owed_until is None:
        return "tomorrow"
    minutes = max(0, round((memory.owed_until - at) / timedelta(minutes=1)))
    return f"in {minutes} min" if minutes else "now"


def _next_days(session: Session, today: date) -> list[tuple[str, int]]:
    """The next two days on which cards come due, named as people name them."""
    coming = (
        Memory.objects.of(session.learner)
        .in_reach(today)
        .filter(due_day__gt=today)
        .order_by("due_day")
        .values_list("due_day")
        .annotate(Count("pk"))[:2]
    )
    return [(day_in_words(day, today), count) for day, count in coming]


def day_in_words(day: date, today: date) -> str:
    """
    >>> day_in_words(date(2026, 11, 25), date(2026, 11, 24))
    'tomorrow'
    >>> day_in_words(date(2026, 11, 27), date(2026, 11, 24))
    'on Friday'
    >>> day_in_words(date(2026, 12, 9), date(2026, 11, 24))
    'on 9 Dec'
    """
    ahead = (day - today).days
    if ahead == 1:
        return "tomorrow"
    return f"on {day:%A}" if ahead < 7 else f"on {day.day} {day:%b}"
