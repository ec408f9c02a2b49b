"""One entry of a deck file to its cards, with the rules of each kind and shape."""

from collections.abc import Collection
from dataclasses import replace

from studyapp import markup
from studyapp.library.card_templates import FEWEST, LABELS, TEMPLATES, as_markdown, labelled
from studyapp.library.content.calculators import CALCULATORS
from studyapp.library.content.entries import Block, Entry, list_items
from studyapp.library.content.records import CardRecord
from studyapp.library.content.source import Fields, Source

KINDS = ("basic", "reversed", "cloze")
SHAPES = (
    "plain", "true_false", "choice", "list", "table", "ordering", "comparison", "calculator",
)  # fmt: skip
LONGEST_ANSWER = LONGEST_SOURCE = 300
LISTS = {"key_points", "wrong_answers"}


def card_records(
    source: Source, entry: Entry, concepts: Collection[str], sibling_key: str
) -> list[CardRecord]:
    """The cards of an entry: one, or one for each cloze number."""
    fields = entry.fields
    template = fields.choice("template", TEMPLATES, default="") if "template" in fields else ""
    parts = {name: entry.parts[name].text for name in LABELS if name in entry.parts}
    labels = tuple(label for label, _ in labelled(template, parts))
    card = CardRecord(
        key=entry.key,
        sibling_key=sibling_key,
        kind=fields.choice("kind", KINDS, default="basic"),
        shape=fields.choice("shape", SHAPES, default="plain"),
        front=entry.front.text,
        back=as_markdown(template, parts) if template else entry.back.text,
        plain=entry.part("plain").text,
        template=template,
        parts=parts,
        concepts=_concepts(fields, concepts),
        hint=entry.part("hint").text,
        explanation=entry.part("explanation").text,
        accepted=fields.words("accepted", limit=LONGEST_ANSWER),
        key_points=_key_points(source, entry.parts.get("key_points")) or labels,
        wrong_answers=_wrong_answers(source, entry.parts.get("wrong_answers")),
        calculator=_calculator(fields),
        source=fields.text("source", limit=LONGEST_SOURCE, required=False),
        tags=fields.words("tags", limit=40),
        language=fields.text("language", limit=16, required=False),
        status="draft" if fields.flag("draft") else "published",
        line=entry.line,
    )
    fields.end()
    texts = [entry.parts[name] for name in entry.parts.keys() - LISTS]
    for block in (entry.front, entry.back, *sorted(texts, key=lambda block: block.line)):
        source.check_markup(block.text, block.line)
    _refuse_by_kind(source, entry, card)
    _refuse_by_template(source, entry, card)
    _refuse_by_shape(source, entry, card)
    return _one_per_blank(source, entry, card) if card.kind == "cloze" else [card]


def _concepts(fields: Fields, known: Collection[str]) -> tuple[str, ...]:
    named = fields.words("concepts", limit=80, required=True)
    for slug in named:
        if known and slug not in known:
            fields.refuse("concepts", f"There is no concept “{slug}”.")
    return named


def _calculator(fields: Fields) -> dict[str, object] | None:
    facts = fields.mapping_of("calculator")
    if facts is None:
        return None
    name = facts.text("id", limit=80)
    inputs = facts.mapping_of("inputs", required=True)
    facts.end()
    if name and name not in CALCULATORS:
        facts.refuse("id", f"There is no calculator “{name[:40]}”.")
    for key, value in (inputs.mapping if inputs else {}).items():
        if key not in CALCULATORS.get(name, {key}):
            facts.refuse("inputs", f"The calculator “{name}” takes no “{key[:40]}”.")
        if not _is_numeric(value):
            facts.refuse(
                "inputs", f"“{key[:40]}” must be a number, a list of numbers or a table of them."
            )
    return {"id": name, "inputs": dict(inputs.mapping) if inputs else {}}


def _is_numeric(value: object) -> bool:
    """Whether it is a number, a list of them, or a table: a list of rows of equal length."""
    is_table = isinstance(value, list) and any(isinstance(row, list) for row in value)
    rows = value if isinstance(value, list) and is_table else [value]
    lists = [row if isinstance(row, list) else [row] for row in rows]
    numbers = [number for row in lists for number in row]
    even = len({len(row) for row in lists}) == 1
    return even and bool(numbers) and all(type(number) in (int, float) for number in numbers)


def _key_points(source: Source, block: Block | None) -> tuple[str, ...]:
    items = list_items(block) if block and block.text else []
    if block and block.text and (not items or any(nested for _, nested in items)):
        source.refuse(block.line, "Key points are a plain list, one “- ” for each.")
    for item, _ in items:
        source.check_markup(item.text, item.line)
    return tuple(item.text for item, _ in items)


def _wrong_answers(source: Source, block: Block | None) -> tuple[dict[str, str], ...]:
    items = list_items(block) if block and block.text else []
    if block and block.text and not items:
        source.refuse(block.line, "Wrong answers are a list, one “- ” for each.")
    for item, nested in items:
        if len(nested) != 1:
            source.refuse(item.line, "Say in one nested “- ” line what this wrong answer mistakes.")
        for text, line in (item, *nested):
            source.check_markup(text, line)
    texts = [item.text for item, _ in items]
    for item, _ in items:
        if texts.count(item.text) > 1:
            source.refuse(item.line, f"The wrong answer “{item.text[:40]}” stands here twice.")
    return tuple(
        {"text": item.text, "feedback": nested[0].text if nested else ""} for item, nested in items
    )


def _refuse_by_kind(source: Source, entry: Entry, card: CardRecord) -> None:
    if not card.front:
        source.refuse(entry.line, "This card asks nothing.")
    if card.kind != "cloze":
        if not card.back and not card.template:
            source.refuse(entry.line, "This card has no answer: write it below a line “---”.")
        if markup.cloze_numbers(card.front):
            source.refuse(entry.front.line, "Only a card of kind cloze has {{c1::…}} marks.")
    elif not markup.cloze_numbers(card.front):
        source.refuse(entry.line, "A cloze card needs {{c1::…}} marks in its text.")
    elif card.accepted:
        entry.fields.refuse("accepted", "A cloze card takes its answers from its marks.")
    if card.kind == "reversed" and "sibling" not in entry.fields:
        source.refuse(entry.line, "A reversed card names its other side as “sibling”.")


def _refuse_by_template(source: Source, entry: Entry, card: CardRecord) -> None:
    known = TEMPLATES.get(card.template, {})
    for name in card.parts.keys() - known:
        reason = f"“{LABELS[name]}” belongs to a card with a template."
        if known:
            reason = f"The template {card.template} has no “{LABELS[name]}”."
        source.refuse(entry.parts[name].line, reason)
    if card.template:
        if card.kind == "cloze" or card.shape != "plain":
            entry.fields.refuse("template", "A card with a template has no other kind or shape.")
        if entry.back.text:
            source.refuse(entry.back.line, "Write a back or the parts of a template, not both.")
        if len(labelled(card.template, card.parts)) < FEWEST:
            names = ", ".join(known.values())
            entry.fields.refuse("template", f"Write at least {FEWEST} parts of it: {names}.")
    if card.plain and (card.template or card.kind == "cloze" or card.shape != "plain"):
        source.refuse(entry.part("plain").line, "Only a definition is said again in plain words.")


def _refuse_by_shape(source: Source, entry: Entry, card: CardRecord) -> None:
    match card.shape:
        case "true_false" if card.accepted not in (("true",), ("false",)):
            source.refuse(entry.line, 'A true or false card needs accepted: ["true"] or ["false"].')
        case "choice" if not card.accepted:
            source.refuse(entry.line, "A choice needs its right option as “accepted”.")
        case "choice" if not card.wrong_answers:
            source.refuse(entry.line, "A choice needs “### Wrong answers”.")
        case "ordering" if len(card.key_points) < 2:
            source.refuse(entry.line, "An ordering needs its steps as “### Key points”.")
        case "calculator" if card.calculator is None:
            source.refuse(entry.line, "A calculator card needs “calculator” with id and inputs.")
    if card.shape != "calculator" and card.calculator is not None:
        entry.fields.refuse("calculator", "Only a card of shape calculator names one.")
    if card.shape == "choice":
        for option in card.accepted:
            source.check_markup(option, entry.fields.line_of("accepted"))
    for item, _ in list_items(entry.part("wrong_answers")):
        if item.text.casefold() in {answer.casefold() for answer in card.accepted}:
            source.refuse(item.line, f"“{item.text[:40]}” is accepted and wrong at once.")


def _one_per_blank(source: Source, entry: Entry, card: CardRecord) -> list[CardRecord]:
    cards = []
    for number in markup.cloze_numbers(card.front):
        answers = tuple(markup.cloze_answers(card.front, number))
        if any(len(answer) > LONGEST_ANSWER for answer in answers):
            source.refuse(entry.line, f"An answer is longer than {LONGEST_ANSWER} characters.")
        cards.append(
            replace(card, key=f"{card.key}-c{number}", cloze_number=number, accepted=answers)
        )
    return cards
