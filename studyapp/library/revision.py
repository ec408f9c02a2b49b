"""New wording for a card that people may be studying, or editing, right now."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from studyapp import markup
from studyapp.library.models import Card, Deck


class CardChanged(Exception):
    """Somebody else changed the card meanwhile; ``stored`` is what it says now."""

    def __init__(self, stored: Card) -> None:
        self.stored = stored


@transaction.atomic
def revise(card: Card, wording: Mapping[str, Any], *, version: int) -> bool:
    """Store the wording as a new version; whether anything changed at all.

    The blanks of one text are cards of one note: they all get the text. Raises ``CardChanged``
    when the card left that version meanwhile, and then nothing is stored.
    """
    note = Card.objects.filter(deck=card.deck_id, sibling_key=card.sibling_key, kind="cloze")
    cards = note if card.kind == Card.Kind.CLOZE else Card.objects.filter(pk=card.pk)
    now, changed = timezone.now(), False
    for each in cards.order_by("pk").select_for_update():
        if each.pk == card.pk and each.version != version:
            raise CardChanged(each)
        if _reworded(each, dict(wording)):
            each.updated_at, changed = now, True
            each.save()
    if changed:
        Deck.objects.filter(pk=card.deck_id).update(updated_at=now)
    return changed


def _reworded(card: Card, wording: dict[str, Any]) -> bool:
    if card.cloze_number is not None:
        wording["accepted"] = markup.cloze_answers(wording["front"], card.cloze_number)
    names = [name for name, value in wording.items() if getattr(card, name) != value]
    for name in names:
        setattr(card, name, wording[name])
    card.version += bool(names)
    return bool(names)
