from math import nan

import pytest

from studyapp.study.askable import Askable
from studyapp.study.distractors import eligible
from studyapp.study.match import (
    Board,
    Implausible,
    Pairing,
    Side,
    Tile,
    TooFew,
    adjusted,
    board,
    played,
    settled,
)
from tests.study.shipped import shipped_decks

WORDS = ["bacab", "cedic", "difod", "fuguf", "gohyg", "hyjah", "jakej", "kelik", "limol"]
TERMS = [Askable(n, f"{word}?", word) for n, word in enumerate(WORDS)]
LONG = [Askable(50 + n, f"{word}?", f"{word} " * 20) for n, word in enumerate(WORDS)]
ALIKE = [Askable(80 + n, f"{word}?", f"one, or {n}", ("the one",)) for n, word in enumerate(WORDS)]

# two prompts, then their answers in the same order
TWO = Board(
    tuple(Tile(card, side, f"{side} {card}") for side in Side for card in (1, 2)),
)


def test_a_board_has_six_pairs_that_cannot_be_mistaken_and_follows_from_its_seed() -> None:
    dealt = board(TERMS, seed="s")
    assert dealt.is_full and dealt.pairs == 6
    cards = {tile.card for tile in dealt.tiles}
    assert len(cards) == 6
    assert {(tile.card, tile.side) for tile in dealt.tiles} == {(c, s) for c in cards for s in Side}
    assert dealt == board(TERMS, seed="s") != board(TERMS, seed="t")


@pytest.mark.parametrize("short", [4, 5])
def test_fewer_than_six_short_cards_give_a_board_of_four(short: int) -> None:
    dealt = board([*LONG, *TERMS[:short]], seed="s")
    assert dealt.pairs == 4 and not dealt.is_full


@pytest.mark.parametrize(
    ("deck", "sentence"),
    [
        (LONG, "at most 90 characters on each side, and this deck has none."),
        ([*LONG, TERMS[0]], "this deck has only one."),
        ([*LONG, *TERMS[:3]], "this deck has only 3."),
        ([*ALIKE, *TERMS[:2]], "of the 11 short cards of this deck at most 3 go together."),
        ([], "this deck has none."),
    ],
)
def test_a_deck_with_too_few_cards_says_why(deck: list[Askable], sentence: str) -> None:
    with pytest.raises(TooFew) as refused:
        board(deck, seed="s")
    assert str(refused.value).endswith(sentence)


def test_a_statement_is_no_pair() -> None:
    with pytest.raises(TooFew):
        board([Askable(n, f"{word}.", word, truth=True) for n, word in enumerate(WORDS)], seed="s")


def test_every_shipped_deck_gives_a_board_or_says_why() -> None:
    for cards in shipped_decks().values():
        dealt = board(cards, seed="shipped")
        asked = {card.card: card for card in cards}
        pairs = [asked[number] for number in {tile.card for tile in dealt.tiles}]
        assert all(eligible(one, two) for one in pairs for two in pairs if one is not two)
        assert max(len(tile.text) for tile in dealt.tiles) <= 90


def test_a_right_pair_disappears_and_a_wrong_one_costs_two_seconds() -> None:
    game = played(TWO, [Pairing(0, 3), Pairing(0, 2), Pairing(3, 1)])
    assert game.finished and game.found == (1, 2) and game.wrong == 1
    assert adjusted(10, game.wrong) == 12


def test_the_first_try_at_a_prompt_is_what_counts_for_its_card() -> None:
    game = played(TWO, [Pairing(3, 0), Pairing(0, 2)])
    assert game.evidence == ((1, False),)
    assert game.left == 1
    assert played(TWO, [Pairing(0, 1)]).evidence == ((1, False), (2, False))


def test_only_the_first_four_tries_say_something() -> None:
    full = board(TERMS, seed="s")
    places = {(tile.card, tile.side): place for place, tile in enumerate(full.tiles)}
    cards = {tile.card for tile in full.tiles}
    pairs = [Pairing(places[card, Side.PROMPT], places[card, Side.ANSWER]) for card in cards]
    game = played(full, pairs)
    assert game.finished and len(game.first_tries) == 6 and len(game.evidence) == 4


@pytest.mark.parametrize("nonsense", [Pairing(0, 0), Pairing(0, 9), Pairing(-1, 2), Pairing(4, 4)])
def test_what_is_no_pair_changes_nothing(nonsense: Pairing) -> None:
    assert played(TWO, [nonsense]) == played(TWO, [])


def test_a_pair_sent_twice_or_after_the_end_changes_nothing() -> None:
    once = played(TWO, [Pairing(0, 2)])
    assert played(TWO, [Pairing(0, 2), Pairing(0, 2), Pairing(0, 3)]) == once


@pytest.mark.parametrize(
    ("claimed", "elapsed", "kept"),
    [
        (30.0, 31.0, 30.0),
        (30.0, 35.0, 30.0),
        (30.0, 35.1, 35.1),
        (4.0, 60.0, 60.0),
        (40.0, 31.0, 31.0),
        (3.6, 3.6, 3.6),
    ],
)
def test_the_pages_clock_is_believed_within_what_the_servers_allows(
    claimed: float, elapsed: float, kept: float
) -> None:
    assert settled(claimed, elapsed, pairs=6) == kept


@pytest.mark.parametrize(
    ("claimed", "elapsed"), [(3.5, 30), (30, 3.5), (0, 0), (-5, 30), (nan, 30)]
)
def test_a_time_that_nobody_can_need_is_refused(claimed: float, elapsed: float) -> None:
    with pytest.raises(Implausible, match=r"at least 3\.6 seconds"):
        settled(claimed, elapsed, pairs=6)
