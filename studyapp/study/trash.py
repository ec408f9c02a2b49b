"""What was deleted and can be brought back no more, where no learner has records of it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import models, transaction
from django.db.models import Q

from studyapp.library.models import Card, Deck, Note, Section


def empty(*, before: datetime) -> None:
    """Delete for good what went into the trash before that moment.

    A card of which a learner has a memory or a review stays, and so does whatever still holds
    something or is referred to. What came from files is archived by them, and is no trash.
    """
    in_trash = Q(archived_at__lt=before) | Q(deck__archived_at__lt=before)
    cards = Card.objects.filter(in_trash, deck__from_file=False)
    cards.filter(memories__isnull=True, reviews__isnull=True).delete()
    _delete(Note.objects.filter(in_trash, deck__from_file=False))
    decks = Deck.objects.filter(archived_at__lt=before, from_file=False)
    _delete(decks.filter(cards__isnull=True, notes__isnull=True))


def _delete(things: Iterable[Deck] | Iterable[Note]) -> None:
    """Delete each with its sections, or neither where something refers to them."""
    for thing in things:
        part_of = Q(deck=thing) if isinstance(thing, Deck) else Q(note=thing)
        try:
            with transaction.atomic():
                Section.objects.filter(part_of).delete()
                thing.delete()
        except models.ProtectedError:
            continue
