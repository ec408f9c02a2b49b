"""Derived state from the log: memories and the counters of a day, as a replay gives them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from studyapp.accounts.models import User
from studyapp.effort.models import StudyDay
from studyapp.library.models import Card
from studyapp.study import scheduler
from studyapp.study.models.memory import Memory
from studyapp.study.models.review import Kind, Review
from studyapp.study.scheduler import FuzzKey, Recall

PAUSE = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Counters:
    """What one study day adds up to; the columns of ``StudyDay``."""

    ratings: int = 0
    entered: int = 0
    cards: int = 0
    new_cards: int = 0
    due_today: int = 0
    due_done: int = 0
    active_ms: int = 0
    first_at: datetime | None = None
    first_zone: str = ""
    last_at: datetime | None = None
    last_zone: str = ""

    def plus(self, before: Recall, event: Review) -> "Counters":
        """The counters after one more rating of a card that was remembered so before it."""
        rated = event.event
        assert isinstance(rated, scheduler.Rated)
        first_today = before.gate_day != event.study_day
        counts_as_new = before.introduced_day is None and event.source != "trial"
        is_first = self.first_at is None or event.at < self.first_at
        is_last = self.last_at is None or event.at >= self.last_at
        was_due = before.due_day is not None and before.due_day <= event.study_day
        return replace(
            self,
            ratings=self.ratings + 1,
            entered=self.entered + scheduler.enters(before, rated),
            cards=self.cards + first_today,
            new_cards=self.new_cards + counts_as_new,
            due_today=max(self.due_today, event.due_today or 0),
            due_done=self.due_done + (first_today and was_due),
            active_ms=self.active_ms + self._active(event) // timedelta(milliseconds=1),
            first_at=event.at if is_first else self.first_at,
            first_zone=event.time_zone if is_first else self.first_zone,
            last_at=event.at if is_last else self.last_at,
            last_zone=event.time_zone if is_last else self.last_zone,
        )

    def _active(self, event: Review) -> timedelta:
        """Time since the last rating; a pause of over a minute counts as a minute."""
        if self.last_at is None:
            return min(timedelta(milliseconds=event.ms), PAUSE)
        return min(max(event.at - self.last_at, timedelta(0)), PAUSE)


def fuzz_key(learner: User, card: Card) -> FuzzKey:
    return FuzzKey(learner=learner.fuzz_key.hex, card=card.key)


def counters_of(day: StudyDay) -> Counters:
    return Counters(**{name: getattr(day, name) for name in Counters.__dataclass_fields__})


def remembered(events: Iterable[Review], fuzz: FuzzKey) -> Recall:
    """What a card's live events, in order, leave behind."""
    return scheduler.fold((event.event for event in events), fuzz=fuzz)


def replayed(
    events: Iterable[Review], fuzz: Mapping[int, FuzzKey], due_today: Mapping[date, int]
) -> tuple[dict[int, Recall], dict[date, Counters]]:
    """What one learner's live events, in order, leave of each card and add up to on each day.

    ``fuzz`` names the key of each card, ``due_today`` how many cards were due as a day began.
    """
    recalls: dict[int, Recall] = defaultdict(Recall)
    days: dict[date, Counters] = {}
    for event in events:
        before = recalls[event.card_id]
        if event.kind == Kind.RATING:
            day = days.get(event.study_day, Counters(due_today=due_today.get(event.study_day, 0)))
            days[event.study_day] = day.plus(before, event)
        recalls[event.card_id] = scheduler.step(before, event.event, fuzz=fuzz[event.card_id])
    return recalls, days


def replay_card(learner: User, card: Card) -> Memory:
    """Rebuild the learner's memory of a card from its log, after an event was taken back."""
    memory = Memory.objects.select_related("learner").get(learner=learner, card=card)
    events = Review.objects.of(learner).filter(card=card).live()
    memory.keep(remembered(events, fuzz_key(learner, card)))
    return memory


def replay_day(learner: User, day: date) -> None:
    """Rebuild the counters of one study day from the logs of the cards rated on it."""
    rated = Review.objects.of(learner).ratings().filter(study_day=day)
    logs = Review.objects.of(learner).filter(card__in=rated.values("card"))
    events = list(logs.live().select_related("card"))
    fuzz = {event.card_id: fuzz_key(learner, event.card) for event in events}
    _, days = replayed(events, fuzz, due_at_the_start(rated))
    counted = days.get(day)
    if counted is None:
        StudyDay.objects.of(learner).filter(day=day).delete()
    else:
        StudyDay.objects.update_or_create(learner=learner, day=day, defaults=as_columns(counted))


def due_at_the_start(ratings: QuerySet[Review]) -> dict[date, int]:
    """How many cards were due as each day began; the day's first rating noted it."""
    noted = (
        ratings.filter(due_today__isnull=False)
        .order_by("-pk")
        .values_list("study_day", "due_today")
    )
    return {day: due for day, due in noted if due is not None}


def as_columns(counters: Counters) -> dict[str, object]:
    return {name: getattr(counters, name) for name in Counters.__dataclass_fields__}
