"""A learner's own copy of a deck that nobody may edit here."""

from collections.abc import Iterable
from typing import TypeVar

from django.db import transaction
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.library.models import Card, Deck, Picture, Section

SUFFIX = " (my copy)"
Row = TypeVar("Row", Deck, Section, Card)


@transaction.atomic
def copy_deck(deck: Deck, learner: User, *, token: str) -> tuple[Deck, bool]:
    """The learner's private copy of the deck, and whether it was made just now.

    It has the published cards with all that they hold, and nothing of what the learner did with
    them. ``token`` makes its slug one of its own.
    """
    User.objects.select_for_update(no_key=True).get(pk=learner.pk)
    if held := Deck.objects.filter(author=learner, origin=deck, archived_at=None).first():
        return held, False
    copy = Deck.objects.get(pk=deck.pk)
    _anew([copy])
    copy.origin, copy.author, copy.from_file, copy.visibility = deck, learner, False, "private"
    copy.slug = f"{deck.slug[: 79 - len(token)]}-{token}"
    copy.title = f"{deck.title[: 200 - len(SUFFIX)]}{SUFFIX}"
    copy.classroom, copy.trial, copy.updated_at = None, [], timezone.now()
    copy.save()

    cards = list(Card.objects.active().filter(deck=deck).in_order())
    sections = list(Section.objects.filter(pk__in={card.section_id for card in cards}))
    section_of = _anew(sections)
    for section in sections:
        section.deck = copy
    Section.objects.bulk_create(sections)

    card_of = _anew(cards)
    for card in cards:
        card.deck, card.version, card.updated_at = copy, 1, copy.updated_at
        card.section = section_of.get(card.section_id or 0)
    follows = {card.key: card.after_id for card in cards if card.after_id in card_of}
    for card in cards:
        card.after = None
    Card.objects.bulk_create(cards)
    followers = [card for card in cards if card.key in follows]
    for card in followers:
        card.after = card_of[follows[card.key] or 0]
    Card.objects.bulk_update(followers, ["after"])
    taught = Card.concepts.through
    links = taught.objects.filter(card__in=card_of).values_list("card", "concept")
    taught.objects.bulk_create(
        taught(card=card_of[card], concept_id=concept) for card, concept in links
    )
    shown = Picture.cards.through
    pictured = shown.objects.filter(card__in=card_of).values_list("card", "picture")
    shown.objects.bulk_create(
        shown(card=card_of[card], picture_id=picture) for card, picture in pictured
    )
    return copy, True


def _anew(rows: Iterable[Row]) -> dict[int, Row]:
    """Make the rows in memory ones that are not stored yet; each by the key it had."""
    old = {row.pk: row for row in rows}
    for row in old.values():
        row.pk, row._state.adding = None, True
    return old
