"""The library's decks and notes as a learner looks for them: searched, filtered, sorted."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import F, Prefetch, QuerySet
from django.utils.safestring import SafeString

from studyapp import charts, markup
from studyapp.accounts.models import User
from studyapp.library.models import Card, Deck, Note, Section
from studyapp.study.planning import today_of
from studyapp.study.standing import Standing, standings

SORTS = (("due", "Due first"), ("mastery", "Lowest mastery"), ("title", "Title"))
SHOWN = (("all", "All"), ("due", "Due today"), ("mine", "Mine"), ("new", "Not started"))
NOTES = ("notes", "Notes")


class LibraryForm(forms.Form):
    """What to look for among the decks; nothing chosen means all, due first."""

    q = forms.CharField(required=False, max_length=200, error_messages={
        "max_length": "Search for at most 200 characters."
    })  # fmt: skip
    sort = forms.ChoiceField(choices=SORTS, required=False)
    show = forms.ChoiceField(choices=(*SHOWN, NOTES), required=False)

    def clean_q(self) -> str:
        try:
            return markup.clean_text(self.cleaned_data["q"])
        except markup.MarkupError as error:
            raise forms.ValidationError(str(error)) from error


@dataclass(frozen=True, slots=True)
class Tile:
    deck: Deck
    standing: Standing
    stair: SafeString


@dataclass(frozen=True, slots=True)
class Page:
    """A note on the shelf, with how long it takes to read."""

    note: Note
    minutes: int
    questions: int


def shelf(user: User, form: LibraryForm, *, at: datetime) -> dict[str, Any]:
    """The tiles to show, or the notes; in as many queries for any library."""
    decks, notes = Deck.objects.visible_to(user), Note.objects.visible_to(user)
    if words := form.cleaned_data["q"]:
        # looked for once: the queries of the tiles name the decks that were found
        found = list(
            decks.matching(words, Card.objects.active().matching).values_list("pk", flat=True)
        )
        decks, notes = Deck.objects.filter(pk__in=found), notes.matching(words)
    tiles = _tiles(user, decks, at)
    filters = {
        "all": tiles,
        "due": [tile for tile in tiles if tile.standing.due],
        "mine": [tile for tile in tiles if tile.deck.author_id == user.pk],
        "new": [tile for tile in tiles if not tile.standing.started],
    }
    show = form.cleaned_data["show"] or "all"
    return {
        "tiles": _sorted(filters.get(show, []), form.cleaned_data["sort"] or "due"),
        "pages": _pages(notes) if show == "notes" else [],
        "chips": [(name, label, name == show) for name, label in (*SHOWN, NOTES)],
        "due": sum(tile.standing.due for tile in tiles),
        "searched": words,
        "subjects": list(dict.fromkeys(tile.deck.subject for tile in tiles if tile.deck.subject)),
        "show": show,
    }


def _pages(notes: QuerySet[Note]) -> list[Page]:
    """The notes in reading order, deck by deck; those of no deck come last."""
    shown = Section.objects.filter(archived_at__isnull=True)
    ordered = notes.select_related("deck").order_by(F("deck").asc(nulls_last=True), "position")
    return [
        Page(note, note.minutes(sections), note.questions(sections))
        for note in ordered.prefetch_related(Prefetch("sections", shown))
        for sections in [list(note.sections.all())]
    ]


def _tiles(user: User, decks: QuerySet[Deck], at: datetime) -> list[Tile]:
    standing = standings(user, decks, at=at, today=today_of(user, at))
    return [
        Tile(deck, standing[deck.pk], charts.stair(standing[deck.pk].mastery.histogram, deck.title))
        for deck in decks.select_related("author", "subject").order_by("title")
    ]


def _sorted(tiles: list[Tile], sort: str) -> list[Tile]:
    if sort == "mastery":
        return sorted(tiles, key=lambda tile: tile.standing.mastery.mastery or 0)
    if sort == "title":
        return sorted(tiles, key=lambda tile: tile.deck.title.casefold())
    return sorted(tiles, key=lambda tile: -tile.standing.due)
