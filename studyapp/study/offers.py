"""What a note offers to be studied: the whole of it, and each of its sections."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from studyapp.accounts.models import User
from studyapp.library.models import Note, Section
from studyapp.study.planning import (
    Allowance,
    Candidate,
    allowance,
    in_reading_order,
    new_cards,
    plan_of,
    today_of,
)
from studyapp.study.reach import Reach, note_cards
from studyapp.study.scheduler import study_day
from studyapp.study.standing import KnownCard, known_cards
from studyapp.study.summary import day_in_words


@dataclass(frozen=True, slots=True)
class Offer:
    """How many cards there are about a note or its section, and what a session would ask now."""

    section: Section | None
    cards: int
    asked: int  # by a session that begins now
    why_not: str  # where it would ask none: when the next card comes, or what keeps it away

    @property
    def words(self) -> str:
        """What the button promises, no more than the session keeps."""
        if self.asked < self.cards:
            return f"Study {self.asked} of {self.cards} cards"
        return f"Study as {self.cards} card{'' if self.cards == 1 else 's'}"


def offers_of(
    learner: User, note: Note, sections: Iterable[Section], *, at: datetime
) -> list[Offer]:
    """The offer of the note, then those of its sections; what has no cards offers nothing.

    As many queries for a note of many sections as for one of few.
    """
    cards = note_cards(learner, note)
    whole = cards.reach()
    if not whole.cards:
        return []
    today = today_of(learner, at)
    day = _Day(
        learner,
        today,
        at,
        known_cards(learner, whole.decks),
        list(in_reading_order(whole.decks)),
        allowance(learner, today),
    )
    parts = [(section, cards.reach(section)) for section in sections]
    return [day.offer(section, reach) for section, reach in [(None, whole), *parts] if reach.cards]


@dataclass(frozen=True, slots=True)
class _Day:
    """A learner's day in some decks, about which several questions are asked."""

    learner: User
    today: date
    at: datetime
    known: list[KnownCard]
    candidates: list[Candidate]
    allowed: Allowance

    def offer(self, section: Section | None, reach: Reach) -> Offer:
        among = reach.cards or frozenset()
        plan = plan_of(
            self.candidates, self.known, self.allowed, at=self.at, today=self.today, among=among
        )
        return Offer(section, len(among), len(plan), "" if plan else self._why_not(among))

    def _why_not(self, among: frozenset[int]) -> str:
        """When one of these cards is asked again or first, if no other is asked meanwhile."""
        tomorrow, days = self.today + timedelta(days=1), []
        mine = [k for k in self.known if k.card in among]
        for k in mine:
            if k.due_at and not k.suspended:
                # what is due and yet not asked waits for its sibling, or was buried
                day = self._day(k.due_at) if k.due_at > self.at else tomorrow
                days.append(max(day, k.buried_until or day))
        limit = self.allowed.new_a_day
        if new_cards(self.candidates, self.known, [], tomorrow, limit=limit, among=among):
            days.append(tomorrow)
        if days:
            first = min(days)
            when = "later today" if first <= self.today else day_in_words(first, self.today)
            return f"The next one comes {when}."
        if sum(k.suspended for k in mine) == len(among):
            return f"You have set {'it' if len(among) == 1 else 'them'} aside."
        if not limit:
            return "Your settings allow no new cards."
        return "What is new here builds on cards that you have not met yet."

    def _day(self, moment: datetime) -> date:
        return study_day(moment, self.learner.time_zone, self.learner.rollover_hour)
