"""What people say of a deck: stars, and errors that its author may mend."""

from typing import NamedTuple, Self

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.library.models.card import Card
from studyapp.library.models.deck import Deck
from studyapp.library.models.note import Note


class Stars(NamedTuple):
    """The mean of the stars, 0.0 where nobody gave any; how many rated; and what this one gave."""

    mean: float
    raters: int
    mine: int | None = None

    def __str__(self) -> str:
        """
        >>> str(Stars(4.6667, 38)), str(Stars(0.0, 0))
        ('4.7 (38)', '0.0 (0)')
        """
        return f"{self.mean:.1f} ({self.raters})"


class DeckRatingQuerySet(models.QuerySet["DeckRating"]):
    def rate(self, deck: Deck, learner: User, stars: int) -> None:
        """Give the deck these stars, in the place of the learner's earlier ones."""
        self.update_or_create(
            deck=deck, learner=learner, defaults={"stars": stars, "rated_at": timezone.now()}
        )

    def of_deck(self, deck: Deck, learner: User | None = None) -> Stars:
        """What learners think of the deck, and what this one said."""
        found = self.filter(deck=deck).aggregate(
            mean=models.Avg("stars"),
            count=models.Count("pk"),
            mine=models.Max("stars", filter=Q(learner=learner)),
        )
        return Stars(found["mean"] or 0.0, found["count"], found["mine"])


class DeckRating(models.Model):
    """One learner's stars for a deck, 1 to 5."""

    deck = models.ForeignKey(Deck, on_delete=models.CASCADE, related_name="ratings")
    learner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="deck_ratings")
    stars = models.PositiveSmallIntegerField()
    rated_at = models.DateTimeField(default=timezone.now)

    objects = DeckRatingQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint("deck", "learner", name="one_rating_per_learner"),
            models.CheckConstraint(condition=Q(stars__range=(1, 5)), name="stars_are_1_to_5"),
        )

    def __str__(self) -> str:
        return f"{self.deck}: {self.stars}"


class ErrorReportQuerySet(models.QuerySet["ErrorReport"]):
    def about_things_of(self, user: User) -> Self:
        """Reports on what the person may edit; what came from files is the staff's."""
        decks = Q(pk__in=Deck.objects.editable_by(user))
        if user.is_staff:
            decks |= Q(from_file=True)
        mine = Deck.objects.filter(decks)
        return self.filter(Q(card__deck__in=mine) | Q(note__deck__in=mine))

    def to_settle(self, user: User) -> Self:
        """Open reports on what the person may edit, the oldest first."""
        waiting = self.about_things_of(user).filter(state=ErrorReport.State.OPEN)
        return waiting.order_by("reported_at", "pk")

    def news_for(self, user: User) -> Self:
        """What waits for the person's word, and what of their own was settled unseen."""
        waiting = Q(pk__in=self.to_settle(user).order_by().values("pk"))
        return self.filter(waiting | Q(pk__in=self.of(user).unseen().order_by().values("pk")))

    def unseen(self) -> Self:
        """Settled ones whose reporter has not seen that yet."""
        return self.filter(seen=False).exclude(state=ErrorReport.State.OPEN)

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
    seen = models.BooleanField(default=False)  # by its reporter, after it was settled
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
    def settle(self, by: User, *, state: str, reply: str = "") -> bool:
        """Accept or decline it; whether it was still open."""
        row = ErrorReport.objects.select_for_update().get(pk=self.pk)
        if row.state != ErrorReport.State.OPEN:
            return False
        row.state, row.reply = state, reply
        row.settled_by, row.settled_at = by, timezone.now()
        row.save(update_fields=["state", "reply", "settled_by", "settled_at"])
        return True
