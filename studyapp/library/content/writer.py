"""Records to rows: compare first, then write only what differs."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.db import models
from django.utils import timezone

from studyapp import markup
from studyapp.library.content.problems import ContentRefused, Problem
from studyapp.library.content.records import CardRecord, DeckRecord, Library, SubjectRecord
from studyapp.library.models import Card, Concept, Deck, Objective, Section, Subject

Row = TypeVar("Row", bound=models.Model)
Values = Mapping[str, Any]
WORDING = (
    "kind", "shape", "cloze_number", "front", "back", "hint", "explanation",
    "accepted", "key_points", "wrong_answers", "calculator",
)  # fmt: skip
CARD_COLUMNS = tuple(
    f.name for f in fields(CardRecord) if f.name not in ("key", "concepts")
)


@dataclass
class Tally:
    """How many rows of each kind there are now, and how many of them came, changed or left."""

    kept: Counter[str] = field(default_factory=Counter)
    added: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    archived: Counter[str] = field(default_factory=Counter)

    def note(self, kind: str, difference: "Difference[Any]") -> None:
        self.kept[kind] += difference.kept
        self.added[kind] += len(difference.added)
        self.changed[kind] += len(difference.changed)
        self.archived[kind] += len(difference.archived)


@dataclass
class Difference(Generic[Row]):
    """What must be written to make the rows those that are wanted."""

    kept: int = 0
    added: list[Row] = field(default_factory=list)
    changed: dict[Row, set[str]] = field(default_factory=dict)  # with the names of the columns
    archived: list[Row] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.archived)


def write_library(library: Library) -> Tally:
    now, tally = timezone.now(), Tally()
    subject, concepts = _write_subject(library.subject, now, tally)
    decks = _write_decks(library.decks, subject, now, tally)
    for record in library.decks:
        _write_cards(record, decks[record.slug], concepts, now, tally)
    return tally


def _write_subject(
    record: SubjectRecord, now: datetime, tally: Tally
) -> tuple[Subject, dict[str, int]]:
    """The subject, and its concepts by slug."""
    values = {"title": record.title, "description": record.description}
    subject = Subject.objects.filter(slug=record.slug).first() or Subject(slug=record.slug)
    if subject.pk is None or _differing(subject, values):
        _set(subject, values)
        subject.save()

    wanted = {
        goal.slug: {"subject_id": subject.pk, "text": goal.text, "position": place}
        for place, goal in enumerate(record.objectives)
    }
    difference = _compare(Objective, Objective.objects.all(), "slug", wanted, now)
    _store(Objective, difference)
    tally.note("objective", difference)

    objectives = dict(Objective.objects.values_list("slug", "pk"))
    wanted = {
        concept.slug: {
            "subject_id": subject.pk,
            "objective_id": objectives[concept.objective],
            "name": concept.name,
            "definition": concept.definition,
            "difficulty": concept.difficulty,
        }
        for concept in record.concepts
    }
    ideas = _compare(Concept, Concept.objects.all(), "slug", wanted, now)
    _store(Concept, ideas)
    tally.note("concept", ideas)
    slugs = dict(Concept.objects.values_list("slug", "pk"))
    _link(
        Concept.needs.through.objects.filter(from_concept__archived_at__isnull=True),
        ("from_concept_id", "to_concept_id"),
        {(slugs[c.slug], slugs[need]) for c in record.concepts for need in c.needs},
    )
    return subject, slugs


def _write_decks(
    records: Iterable[DeckRecord], subject: Subject, now: datetime, tally: Tally
) -> dict[str, Deck]:
    wanted = {
        record.slug: {
            "subject_id": subject.pk,
            "title": record.title,
            "description": record.description,
            "tags": list(record.tags),
            "language": record.language,
            "source": record.source,
            "trial": list(record.trial),
            "visibility": "public",
            "from_file": True,
        }
        for record in records
    }
    files = {record.slug: record.file for record in records}
    authored = Deck.objects.filter(slug__in=wanted, from_file=False).values_list("slug", flat=True)
    if taken := list(authored):
        reason = "A deck made in the app has this slug."
        raise ContentRefused([Problem(files[slug], 1, reason) for slug in taken])
    difference = _compare(Deck, Deck.objects.filter(from_file=True), "slug", wanted, now)
    for deck in difference.changed:
        deck.updated_at = now
    _store(Deck, difference, "updated_at")
    tally.note("deck", difference)
    return {deck.slug: deck for deck in Deck.objects.filter(slug__in=wanted)}


def _write_cards(
    record: DeckRecord, deck: Deck, concepts: Mapping[str, int], now: datetime, tally: Tally
) -> None:
    wanted: dict[str, Values] = {
        section.key: {
            "deck_id": deck.pk,
            "number": section.number,
            "title": section.title,
            "position": place,
        }
        for place, section in enumerate(record.sections)
    }
    sections = _compare(Section, deck.sections.all(), "key", wanted, now)
    _store(Section, sections)
    tally.note("section", sections)

    section_of = dict(deck.sections.values_list("key", "pk"))
    wanted, place = {}, 0
    for section in record.sections:
        for card in section.cards:
            columns = {"deck_id": deck.pk, "section_id": section_of[section.key], "position": place}
            wanted[card.key] = columns | _columns(card)
            place += 1
    cards = _compare(Card, deck.cards.all(), "key", wanted, now)
    for row in cards.added:
        row.render()
    for row, names in cards.changed.items():
        if names.intersection(WORDING):
            row.version += 1
            row.render()
        row.updated_at = now
    _store(Card, cards, "version", "updated_at", *Card.RENDERED)
    tally.note("card", cards)
    _render_anew(deck)

    keys = dict(deck.cards.values_list("key", "pk"))
    linked = _link(
        Card.concepts.through.objects.filter(card__deck=deck, card__archived_at__isnull=True),
        ("card_id", "concept_id"),
        {(keys[card.key], concepts[slug]) for card in record.cards for slug in card.concepts},
    )
    if sections or cards or linked:
        Deck.objects.filter(pk=deck.pk).update(updated_at=now)


def _columns(card: CardRecord) -> dict[str, Any]:
    values = {name: getattr(card, name) for name in CARD_COLUMNS}
    return {name: list(v) if isinstance(v, tuple) else v for name, v in values.items()}


def _render_anew(deck: Deck) -> None:
    """Render what an older renderer rendered; the wording, and so the version, is the same."""
    stale = list(deck.cards.exclude(renderer=markup.RENDERER_VERSION))
    for card in stale:
        card.render()
    _upsert(Card, stale, Card.RENDERED)


def _compare(
    model: type[Row], held: Iterable[Row], key: str, wanted: Mapping[str, Values], now: datetime
) -> Difference[Row]:
    """Set the wanted values on rows in memory and tell which rows differ; nothing is written."""
    difference = Difference[Row](kept=len(wanted))
    rows = {getattr(row, key): row for row in held}
    for name, values in wanted.items():
        if name not in rows:
            difference.added.append(model(**{key: name}, **values))
        elif names := _differing(rows[name], values | {"archived_at": None}):
            _set(rows[name], values | {"archived_at": None})
            difference.changed[rows[name]] = names
    for name, row in rows.items():
        if name not in wanted and getattr(row, "archived_at") is None:
            _set(row, {"archived_at": now})
            difference.archived.append(row)
    return difference


def _differing(row: models.Model, values: Values) -> set[str]:
    return {name for name, value in values.items() if getattr(row, name) != value}


def _set(row: models.Model, values: Values) -> None:
    for name, value in values.items():
        setattr(row, name, value)


def _store(model: type[Row], difference: Difference[Row], *more: str) -> None:
    model._default_manager.bulk_create(difference.added)
    names = set().union(*difference.changed.values()) if difference.changed else set()
    _upsert(model, difference.changed, {*names, *more})
    _upsert(model, difference.archived, ["archived_at"])


def _upsert(model: type[Row], rows: Iterable[Row], names: Iterable[str]) -> None:
    """Write these columns of rows that exist, all in one statement."""
    columns = [name.removesuffix("_id") for name in names]
    model._default_manager.bulk_create(
        list(rows), update_conflicts=True, unique_fields=["pk"], update_fields=columns
    )


def _link(
    held: models.QuerySet[Any], columns: tuple[str, str], wanted: set[tuple[int, int]]
) -> bool:
    """Make the rows of a many-to-many table those that are wanted; whether any differed."""
    links = {(left, right): pk for pk, left, right in held.values_list("pk", *columns)}
    through = held.model
    through.objects.filter(pk__in=[links[pair] for pair in links.keys() - wanted]).delete()
    new = sorted(wanted - links.keys())
    through.objects.bulk_create([through(**dict(zip(columns, pair, strict=True))) for pair in new])
    return bool(links.keys() ^ wanted)
