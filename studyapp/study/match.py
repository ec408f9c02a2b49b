"""Match: prompts and answers on tiles, to be paired against the clock or without one."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from studyapp.draws import Draw
from studyapp.study.askable import Askable
from studyapp.study.distractors import apart

FULL, SMALL = 6, 4  # pairs on a board
LONGEST_TILE = 90
PENALTY = 2.0  # seconds for a wrong pair
FASTEST_PAIR = 0.6
CLOCKS_MAY_DIFFER = 5.0
COUNTED_PAIRS, PAIR_WEIGHT = 4, 0.25  # of a board: what the last pairs say is that few were left
SHUFFLES = 8


class Side(StrEnum):
    PROMPT = "prompt"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Tile:
    card: int
    side: Side
    text: str


@dataclass(frozen=True, slots=True)
class Board:
    """The tiles in the order shown, two for each card."""

    tiles: tuple[Tile, ...]

    @property
    def pairs(self) -> int:
        return len(self.tiles) // 2

    @property
    def is_full(self) -> bool:
        """Whether its time counts for the Matching column."""
        return self.pairs == FULL


class TooFew(Exception):
    """A deck that gives no board, and why, as a sentence."""


def board(cards: Sequence[Askable], *, seed: str) -> Board:
    """Six pairs of the deck, or four, drawn from the seed; raises ``TooFew``.

    A card fits when both its sides are at most 90 characters long, and no two answers on a board
    can be taken for one another.
    """
    short = [card for card in cards if _fits(card)]
    chosen: list[Askable] = []
    for shuffle in range(SHUFFLES):
        order = Draw(f"{seed}|pairs {shuffle}").shuffled(short)
        chosen = max(chosen, apart(order, FULL), key=len)
        if len(chosen) == FULL:
            break
    if len(chosen) < SMALL:
        raise TooFew(_reason(len(short), len(chosen)))
    pairs = chosen[: FULL if len(chosen) == FULL else SMALL]
    sides = [(card, side) for card in pairs for side in Side]
    tiles = [Tile(card.card, side, _text(card, side)) for card, side in sides]
    return Board(tuple(Draw(f"{seed}|tiles").shuffled(tiles)))


def _fits(card: Askable) -> bool:
    short = len(card.prompt) <= LONGEST_TILE and len(card.answer) <= LONGEST_TILE
    return card.truth is None and short


def _text(card: Askable, side: Side) -> str:
    return card.prompt if side is Side.PROMPT else card.answer


def _reason(short: int, different: int) -> str:
    if short < SMALL:
        have = "only one" if short == 1 else f"only {short}" if short else "none"
        return (
            f"Match needs {SMALL} cards with at most {LONGEST_TILE} characters on each side, "
            f"and this deck has {have}."
        )
    return (
        f"Match needs {SMALL} cards whose answers cannot be taken for one another, "
        f"and of the {short} short cards of this deck at most {different} go together."
    )


@dataclass(frozen=True, slots=True)
class Pairing:
    """Two tiles that the learner put together, by their places on the board."""

    first: int
    second: int


@dataclass(frozen=True, slots=True)
class Game:
    """What a board has come to: the cards found in their order, and the wrong pairs."""

    found: tuple[int, ...]
    wrong: int
    first_tries: tuple[tuple[int, bool], ...]
    left: int

    @property
    def finished(self) -> bool:
        return self.left == 0

    @property
    def evidence(self) -> tuple[tuple[int, bool], ...]:
        """The first tries that say something about their card, each with a quarter's weight."""
        return self.first_tries[:COUNTED_PAIRS]


def played(board: Board, pairings: Sequence[Pairing]) -> Game:
    """The game after these pairs; tiles that are gone, or the same tile twice, are no pair.

    The first try at a card is the first pair that its prompt was part of.
    """
    found: list[int] = []
    tries: dict[int, bool] = {}
    wrong = 0
    for pairing in pairings:
        places = (pairing.first, pairing.second)
        if pairing.first == pairing.second or not all(0 <= p < len(board.tiles) for p in places):
            continue
        one, two = (board.tiles[place] for place in places)
        if one.card in found or two.card in found:
            continue
        right = one.card == two.card
        for tile in (one, two):
            if tile.side is Side.PROMPT:
                tries.setdefault(tile.card, right)
        if right:
            found.append(one.card)
        else:
            wrong += 1
    return Game(tuple(found), wrong, tuple(tries.items()), board.pairs - len(found))


def adjusted(seconds: float, wrong: int) -> float:
    """The time with two seconds for each wrong pair.

    >>> adjusted(31.2, wrong=2)
    35.2
    """
    return seconds + PENALTY * wrong


class Implausible(Exception):
    """A time that nobody can have needed; it is not kept, and the sentence says so."""


def settled(claimed: float, elapsed: float, pairs: int) -> float:
    """The seconds to keep, of those that the page claims and those by the server's clock.

    The page's own clock runs from the first paint to the last pair, so it is believed when it
    shows up to five seconds less than the server's; else the server's time counts. Raises
    ``Implausible`` under 0.6 seconds a pair.
    """
    fastest = FASTEST_PAIR * pairs
    if not (claimed >= fastest and elapsed >= fastest):
        raise Implausible(
            f"{pairs} pairs take at least {fastest:.1f} seconds, so this time was not kept."
        )
    believed = elapsed - CLOCKS_MAY_DIFFER <= claimed <= elapsed
    return claimed if believed else elapsed
