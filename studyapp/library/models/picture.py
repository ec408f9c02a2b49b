"""Pictures that people put on their cards, kept in the database with everything else."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Self
from uuid import uuid4

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.library.imaging import redraw
from studyapp.library.models.card import Card

ADDRESS = re.compile(r"/media/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/")


class PictureQuerySet(models.QuerySet["Picture"]):
    def visible_to(self, user: User) -> Self:
        """A person's own pictures, and those on cards that they may see or edit."""
        shown = Card.objects.visible_to(user) | Card.objects.editable_by(user)
        on_a_card = shown.filter(pictures=OuterRef("pk"))
        return self.filter(Q(author=user) | Exists(on_a_card))

    def take(self, author: User, upload: bytes) -> "Picture":
        """Keep an uploaded picture for its author. Raises ``PictureRefused``."""
        drawn = redraw(upload)
        return self.create(
            author=author,
            content=drawn.content,
            kind=drawn.kind,
            width=drawn.width,
            height=drawn.height,
        )

    def named(self, addresses: Iterable[str]) -> Self:
        """The pictures at these addresses; other addresses name none."""
        found = (ADDRESS.fullmatch(address) for address in addresses)
        return self.filter(pk__in={match[1] for match in found if match})

    def unused(self, *, before: datetime) -> Self:
        """Pictures added before that moment that no card shows."""
        return self.filter(cards__isnull=True, added_at__lt=before)


class Picture(models.Model):
    """One picture as it is served: made anew from what was uploaded, without its metadata.

    It lies in the database, so a dump holds it and a transaction that fails leaves none behind.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    author = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="pictures")
    content = models.BinaryField()
    kind = models.CharField(max_length=20)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    added_at = models.DateTimeField(default=timezone.now)
    cards = models.ManyToManyField(Card, related_name="pictures")

    objects = PictureQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.width} x {self.height}, {self.added_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("library:picture", args=[self.pk])
