"""What an author types about a deck, and into its rows."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.validators import RegexValidator

from studyapp import markup
from studyapp.accounts.models import User
from studyapp.classes.models import Classroom
from studyapp.library.fields import TagsField, TextField
from studyapp.library.models import Deck, Visibility
from studyapp.library.rows import KEY, LONGEST_KEY

WHO = (
    (Visibility.PRIVATE, "Only me"),
    (Visibility.CLASS, "My class"),
    (Visibility.PUBLIC, "Everybody"),
)


class DeckForm(forms.Form):
    """The facts of a deck; who sees it follows from what its author may share."""

    title = forms.CharField(max_length=200, error_messages={"required": "Give the deck a title."})
    description = forms.CharField(
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="One or two sentences for the page of the deck.",
    )
    tags = TagsField(required=False, help_text="Words between commas.")
    visibility = forms.ChoiceField(label="Who can study it", choices=WHO)
    source = forms.CharField(
        label="Sources",
        max_length=5_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Where the facts come from, one on each line.",
    )

    def __init__(self, data: Any = None, *, author: User, deck: Deck | None = None) -> None:
        names = ("title", "description", "tags", "visibility", "classroom", "source")
        initial = {name: getattr(deck, name) for name in names} if deck else {}
        super().__init__(data, initial={"visibility": Visibility.PRIVATE} | initial)
        self.author, self.deck = author, deck
        self.helper = FormHelper()
        self.helper.form_tag = False
        taught = Classroom.objects.taught_by(author)
        if taught:
            self.fields["classroom"] = forms.ModelChoiceField(
                label="Class", queryset=taught, required=False
            )
        else:
            others = [who for who in WHO if who[0] != Visibility.CLASS]
            self.fields["visibility"] = forms.ChoiceField(label="Who can study it", choices=others)
        self.order_fields(names)

    def clean_title(self) -> str:
        return cleaned_text(self.cleaned_data["title"])

    def clean_description(self) -> str:
        return cleaned_text(self.cleaned_data["description"])

    def clean_source(self) -> str:
        return cleaned_text(self.cleaned_data["source"])

    def clean(self) -> dict[str, Any]:
        facts: dict[str, Any] = super().clean() or self.cleaned_data
        if facts.get("visibility") == Visibility.CLASS and not facts.get("classroom"):
            self.add_error("classroom", "Choose the class that studies this deck.")
        if facts.get("visibility") != Visibility.CLASS:
            facts["classroom"] = None
        return facts


class RowForm(forms.Form):
    """One row of the editor: what its card asks, and the answer."""

    front = TextField(error_messages={"required": "Write what the card asks."})
    back = TextField(required=False)
    version = forms.IntegerField(min_value=0)
    key = forms.CharField(
        max_length=LONGEST_KEY, validators=[RegexValidator(KEY, "This row has no proper name.")]
    )

    def clean(self) -> dict[str, Any]:
        row: dict[str, Any] = super().clean() or self.cleaned_data
        asked = row.get("front", "")
        if "back" in row and not row["back"] and asked and not markup.cloze_numbers(asked):
            self.add_error("back", "Write the answer of the card.")
        return row

    @property
    def sentence(self) -> str:
        """What is wrong, in one line."""
        return " ".join(str(error) for errors in self.errors.values() for error in errors)


def cleaned_text(text: str) -> str:
    """Words that may be stored; else the form says why not."""
    try:
        return markup.clean_text(text)
    except markup.MarkupError as error:
        raise forms.ValidationError(str(error)) from error
