"""How far a session reaches: all that is due, one deck, or the cards that a note names."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from studyapp.accounts.models import User
from studyapp.library.models import Card, Deck, Note, Section
from studyapp.study.standing import KnownCard, mastery_among, mastery_of


@dataclass(frozen=True, slots=True)
class Reach:
    """Decks, whose cards decide about each other, and those of their cards that may be asked."""

    decks: QuerySet[Deck]
    cards: frozenset[int] | None = None  # all of them, where it is none

    def mastery(self, known: Collection[KnownCard], today: date) -> float | None:
        """The mastery of what may be asked, of which these are the known cards and more."""
        if self.cards is None:
            return mastery_of(self.decks, known, today).mastery
        inside = [k for k in known if k.card in self.cards]
        return mastery_among(inside, len(self.cards), today).mastery


@dataclass(frozen=True, slots=True)
class NoteCards:
    """The cards that the sections of a note name, as one learner may study them."""

    by_section: dict[int, set[int]]
    deck_of: dict[int, int]

    def reach(self, section: Section | None = None) -> Reach:
        """Of the whole note, or of one of its sections."""
        parts = self.by_section.values() if section is None else [self.by_section[section.pk]]
        cards = frozenset(card for part in parts for card in part)
        decks = {self.deck_of[card] for card in cards}
        return Reach(Deck.objects.filter(pk__in=decks), cards)


def note_cards(learner: User, note: Note) -> NoteCards:
    """The cards of the concepts that the sections name, in two queries.

    Those of the note's own deck, also of the same idea under another name; an idea that has none
    there brings those of any deck that the learner may study.
    """
    named = Section.concepts.through.objects.filter(
        section__note=note, section__archived_at__isnull=True
    )
    ideas_of: dict[int, set[int]] = defaultdict(set)
    for section, concept, same_as in named.values_list("section", "concept", "concept__same_as"):
        ideas_of[section].add(same_as or concept)
    ideas = {idea for ideas in ideas_of.values() for idea in ideas}

    teaching = Card.concepts.through.objects.filter(
        Q(concept__in=ideas) | Q(concept__same_as__in=ideas),
        card__in=Card.objects.visible_to(learner),
    )
    deck_of: dict[int, int] = {}
    own: dict[int, set[int]] = defaultdict(set)
    other: dict[int, set[int]] = defaultdict(set)
    rows = teaching.values_list("card", "card__deck", "concept", "concept__same_as")
    for card, deck, concept, same_as in rows:
        deck_of[card] = deck
        (own if deck == note.deck_id else other)[same_as or concept].add(card)
    cards = {
        section: set().union(*(own[idea] or other[idea] for idea in ideas))
        for section, ideas in ideas_of.items()
    }
    return NoteCards(defaultdict(set, cards), deck_of)


def reach_of(
    learner: User, *, deck: Deck | None, note: Note | None, section: Section | None
) -> Reach:
    if note:
        return note_cards(learner, note).reach(section)
    mine = Deck.objects.visible_to(learner)
    return Reach(Deck.objects.filter(pk=deck.pk) if deck else mine)
