"""Notes: pages to read before or beside a deck."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.safestring import SafeString

from studyapp import markup
from studyapp.accounts.models import User
from studyapp.library.models.deck import Deck, Status


class NoteQuerySet(models.QuerySet["Note"]):
    def visible_to(self, user: User) -> Self:
        """Notes that the person may read: those of decks they may study, and those of no deck.

        A draft is there only for those who may change its deck.
        """
        return self.filter(
            Q(deck__isnull=True) | Q(deck__in=Deck.objects.visible_to(user)),
            Q(status=Status.PUBLISHED) | Q(deck__in=Deck.objects.editable_by(user)),
            archived_at__isnull=True,
        )


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
    status = models.CharField(max_length=9, choices=Status, default="published")
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.title

    @property
    def is_draft(self) -> bool:
        return self.status == Status.DRAFT

    @property
    def body_face(self) -> SafeString:
        return markup.trusted(self.body_html)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.body_html = markup.render(self.body) if self.body else ""
        super().save(*args, **kwargs)
