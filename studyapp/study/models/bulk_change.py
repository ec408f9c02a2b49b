"""One action on several cards at once, with what it takes to take it back."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.utils import timezone

from studyapp.accounts.models import User

KEPT = timedelta(days=1)


class Verb(models.TextChoices):
    SUSPEND = "suspend", "set aside"
    RESUME = "resume", "taken back"
    BURY = "bury", "put off until tomorrow"
    RESET = "reset", "made new again"
    STAR = "star", "starred"
    UNSTAR = "unstar", "no longer starred"
    MOVE = "move", "moved"
    TAG = "tag", "tagged"
    UNTAG = "untag", "without that tag"


class BulkChangeQuerySet(models.QuerySet["BulkChange"]):
    def of(self, person: User) -> Self:
        return self.filter(person=person)

    def forgotten(self, at: datetime) -> Self:
        """Too old to be taken back."""
        return self.filter(made_at__lt=at - KEPT)


class BulkChange(models.Model):
    """What was done to which cards, and what each of them was before; kept for a day.

    ``before`` names by card: for what is logged the row of the log, else the values it had.
    """

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="bulk_changes")
    verb = models.CharField(max_length=7, choices=Verb)
    value = models.CharField(max_length=200, blank=True)  # the deck moved to, or the tag
    before = models.JSONField()
    made_at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True)
    restored = models.PositiveIntegerField(default=0)

    objects = BulkChangeQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.person}: {self.sentence}"

    @property
    def sentence(self) -> str:
        count = len(self.before)
        return f"{count} card{'' if count == 1 else 's'} {self.get_verb_display()}."

    @property
    def undone(self) -> str:
        """How taking it back went."""
        stayed = len(self.before) - self.restored
        said = f"{self.restored} card{' is' if self.restored == 1 else 's are'} as before."
        if stayed:
            said += f" {stayed} changed again since and stay{'s' if stayed == 1 else ''} as now."
        return said
