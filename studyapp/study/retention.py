"""What aiming to remember more or less costs, and a new plan for all cards at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import uuid4

from studyapp.accounts.models import User
from studyapp.study.models.memory import Memory, due_at
from studyapp.study.models.review import Kind, Review
from studyapp.study.planning import today_of
from studyapp.study.replay import fuzz_key
from studyapp.study.scheduler import average_recall, interval, step

CHOICES = tuple(Decimal(share) / 100 for share in (80, 85, 90, 95))


@dataclass(frozen=True, slots=True)
class Forecast:
    """What one choice comes to for cards as well known as these are now."""

    retention: Decimal
    reviews_a_day: float
    remembered: float  # the share of the cards recalled at a random moment, 0 to 1

    @property
    def known(self) -> float:
        return 100 * self.remembered


def forecasts(stabilities: Iterable[float], cap: int) -> list[Forecast]:
    """A forecast for each choice; none without a card that was met."""
    known = list(stabilities)
    if not known:
        return []
    return [
        Forecast(
            retention,
            sum(1 / interval(s, float(retention), cap) for s in known),
            sum(average_recall(s, interval(s, float(retention), cap)) for s in known) / len(known),
        )
        for retention in CHOICES
    ]


def replan(learner: User, *, at: datetime) -> int:
    """Give every card the due day of the learner's present settings; how many moved.

    Each that moves gets its row of the log. Made again it moves none.
    """
    User.objects.select_for_update(no_key=True).get(pk=learner.pk)
    today = today_of(learner, at)
    rows, moved = [], []
    for memory in Memory.objects.of(learner).introduced().select_related("card"):
        review = Review(
            learner=learner,
            card=memory.card,
            presentation_id=uuid4(),
            kind=Kind.REPLAN,
            at=at,
            recorded_at=at,
            time_zone=learner.time_zone,
            study_day=today,
            retention=learner.desired_retention,
            cap=learner.maximum_interval,
        )
        after = step(memory.recall, review.event, fuzz=fuzz_key(learner, memory.card))
        if after.due_day == memory.due_day:
            continue
        memory.due_day, memory.due_at = after.due_day, due_at(after, learner)
        memory.version += 1
        rows.append(review)
        moved.append(memory)
    Review.objects.bulk_create(rows)
    Memory.objects.bulk_update(moved, ["due_day", "due_at", "version"], batch_size=500)
    return len(moved)
