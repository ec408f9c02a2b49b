"""One change to many rows of a deck at once."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms

from studyapp.library.fields import TagsField
from studyapp.library.models import Card, Concept, Deck
from studyapp.library.rows import delete_rows, restore_rows

MOST_ROWS = 500


class BulkForm(forms.Form):
    """The chosen rows, and what is to be done with all of them."""

    action = forms.ChoiceField(
        choices=[
            ("delete", "Delete"),
            ("restore", "Take back"),
            ("tag", "Add tags"),
            ("untag", "Remove tags"),
            ("concept", "Add a concept"),
            ("unconcept", "Remove a concept"),
        ]
    )
    tags = TagsField(required=False)
    concept = forms.ModelChoiceField(
        queryset=Concept.objects.filter(archived_at__isnull=True),
        to_field_name="slug",
        required=False,
        error_messages={"invalid_choice": "There is no concept of that name."},
    )

    def __init__(self, data: Any = None, *, deck: Deck) -> None:
        super().__init__(data)
        self.deck = deck
        self.keys = list(dict.fromkeys(data.getlist("row")))[: MOST_ROWS + 1] if data else []

    def clean(self) -> dict[str, Any]:
        wanted: dict[str, Any] = super().clean() or self.cleaned_data
        action = wanted.get("action", "")
        if not self.keys:
            self.add_error(None, "Choose at least one card.")
        elif len(self.keys) > MOST_ROWS:
            self.add_error(None, f"Choose at most {MOST_ROWS:,} cards at once.")
        if action in ("tag", "untag") and not wanted.get("tags"):
            self.add_error(None, "Write a tag.")
        if action in ("concept", "unconcept") and not (wanted.get("concept") or self.errors):
            self.add_error(None, "Name a concept.")
        return wanted

    @property
    def sentence(self) -> str:
        return " ".join(str(error) for errors in self.errors.values() for error in errors)

    def save(self, *, at: datetime) -> str:
        """Do it; what was done, as a sentence."""
        done: dict[str, Callable[[], str]] = {
            "delete": lambda: _said(len(delete_rows(self.deck, self.keys, at=at)), "deleted"),
            "restore": lambda: _said(restore_rows(self.deck, self.keys), "taken back"),
            "tag": lambda: _said(self._cards().add_tags(self.cleaned_data["tags"]), "tagged"),
            "untag": lambda: _said(
                self._cards().remove_tags(self.cleaned_data["tags"]), "without the tag now"
            ),
            "concept": lambda: self._concept(add=True),
            "unconcept": lambda: self._concept(add=False),
        }
        return done[self.cleaned_data["action"]]()

    def _cards(self) -> Any:
        named = set(self.keys)
        held = self.deck.cards.filter(archived_at__isnull=True).only("key", "cloze_number")
        return Card.objects.filter(pk__in=[card.pk for card in held if card.row_key in named])

    def _concept(self, *, add: bool) -> str:
        concept = self.cleaned_data["concept"]
        cards = list(self._cards().values_list("pk", flat=True))
        change = concept.cards.add if add else concept.cards.remove
        change(*cards)
        return _said(len(cards), f"{'tied to' if add else 'no longer tied to'} “{concept}”")


def _said(count: int, done: str) -> str:
    return f"{count} card{'' if count == 1 else 's'} {done}."
