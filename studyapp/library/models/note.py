"""Notes: pages to read before or beside a deck."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.safestring import SafeString

from studyapp import markup
from studyapp.accounts.models import User
from studyapp.library.models.card import Section, Status
from studyapp.library.models.deck import Deck

WORD = re.compile(r"[^\W_][^\s|]*")  # the bars of tables are no words
WORDS_A_MINUTE = 200


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

    def editable_by(self, user: User) -> Self:
        """Notes that go with decks which the person may change."""
        return self.filter(deck__in=Deck.objects.editable_by(user), archived_at__isnull=True)

    def trash_of(self, user: User, *, since: datetime) -> Self:
        """Notes deleted after that moment from decks that the person may change."""
        decks = Deck.objects.editable_by(user)
        found = self.filter(deck__in=decks, archived_at__gt=since)
        return found.order_by("-archived_at", "pk")

    def matching(self, words: str) -> Self:
        """Notes in whose title, lead, text or sections every word occurs."""
        found = self
        for word in words.split():
            inside = Section.objects.filter(
                Q(title__icontains=word) | Q(body__icontains=word), archived_at__isnull=True
            )
            found = found.filter(
                Q(title__icontains=word)
                | Q(lead__icontains=word)
                | Q(body__icontains=word)
                | Q(pk__in=inside.filter(note__isnull=False).values("note"))
            )
        return found


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

    def minutes(self, sections: Sequence[Section]) -> int:
        """How long an unhurried reader takes for the page, at least one minute."""
        texts = (self.lead, self.body, *(section.body for section in sections))
        words = sum(len(WORD.findall(text)) for text in texts)
        return max(1, round(words / WORDS_A_MINUTE))

    def questions(self, sections: Sequence[Section]) -> int:
        """How many answers wait to be shown: those of questions, and the blanks."""
        texts = (self.body_html, *(section.body_html for section in sections))
        return sum(text.count(mark) for text in texts for mark in markup.QUESTIONS)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.body_html = markup.render(self.body, note=True) if self.body else ""
        super().save(*args, **kwargs)

    def archive(self) -> None:
        Note.objects.filter(pk=self.pk).update(archived_at=timezone.now())

    def restore(self) -> None:
        Note.objects.filter(pk=self.pk).update(archived_at=None)
