"""Fields of what an author types."""

from typing import Any

from django import forms

from studyapp import markup
from studyapp.library.models import Concept

MOST_TAGS = 20
TOO_LONG = f"This text is longer than {markup.SOURCE_LIMIT:,} characters."


class TextField(forms.CharField):
    """Markdown, checked for what an author must mend."""

    def __init__(self, *, rows: int = 2, **kwargs: Any) -> None:
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


class WrongAnswersField(LinesField):
    """Wrong answers, one on each line, each with what it mistakes after a bar."""

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            return value
        lines = (f"{wrong['text']} | {wrong['feedback']}".removesuffix(" | ") for wrong in value)
        return "\n".join(" ".join(line.split()) for line in lines)

    def clean(self, value: Any) -> Any:
        given = (value or "").replace("\r\n", "\n").strip()
        if self.initial and given == self.prepare_value(self.initial):
            return self.initial  # as it is, line breaks and all
        parted = [line.partition(" | ") for line in super().clean(value)]
        wrong = [{"text": text.strip(), "feedback": why.strip()} for text, _, why in parted]
        texts = [each["text"].casefold() for each in wrong]
        if twice := next((w["text"] for w in wrong if texts.count(w["text"].casefold()) > 1), ""):
            raise forms.ValidationError(f"“{twice[:40]}” stands here twice.")
        return wrong


class ConceptsField(forms.CharField):
    """Concepts by slug or name, between commas; the rows of those that are active."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"list": "concepts", "autocomplete": "off"})
        super().__init__(widget=widget, required=False, max_length=2_000, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[Concept]:
        words = [word.strip() for word in super().clean(value).split(",") if word.strip()]
        if not words:
            return []
        known = {name.casefold(): c for c in Concept.objects.active() for name in (c.name, c.slug)}
        if missing := next((word for word in words if word.casefold() not in known), ""):
            raise forms.ValidationError(f"There is no concept “{missing[:40]}”.")
        return list(dict.fromkeys(known[word.casefold()] for word in words))


class TagsField(forms.CharField):
    """Words between commas; each once, in the order typed."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        tags = [" ".join(tag.split()) for tag in markup.clean_text(super().clean(value)).split(",")]
        tags = list(dict.fromkeys(tag for tag in tags if tag))
        if any(len(tag) > 40 for tag in tags):
            raise forms.ValidationError("A tag has at most 40 characters.")
        if len(tags) > MOST_TAGS:
            raise forms.ValidationError(f"At most {MOST_TAGS} tags.")
        return tags

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(super().has_changed(self.prepare_value(initial), data))


def _sentence(error: markup.MarkupError, *, several: bool) -> str:
    return f"Line {error.line}: {error}" if several else str(error)
