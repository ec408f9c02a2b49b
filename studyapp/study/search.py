"""What a person looks for, among the cards, notes and concepts that they may see."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django import forms
from django.db.models import Count, F, QuerySet, TextField, Value, Window
from django.db.models.functions import Coalesce, Concat

from studyapp import markup
from studyapp.accounts.models import User
from studyapp.library.models import Card, Concept, Note, Section
from studyapp.library.words import alike, extract, pieces, ranked, without_tags
from studyapp.study.models.memory import Memory, cards_of, memory_of
from studyapp.study.states import STATES, in_state

CARDS = 20  # shown; more words narrow it down
TEXTS = 10  # shown of each other kind
COUNTED = 1_000  # cards that are ranked and counted at most
TOO_LONG = "Search for at most 200 characters."

NONE = Value("", TextField())

Pieces = list[tuple[str, bool]]


class SearchForm(forms.Form):
    """The words, and if so in which state the cards are to be."""

    q = forms.CharField(required=False, max_length=200, error_messages={"max_length": TOO_LONG})
    state = forms.ChoiceField(
        choices=(("", "All"), *STATES),
        required=False,
        error_messages={"invalid_choice": "Choose a state from the list."},
    )

    def clean_q(self) -> str:
        try:
            return markup.clean_text(self.cleaned_data["q"])
        except markup.MarkupError as error:
            raise forms.ValidationError(str(error)) from error

    @property
    def sentence(self) -> str:
        """What is wrong, in one sentence."""
        return next((str(errors[0]) for errors in self.errors.values()), "")


@dataclass(frozen=True, slots=True)
class FoundCard:
    """A card that was found, with what the learner knows of it."""

    card: Card
    memory: Memory
    shown: int
    title: Pieces
    text: Pieces


@dataclass(frozen=True, slots=True)
class FoundText:
    """A note, a section of one, or a concept."""

    title: Pieces
    text: Pieces
    slug: str
    key: str
    place: str


@dataclass
class Found:
    """What was found of one kind, the best first, and how many there are in all."""

    kind: str
    hits: list[Any] = field(default_factory=list)
    total: int = 0

    @property
    def counted(self) -> str:
        return f"over {COUNTED:,}" if self.total > COUNTED else f"{self.total:,}"


def found_cards(learner: User, words: str, state: str, *, at: datetime, today: date) -> Found:
    """The cards that the learner may see and that hold the words, in one query."""
    all_cards = cards_of(learner)
    wanted = in_state(all_cards.visible_to(learner), state, at=at, today=today)
    some = alike(wanted, words, name="title").order_by().values("pk")[: COUNTED + 1]
    text = Concat(without_tags("back_html"), without_tags("explanation_html"))
    rows = ranked(all_cards.filter(pk__in=some), words, name="title").annotate(
        total=Window(Count("*")),
        found_title=extract("title", words, whole=True),
        found_text=extract(text, words),
    )
    found = Found("cards")
    for row in rows[:CARDS]:
        card: Any = row
        memory = memory_of(card, learner)
        title, words_around = pieces(card.found_title), pieces(card.found_text, entities=True)
        found.hits.append(FoundCard(card, memory, memory.shown(today), title, words_around))
        found.total = card.total
    return found


def found_texts(learner: User, words: str) -> list[Found]:
    """The notes, their sections and the concepts that hold the words, in one query."""
    notes = Note.objects.visible_to(learner)
    sections = Section.objects.filter(archived_at__isnull=True, note__in=notes)
    concepts = Concept.objects.filter(archived_at__isnull=True)
    arms = [
        _arm("notes", notes, words, "title", without_tags("body_html"), F("slug")),
        _arm(
            "notes", sections, words, "title", without_tags("body_html"), F("note__slug"), F("key"),
            F("note__title"),
        ),
        _arm("concepts", concepts, words, "name", F("definition"), F("slug")),
    ]  # fmt: skip
    found = {kind: Found(kind) for kind in ("notes", "concepts")}
    best = sorted(arms[0].union(*arms[1:], all=True), key=lambda row: -row[5])
    totals: dict[tuple[str, bool], int] = {}
    for kind, title, text, slug, key, _, total, place in best:
        entities = kind == "notes"
        hit = FoundText(pieces(title), pieces(text, entities=entities), slug, key, place)
        found[kind].hits.append(hit)
        totals[kind, bool(key)] = total
    for (kind, _), total in totals.items():
        found[kind].total += total
    return list(found.values())


def _arm(
    kind: str,
    rows: QuerySet[Any],
    words: str,
    name: str,
    text: Any,
    slug: F,
    key: F | Value = NONE,
    place: F | Value = NONE,
) -> QuerySet[Any, tuple[Any, ...]]:
    """One kind of text in the columns that all kinds share."""
    hits = ranked(alike(rows, words, name=name), words, name=name)
    return hits.values_list(
        Value(kind, TextField()),
        extract(name, words, whole=True),
        extract(Coalesce(text, Value("")), words),
        slug,
        key,
        F("rank"),
        Window(Count("*")),
        place,
    )[:TEXTS]


def groups(learner: User, form: SearchForm, *, at: datetime, today: date) -> Iterator[Found]:
    """What was found, kind by kind; a state is a state of cards, so it leaves out the others."""
    words, state = form.cleaned_data["q"], form.cleaned_data["state"]
    yield found_cards(learner, words, state, at=at, today=today)
    if not state:
        yield from found_texts(learner, words)
