"""``subject.yml``: what there is to know, and in which order."""

from collections.abc import Sequence
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter

from studyapp.library.content.outline import read_outline
from studyapp.library.content.records import ConceptRecord, ObjectiveRecord, SubjectRecord
from studyapp.library.content.source import Fields, Source


def read_subject(source: Source) -> SubjectRecord:
    """The subject with its learning goals and concepts; what is wrong is noted in the source."""
    whole = source.fields(source.text, 1)
    head = whole.mapping_of("subject", required=True)
    goals, ideas = whole.mappings("objectives"), whole.mappings("concepts")
    objectives = tuple(_objective(fields) for fields in goals)
    concepts = tuple(_concept(fields) for fields in ideas)
    outline = read_outline(whole)
    whole.end()

    _refuse_twins(goals, [objective.slug for objective in objectives])
    _refuse_twins(ideas, [concept.slug for concept in concepts])
    slugs = {objective.slug for objective in objectives}
    for fields, concept in zip(ideas, concepts, strict=True):
        if concept.objective not in slugs:
            fields.refuse("objective", f"There is no objective “{concept.objective}”.")
    _refuse_bad_needs(ideas, concepts)
    concepts = _settled(ideas, concepts)

    subject = SubjectRecord(
        slug=head.slug("slug") if head else "",
        title=head.text("title", limit=200) if head else "",
        description=head.text("description", limit=2_000, required=False) if head else "",
        objectives=objectives,
        concepts=concepts,
        outline=outline,
    )
    if head:
        head.end()
    return subject


def _objective(fields: Fields) -> ObjectiveRecord:
    record = ObjectiveRecord(
        slug=fields.slug("slug"), text=fields.text("text", limit=300), line=fields.line
    )
    fields.end()
    return record


def _concept(fields: Fields) -> ConceptRecord:
    same_as = fields.slug("same_as", required=False)
    record = ConceptRecord(
        slug=fields.slug("slug"),
        name=fields.text("name", limit=200),
        objective=fields.slug("objective"),
        difficulty=fields.number("difficulty", range(1, 4)),
        needs=fields.words("needs", limit=80),
        definition=fields.text("definition", limit=2_000, required=not same_as),
        same_as=same_as,
        line=fields.line,
    )
    fields.end()
    return record


def _refuse_twins(all_fields: Sequence[Fields], slugs: Sequence[str]) -> None:
    seen: set[str] = set()
    for fields, slug in zip(all_fields, slugs, strict=True):
        if slug in seen:
            fields.refuse("slug", f"“{slug}” stands here twice.")
        seen.add(slug)


def _refuse_bad_needs(all_fields: Sequence[Fields], concepts: Sequence[ConceptRecord]) -> None:
    by_slug = {concept.slug: fields for fields, concept in zip(all_fields, concepts, strict=True)}
    for concept in concepts:
        for need in concept.needs:
            if need not in by_slug:
                by_slug[concept.slug].refuse("needs", f"There is no concept “{need}”.")
    try:
        TopologicalSorter({c.slug: c.needs for c in concepts}).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]
        by_slug[circle[0]].refuse(
            "needs", f"These concepts need each other in a circle: {' → '.join(circle)}."
        )


def _settled(
    all_fields: Sequence[Fields], concepts: Sequence[ConceptRecord]
) -> tuple[ConceptRecord, ...]:
    """The concepts with their definitions; a later name of the same idea has that of the first."""
    settled: dict[str, str] = {}
    named = []
    for fields, concept in zip(all_fields, concepts, strict=True):
        if not concept.same_as:
            settled.setdefault(concept.slug, concept.definition)
        elif concept.definition:
            fields.refuse("same_as", "Write “definition” or “same_as”, not both.")
        elif concept.same_as not in settled:
            fields.refuse(
                "same_as", f"No concept above defines “{concept.same_as}”; name one that does."
            )
        named.append(replace(concept, definition=settled.get(concept.same_as, concept.definition)))
    return tuple(named)
