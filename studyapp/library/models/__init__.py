"""What there is to learn: a subject's concepts, and the decks and notes that teach them."""

from studyapp.library.models.card import Card, CardQuerySet, Section, Status
from studyapp.library.models.deck import (
    TRASH_LIFE,
    Chains,
    Deck,
    DeckLearner,
    DeckQuerySet,
    Visibility,
)
from studyapp.library.models.note import Note, NoteQuerySet
from studyapp.library.models.picture import Picture
from studyapp.library.models.quality import DeckRating, ErrorReport
from studyapp.library.models.subject import Concept, Objective, Outline, Subject
from studyapp.library.models.version import CardVersion

__all__ = [
    "TRASH_LIFE",
    "Card",
    "CardQuerySet",
    "CardVersion",
    "Chains",
    "Concept",
    "Deck",
    "DeckLearner",
    "DeckQuerySet",
    "DeckRating",
    "ErrorReport",
    "Note",
    "NoteQuerySet",
    "Objective",
    "Outline",
    "Picture",
    "Section",
    "Status",
    "Subject",
    "Visibility",
]
