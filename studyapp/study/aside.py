"""Cards out of the queues: buried until tomorrow, or set aside; each a row of the log."""

from datetime import datetime, timedelta
from uuid import uuid4

from studyapp.accounts.models import User
from studyapp.library.models import Card
from studyapp.study.models.memory import Memory
from studyapp.study.models.review import Kind, Review
from studyapp.study.planning import today_of
from studyapp.study.replay import fuzz_key
from studyapp.study.scheduler import step


def bury(learner: User, card: Card, *, at: datetime) -> Memory:
    """Out of the queues until the next study day; what is remembered stays."""
    tomorrow = today_of(learner, at) + timedelta(days=1)
    memory = _locked(learner, card)
    if memory.buried_until == tomorrow:
        return memory
    return _log(memory, Review(kind=Kind.BURY, until=tomorrow), at)


def suspend(learner: User, card: Card, *, on: bool, at: datetime) -> Memory:
    """Out of every queue and count, or back; while away the card is forgotten as any other."""
    memory = _locked(learner, card)
    if memory.suspended == on:
        return memory
    return _log(memory, Review(kind=Kind.SUSPEND if on else Kind.RESUME), at)


def _locked(learner: User, card: Card) -> Memory:
    User.objects.select_for_update(no_key=True).get(pk=learner.pk)
    memory, _ = Memory.objects.select_related("learner", "card").get_or_create(
        learner=learner, card=card
    )
    return memory


def _log(memory: Memory, review: Review, at: datetime) -> Memory:
    learner = memory.learner
    review.learner, review.card = learner, memory.card
    review.presentation_id = uuid4()
    review.at = review.recorded_at = at
    review.time_zone, review.study_day = learner.time_zone, today_of(learner, at)
    review.save(force_insert=True)
    memory.keep(step(memory.recall, review.event, fuzz=fuzz_key(learner, memory.card)))
    return memory
