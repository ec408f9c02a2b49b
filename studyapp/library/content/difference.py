"""Rows against what they should say: compare in memory first, then write only what differs."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.db import models

from studyapp.library.models import Card, Concept, Deck, Note, Objective, Outline, Section

Row = TypeVar("Row", Objective, Concept, Outline, Deck, Note, Section, Card)
Values = dict[str, Any]


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
        self.changed[kind] += sum(names != {"position"} for names in difference.changed.values())
        self.archived[kind] += len(difference.archived)

    def __str__(self) -> str:
        """One line for the console.

        >>> print(Tally(Counter(card=2, deck=1), Counter(card=1), Counter(card=1), Counter()))
        Content: 1 card added, 1 card changed, nothing archived. Now 2 cards, 1 deck.
        """
        news = ", ".join(
            f"{_counted(counts) or 'nothing'} {verb}"
            for verb, counts in (
                ("added", self.added), ("changed", self.changed), ("archived", self.archived),
            )
        )  # fmt: skip
        return f"Content: {news}. Now {_counted(self.kept)}."


@dataclass
class Difference(Generic[Row]):
    """What must be written to make the rows those that are wanted."""

    kept: int = 0
    added: list[Row] = field(default_factory=list)
    changed: dict[Row, set[str]] = field(default_factory=dict)  # with the names of the columns
    archived: list[Row] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.archived)


def _counted(counts: Counter[str]) -> str:
    return ", ".join(
        f"{count} {kind}{'' if count == 1 else 's'}" for kind, count in counts.items() if count
    )


def compare(
    model: type[Row], held: Iterable[Row], key: str, wanted: Mapping[str, Values], now: datetime
) -> Difference[Row]:
    """Set the wanted values on rows in memory and tell which rows differ; nothing is written."""
    difference = Difference[Row](kept=len(wanted))
    rows = {getattr(row, key): row for row in held}
    for name, values in wanted.items():
        if name not in rows:
            difference.added.append(model(**{key: name}, **values))
        elif names := differing(rows[name], values | {"archived_at": None}):
            set_values(rows[name], values | {"archived_at": None})
            difference.changed[rows[name]] = names
    for name, row in rows.items():
        if name not in wanted and row.archived_at is None:
            row.archived_at = now
            difference.archived.append(row)
    return difference


def differing(row: models.Model, values: Values) -> set[str]:
    return {name for name, value in values.items() if getattr(row, name) != value}


def set_values(row: models.Model, values: Values) -> None:
    for name, value in values.items():
        setattr(row, name, value)


def store(model: type[Row], difference: Difference[Row], *more: str) -> None:
    model._default_manager.bulk_create(difference.added)
    columns = {name for names in difference.changed.values() for name in names}
    upsert(model, difference.changed, columns.union(more))
    upsert(model, difference.archived, ["archived_at"])


def upsert(model: type[Row], rows: Iterable[Row], names: Iterable[str]) -> None:
    """Write these columns of rows that exist, all in one statement."""
    columns = [name.removesuffix("_id") for name in names]
    model._default_manager.bulk_create(
        list(rows), update_conflicts=True, unique_fields=["pk"], update_fields=columns
    )


def link(
    held: models.QuerySet[Any], columns: tuple[str, str], wanted: set[tuple[int, int]]
) -> bool:
    """Make the rows of a many-to-many table those that are wanted; whether any differed."""
    links = {(left, right): pk for pk, left, right in held.values_list("pk", *columns)}
    through = held.model
    through.objects.filter(pk__in=[links[pair] for pair in links.keys() - wanted]).delete()
    new = sorted(wanted - links.keys())
    through.objects.bulk_create([through(**dict(zip(columns, pair, strict=True))) for pair in new])
    return bool(links.keys() ^ wanted)
