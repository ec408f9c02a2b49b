"""Card Sorting: prompts alone, on three piles. A plan, no retrieval: memory is not touched."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from studyapp.draws import Draw

SPOT_CHECK = 3


class Pile(Enum):
    """A pile, with how sure the learner says to be by putting a card on it, from 1 to 5."""

    DONT_KNOW = 1
    NOT_SURE = 3
    KNOW = 5

    @property
    def stated(self) -> int:
        return self.value


@dataclass(frozen=True, slots=True)
class Put:
    """A card put on a pile, from the stack or from another pile."""

    card: int
    pile: Pile


class Undo:
    """The last card put down goes back to where it lay."""


Move = Put | Undo


@dataclass(frozen=True, slots=True)
class Sorted:
    """The piles, each in the order in which cards came to it, and what is left on the stack."""

    dont_know: tuple[int, ...]
    not_sure: tuple[int, ...]
    know: tuple[int, ...]
    left: tuple[int, ...]
    last: Put | None

    @property
    def finished(self) -> bool:
        return not self.left

    @property
    def stated(self) -> dict[int, int]:
        """How sure the learner says to be of each sorted card, for calibration."""
        piles = zip(Pile, (self.dont_know, self.not_sure, self.know), strict=True)
        return {card: pile.stated for pile, cards in piles for card in cards}

    @property
    def to_study(self) -> tuple[int, ...]:
        """The sorted cards with those on Don't know first."""
        return self.dont_know + self.not_sure + self.know


def piles(cards: Sequence[int], moves: Iterable[Move]) -> Sorted:
    """Where the cards lie after these moves; a move with a card of another deck is none.

    A card put down again leaves its pile. With nothing put down yet, there is nothing to undo.
    """
    stack = set(cards)
    standing: list[Put] = []
    for move in moves:
        if isinstance(move, Put):
            if move.card in stack:
                standing.append(move)
        elif standing:
            standing.pop()
    lies: dict[int, Pile] = {}
    for put in standing:
        lies.pop(put.card, None)
        lies[put.card] = put.pile
    dont_know, not_sure, know = (
        tuple(card for card, pile in lies.items() if pile is wanted) for wanted in Pile
    )
    left = tuple(card for card in cards if card not in lies)
    return Sorted(dont_know, not_sure, know, left, standing[-1] if standing else None)


def spot_check(sorted_cards: Sorted, *, seed: str) -> list[int]:
    """Three cards of Know, or all there are, to be typed or self-checked: the honest part."""
    return Draw(f"{seed}|spot check").shuffled(sorted_cards.know)[:SPOT_CHECK]
