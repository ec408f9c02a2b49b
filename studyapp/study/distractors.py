"""Wrong answers that are never also right.

The author's own come first. The rest are the answers of other cards, and of those only such as
nobody could defend: not to a question that asks nearly the same, not in nearly the same words, not
one that contains the other, and not of a card that the author ties to this one.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction
from functools import lru_cache

from studyapp.draws import SPAN, Draw, u64
from studyapp.study.askable import Askable, Format
from studyapp.study.numbers import significant_figures
from studyapp.study.typed import CACHED, is_formula, matches, normalise

DISTRACTORS = 3  # wrong options that a choice has
SAME_PROMPT, SAME_ANSWER, SHARED_RUN = 0.8, 0.6, 8
JITTER = 0.05
LONGEST_OPTION = 140
SMALL_WORD = re.compile(r"[a-z]{2,}(?=[\s,;:-]|$)")
WORD = re.compile(r"[^\W_]+")
NUMBER = re.compile(
    r"(?P<before>\D{0,2}?)(?P<number>\d[\d,]*(?:\.\d+)?)\.?(?P<after>\s*(?:percent|[^\W\d]{0,3}%?))"
)
FACTORS = (0.5, 2, 10, 0.1)


class Kind(IntEnum):
    """What an answer looks like; options of another kind give the right one away."""

    NUMBER = 0
    FORMULA = 1
    WORDS = 2  # three at most
    PHRASE = 3
    PARAGRAPH = 4


@dataclass(frozen=True, slots=True)
class Option:
    """An answer to choose, cut to the length of an option.

    ``card`` is the card whose answer it is, none where the author wrote it for this one, or where
    it is the right number ``edited``.
    """

    text: str
    card: int | None = None
    feedback: str = ""
    edited: bool = False


@dataclass(frozen=True, slots=True)
class Options:
    """The options of a choice in the order shown, and the place of the right one."""

    shown: tuple[Option, ...]
    right: int

    @property
    def guess(self) -> Fraction:
        return Fraction(1, len(self.shown))


def formats_of(target: Askable, wrong: Sequence[Option]) -> frozenset[Format]:
    """How the card can be asked with these wrong answers; a self-check always works.

    A choice needs three. A false statement needs one that is no edited number.
    """
    if target.truth is not None:
        return frozenset((Format.TRUE_FALSE, Format.SELF))
    works = {
        Format.CHOICE: len(wrong) >= DISTRACTORS,
        Format.TRUE_FALSE: any(not option.edited for option in wrong),
        Format.TYPED: target.can_be_typed,
        Format.SELF: True,
    }
    return frozenset(how for how, possible in works.items() if possible)


def options(target: Askable, wrong: Sequence[Option], *, seed: str) -> Options | None:
    """The right answer among three wrong ones; none where there are fewer."""
    if len(wrong) < DISTRACTORS:
        return None
    right = Option(as_option(target.answer), target.card)
    order = Draw(f"{seed}|{target.card}").shuffled([right, *wrong[:DISTRACTORS]])
    return Options(tuple(order), order.index(right))


def distractors(
    target: Askable,
    near: Iterable[Askable],
    wider: Iterable[Askable] = (),
    *,
    seed: str,
    confused: Collection[int] = (),
) -> list[Option]:
    """Up to three wrong answers, the best first; fewer where no more are beyond doubt.

    ``near`` are the cards of the same deck, ``wider`` those of its subject, looked at only when
    the deck does not suffice. ``confused`` are the cards the learner has taken this one for. The
    seed lets options change a little from question to question.
    """
    if target.truth is not None:
        return []
    chosen = _authored(target)
    if kind_of(target.answer) is Kind.NUMBER:
        return _filled(target, chosen, _other_numbers(target))
    for cards in (near, wider):
        if len(chosen) < DISTRACTORS:
            fitting = (card for card in cards if _speaks_alike(target.answer, card.answer))
            others = [card for card in fitting if eligible(target, card)]
            others.sort(key=lambda card: _rank(target, card, confused, seed), reverse=True)
            found = (Option(as_option(card.answer), card.card) for card in others)
            chosen = _filled(target, chosen, found)
    return chosen


def eligible(target: Askable, other: Askable) -> bool:
    """Whether the other card's answer is certainly wrong for the target; the same both ways."""
    if target.card == other.card or target.alike & other.alike:
        return False
    if target.truth is not None or other.truth is not None:
        return False
    if normalise(target.prompt) == normalise(other.prompt):
        return False
    if similarity(target.prompt, other.prompt) >= SAME_PROMPT:
        return False
    return not any(
        could_be_one(mine, theirs)
        for mine in target.right_answers
        for theirs in other.right_answers
    )


def apart(cards: Iterable[Askable], most: int, beside: Collection[Askable] = ()) -> list[Askable]:
    """The first cards whose answers cannot be taken for one another, nor for those beside."""
    chosen: list[Askable] = []
    for card in cards:
        if len(chosen) == most:
            break
        if all(eligible(card, other) for other in (*beside, *chosen)):
            chosen.append(card)
    return chosen


def could_be_one(one: str, other: str) -> bool:
    """Whether somebody could take two answers for the same."""
    if _same(one, other):
        return True
    if similarity(one, other) >= SAME_ANSWER or _shares_a_run(one, other):
        return True
    if is_formula(one) or is_formula(other):
        return False
    a, b = normalise(one), normalise(other)
    return a in b or b in a


@lru_cache(maxsize=CACHED)
def trigrams(text: str) -> frozenset[str]:
    """The trigrams of the words, as PostgreSQL's pg_trgm cuts them."""
    padded = (f"  {word} " for word in WORD.findall(text.lower()))
    return frozenset(word[i : i + 3] for word in padded for i in range(len(word) - 2))


def similarity(one: str, other: str) -> float:
    """The share of trigrams that two texts have in common.

    >>> round(similarity("word", "two words"), 6)
    0.363636
    """
    a, b = trigrams(one), trigrams(other)
    return len(a & b) / len(a | b) if a or b else 0.0


def kind_of(answer: str) -> Kind:
    """What the answer looks like.

    >>> [kind_of(answer).name for answer in ("75 %", "0.", "TP / (TP + FP)", "concept drift")]
    ['NUMBER', 'NUMBER', 'FORMULA', 'WORDS']
    """
    if NUMBER.fullmatch(answer):
        return Kind.NUMBER
    if is_formula(answer):
        return Kind.FORMULA
    words = len(answer.split())
    return Kind.WORDS if words <= 3 else Kind.PHRASE if words <= 12 else Kind.PARAGRAPH


def as_option(text: str) -> str:
    """The text as an option: at most 140 characters, cut at a word, written like the others.

    A full stop or a small letter must not tell the right one from those of another author.

    >>> as_option("multiclass classification."), as_option("x = 1"), as_option("k-means")
    ('Multiclass classification', 'x = 1', 'k-means')
    """
    text = text.removesuffix(".")
    if SMALL_WORD.match(text) and not is_formula(text):
        text = text[0].upper() + text[1:]
    if len(text) <= LONGEST_OPTION:
        return text
    kept = text[: LONGEST_OPTION - 1]
    return f"{kept.rsplit(' ', 1)[0].rstrip(' ,;:')}…"


def _authored(target: Askable) -> list[Option]:
    made = (Option(as_option(wrong.text), feedback=wrong.feedback) for wrong in target.wrong)
    return _filled(target, [], made)


def _filled(target: Askable, chosen: Sequence[Option], more: Iterable[Option]) -> list[Option]:
    """The options with more of them, up to three that differ from what is right and each other."""
    filled = list(chosen)
    right = (as_option(target.answer), *target.right_answers)
    for option in more:
        if len(filled) == DISTRACTORS:
            break
        texts = (*right, *(other.text for other in filled))
        if not any(_same(option.text, text) for text in texts):
            filled.append(option)
    return filled


def _speaks_alike(one: str, other: str) -> bool:
    """A number or a formula among words, or the other way around, gives the right one away."""
    a, b = kind_of(one), kind_of(other)
    return a == b or min(a, b) > Kind.FORMULA


def _same(one: str, other: str) -> bool:
    return matches(one, other) or matches(other, one)


def _rank(
    target: Askable, other: Askable, confused: Collection[int], seed: str
) -> tuple[bool, bool, bool, float]:
    ratio = (len(other.answer) or 1) / (len(target.answer) or 1)
    score = (
        0.5 * similarity(target.prompt, other.prompt)
        + 0.3 * similarity(target.answer, other.answer)
        + 0.2 * (other.card in confused)
        + JITTER * (2 * u64(f"{seed}|{target.card}|{other.card}") / SPAN - 1)
    )
    return (
        kind_of(target.answer) == kind_of(other.answer),
        0.5 <= ratio <= 2,
        bool(target.topics & other.topics),
        score,
    )


def _shares_a_run(one: str, other: str) -> bool:
    return bool(_runs(one) & _runs(other))


@lru_cache(maxsize=CACHED)
def _runs(text: str) -> frozenset[tuple[str, ...]]:
    words = text.lower().split()
    starts = range(len(words) - SHARED_RUN + 1)
    return frozenset(tuple(words[start : start + SHARED_RUN]) for start in starts)


def _other_numbers(target: Askable) -> list[Option]:
    """The key halved, doubled, times ten, a tenth, or its complement, written as the key is.

    A share stays one, and whole numbers come first where the key is whole.
    """
    found = NUMBER.fullmatch(target.answer)
    assert found is not None
    written = found["number"]
    key = float(written.replace(",", ""))
    decimals = len(written.partition(".")[2])
    whole = 100 if found["after"].strip() in ("%", "percent") else 1
    is_share = key <= whole and (whole == 100 or decimals > 0)
    values = [key * factor for factor in FACTORS] + [whole - key] * is_share
    if is_share:
        values = [value for value in values if value <= whole]
    if not decimals:
        values.sort(key=lambda value: not value.is_integer())
    figures = max(2, significant_figures(written.replace(",", "")))
    return [
        Option(
            f"{found['before']}{_written(value, figures, ',' in written)}{found['after']}",
            edited=True,
        )
        for value in values
    ]


def _written(value: float, figures: int, grouped: bool) -> str:
    if value.is_integer():
        return f"{int(value):,}" if grouped else str(int(value))
    return f"{float(f'{value:.{figures}g}'):.10f}".rstrip("0").rstrip(".")
