"""The courses of ``subject.yml``: what lies in what, and what is done there."""

from collections.abc import Iterator, Sequence

from studyapp.library.content.records import OutlineRecord
from studyapp.library.content.source import Fields

KINDS = ("course", "unit", "week", "activity")  # each may hold those after it
ACTIVITIES = ("exercise", "lab", "project", "reading", "video")


def read_outline(whole: Fields) -> tuple[OutlineRecord, ...]:
    """Courses with all that lies in them, each place before its parts."""
    if "outline" not in whole:
        return ()
    places = list(_places(whole.mappings("outline"), "", ""))
    seen: set[str] = set()
    for fields, place in places:
        if place.slug in seen:
            fields.refuse("slug", f"“{place.slug}” stands here twice.")
        seen.add(place.slug)
    return tuple(place for _, place in places)


def _places(
    parts: Sequence[Fields], parent: str, around: str
) -> Iterator[tuple[Fields, OutlineRecord]]:
    for fields in parts:
        slug, kind = fields.slug("slug"), fields.choice("kind", KINDS)
        title = fields.text("title", limit=200)
        if kind and not around and kind != "course":
            fields.refuse("kind", f"Only a course stands alone; put this {kind} into one.")
        elif kind and around and KINDS.index(kind) <= KINDS.index(around):
            fields.refuse("kind", f"A {around} holds no {kind}.")
        if kind == "activity":
            done = fields.choice("activity_kind", ACTIVITIES)
            data_set = fields.text("data_set", limit=200, required=False)
            yield fields, OutlineRecord(slug, kind, title, parent, done, data_set)
        else:
            yield fields, OutlineRecord(slug, kind, title, parent)
            if kind and "parts" in fields:
                yield from _places(fields.mappings("parts"), slug, kind)
        if kind:  # without it nobody can say what belongs here
            fields.end()
