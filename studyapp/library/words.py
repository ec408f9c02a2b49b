"""Words looked for: how PostgreSQL reads them, and which parts of a text it found.

Every searched table has a column ``search`` (migration 0008) that is no field of its model.
"""

import html
from typing import Any, TypeVar

from django.contrib.postgres.search import (
    CombinedSearchQuery,
    SearchHeadline,
    SearchQuery,
    SearchRank,
    SearchVectorField,
    TrigramWordSimilarity,
)
from django.db import models
from django.db.models import F, Func, QuerySet, Value

CONFIG = "recto"  # English stems, accents left out
START, STOP = "\ue000", "\ue001"  # around what was found: nobody's text has them
SHORTEST_BEGINNING = 3

Rows = TypeVar("Rows", bound=QuerySet[Any])


class Words(Func):
    """The column ``search`` of the row that the key belongs to."""

    output_field = SearchVectorField()

    def __init__(self, key: Any = "pk", **extra: Any) -> None:
        super().__init__(F(key) if isinstance(key, str) else key, **extra)

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **extra: Any) -> Any:
        (key,) = self.get_source_expressions()
        return f"{compiler.quote_name_unless_alias(key.alias)}.search", []


def asked(words: str) -> SearchQuery | CombinedSearchQuery:
    """The words as people type them: all must occur, quotes hold some together, - leaves one out.

    The last one may still be a beginning.
    """
    whole = SearchQuery(words, config=CONFIG, search_type="websearch")
    before, _, last = words.rpartition(" ")
    if len(last) < SHORTEST_BEGINNING or not last.isalnum() or before.count('"') % 2:
        return whole
    begun = SearchQuery(f"{last}:*", config=CONFIG, search_type="raw")
    return whole | (SearchQuery(before, config=CONFIG, search_type="websearch") & begun)


def matching(rows: Rows, words: str) -> Rows:
    """The rows that hold the words."""
    return rows.alias(words=Words()).filter(words=asked(words))


def may_be_misspelled(words: str) -> bool:
    """Whether the words are long enough to resemble others by more than chance, and no formula.

    >>> [may_be_misspelled(words) for words in ("gradeint", "abc", '"gradeint"', "a -gradeint")]
    [True, False, False, False]
    """
    letters = sum(character.isalnum() for character in words)
    return letters > SHORTEST_BEGINNING and '"' not in words and " -" not in f" {words}"


def spelled_alike(rows: Rows, words: str, *, name: str) -> Rows:
    """Rows that do not hold the words, but whose name is spelled much like them, closest first."""
    similar = rows.filter(**{f"{name}__trigram_word_similar": words})
    likeness = TrigramWordSimilarity(words, name)
    others = similar.alias(words=Words()).exclude(words=asked(words))
    return others.annotate(likeness=likeness).order_by("-likeness", "pk")


def ranked(rows: Rows, words: str) -> Rows:
    """The rows with those first that hold the words most, and in their weightiest texts."""
    return rows.annotate(rank=SearchRank(Words(), asked(words))).order_by("-rank", "pk")


def extract(
    text: str | models.expressions.Combinable, words: str, *, whole: bool = False
) -> SearchHeadline:
    """Some of a plain text around the words, or the whole; ``pieces`` takes it apart."""
    return SearchHeadline(
        text,
        asked(words),
        config=CONFIG,
        start_sel=START,
        stop_sel=STOP,
        **({"highlight_all": True} if whole else {"max_words": 30, "min_words": 15}),
    )


def without_tags(html_field: str) -> Func:
    """The words of rendered text; ``pieces`` reads its entities."""
    return Func(
        F(html_field),
        Value("<[^>]*>"),
        Value(" "),
        Value("g"),
        function="regexp_replace",
        output_field=models.TextField(),
    )


def pieces(extracted: str, *, entities: bool = False) -> list[tuple[str, bool]]:
    """The text in parts, each with whether it is what was looked for.

    >>> pieces("the \\ue000mean\\ue001 of all")
    [('the ', False), ('mean', True), (' of all', False)]
    """
    found = []
    for part in extracted.split(START):
        hit, stop, rest = part.partition(STOP)
        found += [(hit, True), (rest, False)] if stop else [(part, False)]
    return [(html.unescape(text) if entities else text, hit) for text, hit in found if text]
