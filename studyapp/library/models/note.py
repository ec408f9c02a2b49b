"""Notes: pages to read before or beside a deck."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.safestring import SafeString

from studyapp import markup
from studyapp.accounts.models import User
from studyapp.library.models.deck import Deck


class NoteQuerySet(models.QuerySet["Note"]):
    def visible_to(self, user: User) -> Self:
        """Notes that the person may read: those of decks they may study, and those of no deck."""
        return self.filter(
            Q(deck__isnull=True) | Q(deck__in=Deck.objects.visible_to(user)),
            archived_at__isnull=True,
        )

    def editable_by(self, user: User) -> Self:
        """Notes that go with decks which the person may change."""
        return self.filter(deck__in=Deck.objects.editable_by(user), archived_at__isnull=True)

    def trash_of(self, user: User, *, since: datetime) -> Self:
        """Notes deleted after that moment from decks that the person may change."""
        decks = Deck.objects.editable_by(user)
        found = self.filter(deck__in=decks, archived_at__gt=since)
        return found.order_by("-archived_at", "pk")


class Note(models.Model):
    """A page to read, with questions whose answers are revealed."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=200)
    lead = models.TextField(blank=True)
    deck = models.ForeignKey(
        Deck, null=True, blank=True, on_delete=models.PROTECT, related_name="notes"
    )
    body = models.TextField(blank=True)  # text before the first section
    body_html = models.TextField(blank=True, editable=False)
    position = models.PositiveIntegerField(default=0)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.title

    @property
    def body_face(self) -> SafeString:
        return markup.trusted(self.body_html)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.body_html = markup.render(self.body) if self.body else ""
        super().save(*args, **kwargs)

    def archive(self) -> None:
        Note.objects.filter(pk=self.pk).update(archived_at=timezone.now())

    def restore(self) -> None:
        Note.objects.filter(pk=self.pk).update(archived_at=None)
