"""A subject from above: its decks and notes with what they teach, and the course it follows."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from studyapp.accounts.models import User
from studyapp.library.models import Card, Concept, Deck, Note, Outline, Section, Subject
from studyapp.progress.knowledge import Knowledge, Place
from studyapp.study.models import Memory
from studyapp.study.models.memory import cards_of, memory_of
from studyapp.study.planning import today_of
from studyapp.study.standing import Standing, standings


@dataclass(frozen=True, slots=True)
class Chapter:
    """A deck of the subject, what each of its sections teaches, and the notes beside it."""

    deck: Deck
    standing: Standing
    sections: list[tuple[Section | None, list[Concept]]]
    notes: list[Note]


@dataclass(frozen=True, slots=True)
class OutlinePlace:
    """A course, unit, week or activity with what lies in it."""

    row: Outline
    parts: list["OutlinePlace"]


def chapters(learner: User, subject: Subject, what: Knowledge, at: datetime) -> list[Chapter]:
    """The decks of the subject that the learner may study; for all as many queries as for one."""
    decks = Deck.objects.visible_to(learner).filter(subject=subject)
    standing = standings(learner, decks, at=at, today=what.today, cards=what.known)
    sections = Section.objects.filter(archived_at__isnull=True)
    teaching = sections.prefetch_related(Prefetch("concepts", Concept.objects.active()))
    notes = Note.objects.visible_to(learner).prefetch_related(Prefetch("sections", teaching))
    rows = decks.order_by("pk").prefetch_related(
        Prefetch("sections", sections), Prefetch("notes", notes)
    )
    return [
        Chapter(deck, standing[deck.pk], _sections(deck, what), list(deck.notes.all()))
        for deck in rows
    ]


def _sections(deck: Deck, what: Knowledge) -> list[tuple[Section | None, list[Concept]]]:
    places: list[Section | None] = [None, *deck.sections.all()]
    taught = [
        (place, what.taught.get(Place(deck.pk, place.pk if place else None), []))
        for place in places
    ]
    return [(place, concepts) for place, concepts in taught if concepts]


def course_outline(subject: Subject) -> list[OutlinePlace]:
    """The courses of the subject with all that lies in them, in their order."""
    inside: dict[int | None, list[OutlinePlace]] = defaultdict(list)
    rows = list(subject.outlines.filter(archived_at__isnull=True))
    for row in rows:
        inside[row.parent_id].append(OutlinePlace(row, inside[row.pk]))
    return inside[None]


def cards_teaching(concept: Concept, learner: User, at: datetime) -> list[tuple[Card, Memory, int]]:
    """The cards of the idea that the learner may study, with the mastery to show.

    An idea is taught under all its names, so decks that call it otherwise count too.
    """
    today = today_of(learner, at)
    names = Concept.objects.active().like(concept).order_by()
    taught = Card.concepts.through.objects.filter(concept__in=names).values("card")
    rows = cards_of(learner).visible_to(learner).filter(pk__in=taught).in_order()
    memories = [(card, memory_of(card, learner)) for card in rows]
    return [(card, memory, memory.shown(today)) for card, memory in memories]


def sections_teaching(concept: Concept, learner: User) -> QuerySet[Section]:
    """The sections of notes that teach the idea, of notes that the learner may read."""
    readable = Note.objects.visible_to(learner)
    names = Concept.objects.active().like(concept).order_by()
    taught = Section.concepts.through.objects.filter(concept__in=names).values("section")
    held = Section.objects.filter(pk__in=taught, note__in=readable, archived_at__isnull=True)
    return held.select_related("note__deck").order_by("note__position", "note", "position")
