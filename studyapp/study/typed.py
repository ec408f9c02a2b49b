"""Whether a typed answer is right, close, to be asked about, or wrong.

Right is not only what is written letter by letter as the author wrote it, but what nobody would
call another answer: case, accents, hyphens, an article, a typing error. Never a typing error is
what turns a term into its opposite or its neighbour: L1 and L2, micro and macro.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from studyapp.study.numbers import NotANumber, read_number

LONGEST_TYPED = 300  # characters that a field for an answer takes
CACHED = 8192  # texts: a deck is compared with itself
LONGEST_KEY, MOST_WORDS = 60, 8

NUMBER_WORDS = {
    "zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6",
    "seven": "7", "eight": "8", "nine": "9", "ten": "10", "eleven": "11", "twelve": "12",
}  # fmt: skip
QUOTES_AND_DASHES = str.maketrans("\u2019\u2018\u2013\u2014\u2212\u2011", "''----")
GREEK = re.compile(r"GREEK (?:SMALL|CAPITAL) LETTER (?:FINAL )?(\w+)")
THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")
PUNCTUATION = re.compile(r"[^\w\s.+%#/<>=-]|(?<!\d)\.|\.(?!\d)")
LETTER, LETTER_OR_DIGIT = r"[^\W\d_]", r"[^\W_]"
JOINED = re.compile(
    rf"(?<={LETTER_OR_DIGIT})[-/](?={LETTER})|(?<={LETTER})[-/](?={LETTER_OR_DIGIT})"
)
BRACKETED = re.compile(r"\s*\([^()]*\)")
OPERATOR = re.compile(r"[=+*/^<>]")
WORDS_AND_SIGNS = re.compile(r"[\w\s/+-]*")

CLAIMS_TO_OFFER = 3  # learners who were right about the same answer
LIMITS = ((3, 0), (7, 1), (14, 2))  # the longest key, and how many slips it allows
LONGEST_LIMIT = 3
# words between which the order is the meaning
DIRECTIONS = {"then", "before", "after", "than", "from", "to", "into", "given", "minus"}
NEGATIONS = {"not", "no", "never", "non", "without", "true", "false"}
SHORTEST_STEM = 3
OPPOSITES = (
    *((prefix, "") for prefix in ("un", "non", "in", "im", "dis", "anti", "a", "de")),
    ("over", "under"), ("pre", "post"), ("hyper", "hypo"), ("micro", "macro"),
    ("intra", "inter"),
)  # fmt: skip


class Outcome(StrEnum):
    """What is found of a typed answer; close counts as right, empty is no attempt."""

    EMPTY = "empty"
    EXACT = "exact"
    CLOSE = "close"
    ASK = "ask"
    WRONG = "wrong"

    @property
    def is_right(self) -> bool:
        return self in (Outcome.EXACT, Outcome.CLOSE)


class Reason(StrEnum):
    TYPO = "typo"
    WORD_ORDER = "word_order"
    FORMULA = "formula"
    OTHER_CARD = "other_card"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome, with the accepted answer, or the other card's, that was compared.

    ``distance`` counts the slips of the keys between the two, ``token_recall`` is the share of
    the key's words that were typed, where the learner is asked.
    """

    outcome: Outcome
    matched: str = ""
    distance: int | None = None
    reason: Reason | None = None
    token_recall: float | None = None


def check(typed: str, accepted: Sequence[str], others: Iterable[str] = ()) -> Verdict:
    """Compare what was typed with the accepted answers of a card and the answers of other cards.

    Of a large deck only the answers most like the typed text need to be among the others.

    >>> check("precison", ["precision"], ["recall"]).outcome.value
    'close'
    >>> check("micro average", ["macro average"]).outcome.value
    'wrong'
    """
    if not accepted:
        raise ValueError("A typed answer needs at least one that is accepted.")
    for key in accepted:
        if typed.strip() and matches(typed, key):
            return Verdict(Outcome.EXACT, key, 0)
    text = normalise(typed)
    if not text:
        return Verdict(Outcome.EMPTY)

    words = [key for key in accepted if normalise(key) and not is_formula(key)]
    near = (
        min((distance(text, normalise(key)), n) for n, key in enumerate(words)) if words else None
    )
    others = list(others)
    for other in others:
        if matches(typed, other):
            return Verdict(Outcome.WRONG, other, near and near[0], Reason.OTHER_CARD)
    if near:
        found = _compared(text, words[near[1]], near[0], others)
        if found.outcome is not Outcome.WRONG or len(words) == len(accepted):
            return found
    if OPERATOR.search(typed):
        return Verdict(Outcome.ASK, accepted[0], None, Reason.FORMULA)
    return Verdict(Outcome.WRONG, accepted[0], near and near[0])


def _compared(text: str, key: str, slips: int, others: Collection[str]) -> Verdict:
    """The verdict on a text that equals no answer, against the nearest key."""
    wanted = normalise(key)
    if sorted(text.split()) == sorted(wanted.split()):
        outcome = Outcome.ASK if _order_matters(wanted) else Outcome.CLOSE
        return Verdict(outcome, key, slips, Reason.WORD_ORDER)
    guarded = differs_in_meaning(text, wanted)
    if slips <= typo_limit(len(wanted)) and not guarded:
        rivals = (normalise(other) for other in others)
        if all(abs(len(r) - len(text)) > slips or distance(text, r) > slips for r in rivals):
            return Verdict(Outcome.CLOSE, key, slips, Reason.TYPO)
    typed_words, key_words = set(text.split()), set(wanted.split())
    recall = len(typed_words & key_words) / len(key_words)
    one_sided = typed_words <= key_words or typed_words >= key_words
    similar = 1 - slips / max(len(text), len(wanted)) >= 0.8
    if len(wanted) > LONGEST_KEY or (not guarded and ((one_sided and recall >= 0.5) or similar)):
        return Verdict(Outcome.ASK, key, slips, token_recall=recall)
    return Verdict(Outcome.WRONG, key, slips)


def agreed(claims: Iterable[tuple[int, str]], learners: int = CLAIMS_TO_OFFER) -> list[str]:
    """The answers that so many learners said were right, each as it was first typed.

    These are offered to the author of the card, to be accepted from then on.

    >>> agreed([(1, "CI"), (2, "ci"), (2, "C.I."), (3, "Ci."), (3, "CD")])
    ['CI']
    """
    first: dict[str, str] = {}
    said: dict[str, set[int]] = {}
    for learner, text in claims:
        form = normalise(text)
        first.setdefault(form, text)
        said.setdefault(form, set()).add(learner)
    return [first[form] for form, who in said.items() if form and len(who) >= learners]


def matches(text: str, key: str) -> bool:
    """Whether two texts are the same answer: in words, as a formula, or as a number.

    What stands in brackets may be left out of either, but not be something else.

    >>> matches("continuous integration", "continuous integration (CI)")
    True
    >>> matches("precision (class A)", "precision (class B)")
    False
    """
    if is_formula(key) or not normalise(key):
        return _compact(text) == _compact(key)
    left_out = normalise(text) in _variants(key) or normalise(key) in _variants(text)
    return left_out or _same_number(text, key)


@lru_cache(maxsize=CACHED)
def normalise(text: str) -> str:
    """The words that count: without case, accents, punctuation or an article before them.

    >>> normalise("The ROC-AUC"), normalise("λ₁ of three"), normalise("C++")
    ('roc auc', 'lambda1 of 3', 'c++')
    """
    text = "".join(map(_latin, unicodedata.normalize("NFKC", text))).casefold()
    decomposed = unicodedata.normalize("NFD", text)
    text = "".join(char for char in decomposed if not unicodedata.combining(char))
    text = THOUSANDS.sub("", text.translate(QUOTES_AND_DASHES))
    words = JOINED.sub(" ", PUNCTUATION.sub(" ", text)).split()
    if len(words) > 1 and words[0] in ("a", "an", "the"):
        words = words[1:]
    return " ".join(NUMBER_WORDS.get(word, word) for word in words)


@lru_cache(maxsize=CACHED)
def is_formula(text: str) -> bool:
    """Whether signs in the text carry its meaning; CI/CD and C++ are words.

    >>> [is_formula(text) for text in ("TP / (TP + FP)", "a = b", "CI/CD", "C++")]
    [True, True, False, False]
    """
    return "=" in text or bool(OPERATOR.search(text) and not WORDS_AND_SIGNS.fullmatch(text))


def is_typeable(key: str, *, cloze: bool = False) -> bool:
    """Whether a learner can be expected to type the answer: a blank, a number, or a few words."""
    short = len(key) <= LONGEST_KEY and len(key.split()) <= MOST_WORDS
    return cloze or short or _number(key) is not None


def typo_limit(length: int) -> int:
    """How many slips of the keys a key of that length forgives."""
    return next((limit for longest, limit in LIMITS if length <= longest), LONGEST_LIMIT)


def differs_in_meaning(text: str, key: str) -> bool:
    """Whether the words that differ are never a typing error: figures, abbreviations,
    negations and opposites.
    """
    ours, theirs = set(text.split()), set(key.split())
    mine, yours = ours - theirs, theirs - ours
    for word in mine | yours:
        if len(word) <= 3 or word in NEGATIONS or any(char.isdigit() for char in word):
            return True
    return any(_opposite(one, other) for one in mine for other in yours)


def _order_matters(text: str) -> bool:
    """Whether the same words in another order may say something else."""
    words = text.split()
    figures = [word for word in words if any(char.isdigit() for char in word)]
    return len(figures) > 1 or not DIRECTIONS.isdisjoint(words)


def _opposite(one: str, other: str) -> bool:
    for left, right in OPPOSITES:
        for a, b in ((one, other), (other, one)):
            if a.startswith(left) and b.startswith(right):
                stem = a[len(left) :]
                if stem == b[len(right) :] and (len(stem) >= SHORTEST_STEM or (right and not stem)):
                    return True
    return False


def distance(one: str, other: str) -> int:
    """The least slips that turn one text into the other: a letter more, less or other, or two
    neighbours swapped (optimal string alignment, after Damerau 1964).

    >>> distance("presicion", "precision"), distance("form", "from")
    (2, 1)
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, b in enumerate(other, 1):
            least = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                least = min(least, last[j - 2] + 1)
            row.append(least)
    return row[-1]


def _latin(char: str) -> str:
    if char.isascii():
        return char
    greek = GREEK.match(unicodedata.name(char, ""))
    return greek[1].lower().replace("lamda", "lambda") if greek else char


@lru_cache(maxsize=CACHED)
def _variants(text: str) -> frozenset[str]:
    return frozenset({normalise(text), normalise(BRACKETED.sub("", text))} - {""})


def _compact(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold().translate(QUOTES_AND_DASHES)
    return "".join(folded.split())


def _same_number(text: str, key: str) -> bool:
    wanted = _number(key)
    return wanted is not None and wanted == _number(text)


@lru_cache(maxsize=CACHED)
def _number(text: str) -> float | None:
    try:
        return read_number(text, percent=True).value
    except NotANumber:
        return None
