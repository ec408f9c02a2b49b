"""What people write into the text of a card because they have no field for it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from studyapp.interchange.records import CardRecord, Problem, Row
from studyapp.library.card_templates import FEWEST, TEMPLATES, as_markdown, labelled

KINDS = ("basic", "reversed", "cloze")
SHAPES = ("plain", "true_false", "choice", "list", "table", "ordering", "comparison")
LONGEST_ANSWER = LONGEST_SOURCE = 300
LONGEST_TAG = 40

HINT = re.compile(r"\s*[(\[]\s*hint\s*[:\u2013-]\s*(?P<hint>[^()\[\]]+)[)\]]\s*$", re.IGNORECASE)
STATEMENT = re.compile(r"(?:true or false|true/false|t/f)\s*[:?.\u2013-]?\s*", re.IGNORECASE)
VERDICT = re.compile(
    r"\**(?P<word>true|false)\b\**\s*(?:$|[.,:;!\u2013\u2014-]+\s*\**\s*(?P<why>.*))",
    re.IGNORECASE | re.DOTALL,
)
NUMBERED = re.compile(r"(?:^|(?<=\s))(?:\(?(?P<mark>\d{1,2}|[a-z])(?P<end>[.)]))\s+(?=\S)")
COUNTED_QUESTION = re.compile(r"\(?(\d+)[.)]\s+(?=\S)")


def recognised(rows: Sequence[Row]) -> list[Row]:
    """The rows with hints, lists and verdicts in fields of their own, each saying what was found.

    >>> from studyapp.interchange.records import untold
    >>> row, = recognised([Row(1, untold("Yeast is alive.", "True. It breathes."))])
    >>> row.card.shape, row.card.accepted, row.card.back, row.found
    ('true_false', ('true',), '**True.** It breathes.', ('True or false',))
    """
    numbered = _are_counted(rows)
    return [_recognised(row, numbered=numbered) for row in rows]


def _are_counted(rows: Sequence[Row]) -> bool:
    """Whether the questions carry running numbers by hand."""
    counts = [
        int(found[1]) if (found := COUNTED_QUESTION.match(row.card.front)) else 0 for row in rows
    ]
    return len(rows) > 1 and counts == list(range(counts[0], counts[0] + len(rows)))


def _recognised(row: Row, *, numbered: bool) -> Row:
    card, found = row.card, list(row.found)
    if numbered:
        card = replace(card, front=COUNTED_QUESTION.sub("", card.front, count=1))
        found.append("Number taken off")
    for side in ("front", "back"):
        if not card.hint and (hint := HINT.search(getattr(card, side))):
            rest = getattr(card, side)[: hint.start()].rstrip()
            if rest:
                card = replace(card, hint=hint["hint"].strip(), **{side: rest})
                found.append("Hint")
    if card.shape == "plain" and card.kind == "basic" and not (card.plain or card.template):
        if (judged := _judged(card)) is not None:
            card = judged
            found.append("True or false")
        elif (listed := listed_text(card.back)) != card.back:
            card = replace(card, back=listed, shape="list")
            found.append("List")
    return replace(row, card=card, found=tuple(found))


def _judged(card: CardRecord) -> CardRecord | None:
    """The statement and its verdict, where the card is one."""
    prefix, verdict = STATEMENT.match(card.front), VERDICT.fullmatch(card.back)
    letter = card.back.strip(" .").casefold()
    if prefix and letter in ("t", "f"):
        word, why = {"t": "true", "f": "false"}[letter], ""
    elif verdict and (prefix or not card.front.endswith("?")):
        word, why = verdict["word"].casefold(), (verdict["why"] or "").strip()
    else:
        return None
    statement = card.front[prefix.end() :] if prefix else card.front
    if not statement.strip():
        return None
    back = f"**{word.capitalize()}.** {why}".rstrip()
    return replace(card, front=statement.strip(), back=back, shape="true_false", accepted=(word,))


def listed_text(text: str) -> str:
    """The text with numbers or letters that were set by hand made into a list.

    >>> print(listed_text("Three: 1) mix 2) knead 3) bake"))
    Three:
    <BLANKLINE>
    1. mix
    2. knead
    3. bake
    >>> listed_text("See 1. above, then rest")
    'See 1. above, then rest'
    >>> listed_text("a. salt\\nb. flour")
    '1. salt\\n2. flour'
    """
    marks = list(NUMBERED.finditer(text))
    first = marks[0]["mark"] if marks else ""
    run = [chr(ord("a") + n) if first == "a" else str(n + 1) for n in range(len(marks))]
    if len(marks) < 2 or [mark["mark"] for mark in marks] != run or "```" in text:
        return text
    if len({mark["end"] for mark in marks}) > 1:
        return text
    lead = text[: marks[0].start()].strip()
    if not lead and marks[0]["end"] == "." and first == "1" and "\n" in text:
        return text  # a list already, whose items may run over several lines
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    items = [
        " ".join(text[mark.end() : end].split()).rstrip(",;")
        for mark, end in zip(marks, ends, strict=True)
    ]
    listed = "\n".join(f"{number}. {item}" for number, item in enumerate(items, 1))
    return f"{lead}\n\n{listed}" if lead else listed


def settled(row: Row) -> tuple[Row, list[Problem]]:
    """The row with facts that fit together, and what of it could therefore not be kept."""
    card, told = row.card, list[str]()

    def drop(reason: str, **values: Any) -> None:
        nonlocal card
        told.append(reason)
        card = replace(card, **values)

    if card.kind not in KINDS:
        drop(f"There is no kind “{card.kind[:20]}”; it is a basic card.", kind="basic")
    if card.shape not in (*SHAPES, "calculator"):
        drop(f"There is no shape “{card.shape[:20]}”; it is a plain card.", shape="plain")
    if card.status not in ("published", "draft"):
        drop(f"There is no status “{card.status[:20]}”; it is published.", status="published")
    if reason := _unknown_parts(card):
        drop(reason, template="", parts={})
    elif card.template:
        answer = as_markdown(card.template, card.parts)
        if card.back != answer:
            drop("Its answer was put together from its parts.", back=answer)
    if card.plain and (card.template or card.kind == "cloze"):
        drop("Only a definition is said again in plain words.", plain="")
    if len(card.source) > LONGEST_SOURCE:
        drop(f"Its source is longer than {LONGEST_SOURCE} characters.", source="")
    if any(len(tag) > LONGEST_TAG for tag in card.tags):
        short = tuple(tag for tag in card.tags if len(tag) <= LONGEST_TAG)
        drop(f"A tag is longer than {LONGEST_TAG} characters.", tags=short)
    if any(len(answer) > LONGEST_ANSWER for answer in card.accepted):
        short = tuple(answer for answer in card.accepted if len(answer) <= LONGEST_ANSWER)
        drop(f"An accepted answer is longer than {LONGEST_ANSWER} characters.", accepted=short)
    if len(card.sibling_key) > 100:
        drop("The name of its sibling is too long.", sibling_key="")
    if len(card.language) > 16:
        drop("Its language is not readable.", language="")
    accepted = {answer.casefold() for answer in card.accepted}
    if any(wrong["text"].casefold() in accepted for wrong in card.wrong_answers):
        drop("One of its wrong answers is accepted as right.", wrong_answers=())
    if reason := _unfit(card):
        drop(f"{reason}; it is a plain card.", shape="plain")
    return replace(row, card=card), [Problem(row.line, reason) for reason in told]


def _unknown_parts(card: CardRecord) -> str:
    """Why the parts of its answer cannot be kept as parts, if there is a reason."""
    known = TEMPLATES.get(card.template, {})
    if card.template and not known:
        return f"There is no template “{card.template[:20]}”; its answer is one text."
    if not known and not card.parts:
        return ""
    whole = not card.parts.keys() - known and len(labelled(card.template, card.parts)) >= FEWEST
    if whole and card.kind == "basic" and card.shape == "plain":
        return ""
    return "The parts of its answer fit no template; its answer is one text."


def _unfit(card: CardRecord) -> str:
    match card.shape:
        case "true_false" if card.accepted not in (("true",), ("false",)):
            return "Its accepted answer is neither true nor false"
        case "choice" if not (card.accepted and card.wrong_answers):
            return "A choice needs a right option and wrong ones"
        case "ordering" if len(card.key_points) < 2:
            return "An ordering needs its steps as key points"
    return ""
