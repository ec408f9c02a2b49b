"""What a learner sees first: what is due, how the days went and how each deck stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, QuerySet

from studyapp.accounts.models import User
from studyapp.effort.models import StudyDay, streak_of
from studyapp.effort.streaks import Streak, goal_of_day, goal_reached
from studyapp.library.models import Card, Deck, Note
from studyapp.progress import trends
from studyapp.study.planning import (
    LONGEST,
    Workload,
    in_reading_order,
    new_cards,
    today_of,
    workload,
)
from studyapp.study.scheduler import study_day
from studyapp.study.standing import KnownCard, Standing, known_cards, standings

PACE_DAYS = 14
AHEAD_DAYS = 14
LOOKING_BACK = 21
EVENING = 18


@dataclass(frozen=True)
class Overview:
    """One learner's day: every figure of it follows from counters and memories, never the log."""

    learner: User
    at: datetime
    today: date
    days: list[StudyDay]  # in order
    known: list[KnownCard]
    decks: list[tuple[Deck, Standing]]  # those started, most due first
    new: int  # cards of the decks already started that may be met today
    new_anywhere: int  # and of all decks that the learner may study
    work: Workload

    @property
    def is_first_visit(self) -> bool:
        return not self.days and not self.decks

    # -- what is to be done

    @property
    def due(self) -> int:
        return len(self.work.due)

    @property
    def reviews(self) -> int:
        """How many of the due cards the next session asks."""
        return min(self.work.fine_today, LONGEST)

    @property
    def minutes(self) -> int | None:
        """How long the reviews take at the learner's pace of late."""
        recent = [(day.cards, day.active_ms) for day in self.days[-PACE_DAYS:]]
        return trends.minutes(self.reviews, trends.pace(recent))

    @cached_property
    def next_due(self) -> datetime | None:
        """When the next card comes back, in the learner's own time."""
        moments = [s.next_due_at for _, s in self.decks if s.next_due_at]
        return min(moments).astimezone(self._zone) if moments else None

    @property
    def next_time(self) -> str:
        return f"{self.next_due:%H:%M}" if self.next_due else ""

    @property
    def next_day(self) -> date:
        """The study day of the next card, today where there is none."""
        learner = self.learner
        if self.next_due is None:
            return self.today
        return study_day(self.next_due, learner.time_zone, learner.rollover_hour)

    @property
    def next_in_days(self) -> int:
        return max(0, (self.next_day - self.today).days)

    @property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.learner.time_zone)

    # -- the day's goal and the days in a row

    @property
    def _stored_today(self) -> StudyDay | None:
        return self.days[-1] if self.days and self.days[-1].day == self.today else None

    @property
    def done(self) -> int:
        return self._stored_today.cards if self._stored_today else 0

    @property
    def goal(self) -> int:
        """The cards to do today: the setting, or all owed and allowed where that is less."""
        row = self._stored_today
        finished, met = (row.due_done, row.new_cards) if row else (0, 0)
        untouched = sum(card.last_day != self.today for card in self.work.due)
        owed = finished + untouched
        if self.work.enough:
            owed = finished
        elif self.work.welcome_back:
            owed = finished + self.work.fine_today
        allowed = met + self.new_anywhere
        setting = (row and row.goal) or self.learner.daily_goal
        return goal_of_day(setting, owed, allowed)

    @property
    def goal_is_reached(self) -> bool:
        return goal_reached(self.done, self.goal)

    @cached_property
    def streak(self) -> Streak:
        return streak_of(self.days, self.today)

    @property
    def is_at_risk(self) -> bool:
        """In the evening, while today still lacks what keeps the days in a row."""
        hour = self.at.astimezone(self._zone).hour
        return self.streak.at_risk and (hour >= EVENING or hour < self.learner.rollover_hour)

    @property
    def of_last_days(self) -> tuple[int, int]:
        """Days studied, of the last three weeks or of all since the first day."""
        studied = [day.day for day in self.days if day.cards]
        if not studied:
            return 0, 0
        length = min(LOOKING_BACK, (self.today - studied[0]).days + 1)
        return trends.of_last(studied, self.today, length), length

    # -- series

    @property
    def cards_by_day(self) -> dict[date, int]:
        return {day.day: day.cards for day in self.days}

    @property
    def this_week(self) -> tuple[int, int]:
        """Cards and active minutes of the last seven days."""
        week = [day for day in self.days if (self.today - day.day).days < trends.WEEK]
        spent = sum(day.active_ms for day in week)
        return sum(day.cards for day in week), round(spent / 60_000)

    @cached_property
    def ahead(self) -> list[tuple[date, int]]:
        """Cards that come due on each of the next days, today's still to be done first."""
        return trends.ahead(self._due_days(), self.today, AHEAD_DAYS)

    @property
    def busiest(self) -> tuple[date, int] | None:
        return trends.busiest(self.ahead[1:])

    def _due_days(self) -> Iterable[date]:
        due = {card.card for card in self.work.due}
        tomorrow = self.today + timedelta(days=1)
        for card in self.known:
            if card.due_day is None or card.due_at is None or card.suspended:
                continue
            if card.card in due:
                yield self.today
            else:
                # what is due and yet not asked waits for its sibling, until tomorrow
                earliest = self.today if card.due_at > self.at else tomorrow
                yield max(earliest, card.due_day, card.buried_until or earliest)


def overview(learner: User, at: datetime) -> Overview:
    """The learner's day at that moment, in as many queries for one deck as for a hundred."""
    today = today_of(learner, at)
    visible = Deck.objects.visible_to(learner)
    known = known_cards(learner, visible)
    standing = standings(learner, visible, at=at, today=today, cards=known)
    begun = [pk for pk, one in standing.items() if one.started]
    decks = [(deck, standing[deck.pk]) for deck in Deck.objects.filter(pk__in=begun)]
    work = workload(learner, known, at=at, today=today)

    def new_of(some: QuerySet[Deck]) -> int:
        return len(
            new_cards(in_reading_order(some), known, work.due, today, limit=work.new_allowed)
        )

    return Overview(
        learner=learner,
        at=at,
        today=today,
        days=list(StudyDay.objects.of(learner).order_by("day")),
        known=known,
        decks=sorted(decks, key=lambda one: (-one[1].due, one[0].title.casefold())),
        new=new_of(visible.filter(pk__in=begun)),
        new_anywhere=new_of(visible),
        work=work,
    )


def first_decks(learner: User, number: int = 3) -> list[Deck]:
    """Decks with cards to begin with, those that came with Recto before others."""
    with_cards = Card.objects.visible_to(learner).values("deck")
    decks = Deck.objects.filter(pk__in=with_cards).with_card_count()
    decks = decks.prefetch_related(Prefetch("notes", Note.objects.visible_to(learner)))
    return list(decks.order_by("-from_file", "pk")[:number])
