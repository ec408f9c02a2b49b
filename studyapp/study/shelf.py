"""The library's decks as a learner looks for them: searched, filtered, sorted."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.safestring import SafeString

from studyapp import charts, markup
from studyapp.accounts.models import User
from studyapp.library.models import Deck
from studyapp.study.planning import today_of
from studyapp.study.standing import Standing, standings

SORTS = (("due", "Due first"), ("mastery", "Lowest mastery"), ("title", "Title"))
SHOWN = (("all", "All"), ("due", "Due today"), ("mine", "Mine"), ("new", "Not started"))


class LibraryForm(forms.Form):
    """What to look for among the decks; nothing chosen means all, due first."""

    q = forms.CharField(required=False, max_length=200, error_messages={
        "max_length": "Search for at most 200 characters."
    })  # fmt: skip
    sort = forms.ChoiceField(choices=SORTS, required=False)
    show = forms.ChoiceField(choices=SHOWN, required=False)

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


def shelf(user: User, form: LibraryForm, *, at: datetime) -> dict[str, Any]:
    """The tiles to show, with how many each filter would leave; five queries for any library."""
    decks = Deck.objects.visible_to(user)
    if words := form.cleaned_data["q"]:
        # looked for once: the queries of the tiles name the decks that were found
        found = list(decks.matching(words).values_list("pk", flat=True))
        decks = Deck.objects.filter(pk__in=found)
    tiles = _tiles(user, decks, at)
    filters = {
        "all": tiles,
        "due": [tile for tile in tiles if tile.standing.due],
        "mine": [tile for tile in tiles if tile.deck.author_id == user.pk],
        "new": [tile for tile in tiles if not tile.standing.started],
    }
    show = form.cleaned_data["show"] or "all"
    return {
        "tiles": _sorted(filters[show], form.cleaned_data["sort"] or "due"),
        "chips": [(name, label, len(filters[name]), name == show) for name, label in SHOWN],
        "due": sum(tile.standing.due for tile in tiles),
        "searched": words,
    }


def _tiles(user: User, decks: QuerySet[Deck], at: datetime) -> list[Tile]:
    standing = standings(user, decks, at=at, today=today_of(user, at))
    return [
        Tile(deck, standing[deck.pk], charts.stair(standing[deck.pk].mastery.histogram, deck.title))
        for deck in decks.select_related("author").order_by("title")
    ]


def _sorted(tiles: list[Tile], sort: str) -> list[Tile]:
    if sort == "mastery":
        return sorted(tiles, key=lambda tile: tile.standing.mastery.mastery or 0)
    if sort == "title":
        return sorted(tiles, key=lambda tile: tile.deck.title.casefold())
    return sorted(tiles, key=lambda tile: -tile.standing.due)
