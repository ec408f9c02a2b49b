"""Cards taken in hand without a rating: buried until tomorrow, set aside, made new again.

Each is a row of the log for each card that it changes, and can be taken back by another.
"""

from collections import defaultdict
from collections.abc import Callable, Collection
from datetime import date, datetime, timedelta
from uuid import uuid4

from studyapp.accounts.models import User
from studyapp.library.models import Card
from studyapp.study.models.memory import Memory
from studyapp.study.models.review import Kind, Review
from studyapp.study.planning import today_of
from studyapp.study.replay import fuzz_key, remembered
from studyapp.study.scheduler import step

Event = Callable[[Memory], Review | None]


def bury(learner: User, *cards: Card, at: datetime) -> dict[int, int]:
    """Out of the queues until the next study day; what is remembered stays."""
    tomorrow = today_of(learner, at) + timedelta(days=1)
    return _log(
        learner,
        cards,
        lambda memory: (
            None if memory.buried_until == tomorrow else Review(kind=Kind.BURY, until=tomorrow)
        ),
        at,
    )


def suspend(learner: User, *cards: Card, on: bool, at: datetime) -> dict[int, int]:
    """Out of every queue and count, or back; while away the card is forgotten as any other."""
    kind = Kind.SUSPEND if on else Kind.RESUME
    return _log(
        learner, cards, lambda memory: None if memory.suspended == on else Review(kind=kind), at
    )


def reset(learner: User, *cards: Card, at: datetime) -> dict[int, int]:
    """As if never met; the log keeps what was."""
    return _log(
        learner,
        cards,
        lambda memory: Review(kind=Kind.RESET) if memory.introduced_day else None,
        at,
    )


def take_back(learner: User, rows: Collection[int], *, at: datetime) -> int:
    """Undo these rows of the learner's log; how many. Not where the card has moved on since."""
    User.objects.select_for_update(no_key=True).get(pk=learner.pk)
    log = Review.objects.of(learner)
    done = log.filter(pk__in=rows).live().select_related("card")
    logs: dict[int, list[Review]] = defaultdict(list)
    for event in log.filter(card__in=done.values("card")).live():
        logs[event.card_id].append(event)
    voids, recalls = [], []
    memories, today = _memories(learner, [row.card for row in done]), today_of(learner, at)
    for row in done:
        if logs[row.card_id][-1].pk != row.pk:
            continue
        void = Review(kind=Kind.VOID, voids=row)
        voids.append(_stamped(void, memories[row.card_id], at, today))
        recall = remembered(logs[row.card_id][:-1], fuzz_key(learner, row.card))
        recalls.append((memories[row.card_id], recall))
    Review.objects.bulk_create(voids)
    Memory.objects.keep_all(recalls)
    return len(voids)


def _log(learner: User, cards: Collection[Card], event: Event, at: datetime) -> dict[int, int]:
    """Log the event of each card that it changes: the rows of the log by card."""
    User.objects.select_for_update(no_key=True).get(pk=learner.pk)
    rows, recalls, today = [], [], today_of(learner, at)
    for memory in _memories(learner, cards).values():
        if row := event(memory):
            rows.append(_stamped(row, memory, at, today))
            recall = step(memory.recall, row.event, fuzz=fuzz_key(learner, memory.card))
            recalls.append((memory, recall))
    Review.objects.bulk_create(rows)
    Memory.objects.keep_all(recalls)
    return {row.card_id: row.pk for row in rows}


def _memories(learner: User, cards: Collection[Card]) -> dict[int, Memory]:
    held = {memory.card_id: memory for memory in Memory.objects.of(learner).filter(card__in=cards)}
    memories = {}
    for card in cards:
        memory = memories[card.pk] = held.get(card.pk) or Memory()
        memory.learner, memory.card = learner, card
    return memories


def _stamped(row: Review, memory: Memory, at: datetime, today: date) -> Review:
    learner = memory.learner
    row.learner, row.card = learner, memory.card
    row.presentation_id = uuid4()
    row.at = row.recorded_at = at
    row.time_zone, row.study_day = learner.time_zone, today
    return row
