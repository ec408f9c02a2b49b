"""The rows of a deck as its author writes them: one text each, whatever cards it makes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.db import models, transaction
from django.utils import timezone

from studyapp import markup
from studyapp.accounts.models import User
from studyapp.library.models import Card, Deck
from studyapp.library.revision import revise, store

KEY = r"^[a-z0-9]+(?:-[a-z0-9]+)*$"
LONGEST_KEY = 80


class RowRefused(ValueError):
    """Why a row cannot be made to say something, as a sentence."""


@dataclass(frozen=True, slots=True)
class Row:
    """A card, or the cards of all blanks of one text."""

    cards: Sequence[Card]

    @property
    def card(self) -> Card:
        return self.cards[0]

    @property
    def pks(self) -> list[int]:
        return [card.pk for card in self.cards]

    @property
    def key(self) -> str:
        return self.card.row_key


def rows_of(deck: Deck, *, first: int = 0, count: int | None = None) -> list[Row]:
    """The deck's rows in its order, drafts too."""
    rows: dict[str, list[Card]] = {}
    cards = deck.cards.filter(archived_at__isnull=True).select_related("section").in_order()
    for card in cards:
        rows.setdefault(card.row_key, []).append(card)
    return [Row(cards) for cards in list(rows.values())[first:][:count]]


def row_of(deck: Deck, key: str) -> Row | None:
    """The row with that key, without the blanks that are gone; one in the trash as a whole too."""
    cards = deck.cards.filter(key__startswith=key).select_related("deck").order_by("cloze_number")
    held = [card for card in cards if card.row_key == key]
    live = [card for card in held if card.archived_at is None]
    return Row(live or held) if held else None


@transaction.atomic
def save_row(deck: Deck, key: str, *, front: str, back: str, version: int, author: User) -> Row:
    """Make the row with that key say this; a new one stands at the end of the deck.

    ``version`` is the one that the author saw, 0 for a row that was not there. Sent twice, it
    changes nothing the second time. Raises ``CardChanged`` when the row says something else
    that the author has not seen, ``RowRefused`` for a row that was deleted meanwhile or would get
    its first blank or lose its last one.
    """
    Deck.objects.select_for_update(no_key=True).get(pk=deck.pk)
    row = row_of(deck, key)
    if row is None:
        cards = _new_cards(deck, key, front, back)
        store(cards, author=author, at=timezone.now())
        Deck.objects.filter(pk=deck.pk).update(updated_at=timezone.now())
        return Row(cards)
    card = row.card
    if card.archived_at is not None:
        raise RowRefused("This card was deleted meanwhile. Bring it back from the trash first.")
    if (card.front, card.back) != (front, back):
        if bool(markup.cloze_numbers(front)) != (card.kind == Card.Kind.CLOZE):
            raise RowRefused(
                "A card made with blanks keeps at least one {{c1::…}} mark."
                if card.kind == Card.Kind.CLOZE
                else "Only a card made with blanks may have {{c1::…}} marks. Add a new card for it."
            )
        revise(card, {"front": front, "back": back}, version=version, author=author)
        row = row_of(deck, key) or row
    return row


def _new_cards(deck: Deck, key: str, front: str, back: str) -> list[Card]:
    last = deck.cards.in_order().last()
    place = {
        "deck": deck,
        "sibling_key": key,
        "section": last.section if last else None,
        "position": (deck.cards.aggregate(last=models.Max("position"))["last"] or 0) + 1,
    }
    numbers = markup.cloze_numbers(front)
    if not numbers:
        return [Card(key=key, front=front, back=back, **place)]
    return [
        Card(
            key=f"{key}-c{number}",
            kind="cloze",
            cloze_number=number,
            accepted=markup.cloze_answers(front, number),
            front=front,
            back=back,
            **place,
        )
        for number in numbers
    ]


@transaction.atomic
def move_row(deck: Deck, key: str, *, down: bool) -> bool:
    """Change places with the next row, or with the one before; whether there was one.

    At the edge of a section the row goes over into its neighbour's.
    """
    Deck.objects.select_for_update(no_key=True).get(pk=deck.pk)
    rows = rows_of(deck)
    at = next((i for i, row in enumerate(rows) if row.key == key), -1)
    other = at + (1 if down else -1)
    if at < 0 or not 0 <= other < len(rows):
        return False
    _number(rows)
    here, there = rows[at], rows[other]
    if here.card.section_id != there.card.section_id:
        Card.objects.filter(pk__in=here.pks).update(section=there.card.section_id)
    else:
        first, second = (there, here) if down else (here, there)
        cards = [*first.cards, *second.cards]
        places = sorted(card.position for card in cards)
        for card, place in zip(cards, places, strict=True):
            card.position = place
        Card.objects.bulk_update(cards, ["position"])
    return True


def _number(rows: Sequence[Row]) -> None:
    """Let every card have a place of its own, as it stands now."""
    cards = [card for row in rows for card in row.cards]
    if any(one.position >= next_.position for one, next_ in pairwise(cards)):
        for place, card in enumerate(cards):
            card.position = place
        Card.objects.bulk_update(cards, ["position"], batch_size=500)


@transaction.atomic
def delete_rows(deck: Deck, keys: Collection[str], *, at: datetime) -> list[int]:
    """Put the rows in the trash; the cards that were not there before."""
    Deck.objects.select_for_update(no_key=True).get(pk=deck.pk)
    named = set(keys)
    cards = deck.cards.filter(archived_at__isnull=True).only("key", "cloze_number")
    pks = [card.pk for card in cards if card.row_key in named]
    Card.objects.filter(pk__in=pks).update(archived_at=at)
    return pks


@transaction.atomic
def restore_rows(deck: Deck, keys: Collection[str]) -> int:
    """Take the rows out of the trash, with what learners knew of them; how many cards."""
    named = set(keys)
    cards = deck.cards.filter(archived_at__isnull=False)
    asked = [
        card.pk
        for card in cards
        if card.row_key in named
        and (not card.cloze_number or card.cloze_number in markup.cloze_numbers(card.front))
    ]
    return Card.objects.filter(pk__in=asked).update(archived_at=None)
