"""What people say of a deck: stars, and errors that its author may mend."""

from typing import Self

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.library.models.deck import Card, Deck
from studyapp.library.models.note import Note


class DeckRating(models.Model):
    """One learner's stars for a deck, 1 to 5."""

    deck = models.ForeignKey(Deck, on_delete=models.CASCADE, related_name="ratings")
    learner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="deck_ratings")
    stars = models.PositiveSmallIntegerField()
    rated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint("deck", "learner", name="one_rating_per_learner"),
            models.CheckConstraint(condition=Q(stars__range=(1, 5)), name="stars_are_1_to_5"),
        )

    def __str__(self) -> str:
        return f"{self.deck}: {self.stars}"


class ErrorReportQuerySet(models.QuerySet["ErrorReport"]):
    def to_settle(self, user: User) -> Self:
        """Open reports on decks that the person may edit, the oldest first."""
        decks = Deck.objects.editable_by(user)
        return self.filter(
            Q(card__deck__in=decks) | Q(note__deck__in=decks), state=ErrorReport.State.OPEN
        ).order_by("reported_at", "pk")

    def of(self, reporter: User) -> Self:
        """What the person reported, the latest first."""
        return self.filter(reporter=reporter).order_by("-reported_at", "-pk")


class ErrorReport(models.Model):
    """What a reader found wrong on a card or in a note, and what its author made of it."""

    class State(models.TextChoices):
        OPEN = "open"
        ACCEPTED = "accepted"
        DECLINED = "declined"

    card = models.ForeignKey(Card, null=True, on_delete=models.CASCADE, related_name="reports")
    note = models.ForeignKey(Note, null=True, on_delete=models.CASCADE, related_name="reports")
    reporter = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="error_reports"
    )
    text = models.TextField()
    version = models.PositiveIntegerField(null=True)  # of the card, as the reporter saw it
    state = models.CharField(max_length=8, choices=State, default="open")
    reply = models.TextField(blank=True)
    reported_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="settled_reports"
    )

    objects = ErrorReportQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(card__isnull=False, note__isnull=True)
                | Q(card__isnull=True, note__isnull=False),
                name="a_report_is_about_one_thing",
            ),
            models.UniqueConstraint(
                "card", "reporter", condition=Q(state="open"), name="one_open_report_per_card"
            ),
            models.UniqueConstraint(
                "note", "reporter", condition=Q(state="open"), name="one_open_report_per_note"
            ),
            models.CheckConstraint(
                condition=Q(state="open", settled_at__isnull=True)
                | (~Q(state="open") & Q(settled_at__isnull=False)),
                name="a_settled_report_says_when",
            ),
        )

    def __str__(self) -> str:
        return f"{self.card or self.note}: {self.text[:40]}"

    @transaction.atomic
    def settle(self, by: User, state: State, reply: str = "") -> bool:
        """Accept or decline it; whether it was still open."""
        row = ErrorReport.objects.select_for_update().get(pk=self.pk)
        if row.state != ErrorReport.State.OPEN:
            return False
        row.state, row.reply = state, reply
        row.settled_by, row.settled_at = by, timezone.now()
        row.save(update_fields=["state", "reply", "settled_by", "settled_at"])
        return True
