"""The two sides of a card as safe HTML, made once when it is saved."""

import hashlib
import re
from typing import TYPE_CHECKING

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from studyapp import markup
from studyapp.library.card_templates import labelled

FIRST_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z“])")

if TYPE_CHECKING:
    from studyapp.library.models.card import Card


def card_faces(card: "Card") -> dict[str, str]:
    """The rendered fields of a card, by the name under which the row keeps them."""
    front, back = card.front, card.back
    if card.shape == "true_false":
        front = f"True or false? {front}"
    elif card.shape == "choice":
        front = f"{front}\n\n{_bullets(_shuffled(card.key, _options(card)))}"
    elif card.shape == "ordering":
        front = f"{front}\n\n{_bullets(_shuffled(card.key, card.key_points))}"
        back = f"{back}\n\n{_numbered(card.key_points)}"

    if card.kind == "cloze":
        front_html = markup.render(front, cloze=card.cloze_number, reveal=False)
        back_html = markup.render(front, cloze=card.cloze_number, reveal=True)
        back_html += markup.render(back)
    else:
        front_html = markup.render(front)
        back_html = _parts(card) if card.template else markup.render(back)

    return {
        "title": Truncator(markup.plain_text(card.front, hidden=card.cloze_number)).chars(300),
        "summary": _summary(card),
        "front_html": front_html,
        "back_html": back_html,
        "plain_html": markup.render(card.plain) if card.plain else "",
        "hint_html": markup.render(card.hint) if card.hint else "",
        "explanation_html": markup.render(card.explanation) if card.explanation else "",
    }


def _summary(card: "Card") -> str:
    """The answer in a line: what fills the blank, or the first sentence of the back."""
    if card.kind == "cloze":
        answers = markup.cloze_answers(card.front, card.cloze_number or 0)
        return Truncator(", ".join(answers)).chars(160)
    answer = card.back if card.kind == "reversed" else card.plain or card.back
    if card.template:
        first = next((text for _, text in labelled(card.template, card.parts)), "")
        answer = first.replace("\n- ", "; ")
    return Truncator(FIRST_SENTENCE.split(markup.plain_text(answer), 1)[0]).chars(160)


def _parts(card: "Card") -> SafeString:
    """The answer of a template: each of its parts beside its label."""
    rows = ((label, markup.render(text)) for label, text in labelled(card.template, card.parts))
    return format_html(
        '<dl class="parts">{}</dl>',
        format_html_join("", "<div><dt>{}</dt><dd>{}</dd></div>", rows),
    )


def _options(card: "Card") -> list[str]:
    return [*card.accepted[:1], *(wrong["text"] for wrong in card.wrong_answers)]


def _shuffled(key: str, options: list[str]) -> list[str]:
    """An order of the card's own: the same on every device, another for every card."""
    return sorted(options, key=lambda option: hashlib.sha256(f"{key}|{option}".encode()).digest())


def _bullets(lines: list[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _numbered(lines: list[str]) -> str:
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1))
