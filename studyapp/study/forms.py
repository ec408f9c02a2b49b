from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from studyapp import markup
from studyapp.accounts.models import User
from studyapp.library.models import Deck
from studyapp.study.models.bulk_change import Verb
from studyapp.study.models.session import Answer

HOUR = 3_600_000
MOST = 500  # cards changed at once


class StartForm(forms.Form):
    """What to study: a deck, a note or a section of it; without one all that is due."""

    deck = forms.SlugField(required=False, max_length=80)
    note = forms.SlugField(required=False, max_length=80)
    section = forms.SlugField(required=False, max_length=80)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if (data.get("deck") and data.get("note")) or (
            data.get("section") and not data.get("note")
        ):
            raise forms.ValidationError("Choose a deck, or a note and perhaps a section of it.")
        return data


class RatingForm(forms.Form):
    """One rating as the page or its waiting line sends it."""

    card = forms.IntegerField(min_value=1)
    rating = forms.IntegerField(
        min_value=1,
        max_value=5,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), "Choose a rating from 1 to 5."
        ),
    )
    presentation_id = forms.UUIDField()
    version = forms.IntegerField(min_value=0)
    at = forms.DateTimeField(required=False, input_formats=["%Y-%m-%dT%H:%M:%S.%fZ"])
    ms = forms.IntegerField(min_value=0, required=False)
    hint = forms.BooleanField(required=False)
    held = forms.CharField(required=False, max_length=400)
    change = forms.IntegerField(min_value=1, required=False)

    def clean_held(self) -> list[int]:
        """Cards whose turns the page already holds."""
        words = self.cleaned_data["held"].split(",")
        return [int(word) for word in words if word.isascii() and word.isdigit() and len(word) < 19]

    @property
    def answer(self) -> Answer:
        data = self.cleaned_data
        at = data["at"]
        return Answer(
            card=data["card"],
            rating=data["rating"],
            presentation_id=data["presentation_id"],
            version=data["version"],
            at=at.replace(tzinfo=timezone.get_default_timezone()) if at and not at.tzinfo else at,
            ms=min(data["ms"] or 0, HOUR),
            hint=data["hint"],
        )

    @property
    def sentence(self) -> str:
        """What is wrong, in one sentence for the learner."""
        if "rating" in self.errors:
            return str(self.errors["rating"][0])
        return "This page is out of date. Reload it and rate again; nothing was stored."


class BulkForm(forms.Form):
    """What to do with which cards of the list."""

    verb = forms.ChoiceField(
        choices=Verb.choices,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), "Choose what to do with the cards."
        ),
    )
    cards = forms.Field(required=False)
    deck = forms.CharField(required=False, max_length=80)
    tag = forms.CharField(
        required=False,
        max_length=40,
        error_messages={"max_length": "A tag has at most 40 characters."},
    )

    def __init__(self, data: QueryDict, *, person: User) -> None:
        super().__init__(data)
        self.person, self.chosen = person, data.getlist("cards")

    def clean_cards(self) -> list[int]:
        cards = [int(w) for w in self.chosen if w.isascii() and w.isdigit() and len(w) < 19]
        if not cards:
            raise forms.ValidationError("Choose the cards first.")
        if len(cards) > MOST:
            raise forms.ValidationError(f"Choose at most {MOST} cards at once.")
        return cards

    def clean_deck(self) -> Deck | None:
        if self.cleaned_data.get("verb") != Verb.MOVE:
            return None
        mine = Deck.objects.editable_by(self.person)
        if found := mine.filter(slug=self.cleaned_data["deck"]).first():
            return found
        raise forms.ValidationError("Choose one of your decks to move them to.")

    def clean_tag(self) -> str:
        if self.cleaned_data.get("verb") not in (Verb.TAG, Verb.UNTAG):
            return ""
        try:
            tag = markup.clean_text(self.cleaned_data["tag"])
        except markup.MarkupError as error:
            raise forms.ValidationError(str(error)) from error
        if not tag:
            raise forms.ValidationError("Write the tag first.")
        return tag

    @property
    def sentence(self) -> str:
        """What is wrong, in one sentence."""
        return next((str(errors[0]) for errors in self.errors.values()), "")
