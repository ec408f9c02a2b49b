"""The append-only log: what learners said and did, card by card."""

from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.library.models import Card
from studyapp.study import scheduler


class Kind(models.TextChoices):
    RATING = "rating"
    SUSPEND = "suspend"
    RESUME = "resume"
    BURY = "bury"
    RESET = "reset"
    PULL = "pull"
    REPLAN = "replan"
    VOID = "void"


class ReviewQuerySet(models.QuerySet["Review"]):
    def of(self, learner: User) -> Self:
        return self.filter(learner=learner)

    def ratings(self) -> Self:
        return self.filter(kind=Kind.RATING)

    def live(self) -> Self:
        """Events that still count: neither taken back nor replaced, in the order they happened.

        A correction stands where the rating it corrects stood.
        """
        return self.exclude(kind=Kind.VOID).with_fate().filter(gone=False)

    def with_fate(self) -> Self:
        """Each event with ``gone``: whether a later row takes it back or replaces it."""
        later = Review.objects.filter(Q(voids=OuterRef("pk")) | Q(supersedes=OuterRef("pk")))
        return self.annotate(gone=Exists(later)).order_by(Coalesce("place", "pk"))


class Review(models.Model):
    """One event in the log of one card of one learner. Rows are never changed.

    A row holds what happened and the settings of that moment, never a derived state. A mistake
    is taken back by a row that voids the first, or corrected by one that supersedes it.
    """

    learner = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="reviews", db_index=False
    )
    card = models.ForeignKey(Card, on_delete=models.PROTECT, related_name="reviews")
    session = models.ForeignKey(
        "study.Session", null=True, on_delete=models.CASCADE, related_name="reviews"
    )
    presentation_id = models.UUIDField()
    kind = models.CharField(max_length=7, choices=Kind, default="rating")
    rating = models.PositiveSmallIntegerField(null=True)
    grade = models.PositiveSmallIntegerField(null=True)
    map_version = models.PositiveSmallIntegerField(default=1)
    source = models.CharField(max_length=10, default="flashcard")
    format = models.CharField(max_length=10, default="self")
    checked = models.BooleanField(default=False)
    correct = models.BooleanField(null=True)
    hint = models.BooleanField(default=False)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=timezone.now)
    time_zone = models.CharField(max_length=64)
    study_day = models.DateField()
    ms = models.PositiveIntegerField(default=0)
    retention = models.DecimalField(max_digits=3, decimal_places=2, default=Decimal("0.90"))
    cap = models.PositiveIntegerField(default=365)
    parameters = models.PositiveIntegerField(default=0)
    until = models.DateField(null=True)
    due_today = models.PositiveIntegerField(null=True)
    place = models.BigIntegerField(null=True)  # of a correction: the row it stands in for
    supersedes = models.OneToOneField(
        "self", null=True, on_delete=models.RESTRICT, related_name="+"
    )
    voids = models.OneToOneField("self", null=True, on_delete=models.RESTRICT, related_name="+")

    gone: bool  # set by ``with_fate``

    objects = ReviewQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                "learner", "presentation_id", name="one_review_per_presentation"
            ),
            models.CheckConstraint(
                condition=Q(rating__isnull=True) | Q(rating__range=(1, 5)), name="rating_is_1_to_5"
            ),
            models.CheckConstraint(
                condition=Q(
                    kind="rating", rating__isnull=False, grade__isnull=False, grade__range=(1, 4)
                )
                | (~Q(kind="rating") & Q(rating__isnull=True, grade__isnull=True)),
                name="a_rating_and_nothing_else_has_a_grade",
            ),
            models.CheckConstraint(
                condition=Q(kind="void", voids__isnull=False)
                | (~Q(kind="void") & Q(voids__isnull=True)),
                name="a_void_names_what_it_takes_back",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=("bury", "pull"), until__isnull=False)
                | (~Q(kind__in=("bury", "pull")) & Q(until__isnull=True)),
                name="a_bury_or_pull_names_a_day",
            ),
            models.CheckConstraint(
                condition=Q(retention__gt=0, retention__lt=1), name="retention_is_a_share"
            ),
        )
        indexes = (
            models.Index("learner", "card", name="log_of_a_card"),
            models.Index("learner", "recorded_at", name="log_of_a_learner"),
            models.Index("learner", "study_day", name="log_of_a_study_day"),
        )

    def __str__(self) -> str:
        return f"{self.learner}: {self.card}, {self.kind} {self.rating or ''}"

    @property
    def event(self) -> scheduler.Event:
        """The row as the scheduler reads it."""
        match self.kind:
            case Kind.RATING:
                assert self.rating is not None
                return scheduler.Rated(
                    rating=self.rating,
                    day=self.study_day,
                    at=self.at,
                    session=self.session_id,
                    retention=float(self.retention),
                    cap=self.cap,
                    map_version=self.map_version,
                    source=self.source,
                )
            case Kind.SUSPEND | Kind.RESUME:
                return scheduler.Suspended(on=self.kind == Kind.SUSPEND)
            case Kind.BURY:
                assert self.until is not None
                return scheduler.Buried(until=self.until)
            case Kind.PULL:
                assert self.until is not None
                return scheduler.Pulled(day=self.until)
            case Kind.REPLAN:
                return scheduler.Replanned(retention=float(self.retention), cap=self.cap)
            case _:
                return scheduler.Reset(day=self.study_day)
