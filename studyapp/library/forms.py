"""What an author types about a card."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from studyapp import markup
from studyapp.accounts.models import User
from studyapp.library.card_templates import FEWEST, TEMPLATES, as_markdown
from studyapp.library.models import Card
from studyapp.library.revision import revise

LONGEST_ANSWER = 300
TOO_LONG = f"This text is longer than {markup.SOURCE_LIMIT:,} characters."


class TextField(forms.CharField):
    """Markdown, checked for what an author must mend."""

    def __init__(self, *, rows: int = 3, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows, "class": "read"})
        super().__init__(widget=widget, **kwargs)

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if len(value) > markup.SOURCE_LIMIT:
            raise forms.ValidationError(TOO_LONG)
        if errors := markup.check(value):
            several = "\n" in value
            raise forms.ValidationError([_sentence(error, several=several) for error in errors])
        return markup.clean_text(value)


class LinesField(TextField):
    """A list, one entry on each line."""

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        lines = super().clean(value).split("\n")
        return list(dict.fromkeys(line.strip() for line in lines if line.strip()))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(super().has_changed(self.prepare_value(initial), data))


def _sentence(error: markup.MarkupError, *, several: bool) -> str:
    return f"Line {error.line}: {error}" if several else str(error)


class CardForm(forms.Form):
    """The wording of one card; what kind of card it is stays."""

    front = TextField(
        label="Front",
        help_text="Markdown; formulas stand between dollar signs.",
        error_messages={"required": "Write what the card asks."},
    )
    back = TextField(
        label="Back", rows=5, error_messages={"required": "Write the answer of the card."}
    )
    plain = TextField(
        label="In plain words",
        required=False,
        help_text="The definition again without formulas; learners choose which they see first.",
    )
    hint = TextField(label="Hint", rows=2, required=False)
    explanation = TextField(
        label="Explanation", required=False, help_text="Shown below the answer."
    )
    accepted = LinesField(
        label="Accepted answers",
        required=False,
        help_text="Typed answers that count as right, one on each line.",
    )
    key_points = LinesField(
        label="Key points",
        required=False,
        help_text="What a full answer contains, one point on each line.",
    )
    source = forms.CharField(
        label="Source",
        required=False,
        max_length=300,
        help_text="Author, title, chapter; shown small under the answer.",
        error_messages={"max_length": "A source has at most 300 characters."},
    )
    version = forms.IntegerField(
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(
            ("required", "invalid"), "This page is out of date. Reload it and edit again."
        ),
    )

    def __init__(self, data: Any = None, *, card: Card) -> None:
        self.card = card
        super().__init__(data, initial={name: getattr(card, name) for name in self.base_fields})
        self.helper = FormHelper()
        self.helper.form_tag = False
        if card.kind == Card.Kind.CLOZE:
            del self.fields["accepted"], self.fields["plain"]
            self.fields["back"].required = False
            self.fields["front"].help_text = "Blanks are written {{c1::answer::hint}}."
        if card.template:
            self._ask_for_parts()
        if card.shape == Card.Shape.ORDERING:
            self.fields["key_points"].label = "Steps"
            self.fields["key_points"].help_text = "In their right order, one on each line."

    def _ask_for_parts(self) -> None:
        """The parts of the card's template, each with its own field, in place of the back."""
        del self.fields["back"], self.fields["plain"]
        for name, label in TEMPLATES[self.card.template].items():
            text = self.card.parts.get(name, "")
            self.fields[f"part_{name}"] = TextField(label=label, initial=text, required=False)
        self.order_fields(["front", *(name for name in self.fields if name.startswith("part_"))])

    def clean(self) -> dict[str, Any]:
        """The parts joined to the back."""
        cleaned = self.cleaned_data
        if template := self.card.template:
            names = [name for name in TEMPLATES[template] if f"part_{name}" in cleaned]
            parts = {name: text for name in names if (text := cleaned.pop(f"part_{name}"))}
            if len(parts) < FEWEST and not self.errors:
                raise forms.ValidationError(f"Write at least {FEWEST} parts of the answer.")
            cleaned |= {"parts": parts, "back": as_markdown(template, parts)}
        return cleaned

    def clean_front(self) -> str:
        front: str = self.cleaned_data["front"]
        if bool(markup.cloze_numbers(front)) != (self.card.kind == Card.Kind.CLOZE):
            raise forms.ValidationError(
                "A card made with blanks keeps at least one {{c1::…}} mark."
                if self.card.kind == Card.Kind.CLOZE
                else "Only a card made with blanks may have {{c1::…}} marks."
            )
        return front

    def clean_accepted(self) -> list[str]:
        accepted: list[str] = self.cleaned_data["accepted"]
        if any(len(answer) > LONGEST_ANSWER for answer in accepted):
            raise forms.ValidationError(f"An answer has at most {LONGEST_ANSWER} characters.")
        if self.card.shape == Card.Shape.TRUE_FALSE and accepted not in (["true"], ["false"]):
            raise forms.ValidationError("Write true or false.")
        if self.card.shape == Card.Shape.CHOICE and not accepted:
            raise forms.ValidationError("A choice needs its right option here.")
        if clash := {wrong["text"] for wrong in self.card.wrong_answers}.intersection(accepted):
            raise forms.ValidationError(f"“{clash.pop()}” is one of the wrong answers.")
        return accepted

    def clean_key_points(self) -> list[str]:
        points: list[str] = self.cleaned_data["key_points"]
        if self.card.shape == Card.Shape.ORDERING and len(points) < 2:
            raise forms.ValidationError("Name at least two steps.")
        return points

    @property
    def wording(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    def preview(self) -> Card:
        """The card as it would read, with what is right so far; not stored."""
        for name, value in self.wording.items():
            setattr(self.card, name, value)
        self.card.render()
        return self.card

    def save(self, *, author: User) -> bool:
        """Store the wording; whether it changed. Raises ``CardChanged``."""
        version: int = self.cleaned_data["version"]
        return revise(self.card, self.wording, version=version, author=author)
