"""Records to rows: the subject, the decks, and the cards of each."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from studyapp import markup
from studyapp.library.content.difference import (
    Tally,
    Values,
    compare,
    differing,
    link,
    set_values,
    store,
    upsert,
)
from studyapp.library.content.outline import KINDS
from studyapp.library.content.problems import ContentRefused, Problem
from studyapp.library.content.records import (
    CardRecord,
    DeckRecord,
    Library,
    NoteRecord,
    SubjectRecord,
)
from studyapp.library.models import (
    Card,
    Concept,
    Deck,
    Note,
    Objective,
    Outline,
    Section,
    Subject,
)

WORDING = (
    "kind", "shape", "cloze_number", "front", "back", "plain", "template", "parts", "hint",
    "explanation", "accepted", "key_points", "wrong_answers", "calculator",
)  # fmt: skip
CARD_COLUMNS = tuple(
    f.name for f in fields(CardRecord) if f.name not in ("key", "concepts", "after", "line")
)


def write_library(library: Library) -> Tally:
    now, tally = timezone.now(), Tally()
    subject, concepts = _write_subject(library.subject, now, tally)
    decks = _write_decks(library.decks, subject, now, tally)
    for record in library.decks:
        _write_cards(record, decks[record.slug], concepts, now, tally)
    _write_notes(library.notes, decks, concepts, now, tally)
    return tally


def _write_subject(
    record: SubjectRecord, now: datetime, tally: Tally
) -> tuple[Subject, dict[str, int]]:
    """The subject, and its concepts by slug."""
    values = {"title": record.title, "description": record.description}
    subject = Subject.objects.filter(slug=record.slug).first() or Subject(slug=record.slug)
    if subject.pk is None or differing(subject, values):
        set_values(subject, values)
        subject.save()

    wanted = {
        goal.slug: {"subject_id": subject.pk, "text": goal.text, "position": place}
        for place, goal in enumerate(record.objectives)
    }
    difference = compare(Objective, Objective.objects.all(), "slug", wanted, now)
    store(Objective, difference)
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
    ideas = compare(Concept, Concept.objects.all(), "slug", wanted, now)
    store(Concept, ideas)
    slugs = dict(Concept.objects.values_list("slug", "pk"))
    wanted = {c.slug: {"same_as_id": slugs.get(c.same_as)} for c in record.concepts}
    kinship = compare(Concept, Concept.objects.all(), "slug", wanted, now)
    store(Concept, kinship)
    ideas.changed |= {
        row: kinship.changed[row] for row in kinship.changed if row not in ideas.added
    }
    tally.note("concept", ideas)
    link(
        Concept.needs.through.objects.filter(from_concept__archived_at__isnull=True),
        ("from_concept_id", "to_concept_id"),
        {(slugs[c.slug], slugs[need]) for c in record.concepts for need in c.needs},
    )
    _write_outline(record, subject, now, tally)
    return subject, slugs


def _write_outline(record: SubjectRecord, subject: Subject, now: datetime, tally: Tally) -> None:
    """The places of the course, those that hold others before what lies in them."""
    slugs = [place.slug for place in record.outline]
    for kind in KINDS:
        pks = dict(Outline.objects.filter(slug__in=slugs).values_list("slug", "pk"))
        wanted = {
            place.slug: {
                "subject_id": subject.pk,
                "kind": kind,
                "parent_id": pks.get(place.parent),
                "title": place.title,
                "activity_kind": place.activity_kind,
                "data_set": place.data_set,
                "position": position,
            }
            for position, place in enumerate(record.outline)
            if place.kind == kind
        }
        places = compare(Outline, Outline.objects.filter(slug__in=wanted), "slug", wanted, now)
        store(Outline, places)
        tally.note("course part", places)
    gone = compare(Outline, Outline.objects.exclude(slug__in=slugs), "slug", {}, now)
    store(Outline, gone)
    tally.note("course part", gone)


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
            "chains": record.chains,
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
    difference = compare(Deck, Deck.objects.filter(from_file=True), "slug", wanted, now)
    for deck in difference.changed:
        deck.updated_at = now
    store(Deck, difference, "updated_at")
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
    sections = compare(Section, deck.sections.all(), "key", wanted, now)
    store(Section, sections)
    tally.note("section", sections)

    section_of = dict(deck.sections.values_list("key", "pk"))
    wanted, place = {}, 0
    for section in record.sections:
        for card in section.cards:
            columns = {"deck_id": deck.pk, "section_id": section_of[section.key], "position": place}
            wanted[card.key] = columns | _columns(card)
            place += 1
    cards = compare(Card, deck.cards.all(), "key", wanted, now)
    for row in cards.added:
        row.render()
    for row, names in cards.changed.items():
        if names.intersection(WORDING):
            row.version += 1
            row.render()
        if names != {"position"}:
            row.updated_at = now
    store(Card, cards, "version", "updated_at", *Card.RENDERED)
    _render_anew(Card, deck.cards.all())

    keys = dict(deck.cards.values_list("key", "pk"))
    wanted = {card.key: {"after_id": keys.get(card.after)} for card in record.cards}
    chains = compare(Card, deck.cards.all(), "key", wanted, now)
    store(Card, chains)
    cards.changed |= {row: names for row, names in chains.changed.items() if row not in cards.added}
    tally.note("card", cards)
    linked = link(
        Card.concepts.through.objects.filter(card__deck=deck, card__archived_at__isnull=True),
        ("card_id", "concept_id"),
        {(keys[card.key], concepts[slug]) for card in record.cards for slug in card.concepts},
    )
    if sections or cards or linked:
        Deck.objects.filter(pk=deck.pk).update(updated_at=now)


def _write_notes(
    records: Iterable[NoteRecord],
    decks: Mapping[str, Deck],
    concepts: Mapping[str, int],
    now: datetime,
    tally: Tally,
) -> None:
    wanted: dict[str, Values] = {
        note.slug: {
            "title": note.title,
            "lead": note.lead,
            "deck_id": decks[note.deck].pk,
            "position": note.position,
            "status": note.status,
        }
        for note in records
    }
    ours = Note.objects.filter(deck__from_file=True)
    authored = Note.objects.filter(slug__in=wanted).exclude(pk__in=ours)
    if taken := list(authored.values_list("slug", flat=True)):
        reason = "A note made in the app has this slug."
        raise ContentRefused([Problem(f"notes/{slug}.md", 1, reason) for slug in taken])
    notes = compare(Note, ours, "slug", wanted, now)
    store(Note, notes)
    tally.note("note", notes)
    pks = dict(Note.objects.values_list("slug", "pk"))
    for note in records:
        held = Section.objects.filter(note=pks[note.slug])
        wanted = {
            section.key: {
                "note_id": pks[note.slug],
                "number": section.number,
                "title": section.title,
                "body": section.body,
                "calculators": list(section.calculators),
                "position": place,
            }
            for place, section in enumerate(note.sections)
        }
        sections = compare(Section, held, "key", wanted, now)
        for row in (*sections.added, *sections.changed):
            row.render()
        store(Section, sections, *Section.RENDERED)
        _render_anew(Section, held)
        keys = dict(held.values_list("key", "pk"))
        link(
            Section.concepts.through.objects.filter(section__note=pks[note.slug]),
            ("section_id", "concept_id"),
            {(keys[s.key], concepts[slug]) for s in note.sections for slug in s.concepts},
        )


def _columns(card: CardRecord) -> dict[str, Any]:
    values = {name: getattr(card, name) for name in CARD_COLUMNS}
    return {name: list(v) if isinstance(v, tuple) else v for name, v in values.items()}


def _render_anew(model: type[Card] | type[Section], rows: QuerySet[Any]) -> None:
    """Render what an older renderer rendered; the wording, and so the version, is the same."""
    stale = list(rows.exclude(renderer=markup.RENDERER_VERSION))
    for row in stale:
        row.render()
    upsert(model, stale, model.RENDERED)
