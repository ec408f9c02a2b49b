"""What there is to learn: a subject's concepts, and the decks and notes that teach them."""

from studyapp.library.models.deck import (
    Card,
    CardQuerySet,
    Chains,
    Deck,
    DeckQuerySet,
    Section,
    Status,
    Visibility,
)
from studyapp.library.models.note import Note, NoteQuerySet
from studyapp.library.models.subject import Concept, Objective, Outline, Subject

__all__ = [
    "Card",
    "CardQuerySet",
    "Chains",
    "Concept",
    "Deck",
    "DeckQuerySet",
    "Note",
    "NoteQuerySet",
    "Objective",
    "Outline",
    "Section",
    "Status",
    "Subject",
    "Visibility",
]
