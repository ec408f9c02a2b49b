"""Cards as a list: of one deck, of one topic, or all that a learner studies or wrote."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms

from studyapp.accounts.models import User
from studyapp.library.models import Card, CardQuerySet, Concept, Deck
from studyapp.study.models.memory import Memory, cards_of, memory_of
from studyapp.study.search import SearchForm
from studyapp.study.states import LEECH, in_state
from studyapp.study.summary import day_in_words

PAGE = 50


class BrowseForm(SearchForm):
    """Which cards to list; nothing chosen means all of the learner's own."""

    deck = forms.SlugField(required=False, max_length=80)
    concept = forms.SlugField(required=False, max_length=80)
    tag = forms.CharField(required=False, max_length=40)


@dataclass(frozen=True, slots=True)
class Row:
    """One card of the list, with what the learner knows of it."""

    card: Card
    memory: Memory
    shown: int
    due: str
    fades: bool

    @property
    def slips(self) -> bool:
        return self.memory.lapses >= LEECH


def scope_of(learner: User, data: dict[str, Any]) -> tuple[CardQuerySet, Deck | Concept | None]:
    """The cards that the address names and the learner may see; and the one thing they are of.

    Raises ``DoesNotExist`` for a deck that is not theirs to see, or a topic that is not there.
    """
    visible = cards_of(learner).visible_to(learner)
    if slug := data["deck"]:
        deck = Deck.objects.visible_to(learner).get(slug=slug)
        return visible.filter(deck=deck), deck
    if slug := data["concept"]:
        concept = Concept.objects.get(slug=slug, archived_at__isnull=True)
        return visible.filter(concepts=concept), concept
    studied = Memory.objects.of(learner).values("card")
    own = Card.objects.filter(deck__in=Deck.objects.filter(author=learner)).values("pk")
    return visible.filter(pk__in=studied.union(own)), None


def listed(cards: CardQuerySet, data: dict[str, Any], *, at: datetime, today: date) -> CardQuerySet:
    """Those of the cards that the filters leave, in the order of their decks."""
    cards = in_state(cards, data["state"], at=at, today=today)
    if data["q"]:
        cards = cards.matching(data["q"])
    if data["tag"]:
        cards = cards.filter(tags__contains=[data["tag"]])
    return cards.in_order()


def row(card: Card, learner: User, *, today: date) -> Row:
    memory = memory_of(card, learner)
    return Row(card, memory, memory.shown(today), _due(memory, today), memory.fades(today))


def _due(memory: Memory, today: date) -> str:
    """The day on which the card comes back, in words; of a new card none."""
    if memory.due_day is None:
        return ""
    return "today" if memory.due_day <= today else day_in_words(memory.due_day, today)
