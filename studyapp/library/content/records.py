"""What content files say, as plain values; their names are the columns of the rows.

``line`` is where a thing stands in its file.
"""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class ObjectiveRecord:
    slug: str
    text: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class ConceptRecord:
    slug: str
    name: str
    objective: str
    difficulty: int
    needs: tuple[str, ...]
    definition: str
    same_as: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class OutlineRecord:
    slug: str
    kind: str
    title: str
    parent: str
    activity_kind: str = ""
    data_set: str = ""


@dataclass(frozen=True, slots=True)
class SubjectRecord:
    slug: str
    title: str
    description: str
    objectives: tuple[ObjectiveRecord, ...]
    concepts: tuple[ConceptRecord, ...]
    outline: tuple[OutlineRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class CardRecord:
    key: str
    sibling_key: str
    kind: str
    shape: str
    front: str
    back: str
    concepts: tuple[str, ...]
    plain: str = ""
    template: str = ""
    parts: dict[str, str] = field(default_factory=dict)
    cloze_number: int | None = None
    hint: str = ""
    explanation: str = ""
    accepted: tuple[str, ...] = ()
    key_points: tuple[str, ...] = ()
    wrong_answers: tuple[dict[str, str], ...] = ()
    calculator: dict[str, Any] | None = None
    source: str = ""
    tags: tuple[str, ...] = ()
    language: str = ""
    status: str = "published"
    after: str = ""  # the key of the card that it builds on
    line: int = field(default=0, compare=False)

    @property
    def texts(self) -> tuple[str, ...]:
        return self.front, self.back, self.plain, self.hint, self.explanation


@dataclass(frozen=True, slots=True)
class SectionRecord:
    key: str
    number: str
    title: str
    cards: tuple[CardRecord, ...]
    line: int = field(default=0, compare=False)


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
    chains: str = "in_order"
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
    line: int = 0


@dataclass(frozen=True, slots=True)
class NoteRecord:
    slug: str
    title: str
    lead: str
    deck: str
    position: int
    status: str = "published"
    sections: tuple[NoteSectionRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class Library:
    """Everything under ``fixtures/`` that is the library's."""

    subject: SubjectRecord
    decks: tuple[DeckRecord, ...]
    notes: tuple[NoteRecord, ...] = ()
