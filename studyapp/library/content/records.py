"""What content files say, as plain values; their names are the columns of the rows."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class ObjectiveRecord:
    slug: str
    text: str


@dataclass(frozen=True, slots=True)
class ConceptRecord:
    slug: str
    name: str
    objective: str
    difficulty: int
    needs: tuple[str, ...]
    definition: str
    same_as: str = ""


@dataclass(frozen=True, slots=True)
class SubjectRecord:
    slug: str
    title: str
    description: str
    objectives: tuple[ObjectiveRecord, ...]
    concepts: tuple[ConceptRecord, ...]


@dataclass(frozen=True, slots=True)
class CardRecord:
    key: str
    sibling_key: str
    kind: str
    shape: str
    front: str
    back: str
    concepts: tuple[str, ...]
    cloze_number: int | None = None
    hint: str = ""
    explanation: str = ""
    accepted: tuple[str, ...] = ()
    key_points: tuple[str, ...] = ()
    wrong_answers: tuple[dict[str, str], ...] = ()
    calculator: dict[str, Any] | None = None
    tags: tuple[str, ...] = ()
    language: str = ""
    status: str = "published"


@dataclass(frozen=True, slots=True)
class SectionRecord:
    key: str
    number: str
    title: str
    cards: tuple[CardRecord, ...]


@dataclass(frozen=True, slots=True)
class DeckRecord:
    slug: str
    file: str
    title: str
    description: str
    subject: str
    language: str = "en"
    tags: tuple[str, ...] = ()
    source: str = ""
    trial: tuple[str, ...] = ()
    sections: tuple[SectionRecord, ...] = field(default=())

    @property
    def cards(self) -> list[CardRecord]:
        return [card for section in self.sections for card in section.cards]


@dataclass(frozen=True, slots=True)
class NoteSectionRecord:
    key: str
    number: str
    title: str
    body: str
    concepts: tuple[str, ...]
    calculators: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NoteRecord:
    slug: str
    title: str
    lead: str
    deck: str
    position: int
    sections: tuple[NoteSectionRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class Library:
    """Everything under ``fixtures/`` that is the library's."""

    subject: SubjectRecord
    decks: tuple[DeckRecord, ...]
    notes: tuple[NoteRecord, ...] = ()
