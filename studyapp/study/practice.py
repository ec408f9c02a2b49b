"""A practice test: composed from a seed, so that the same one can be taken again, and scored.

Each card is asked once. Formats are dealt evenly over the cards that can carry them; a card that
carries none of them is a self-check, which is listed and scored apart.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from studyapp.draws import Draw, u64
from studyapp.study.askable import Askable, Format
from studyapp.study.distractors import (
    Option,
    Options,
    apart,
    as_option,
    formats_of,
    options,
)

USUAL_LENGTH = 20
FEWEST_PAIRS, MOST_PAIRS = 4, 6


class Direction(StrEnum):
    FORWARD = "forward"  # from prompt to answer
    BACKWARD = "backward"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class Block:
    """Cards to be matched with one answer more than there are cards, so no last pair is free."""

    answers: tuple[Option, ...]
    cards: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One question of the test.

    A choice has its ``options``; a true or false item its ``statement``, the answer held against
    the prompt, with its ``truth``; a matched one its ``block``.
    """

    card: Askable
    format: Format
    options: Options | None = None
    statement: Option | None = None
    truth: bool | None = None
    block: Block | None = None

    @property
    def checked(self) -> bool:
        """Whether the app finds right or wrong; a self-check is the learner's own word."""
        return self.format is not Format.SELF

    @property
    def guess(self) -> Fraction:
        """The chance to be right by guessing alone."""
        if self.options:
            return self.options.guess
        if self.block:
            return Fraction(1, len(self.block.answers))
        return Fraction(self.format is Format.TRUE_FALSE, 2)


@dataclass(frozen=True, slots=True)
class Score:
    """Points of the checked items, what pure guessing would earn of them, and self-checks apart."""

    points: Fraction
    maximum: int
    guess: Fraction | None
    self_points: Fraction
    self_maximum: int

    @property
    def share(self) -> Fraction | None:
        return self.points / self.maximum if self.maximum else None


def drawn(cards: Iterable[int], n: int, *, seed: str) -> list[int]:
    """So many of the cards, or all there are, in the order in which formats are dealt."""
    return Draw(f"{seed}|cards").shuffled(cards)[: max(0, n)]


def faced(cards: Iterable[Askable], direction: Direction, *, seed: str) -> list[Askable]:
    """The cards as the direction asks them; statements and blanks are never turned."""
    faces = []
    for card in cards:
        mixed = direction is Direction.MIXED and u64(f"{seed}|turn|{card.card}") % 2
        turn = mixed or direction is Direction.BACKWARD
        faces.append(card.turned() if turn and card.can_be_turned else card)
    return faces


def composed(
    cards: Sequence[Askable],
    wrong: Mapping[int, Sequence[Option]],
    formats: Collection[Format],
    n: int = USUAL_LENGTH,
    *,
    seed: str,
) -> list[Item]:
    """A test of at most n of these cards, given the wrong answers found for each.

    A card that carries none of the formats is a self-check where that is one of them, else it is
    left out. Half of the true or false items, rounded down, are false, as far as the cards that
    are statements themselves leave it open.
    """
    dealt = _dealt(cards, wrong, formats, n)
    blocks = _blocks(_of(Format.MATCH, cards, dealt), cards, seed)
    unmatched = [c for c in _of(Format.MATCH, cards, dealt) if c.card not in blocks]
    for card in unmatched:
        del dealt[card.card]
    others = [how for how in formats if how is not Format.MATCH]
    dealt |= _dealt(unmatched, wrong, others, len(unmatched))
    truths = _truths(_of(Format.TRUE_FALSE, cards, dealt), seed)
    items = [
        _item(card, dealt[card.card], wrong.get(card.card, ()), blocks, truths, seed)
        for card in cards
        if card.card in dealt
    ]
    return _blocks_together(Draw(f"{seed}|order").shuffled(items))


def scored(items: Iterable[Item], fractions: Mapping[int, Fraction]) -> Score:
    """The score, where ``fractions`` holds what each card earned; a card left out earned 0."""
    items = list(items)
    checked = [item for item in items if item.checked]
    own = [item for item in items if not item.checked]
    return Score(
        points=sum((fractions.get(item.card.card, Fraction(0)) for item in checked), Fraction(0)),
        maximum=len(checked),
        guess=sum((i.guess for i in checked), Fraction(0)) / len(checked) if checked else None,
        self_points=sum((fractions.get(item.card.card, Fraction(0)) for item in own), Fraction(0)),
        self_maximum=len(own),
    )


def misses(items: Iterable[Item], fractions: Mapping[int, Fraction]) -> list[int]:
    """The cards that did not earn their whole point, for another test of these."""
    cards = (item.card.card for item in items)
    return [card for card in cards if fractions.get(card, Fraction(0)) < 1]


def _of(how: Format, cards: Iterable[Askable], dealt: Mapping[int, Format]) -> list[Askable]:
    return [card for card in cards if dealt.get(card.card) is how]


def _dealt(
    cards: Iterable[Askable],
    wrong: Mapping[int, Sequence[Option]],
    formats: Collection[Format],
    n: int,
) -> dict[int, Format]:
    """A format for each card: of those it carries the one dealt least so far."""
    count = {how: 0 for how in Format if how in formats and how is not Format.SELF}
    dealt: dict[int, Format] = {}
    for card in cards:
        if len(dealt) >= n:
            break
        carried = formats_of(card, wrong.get(card.card, ()))
        able = [how for how in count if how in carried or _is_matched(card, how)]
        if able:
            how = min(able, key=count.__getitem__)
            count[how] += 1
            dealt[card.card] = how
        elif Format.SELF in formats:
            dealt[card.card] = Format.SELF
    return dealt


def _is_matched(card: Askable, how: Format) -> bool:
    return how is Format.MATCH and card.truth is None


def _item(
    card: Askable,
    how: Format,
    found: Sequence[Option],
    blocks: Mapping[int, Block],
    truths: Mapping[int, bool],
    seed: str,
) -> Item:
    match how:
        case Format.CHOICE:
            return Item(card, how, options=options(card, found, seed=seed))
        case Format.TRUE_FALSE if card.truth is not None:
            return Item(card, how, truth=card.truth)
        case Format.TRUE_FALSE:
            truth = truths[card.card]
            right = Option(as_option(card.answer), card.card)
            shown = right if truth else next(option for option in found if not option.edited)
            return Item(card, how, statement=shown, truth=truth)
        case Format.MATCH:
            return Item(card, how, block=blocks[card.card])
        case _:
            return Item(card, how)


def _truths(cards: Sequence[Askable], seed: str) -> dict[int, bool]:
    """Which true or false items are true; what is a statement itself is as its author wrote it."""
    free = [card.card for card in cards if card.truth is None]
    false = max(0, len(cards) // 2 - sum(card.truth is False for card in cards))
    order = Draw(f"{seed}|truth").shuffled(free)
    return {card: place >= false for place, card in enumerate(order)}


def _blocks(cards: Sequence[Askable], test: Sequence[Askable], seed: str) -> dict[int, Block]:
    """The block of each card, of four to six whose answers cannot be taken for one another.

    The answer too many is that of another card of the test, else of one card of the group. Cards
    that fit into no block are left out.
    """
    blocks: dict[int, Block] = {}
    left = list(cards)
    while left:
        group = apart(left, MOST_PAIRS)
        spare = apart([card for card in test if card not in group], 1, beside=group)
        if not spare:
            spare = [group.pop()]
        if len(group) < FEWEST_PAIRS:
            break
        answers = [Option(as_option(card.answer), card.card) for card in (*group, *spare)]
        order = Draw(f"{seed}|block {group[0].card}").shuffled(answers)
        block = Block(tuple(order), tuple(card.card for card in group))
        blocks |= {card.card: block for card in group}
        left = [card for card in left if card not in group]
    return blocks


def _blocks_together(items: Iterable[Item]) -> list[Item]:
    """The items of a block where the first of them stands."""
    groups: dict[Block | int, list[Item]] = {}
    for item in items:
        groups.setdefault(item.block or item.card.card, []).append(item)
    return [item for group in groups.values() for item in group]
