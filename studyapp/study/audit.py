"""What is stored of a learner against what a replay of the whole log gives."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from typing import NamedTuple

from django.db import transaction

from studyapp.accounts.models import User
from studyapp.effort.models import StudyDay
from studyapp.library.models import Card
from studyapp.study.models.memory import RECALL_FIELDS, Memory, due_at
from studyapp.study.models.review import Review
from studyapp.study.replay import Counters, as_columns, due_at_the_start, replayed
from studyapp.study.scheduler import FuzzKey, Recall

MISSING = "no row"
COUNTERS = tuple(each.name for each in fields(Counters))


class Difference(NamedTuple):
    """One stored value that the log does not give."""

    learner: int
    about: str
    field: str
    stored: object
    replayed: object

    def __str__(self) -> str:
        return (
            f"learner {self.learner}, {self.about}, {self.field}: "
            f"stored {self.stored}, replayed {self.replayed}"
        )


@dataclass(frozen=True, slots=True)
class Comparison:
    """One learner's rows beside what the log says they should be."""

    learner: User
    memories: dict[int, Memory]
    days: dict[date, StudyDay]
    recalls: dict[int, Recall]
    counters: dict[date, Counters]

    def differences(self) -> Iterator[Difference]:
        for card in sorted(self.memories.keys() | self.recalls.keys()):
            yield from self._of_card(card)
        for day in sorted(self.days.keys() | self.counters.keys()):
            yield from self._of_day(day)

    def _of_card(self, card: int) -> Iterator[Difference]:
        memory, recall = self.memories.get(card), self.recalls.get(card, Recall())
        about = f"card {card}"
        if memory is None:
            yield Difference(self.learner.pk, about, "memory", MISSING, recall)
            return
        wanted = {name: getattr(recall, name) for name in RECALL_FIELDS}
        wanted["due_at"] = due_at(recall, self.learner)
        for name, value in wanted.items():
            if (stored := getattr(memory, name)) != value:
                yield Difference(self.learner.pk, about, name, stored, value)

    def _of_day(self, day: date) -> Iterator[Difference]:
        row, counters, about = self.days.get(day), self.counters.get(day), f"study day {day}"
        if row is None or counters is None:
            stored, wanted = "a row" if row else MISSING, counters or MISSING
            yield Difference(self.learner.pk, about, "counters", stored, wanted)
            return
        for name in COUNTERS:
            if (stored := getattr(row, name)) != (value := getattr(counters, name)):
                yield Difference(self.learner.pk, about, name, stored, value)

    def mend(self) -> None:
        """Make every row what the log says; stars stay, and open pages find a newer version."""
        for card in self.memories.keys() | self.recalls.keys():
            if any(self._of_card(card)):
                memory = self.memories.get(card) or Memory(learner=self.learner, card_id=card)
                memory.learner = self.learner
                memory.keep(self.recalls.get(card, Recall()))
        for day in self.days.keys() | self.counters.keys():
            if any(self._of_day(day)) and day in self.counters:
                StudyDay.objects.update_or_create(
                    learner=self.learner, day=day, defaults=as_columns(self.counters[day])
                )
            elif day not in self.counters:
                self.days[day].delete()


@transaction.atomic
def audit(learner: User, *, repair: bool) -> list[Difference]:
    """How the learner's rows differ from the log, with the learner locked; mended if asked."""
    learner = User.objects.select_for_update(no_key=True).get(pk=learner.pk)
    compared = _comparison(learner)
    found = list(compared.differences())
    if repair and found:
        compared.mend()
    return found


def _comparison(learner: User) -> Comparison:
    log = Review.objects.of(learner)
    cards = Card.objects.filter(pk__in=log.values("card")).values_list("pk", "key")
    fuzz = {pk: FuzzKey(learner=learner.fuzz_key.hex, card=key) for pk, key in cards}
    events = log.live().iterator(chunk_size=2_000)
    recalls, counters = replayed(events, fuzz, due_at_the_start(log.ratings()))
    return Comparison(
        learner=learner,
        memories={memory.card_id: memory for memory in Memory.objects.of(learner)},
        days={row.day: row for row in StudyDay.objects.of(learner)},
        recalls=recalls,
        counters=counters,
    )
