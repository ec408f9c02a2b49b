"""What an import would do to a deck, line by line; nothing is written here."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.utils.text import Truncator, slugify

from studyapp import markup
from studyapp.interchange.decoding import decoded
from studyapp.interchange.formats import FORMATS, guess, read
from studyapp.interchange.formats.csv_cards import missing
from studyapp.interchange.models import Transfer
from studyapp.interchange.recognition import LONGEST_ANSWER, recognised, settled
from studyapp.interchange.records import NO_ANSWER, CardRecord, Problem, Reading, Row
from studyapp.library.card_templates import as_markdown
from studyapp.library.content.difference import differing
from studyapp.library.content.source import SLUG
from studyapp.library.models import Card, Concept, Deck

MOST_ROWS = 10_000
LONGEST_FACE = 1_000  # characters of a side in the preview
ALWAYS = ("front", "back")
OPTIONAL = (
    "plain", "template", "parts", "hint", "explanation", "kind", "shape", "accepted", "key_points",
    "wrong_answers", "source", "tags", "language", "status",
)  # fmt: skip


class Unreadable(Exception):
    """A text that no card can be taken from; the sentence says why."""


class State(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    DUPLICATE = "duplicate"
    FAULTY = "faulty"


@dataclass
class Entry:
    """One line's card: what it says, what it would do, and to which cards."""

    row: Row
    state: State
    reason: str = ""
    left_out: bool = False
    added: list[Card] = field(default_factory=list)
    changed: dict[Card, dict[str, Any]] = field(default_factory=dict)
    concepts: frozenset[int] = frozenset()
    after: str | None = None  # the text that its cards follow; nothing is said of that

    @property
    def is_taken(self) -> bool:
        return self.state in (State.NEW, State.CHANGED) and not self.left_out

    @property
    def needs_a_look(self) -> bool:
        return self.state in (State.DUPLICATE, State.FAULTY)

    @property
    def lacks(self) -> str:
        """The side that can be typed in its place, if one alone is missing."""
        front, back = bool(self.row.card.front), bool(self.row.card.back)
        if self.state != State.FAULTY or front == back:
            return ""
        return "back" if front else "front"

    @property
    def cards(self) -> int:
        return len(self.added) + len(self.changed)

    @property
    def front_face(self) -> str:
        return _face(self.row.card.front, plain=self.state == State.FAULTY)

    @property
    def back_face(self) -> str:
        return _face(self.row.card.back, plain=self.state == State.FAULTY)


@dataclass
class Plan:
    """All that confirming the import would do."""

    entries: list[Entry]
    problems: list[Problem]
    reading: Reading
    format: str
    reason: str

    @cached_property
    def taken(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.is_taken]

    @property
    def mendable(self) -> bool:
        """Whether a side can be typed for one of the lines."""
        return any(entry.lacks for entry in self.entries)

    @cached_property
    def needing_a_look(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.needs_a_look]

    @property
    def ready(self) -> int:
        """How many cards would come or change."""
        return sum(entry.cards for entry in self.taken)

    @property
    def counts(self) -> dict[str, int]:
        added = sum(len(entry.added) for entry in self.taken)
        return {
            "added": added,
            "changed": self.ready - added,
            "same": sum(entry.state == State.SAME for entry in self.entries),
            "left_out": sum(e.left_out or e.needs_a_look for e in self.entries),
        }

    @property
    def told(self) -> str:
        """What the person saw, so that nothing else is done in its name."""
        return "-".join(str(number) for number in self.counts.values())

    def losses(self) -> list[Problem]:
        """What does not come along, in the order of the lines."""
        lost = [Problem(entry.row.line, entry.reason) for entry in self.needing_a_look]
        lost += [
            Problem(entry.row.line, "You left this line out.")
            for entry in self.entries
            if entry.left_out and not entry.needs_a_look
        ]
        return sorted([*self.problems, *lost])


def text_of(transfer: Transfer) -> str | None:
    """The text that was brought, or nothing while its encoding is unknown."""
    return decoded(bytes(transfer.content), transfer.choices.get("encoding"))


def plan(transfer: Transfer, deck: Deck | None) -> Plan:
    """What the text would do to the deck, or to a new one. Raises ``Unreadable``."""
    text = text_of(transfer)
    if text is None:
        raise Unreadable("This is no text that Recto can read.")
    return plan_text(markup.clean_text(text), transfer.choices, deck)


def plan_text(text: str, choices: Mapping[str, Any], deck: Deck | None) -> Plan:
    reading, name, reason = read_text(text, choices)
    typed = choices.get("typed", {})
    whole = [filled(row, typed[str(row.line)]) if str(row.line) in typed else row
             for row in reading.rows]  # fmt: skip
    rows = recognised(whole) if choices.get("tidy", True) else whole
    fitting = [settled(row) for row in rows]
    problems = [*reading.problems, *(problem for _, lost in fitting for problem in lost)]
    matching = _Matching(deck, reading.fields, problems)
    skipped = frozenset(choices.get("skipped", []))
    entries = matching.entries([row for row, _ in fitting], skipped)
    return Plan(entries, problems, reading, name, reason)


def filled(row: Row, typed: Mapping[str, str]) -> Row:
    """The row with what was typed for a side that it lacks."""
    if not row.fault:
        return row
    front, back = (getattr(row.card, side) or typed.get(side, "") for side in ALWAYS)
    fault = missing(front, back, row.card.kind)
    return replace(row, card=replace(row.card, front=front, back=back), fault=fault)


def read_text(text: str, choices: Mapping[str, Any]) -> tuple[Reading, str, str]:
    """The text as it is to be read, with the name of its format and why it is that one."""
    guessed = guess(text)
    name = choices.get("format") or guessed.name
    reading = read(
        text,
        name,
        mend=bool(choices.get("mend")),
        question=choices.get("question"),
        answer=choices.get("answer"),
    )
    if not reading.rows:
        raise Unreadable("There is no card in this text.")
    if (count := len(reading.rows)) > MOST_ROWS:
        reason = f"This text has {count:,} cards; at most {MOST_ROWS:,} come in at once."
        raise Unreadable(reason)
    same = name == guessed.name
    return reading, name, guessed.reason if same else f"Read as {FORMATS[name].label}"


def normal(front: str) -> str:
    """By which two questions are the same, whatever their case and spaces."""
    return " ".join(front.casefold().split())


def derived_key(front: str) -> str:
    """The key of a card that brings none: from its question, so that it is found again."""
    digest = hashlib.sha256(normal(front).encode()).hexdigest()[:10]
    words = re.sub(r"[^a-z0-9]+", "-", slugify(front))[:60].strip("-")
    return f"{words}-{digest}" if words else f"card-{digest}"


class _Matching:
    """Rows of a file beside the cards of a deck."""

    def __init__(self, deck: Deck | None, fields: frozenset[str], problems: list[Problem]) -> None:
        self.deck, self.fields, self.problems = deck, fields, problems
        self.held: dict[str, list[Card]] = {}
        self.by_front: dict[str, str] = {}  # of cards that are not archived
        cards = list(deck.cards.order_by("pk")) if deck else []
        for card in cards:
            self.held.setdefault(card.row_key, []).append(card)
            if card.archived_at is None:
                self.by_front.setdefault(normal(card.front), card.row_key)
        self.live = set(self.by_front.values())
        keys = {card.pk: card.row_key for card in cards}
        self.leaders = {card.row_key: keys.get(card.after_id or 0, "") for card in cards}

    def entries(self, rows: Iterable[Row], skipped: frozenset[int]) -> list[Entry]:
        rows = list(rows)
        concepts = self._concepts(rows)
        seen: dict[str, int] = {}
        entries = []
        for row in rows:
            entry = self._entry(row, seen)
            entry.left_out = row.line in skipped
            entry.concepts = frozenset(
                concepts[word.casefold()]
                for word in row.card.concepts
                if word.casefold() in concepts
            )
            entries.append(entry)
        return entries

    def _concepts(self, rows: Iterable[Row]) -> dict[str, int]:
        """The concepts that rows name by slug or name; other words are told as lost."""
        words = {word.casefold() for row in rows for word in row.card.concepts}
        if not words:
            return {}
        known = dict[str, int]()
        for pk, slug, name in Concept.objects.filter(archived_at=None).values_list(
            "pk", "slug", "name"
        ):
            known[name.casefold()] = pk
            known[slug] = pk
        for row in rows:
            if lost := [word for word in row.card.concepts if word.casefold() not in known]:
                named = ", ".join(f"“{word[:40]}”" for word in lost[:5])
                self.problems.append(Problem(row.line, f"No concept is called {named}."))
        return known

    def _entry(self, row: Row, seen: dict[str, int]) -> Entry:
        if fault := (row.fault if row.fault != NO_ANSWER else "") or _fault(row.card):
            return Entry(row, State.FAULTY, fault)
        card = replace(row.card, key=self._key(row))
        row = replace(row, card=card)
        for name in (card.key, normal(card.front)):
            if name in seen:
                return Entry(row, State.DUPLICATE, f"Same question as line {seen[name]}.")
        seen[card.key] = seen[normal(card.front)] = row.line
        blanks = sorted({blank.number for blank in _blanks(card.front)})
        numbers: list[int | None] = [*blanks] or [None]
        kind = "cloze" if numbers != [None] else card.kind
        held = self.held.get(card.key, [])
        live = [each for each in held if each.archived_at is None] or held
        if held and {each.cloze_number for each in live} != set(numbers):
            reason = "The card of this id has other blanks; give this one an id of its own."
            return Entry(row, State.FAULTY, reason)
        led = self.leaders.get(card.key, "")
        entry = Entry(row, State.SAME, after=self._after(row, seen))
        for number in numbers:
            self._compare(entry, replace(card, kind=kind), number)
        if entry.after not in (None, led):
            entry.changed |= {each: {} for each in live if each not in entry.changed}
        if entry.added:
            entry.state = State.NEW
        elif entry.changed:
            back = any(each.archived_at for each in entry.changed)
            entry.state = State.NEW if back else State.CHANGED
            entry.reason = "Comes back" if back else ""
        return entry

    def _after(self, row: Row, seen: Mapping[str, int]) -> str | None:
        """The text that the cards of this line follow; none where that would lead in a circle."""
        key, after = row.card.key, row.card.after
        if not after and "after" not in self.fields:
            return None
        leader = after
        while leader and leader != key:
            leader = self.leaders.get(leader, "")
        if after and (leader == key or not (after in seen or after in self.live)):
            reason = f"No card “{after[:40]}” stands before this one, so it follows none."
            self.problems.append(Problem(row.line, reason))
            return None
        self.leaders[key] = after
        return after

    def _key(self, row: Row) -> str:
        key = row.card.key
        if key and (not SLUG.fullmatch(key) or len(key) > 90) and key not in self.held:
            self.problems.append(Problem(row.line, f"“{key[:40]}” is no id, so it was left out."))
            key = ""
        return key or self.by_front.get(normal(row.card.front)) or derived_key(row.card.front)

    def _compare(self, entry: Entry, card: CardRecord, number: int | None) -> None:
        """Note what must be written so that the deck has the card, or that blank of it."""
        held = next((c for c in self.held.get(card.key, []) if c.cloze_number == number), None)
        values = self._values(card, number, entry.row.line, fresh=held is None)
        _settle_parts(values, held)
        if held is None:
            key = f"{card.key}-c{number}" if number else card.key
            sibling = card.sibling_key or card.key
            entry.added.append(Card(key=key, sibling_key=sibling, **values))
        elif names := differing(held, values | {"archived_at": None}):
            entry.changed[held] = {name: values.get(name) for name in names}

    def _values(
        self, card: CardRecord, number: int | None, line: int, *, fresh: bool
    ) -> dict[str, Any]:
        """The columns of which the file speaks; what it does not name stays as it is."""
        names = [name for name in OPTIONAL if fresh or name in self.fields or getattr(card, name)]
        values: dict[str, Any] = {name: getattr(card, name) for name in (*ALWAYS, *names)}
        if not fresh:
            for name, default in (("kind", "basic"), ("shape", "plain"), ("status", "published")):
                if name not in self.fields and values.get(name) == default:
                    del values[name]
            if values.get("shape") == "calculator":
                del values["shape"]
        elif values["shape"] == "calculator":
            values["shape"] = "plain"
            self.problems.append(Problem(line, "A calculator does not come along."))
        if number:
            values["accepted"] = markup.cloze_answers(card.front, number)
            values["kind"], values["cloze_number"] = "cloze", number
        return {name: list(v) if isinstance(v, tuple) else v for name, v in values.items()}


def _settle_parts(values: dict[str, Any], held: Card | None) -> None:
    """An answer of its own takes the place of a template's parts; plain words go with neither."""
    template = values.get("template", held.template if held else "")
    parts = values.get("parts", held.parts if held else {})
    if template and values["back"] != as_markdown(template, parts):
        values |= {"template": "", "parts": {}}
        template = ""
    if (template or values.get("cloze_number")) and (values.get("plain") or (held and held.plain)):
        values["plain"] = ""


def _fault(card: CardRecord) -> str:
    """What of its text could not be kept as it stands, if anything."""
    named = {"question": card.front, "answer": card.back, "hint": card.hint}
    named |= {"explanation": card.explanation, "answer in plain words": card.plain}
    for name, text in named.items():
        if text and (errors := markup.check(text)):
            return f"The {name}: {errors[0]}"
    wrong = [wrong["text"] for wrong in card.wrong_answers]
    for texts in (card.key_points, wrong, card.parts.values()):
        for text in texts:
            if errors := markup.check(text):
                return str(errors[0])
    blanks = _blanks(card.front)
    if card.kind == "cloze" and not blanks:
        return "A card with blanks needs {{c1::…}} marks in its question."
    if any(len(answer) > LONGEST_ANSWER for blank in blanks for answer in blank.answers):
        return f"A blank is longer than {LONGEST_ANSWER} characters."
    return "" if card.back or blanks else NO_ANSWER


def _blanks(front: str) -> list[markup.Blank]:
    """The blanks of a text; most texts have none, which is seen without parsing them."""
    return markup.cloze_blanks(front) if "{{" in front else []


def _face(text: str, *, plain: bool) -> str:
    """A side as a learner will see it; in short, and as it stands, where that cannot be."""
    if plain or len(text) > LONGEST_FACE:
        return Truncator(text).chars(LONGEST_FACE)
    return markup.render(text)
