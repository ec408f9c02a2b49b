"""What one learner remembers of one card, and when to ask again."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import FilteredRelation, Q

from studyapp.accounts.models import User
from studyapp.library.models import Card, CardQuerySet, Deck, Status
from studyapp.study import scheduler
from studyapp.study.mastery import is_fading, shown_rating
from studyapp.study.scheduler import Recall

RECALL_FIELDS = tuple(Recall.__dataclass_fields__)
LOGGED = (*RECALL_FIELDS, "due_at", "version")  # the columns that follow from the log


class MemoryQuerySet(models.QuerySet["Memory"]):
    def of(self, learner: User) -> Self:
        return self.filter(learner=learner)

    def due(self, at: datetime) -> Self:
        """Memories to refresh by that moment, the longest overdue first."""
        return self.filter(due_at__lte=at, suspended=False).order_by("due_at", "pk")

    def in_reach(self, day: date) -> Self:
        """Memories whose card may be asked on that day: active, not set aside, not buried."""
        return self.filter(
            Q(buried_until__isnull=True) | Q(buried_until__lte=day),
            suspended=False,
            card__status=Status.PUBLISHED,
            card__archived_at__isnull=True,
            card__deck__archived_at__isnull=True,
        )

    def in_decks(self, decks: models.QuerySet[Deck]) -> Self:
        return self.filter(card__deck__in=decks)

    def introduced(self) -> Self:
        return self.filter(introduced_day__isnull=False)

    def keep_all(self, recalls: Sequence[tuple["Memory", Recall]]) -> None:
        """Store what the log says now of many cards at once."""
        for memory, recall in recalls:
            memory.take(recall)
        self.bulk_update([memory for memory, _ in recalls if memory.pk], LOGGED)
        self.bulk_create([memory for memory, _ in recalls if not memory.pk])

    def star(self, learner: User, card: Card, *, on: bool) -> bool:
        """Star the card for the learner, or take the star away; the star as it is then."""
        self.update_or_create(learner=learner, card=card, defaults={"starred": on})
        return on


class Memory(models.Model):
    """What one learner remembers of one card, and when to ask again.

    All but the star is derived: folding the card's log through ``scheduler.step`` gives it again.
    """

    learner = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="memories", db_index=False
    )
    card = models.ForeignKey(Card, on_delete=models.PROTECT, related_name="memories")
    version = models.PositiveIntegerField(default=0)
    starred = models.BooleanField(default=False)

    stability = models.FloatField(null=True)
    difficulty = models.FloatField(null=True)
    last_day = models.DateField(null=True)
    reps = models.PositiveIntegerField(default=0)
    lapses = models.PositiveIntegerField(default=0)
    due_day = models.DateField(null=True)
    owed_until = models.DateTimeField(null=True)
    first_pass_day = models.DateField(null=True)
    introduced_day = models.DateField(null=True)
    gate_day = models.DateField(null=True)
    failed = models.BooleanField(default=False)
    recovered = models.BooleanField(default=False)
    last_rating = models.PositiveSmallIntegerField(null=True)
    passed = models.BooleanField(default=False)
    failing_session = models.BigIntegerField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    suspended = models.BooleanField(default=False)
    buried_until = models.DateField(null=True)

    due_at = models.DateTimeField(null=True)

    objects = MemoryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "memories"
        constraints = (
            models.UniqueConstraint("learner", "card", name="one_memory_per_card"),
            models.CheckConstraint(
                condition=Q(last_rating__isnull=True) | Q(last_rating__range=(1, 5)),
                name="last_rating_is_1_to_5",
            ),
            models.CheckConstraint(
                condition=Q(difficulty__isnull=True) | Q(difficulty__range=(1, 10)),
                name="difficulty_is_1_to_10",
            ),
            models.CheckConstraint(
                condition=Q(stability__isnull=True) | Q(stability__gt=0),
                name="stability_is_positive",
            ),
            models.CheckConstraint(
                condition=Q(stability__isnull=True, due_day__isnull=True, due_at__isnull=True)
                | Q(stability__isnull=False, due_day__isnull=False, due_at__isnull=False),
                name="what_is_remembered_comes_due",
            ),
        )
        indexes = (
            # as ``due`` orders: many cards share the moment at which a day starts
            models.Index(
                "learner", "due_at", "id", name="memory_due", condition=Q(suspended=False)
            ),
            models.Index(
                "learner",
                name="memory_aside",
                condition=Q(suspended=True) | Q(buried_until__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.learner}: {self.card}"

    @property
    def recall(self) -> Recall:
        return Recall(**{name: getattr(self, name) for name in RECALL_FIELDS})

    def keep(self, recall: Recall) -> None:
        """Store what the log says now and when the card is due in the learner's own zone."""
        self.take(recall)
        self.save(update_fields=LOGGED if self.pk else None)

    def take(self, recall: Recall) -> None:
        """What the log says now, not stored yet."""
        for name in RECALL_FIELDS:
            setattr(self, name, getattr(recall, name))
        self.due_at = due_at(recall, self.learner)
        self.version += 1

    def shown(self, today: date) -> int:
        """The mastery to show, 0 (new) to 5: the learner's own word, lowered as memory fades."""
        if self.last_rating is None or self.stability is None or self.last_day is None:
            return 0
        return shown_rating(self.last_rating, self.stability, (today - self.last_day).days)

    def fades(self, today: date) -> bool:
        """Whether the mastery shown has fallen below the learner's own word."""
        if self.stability is None or self.last_day is None:
            return False
        return is_fading(self.last_rating, self.stability, (today - self.last_day).days)


def due_at(recall: Recall, learner: User) -> datetime | None:
    """The moment from which the card is asked again; ``None`` while it is new."""
    if recall.due_day is None:
        return None
    return recall.owed_until or scheduler.day_start(
        recall.due_day, learner.time_zone, learner.rollover_hour
    )


def cards_of(learner: User) -> CardQuerySet:
    """Cards with their deck, section and the learner's own memory, for ``memory_of``."""
    mine = FilteredRelation("memories", condition=Q(memories__learner=learner))
    return Card.objects.annotate(mine=mine).select_related(
        "deck",
        "section",
        "mine",  # type: ignore[misc]  # the stubs do not know filtered relations
    )


def memory_of(card: Card, learner: User) -> Memory:
    """The learner's memory of a card from ``cards_of``; of a new card one not stored yet."""
    memory: Memory = getattr(card, "mine", None) or Memory(learner=learner, card=card)
    memory.learner = learner
    return memory
