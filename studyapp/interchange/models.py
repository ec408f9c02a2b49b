"""What came in: a file or a paste, what became of it, and what it takes to undo that."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.library.models import Deck

DRAFT_LIFE = timedelta(days=1)
UNDO_LIFE = timedelta(days=30)


class TransferQuerySet(models.QuerySet["Transfer"]):
    def of(self, learner: User) -> Self:
        return self.filter(learner=learner)

    def finished(self) -> Self:
        """Those that were carried out, the latest first."""
        return self.exclude(state=Transfer.State.DRAFT).order_by("-finished_at", "-pk")

    def before(self, other: "Transfer") -> Self:
        """Earlier imports of the same text by the same person that still stand."""
        return self.of(other.learner).filter(digest=other.digest, state=Transfer.State.DONE)

    def sweep(self, at: datetime) -> None:
        """Forget drafts of yesterday, and how to undo what stands for a month."""
        self.filter(state="draft", made_at__lt=at - DRAFT_LIFE).delete()
        old = self.filter(finished_at__lt=at - UNDO_LIFE, undoable=True)
        old.update(undoable=False, before={})


class Transfer(models.Model):
    """One import, from the text that was brought to the cards that it became.

    A draft holds the text and how it is to be read, and nothing of it is a card yet. Once carried
    out it holds the counts, what could not be carried over, and the wording that it replaced.
    """

    class State(models.TextChoices):
        DRAFT = "draft"
        DONE = "done"
        UNDONE = "undone"

    learner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="transfers")
    deck = models.ForeignKey(
        Deck, null=True, blank=True, on_delete=models.PROTECT, related_name="transfers"
    )
    new_deck = models.CharField(max_length=200, blank=True)  # its title, where it is still to come
    file_name = models.CharField(max_length=200, blank=True)
    digest = models.CharField(max_length=64)
    content = models.BinaryField(default=b"")
    choices = models.JSONField(default=dict)
    state = models.CharField(max_length=6, choices=State, default="draft")
    counts = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    before = models.JSONField(default=dict)
    undoable = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    objects = TransferQuerySet.as_manager()

    class Meta:
        indexes = (models.Index("learner", "digest", name="transfer_of_learner"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(state="draft", finished_at__isnull=True)
                | (~Q(state="draft") & Q(finished_at__isnull=False, deck__isnull=False)),
                name="a_transfer_that_ended_has_a_deck",
            ),
        )

    def __str__(self) -> str:
        return self.file_name or "Pasted text"

    @property
    def into(self) -> str:
        """The title of the deck that it goes into."""
        return self.deck.title if self.deck else self.new_deck

    def choose(self, **choices: Any) -> None:
        """Read the text differently from now on; what was chosen for single lines stays."""
        self.choices |= choices
        self.save(update_fields=["choices"])

    def fill(self, sides: Mapping[tuple[int, str], str]) -> None:
        """Take over what was typed for a side that a line lacks; nothing takes it away again."""
        typed = {line: dict(held) for line, held in self.choices.get("typed", {}).items()}
        for (line, side), text in sides.items():
            typed.setdefault(str(line), {})[side] = text
        self.choose(typed=typed)

    def leave_out(self, line: int, *, out: bool) -> None:
        skipped = set(self.choices.get("skipped", [])) - {line}
        self.choose(skipped=sorted(skipped | {line} if out else skipped))
