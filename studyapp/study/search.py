"""What a person looks for, among the cards, notes and concepts that they may see."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django import forms
from django.db.models import Count, F, QuerySet, TextField, Value, Window
from django.db.models.functions import Cast, Coalesce, Concat

from studyapp import markup
from studyapp.accounts.models import User
from studyapp.library.models import Card, CardQuerySet, Concept, Note, Section
from studyapp.library.words import (
    extract,
    matching,
    may_be_misspelled,
    pieces,
    ranked,
    spelled_alike,
    without_tags,
)
from studyapp.study.models.memory import Memory, cards_of, memory_of
from studyapp.study.states import STATES, in_state

CARDS = 20  # shown; more words narrow it down
TEXTS = 10  # shown of each other kind
COUNTED = 1_000  # cards that are ranked and counted at most
ENOUGH = 3  # with fewer hits, what is spelled much alike is shown too
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
    """A note, a section of one, or a concept; or a card that is only spelled alike."""

    kind: str
    title: Pieces
    text: Pieces
    name: str  # in its address
    part: str
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


def found_cards(learner: User, words: str, among: CardQuerySet, *, today: date) -> Found:
    """Those of the cards that hold the words, in one query."""
    some = matching(among, words).order_by().values("pk")[: COUNTED + 1]
    text = Concat(without_tags("back_html"), without_tags("explanation_html"))
    rows = ranked(cards_of(learner).filter(pk__in=some), words).annotate(
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
    notes, sections, concepts = _texts(learner)
    body = without_tags("body_html")
    arms = [
        _arm("notes", notes, words, "title", body, F("slug")),
        _arm("notes", sections, words, "title", body, F("note__slug"), F("key"), F("note__title")),
        _arm("concepts", concepts, words, "name", F("definition"), F("slug")),
    ]
    found = {kind: Found(kind) for kind in ("notes", "concepts")}
    totals: dict[tuple[str, bool], int] = {}
    best = sorted(arms[0].union(*arms[1:], all=True), key=lambda row: -row[-1])
    for kind, title, text, name, part, place, total, _ in best:
        around = pieces(text, entities=kind == "notes")
        found[kind].hits.append(FoundText(kind, pieces(title), around, name, part, place))
        totals[kind, bool(part)] = total
    for (kind, _), total in totals.items():
        found[kind].total += total
    return list(found.values())


def _texts(learner: User) -> tuple[QuerySet[Note], QuerySet[Section], QuerySet[Concept]]:
    notes = Note.objects.visible_to(learner)
    sections = Section.objects.filter(archived_at__isnull=True, note__in=notes)
    return notes, sections, Concept.objects.filter(archived_at__isnull=True)


def _arm(
    kind: str,
    rows: QuerySet[Any],
    words: str,
    title: str,
    text: Any,
    name: F,
    part: F | Value = NONE,
    place: F | Value = NONE,
) -> QuerySet[Any, tuple[Any, ...]]:
    """One kind of text in the columns that all kinds share."""
    return ranked(matching(rows, words), words).values_list(
        Value(kind, TextField()),
        extract(title, words, whole=True),
        extract(Coalesce(text, Value("")), words),
        name,
        part,
        place,
        Window(Count("*")),
        F("rank"),
    )[:TEXTS]


def found_alike(learner: User, words: str, cards: CardQuerySet, *, texts: bool) -> Found:
    """What only has a name that is spelled much like the words, in one query."""
    alike = [
        _alike("cards", cards, words, "title", Cast("pk", TextField()), NONE, F("deck__title"))
    ]
    if texts:
        notes, sections, concepts = _texts(learner)
        alike += [
            _alike("notes", notes, words, "title", F("slug")),
            _alike("notes", sections, words, "title", F("note__slug"), F("key"), F("note__title")),
            _alike("concepts", concepts, words, "name", F("slug")),
        ]
    rows = alike[0].union(*alike[1:], all=True) if texts else alike[0]
    best = sorted(rows, key=lambda row: -row[-1])
    hits = [FoundText(row[0], [(row[1], False)], [], *row[2:5]) for row in best]
    return Found("alike", hits[:TEXTS], len(hits[:TEXTS]))


def _alike(
    kind: str,
    rows: QuerySet[Any],
    words: str,
    title: str,
    name: F | Cast,
    part: F | Value = NONE,
    place: F | Value = NONE,
) -> QuerySet[Any, tuple[Any, ...]]:
    similar = spelled_alike(rows, words, name=title)
    columns = (Value(kind, TextField()), F(title), name, part, place, F("likeness"))
    return similar.values_list(*columns)[:TEXTS]


def groups(learner: User, form: SearchForm, *, at: datetime, today: date) -> list[Found]:
    """What was found, kind by kind; where that is little, what is spelled alike too.

    A state is a state of cards, so it leaves out the other kinds.
    """
    words, state = form.cleaned_data["q"], form.cleaned_data["state"]
    cards = in_state(cards_of(learner).visible_to(learner), state, at=at, today=today)
    found = [found_cards(learner, words, cards, today=today)]
    if not state:
        found += found_texts(learner, words)
    if sum(group.total for group in found) < ENOUGH and may_be_misspelled(words):
        found.append(found_alike(learner, words, cards, texts=not state))
    return [group for group in found if group.total]
