"""What a person brings, and how it is to be read."""

import hashlib
from pathlib import PurePath
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.files.uploadedfile import UploadedFile

from studyapp import markup
from studyapp.accounts.models import User
from studyapp.interchange.decoding import ASKED, decoded, possible
from studyapp.interchange.formats import FORMATS
from studyapp.interchange.models import Transfer
from studyapp.interchange.planning import Unreadable, read_text
from studyapp.library.models import Deck

MOST_BYTES = 1_000_000
TOO_LARGE = "This is more than 1 MB. Bring it in several parts."


class ImportForm(forms.Form):
    """One box: text that was pasted, or a file, and the deck that it goes into."""

    text = forms.CharField(
        label="Paste your cards",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "class": "read", "spellcheck": "false"}),
        help_text="Columns between tabs, commas or semicolons; or question and answer on lines "
        "in turn, in paragraphs, or after “Q:” and “A:”.",
        error_messages={"null_characters_not_allowed": "This text holds a character that cannot "
                        "be stored."},
    )  # fmt: skip
    file = forms.FileField(
        label="Or choose a file",
        required=False,
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.md,text/*"}),
        help_text="Text of up to 1 MB, such as a CSV file of a spreadsheet.",
        error_messages={"empty": "This file is empty.",
                        "max_length": "The name of this file is too long."},
    )  # fmt: skip
    deck = forms.ModelChoiceField(
        Deck.objects.none(),
        label="Into",
        required=False,
        to_field_name="slug",
        empty_label="A new deck of mine",
        error_messages={"invalid_choice": "This deck is not yours to change."},
    )
    title = forms.CharField(
        label="Title of the new deck", required=False, max_length=200,
        help_text="Only you see it until you share it.",
    )  # fmt: skip

    def __init__(self, *args: Any, learner: User, **kwargs: Any) -> None:
        self.learner = learner
        super().__init__(*args, **kwargs)
        decks = self.fields["deck"]
        assert isinstance(decks, forms.ModelChoiceField)
        decks.queryset = Deck.objects.editable_by(learner).order_by("title", "pk")
        self.helper = FormHelper()
        self.helper.form_tag = False

    def clean_file(self) -> UploadedFile[bytes] | None:
        file: UploadedFile[bytes] | None = self.cleaned_data["file"]
        if file and (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(TOO_LARGE)
        return file

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if len(text.encode(errors="replace")) > MOST_BYTES:
            raise forms.ValidationError(TOO_LARGE)
        try:
            return markup.clean_text(text)
        except markup.MarkupError as error:
            raise forms.ValidationError(f"Line {error.line}: {error}") from error

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        text, file = cleaned.get("text", ""), cleaned.get("file")
        if "text" not in self.errors and "file" not in self.errors:
            if bool(text.strip()) == bool(file):
                reason = "Paste something or choose a file" + (", not both." if file else ".")
                self.add_error("file" if file else "text", reason)
            else:
                self._read(file.read() if file else text.encode(), "file" if file else "text")
        if not cleaned.get("deck") and "deck" not in self.errors and not cleaned.get("title"):
            self.add_error("title", "Name the new deck, or choose one above.")
        return cleaned

    def _read(self, data: bytes, name: str) -> None:
        """Keep what was brought, where it may be read at all."""
        self.cleaned_data["content"] = data
        text = decoded(data)
        if text is None:
            if not possible(data):
                self.add_error(name, "This is not a text file.")
            return
        try:
            read_text(markup.clean_text(text), {})
        except Unreadable as unreadable:
            self.add_error(name, str(unreadable))

    def save(self) -> Transfer:
        """A draft of the import; no card comes of it yet."""
        data, file = self.cleaned_data["content"], self.cleaned_data["file"]
        name = "".join(c for c in PurePath(file.name).name if c.isprintable()) if file else ""
        return Transfer.objects.create(
            learner=self.learner,
            deck=self.cleaned_data["deck"],
            new_deck="" if self.cleaned_data["deck"] else self.cleaned_data["title"],
            file_name=name[:200],
            digest=hashlib.sha256(data).hexdigest(),
            content=data,
        )


class ReadingForm(forms.Form):
    """How the text of a draft is to be read."""

    format = forms.ChoiceField(
        label="Format", choices=[(name, known.label) for name, known in FORMATS.items()]
    )
    question = forms.TypedChoiceField(label="Question", coerce=int, required=False)
    answer = forms.TypedChoiceField(label="Answer", coerce=int, required=False)
    tidy = forms.BooleanField(
        label="Recognise hints, lists and true or false", required=False, initial=True
    )

    def __init__(self, *args: Any, columns: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("question", "answer"):
            field = self.fields[name]
            assert isinstance(field, forms.TypedChoiceField)
            field.choices = [(place, title[:60]) for place, title in enumerate(columns)]
            if not columns:
                del self.fields[name]
        self.helper = FormHelper()
        self.helper.form_tag = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("question", "") == cleaned.get("answer", "") != "":
            self.add_error("answer", "Question and answer are two different columns.")
        return cleaned


class EncodingForm(forms.Form):
    """In which encoding a file was saved that is not UTF-8."""

    encoding = forms.ChoiceField(label="It was saved as", widget=forms.RadioSelect)

    def __init__(self, *args: Any, texts: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["encoding"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(name, f"{ASKED[name]}: {line}") for name, line in texts.items()]
        self.helper = FormHelper()
        self.helper.form_tag = False
