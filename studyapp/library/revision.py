"""New wording for cards that people may be studying, or editing, right now."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from studyapp import markup
from studyapp.accounts.models import User
from studyapp.library.models import Card, CardVersion, Concept, Deck, Picture


class CardChanged(Exception):
    """Somebody else changed the card meanwhile; ``stored`` is what it says now."""

    def __init__(self, stored: Card) -> None:
        self.stored = stored


@transaction.atomic
def revise(card: Card, wording: Mapping[str, Any], *, version: int, author: User) -> bool:
    """Store the wording as a new version; whether anything changed at all.

    The blanks of one text are cards of one row: they all get the text, a new blank becomes a card
    and a blank that is gone rests in the trash. The wording before is kept. Raises
    ``CardChanged`` when the card left that version meanwhile, and then nothing is stored.
    """
    row = _locked_row(card)
    now = timezone.now()
    for each in row:
        if each.pk == card.pk and each.version != version:
            raise CardChanged(each)
    kept = [CardVersion.of_now(each) for each in row]
    reworded = [each for each in row if _reworded(each, dict(wording))]
    store(reworded, author=author, at=now)
    CardVersion.objects.bulk_create(
        [old for old in kept if old.card in reworded], ignore_conflicts=True
    )
    blanks = card.kind == Card.Kind.CLOZE and _match_blanks(row, author, now)
    if reworded or blanks:
        Deck.objects.filter(pk=card.deck_id).update(updated_at=now)
    return bool(reworded or blanks)


def store(cards: Collection[Card], *, author: User, at: datetime) -> None:
    """Save the cards as that author's work, with the pictures that they show."""
    for card in cards:
        card.edited_by, card.updated_at = author, at
        card.save()
    link_pictures(cards, author=author)


def link_pictures(cards: Iterable[Card], *, author: User) -> None:
    """Note which pictures the stored cards show, of those that the author may see.

    Added only: an earlier wording that comes back finds its own.
    """
    named = {
        card.pk: {a for text in card.texts if "/media/" in text for a in markup.pictures(text)}
        for card in cards
    }
    if not (addresses := set[str]().union(*named.values())):
        return
    visible = Picture.objects.visible_to(author).named(addresses).only("pk")
    pictures = {picture.get_absolute_url(): picture.pk for picture in visible}
    shown = Picture.cards.through
    shown.objects.bulk_create(
        [
            shown(card_id=card, picture_id=pictures[address])
            for card, texts in named.items()
            for address in sorted(texts & pictures.keys())
        ],
        ignore_conflicts=True,
    )


def _locked_row(card: Card) -> list[Card]:
    """The card, or with it those of the other blanks in its text, locked."""
    cards = Card.objects.filter(deck=card.deck_id).select_related("deck")
    if card.kind == Card.Kind.CLOZE:
        cards = cards.filter(kind="cloze", key__startswith=f"{card.row_key}-c")
    else:
        cards = cards.filter(pk=card.pk)
    locked = cards.order_by("pk").select_for_update(of=("self",))
    return [each for each in locked if each.row_key == card.row_key]


def _reworded(card: Card, wording: dict[str, Any]) -> bool:
    if card.cloze_number is not None:
        wording["accepted"] = markup.cloze_answers(wording["front"], card.cloze_number)
    names = [name for name, value in wording.items() if getattr(card, name) != value]
    for name in names:
        setattr(card, name, wording[name])
    card.version += bool(names)
    return bool(names)


def _match_blanks(row: list[Card], author: User, at: datetime) -> bool:
    """Let each blank of the text be one card that is asked; whether there was anything to do."""
    numbers = markup.cloze_numbers(row[0].front)
    gone = [c for c in row if c.cloze_number not in numbers and c.archived_at is None]
    back = [c for c in row if c.cloze_number in numbers and c.archived_at is not None]
    Card.objects.filter(pk__in=[card.pk for card in gone]).update(archived_at=at)
    Card.objects.filter(pk__in=[card.pk for card in back]).update(archived_at=None)
    held = {card.cloze_number for card in row}
    added = [_blank(row[0], number) for number in numbers if number not in held]
    store(added, author=author, at=at)
    concepts = row[0].concepts.all() if added else ()
    for card in added:
        card.concepts.set(concepts)
    return bool(gone or back or added)


def _blank(card: Card, number: int) -> Card:
    """A card like this one for another blank of its text."""
    fields = {
        field.attname: getattr(card, field.attname)
        for field in Card._meta.concrete_fields
        if field.name not in ("id", "version", "archived_at")
    }
    fields |= {
        "key": f"{card.row_key}-c{number}",
        "cloze_number": number,
        "accepted": markup.cloze_answers(card.front, number),
    }
    return Card(**fields)


def teach(card: Card, concepts: Collection[Concept]) -> None:
    """Let the card, with those of the other blanks in its text, teach these concepts alone."""
    for each in _locked_row(card):
        each.concepts.set(concepts)


def has_reverse(card: Card) -> bool:
    """Whether another card of its note asks from the answer to the question."""
    kin = Card.objects.filter(deck=card.deck_id, sibling_key=card.sibling_key, archived_at=None)
    return kin.filter(kind="reversed").exists()


@transaction.atomic
def ask_in_reverse(card: Card, *, author: User) -> bool:
    """Add a card that asks for the front with the back; whether there was none yet.

    One that rests in the trash comes back as it was.
    """
    deck = Deck.objects.select_for_update(no_key=True).get(pk=card.deck_id)
    card = Card.objects.select_related("deck").get(pk=card.pk)
    if has_reverse(card):
        return False
    key = f"{card.key[:98]}-r"
    if held := Card.objects.filter(deck=deck, key=key).first():
        held.restore()
        return True
    names = ("deck_id", "section_id", "sibling_key", "plain", "source", "tags", "language",
             "position", "status")  # fmt: skip
    facts = {name: getattr(card, name) for name in names}
    made = Card(key=key, kind="reversed", front=card.back, back=card.front, **facts)
    store([made], author=author, at=timezone.now())
    made.concepts.set(card.concepts.all())
    return True
