"""Rows to records, and records to a file."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import Any

from studyapp.accounts.models import User
from studyapp.interchange.formats import csv_cards, markdown_deck
from studyapp.interchange.records import CardRecord
from studyapp.library.content.records import DeckRecord, SectionRecord
from studyapp.library.content.writer import CARD_COLUMNS
from studyapp.library.models import Card, CardQuerySet, Deck

AT_ONCE = 500


def as_csv(deck: Deck, reader: User) -> Iterator[str]:
    """The deck's cards as a table."""
    return as_table(_cards(deck, reader))


def as_table(cards: Iterable[Card]) -> Iterator[str]:
    """The cards as a table, with the mark by which spreadsheets know UTF-8."""
    yield "\ufeff"
    yield from csv_cards.write(_told(card) for card in cards)


def chosen(pks: Collection[int], reader: User) -> Iterator[Card]:
    """Those of the cards that the person may see, deck by deck."""
    return _in_order(Card.objects.visible_to(reader).filter(pk__in=pks))


def as_markdown(deck: Deck, reader: User) -> Iterator[str]:
    """The deck as its file under fixtures/decks would say it."""
    cards = list(_cards(deck, reader))
    sections: dict[int | None, list[CardRecord]] = {}
    for card in cards:
        sections.setdefault(card.section_id, []).append(_record(card))
    named = {card.section_id: card.section for card in cards}
    facts = [(named[pk], records) for pk, records in sections.items()]
    asked = {card.key for card in cards}
    record = DeckRecord(
        slug=deck.slug,
        file=f"decks/{deck.slug}.md",
        title=deck.title,
        description=deck.description,
        subject=deck.subject.slug if deck.subject else "",
        language=deck.language,
        tags=tuple(deck.tags),
        source=deck.source,
        trial=tuple(key for key in deck.trial if key in asked),
        chains=deck.chains,
        sections=tuple(
            SectionRecord(section.key, section.number, section.title, tuple(records))
            if section
            else SectionRecord("", "", "", tuple(records))
            for section, records in facts
        ),
    )
    yield from markdown_deck.write(record)


def _cards(deck: Deck, reader: User) -> Iterator[Card]:
    """The cards that the person may see, in the deck's order: drafts only where they may edit."""
    cards = deck.cards.filter(archived_at=None)
    if not Deck.objects.editable_by(reader).filter(pk=deck.pk).exists():
        cards = cards.active()
    return _in_order(cards)


def _in_order(cards: CardQuerySet) -> Iterator[Card]:
    rows = cards.in_order().select_related("section", "after").prefetch_related("concepts")
    return rows.iterator(chunk_size=AT_ONCE)


def _record(card: Card) -> CardRecord:
    values: dict[str, Any] = {name: getattr(card, name) for name in CARD_COLUMNS}
    frozen: dict[str, Any] = {
        name: tuple(v) if isinstance(v, list) else v for name, v in values.items()
    }
    concepts = tuple(sorted(concept.slug for concept in card.concepts.all()))
    after = card.after.key if card.after else ""
    return CardRecord(key=card.key, concepts=concepts, after=after, **frozen)


def _told(card: Card) -> CardRecord:
    """The card as a table tells it, where a line is a text, whatever its blanks."""
    return replace(_record(card), after=card.after.row_key if card.after else "")
