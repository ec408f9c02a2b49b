"""What an author types about a card."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.db import transaction

from studyapp import markup
from studyapp.accounts.models import User
from studyapp.library.card_templates import FEWEST, TEMPLATES, as_markdown
from studyapp.library.fields import (
    ConceptsField,
    LinesField,
    TagsField,
    TextField,
    WrongAnswersField,
)
from studyapp.library.models import Card
from studyapp.library.revision import ask_in_reverse, has_reverse, revise, teach

LONGEST_ANSWER = 300
UNTOLD_STAYS = ("shape", "wrong_answers", "tags", "concepts")  # where a request names them not


class CardForm(forms.Form):
    """One card: its wording, its shape, and what it is about.

    Whether it is a text with blanks, has named parts or belongs to a calculator stays as it is.
    """

    front = TextField(
        label="Front",
        rows=3,
        help_text="Markdown; formulas stand between dollar signs.",
        error_messages={"required": "Write what the card asks."},
    )
    back = TextField(
        label="Back", rows=4, error_messages={"required": "Write the answer of the card."}
    )
    shape = forms.ChoiceField(
        label="Kind of answer",
        choices=[choice for choice in Card.Shape.choices if choice[0] != "calculator"],
        error_messages={"invalid_choice": "Choose one of these kinds."},
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
        help_text="What a full answer contains, one on each line; of an ordering its steps.",
    )
    wrong_answers = WrongAnswersField(
        label="Wrong answers",
        required=False,
        help_text="One on each line, and after “ | ” what it mistakes.",
    )
    # set for many cards at once too, without a new version: only what was changed here counts
    tags = TagsField(
        label="Tags", required=False, help_text="Words between commas.", show_hidden_initial=True
    )
    concepts = ConceptsField(
        label="Concepts", help_text="Their names, between commas.", show_hidden_initial=True
    )
    source = forms.CharField(
        label="Source",
        required=False,
        max_length=300,
        help_text="Author, title, chapter; shown small under the answer.",
        error_messages={"max_length": "A source has at most 300 characters."},
    )
    both = forms.BooleanField(
        label="Ask in both directions",
        required=False,
        help_text="Makes a second card, from the answer to the question.",
    )
    version = forms.IntegerField(
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(
            ("required", "invalid"), "This page is out of date. Reload it and edit again."
        ),
    )

    def __init__(self, data: Any = None, *, card: Card) -> None:
        self.card = card
        held = sorted(concept.slug for concept in card.concepts.all())
        facts = {name: getattr(card, name, False) for name in self.base_fields}
        super().__init__(data, initial=facts | {"concepts": held})
        self.fields["wrong_answers"].initial = card.wrong_answers
        if data is not None:
            for name in set(UNTOLD_STAYS) - set(data):
                data[name] = self.fields[name].prepare_value(self.initial[name])
            for name in ("tags", "concepts"):
                shown = self.fields[name].prepare_value(self.initial[name])
                data.setdefault(self.add_initial_prefix(name), shown)
        self.helper = FormHelper()
        self.helper.form_tag = False
        basic = card.kind == Card.Kind.BASIC and not card.template
        if not basic or card.shape == Card.Shape.CALCULATOR:
            del self.fields["shape"]
        if not basic or card.shape != Card.Shape.PLAIN or has_reverse(card):
            del self.fields["both"]
        if card.kind == Card.Kind.CLOZE:
            del self.fields["accepted"], self.fields["plain"]
            self.fields["back"].required = False
            self.fields["front"].help_text = "Blanks are written {{c1::answer::hint}}."
        if card.template:
            self._ask_for_parts()

    def _ask_for_parts(self) -> None:
        """The parts of the card's template, each with its own field, in place of the back."""
        del self.fields["back"], self.fields["plain"]
        for name, label in TEMPLATES[self.card.template].items():
            text = self.card.parts.get(name, "")
            self.fields[f"part_{name}"] = TextField(label=label, initial=text, required=False)
        self.order_fields(["front", *(name for name in self.fields if name.startswith("part_"))])

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
        return accepted

    def clean(self) -> dict[str, Any]:
        """What fits together, with the parts joined to the back."""
        cleaned = self.cleaned_data
        if template := self.card.template:
            names = [name for name in TEMPLATES[template] if f"part_{name}" in cleaned]
            parts = {name: text for name in names if (text := cleaned.pop(f"part_{name}"))}
            if len(parts) < FEWEST and not self.errors:
                raise forms.ValidationError(f"Write at least {FEWEST} parts of the answer.")
            cleaned |= {"parts": parts, "back": as_markdown(template, parts)}
        accepted = {answer.casefold() for answer in cleaned.get("accepted", self.card.accepted)}
        wrong = [each["text"] for each in cleaned.get("wrong_answers", ())]
        if clash := next((text for text in wrong if text.casefold() in accepted), ""):
            self._refuse("accepted", f"“{clash[:40]}” is one of the wrong answers.")
        self._fit_shape(cleaned.get("shape", self.card.shape), accepted, wrong)
        return cleaned

    def _fit_shape(self, shape: str, accepted: set[str], wrong: list[str]) -> None:
        cleaned = self.cleaned_data
        match shape:
            case Card.Shape.TRUE_FALSE if accepted in ({"true"}, {"false"}):
                cleaned["accepted"] = [*accepted]
            case Card.Shape.TRUE_FALSE:
                self._refuse("accepted", "Write true or false.")
            case Card.Shape.CHOICE:
                if not accepted:
                    self._refuse("accepted", "A choice needs its right option here.")
                if not wrong:
                    self._refuse("wrong_answers", "A choice needs at least one wrong answer.")
            case Card.Shape.ORDERING if len(cleaned.get("key_points", ())) < 2:
                self._refuse("key_points", "Name at least two steps.")
        if shape != Card.Shape.PLAIN:
            if cleaned.get("plain"):
                self._refuse("plain", "Only a plain card is said again in plain words.")
            if cleaned.get("both"):
                self._refuse("both", "Only a plain card is asked in both directions.")

    def _refuse(self, name: str, sentence: str) -> None:
        """Say it beside the field, once; what is wrong there already says enough."""
        if name in self.fields and name not in self.errors:
            self.add_error(name, sentence)

    @property
    def wording(self) -> dict[str, Any]:
        other = {"version", "concepts", "both"} | ({"tags"} - set(self.changed_data))
        return {name: value for name, value in self.cleaned_data.items() if name not in other}

    @property
    def as_shown(self) -> list[str]:
        """What the page showed of tags and concepts, to be sent along with what became of them."""
        return [self[name].as_hidden(only_initial=True) for name in ("tags", "concepts")]

    def preview(self) -> Card:
        """The card as it would read, with what is right so far; not stored."""
        for name, value in self.wording.items():
            setattr(self.card, name, value)
        self.card.render()
        return self.card

    @transaction.atomic
    def save(self, *, author: User) -> bool:
        """Store the card; whether anything changed. Raises ``CardChanged``."""
        version: int = self.cleaned_data["version"]
        changed = revise(self.card, self.wording, version=version, author=author)
        if "concepts" in self.changed_data:
            teach(self.card, self.cleaned_data["concepts"])
            changed = True
        if self.cleaned_data.get("both"):
            changed |= ask_in_reverse(self.card, author=author)
        return changed
