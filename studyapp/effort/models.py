"""What a learner did, day by day."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Self
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q

from studyapp.accounts.models import User
from studyapp.effort.streaks import Streak, forgiven_days, qualifies, streak


class StudyDayQuerySet(models.QuerySet["StudyDay"]):
    def of(self, learner: User) -> Self:
        return self.filter(learner=learner)

    def last_day(self) -> date | None:
        return self.order_by("-day").values_list("day", flat=True).first()

    def usual_cards(self, *, before: date, days: int) -> float | None:
        """The mean of cards a day over the last days studied before that one; none without any."""
        earlier = self.filter(day__lt=before, cards__gt=0).order_by("-day")[:days]
        counts = list(earlier.values_list("cards", flat=True))
        return sum(counts) / len(counts) if counts else None


class StudyDay(models.Model):
    """The counters of one learner on one study day; a replay of the log gives them again."""

    learner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="study_days")
    day = models.DateField()
    ratings = models.PositiveIntegerField(default=0)
    entered = models.PositiveIntegerField(default=0)
    cards = models.PositiveIntegerField(default=0)
    new_cards = models.PositiveIntegerField(default=0)
    due_today = models.PositiveIntegerField(default=0)
    due_done = models.PositiveIntegerField(default=0)
    active_ms = models.PositiveBigIntegerField(default=0)
    first_at = models.DateTimeField()
    first_zone = models.CharField(max_length=64)
    last_at = models.DateTimeField()
    last_zone = models.CharField(max_length=64)
    goal = models.PositiveSmallIntegerField(null=True)  # that held before a change on this day

    objects = StudyDayQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint("learner", "day", name="one_row_per_study_day"),
            models.CheckConstraint(
                condition=Q(entered__lte=F("ratings")), name="what_entered_was_rated"
            ),
            models.CheckConstraint(
                condition=Q(new_cards__lte=F("cards")), name="new_cards_are_cards_of_the_day"
            ),
        )

    def __str__(self) -> str:
        return f"{self.learner}, {self.day}"

    @property
    def qualifies(self) -> bool:
        """Whether the day counts for the streak."""
        return qualifies(
            entered=self.entered,
            active_seconds=self.active_ms // 1000,
            quiz_submitted=False,
            due_today=self.due_today,
            due_done=self.due_done,
        )

    @property
    def span(self) -> tuple[date, datetime, datetime]:
        """The day with its first and last rating, each in the learner's zone of that moment."""
        return (
            self.day,
            self.first_at.astimezone(ZoneInfo(self.first_zone)),
            self.last_at.astimezone(ZoneInfo(self.last_zone)),
        )


def streak_of(days: Iterable[StudyDay], today: date) -> Streak:
    """The days in a row of one learner's study days, in order."""
    days = list(days)
    qualifying = [day.day for day in days if day.qualifies]
    return streak(qualifying, today, forgiven=forgiven_days(day.span for day in days))
