from collections import Counter
from collections.abc import Collection
from fractions import Fraction
from itertools import pairwise

import pytest

from studyapp.study.askable import Askable, Format
from studyapp.study.distractors import Option, as_option, distractors, eligible
from studyapp.study.practice import (
    Block,
    Direction,
    Item,
    composed,
    drawn,
    faced,
    misses,
    scored,
)
from tests.study.shipped import shipped_decks

CHOICE, TRUE_FALSE, TYPED = Format.CHOICE, Format.TRUE_FALSE, Format.TYPED
MATCH, SELF = Format.MATCH, Format.SELF
SYLLABLES = ["ba", "ce", "di", "fo", "gu", "hy", "ja", "ke", "li", "mo", "nu", "py"]
WORDS = [one + two + one for one in SYLLABLES for two in SYLLABLES]
TERMS = [Askable(n, f"{word}?", word) for n, word in enumerate(WORDS[:60])]
STATEMENTS = [Askable(100 + n, f"So it is {n}.", "", truth=n % 3 == 0) for n in range(10)]


def wrong(cards: Collection[Askable]) -> dict[int, list[Option]]:
    return {card.card: distractors(card, cards, seed="s") for card in cards}


def make_test(
    cards: list[Askable], formats: Collection[Format], n: int = 20, seed: str = "s"
) -> list[Item]:
    return composed(cards, wrong(cards), formats, n, seed=seed)


def counted(items: list[Item]) -> Counter[Format]:
    return Counter(item.format for item in items)


def test_the_same_seed_composes_the_same_test_and_another_one_another() -> None:
    cards = list(range(100))
    assert drawn(cards, 20, seed="a") == drawn(cards, 20, seed="a")
    assert drawn(cards, 20, seed="a") != drawn(cards, 20, seed="b")
    assert len(set(drawn(cards, 20, seed="a"))) == 20
    assert make_test(TERMS, list(Format)) == make_test(TERMS, list(Format))
    assert make_test(TERMS, list(Format)) != make_test(TERMS, list(Format), seed="t")


def test_no_more_cards_are_drawn_than_there_are() -> None:
    assert sorted(drawn([1, 2, 3], 20, seed="a")) == [1, 2, 3]
    assert drawn([1, 2, 3], -1, seed="a") == []


def test_formats_are_dealt_evenly_and_every_card_is_asked_once() -> None:
    items = make_test(TERMS, [CHOICE, TRUE_FALSE, TYPED, MATCH])
    assert counted(items) == {CHOICE: 5, TRUE_FALSE: 5, TYPED: 5, MATCH: 5}
    assert len({item.card.card for item in items}) == 20


def test_a_card_that_carries_no_format_is_a_self_check_or_left_out() -> None:
    long = [Askable(n, f"{word}?", f"{word} " * 20) for n, word in enumerate(WORDS[:9])]
    assert make_test(long, [TYPED]) == []
    assert counted(make_test(long, [TYPED, SELF])) == {SELF: 9}


def test_cards_that_are_left_out_give_their_place_to_others() -> None:
    long = [Askable(500 + n, f"Long {n}?", f"{n} " * 20) for n in range(10)]
    assert counted(make_test([*long, *TERMS], [TYPED], 12)) == {TYPED: 12}


@pytest.mark.parametrize("n", [1, 2, 7, 20])
def test_half_of_the_true_or_false_items_are_false(n: int) -> None:
    items = make_test(TERMS, [TRUE_FALSE], n)
    assert sum(item.truth is False for item in items) == n // 2
    for item in items:
        assert item.statement is not None
        assert (item.statement.text == as_option(item.card.answer)) == item.truth
        assert (item.statement.card == item.card.card) == item.truth


def test_statements_are_as_their_author_wrote_them_and_the_others_even_them_out() -> None:
    items = make_test([*STATEMENTS, *TERMS], [TRUE_FALSE])
    own = [item for item in items if item.card.truth is not None]
    assert len(own) == 10
    assert all(item.truth == item.card.truth and item.statement is None for item in own)
    assert sum(item.truth is False for item in items) == 10


def test_a_false_item_is_never_an_edited_number() -> None:
    numbers = [Askable(n, f"{word}?", str(n + 2)) for n, word in enumerate(WORDS[:9])]
    assert make_test(numbers, [TRUE_FALSE]) == []


@pytest.mark.parametrize(("n", "sizes"), [(4, [4]), (6, [6]), (10, [6, 4]), (12, [6, 6])])
def test_cards_are_matched_in_blocks_of_four_to_six(n: int, sizes: list[int]) -> None:
    items = make_test(TERMS, [MATCH], n)
    blocks = list(dict.fromkeys(item.block for item in items if item.block))
    assert sorted((len(block.cards) for block in blocks), reverse=True) == sizes
    for block in blocks:
        assert len({option.text for option in block.answers}) == len(block.cards) + 1
        asked = [TERMS[option.card] for option in block.answers if option.card is not None]
        assert all(eligible(one, two) for one, two in pairwise(asked))


def test_the_items_of_a_block_stand_together() -> None:
    items = make_test(TERMS, [MATCH, TYPED], 24)
    order = [item.block for item in items]
    changes = sum(one != two for one, two in pairwise(order))
    assert changes <= 4


def test_too_few_for_a_block_are_asked_another_way() -> None:
    assert counted(make_test(TERMS[:3], [MATCH, TYPED], 3)) == {TYPED: 3}
    assert counted(make_test(TERMS[:3], [MATCH, SELF], 3)) == {SELF: 3}
    assert make_test(TERMS[:3], [MATCH], 3) == []


def test_the_last_pair_is_not_free_though_a_deck_has_no_card_to_spare() -> None:
    items = make_test(TERMS[:5], [MATCH, SELF])
    assert counted(items) == {MATCH: 4, SELF: 1}
    assert {len(item.block.answers) for item in items if item.block} == {5}


def test_terms_are_asked_from_either_side_and_statements_never_turned() -> None:
    cards = [*TERMS, STATEMENTS[0], Askable(200, "A […].", "blank", cloze=True)]
    assert faced(cards, Direction.FORWARD, seed="s") == cards
    turned = faced(cards, Direction.BACKWARD, seed="s")
    assert [card.prompt for card in turned[:60]] == [card.answer for card in TERMS]
    assert turned[60:] == cards[60:]
    mixed = faced(cards, Direction.MIXED, seed="s")
    assert 15 < sum(card in cards for card in mixed[:60]) < 45
    assert mixed == faced(cards, Direction.MIXED, seed="s")


def test_guessing_is_worth_what_its_formats_give_away() -> None:
    block = Block(tuple(Option(str(n), n) for n in range(5)), (0, 1, 2, 3))
    guesses = {
        Item(TERMS[0], TRUE_FALSE, truth=True): Fraction(1, 2),
        Item(TERMS[0], MATCH, block=block): Fraction(1, 5),
        Item(TERMS[0], TYPED): 0,
        Item(TERMS[0], SELF): 0,
    }
    assert [item.guess for item in guesses] == list(guesses.values())
    choices = make_test(TERMS, [CHOICE], 4)
    assert [item.guess for item in choices] == [Fraction(1, 4)] * 4


def test_self_checks_are_scored_apart() -> None:
    items = [Item(TERMS[0], TYPED), Item(TERMS[1], TRUE_FALSE, truth=True), Item(TERMS[2], SELF)]
    score = scored(items, {0: Fraction(1), 1: Fraction(0), 2: Fraction(1)})
    assert score.points == 1 and score.maximum == 2 and score.share == Fraction(1, 2)
    assert score.guess == Fraction(1, 4)
    assert score.self_points == score.self_maximum == 1
    assert misses(items, {0: Fraction(1), 2: Fraction(1, 2)}) == [1, 2]


def test_a_test_of_self_checks_alone_has_no_score() -> None:
    score = scored([Item(TERMS[0], SELF)], {})
    assert score.share is None and score.guess is None


def test_every_shipped_deck_gives_a_test_of_twenty() -> None:
    for cards in shipped_decks().values():
        of_deck = {card.card: card for card in cards}
        chosen = [of_deck[number] for number in drawn(of_deck, 20, seed="shipped")]
        found = {card.card: distractors(card, cards, seed="shipped") for card in chosen}
        items = composed(chosen, found, list(Format), seed="shipped")
        assert len(items) == 20
        assert sum(item.checked for item in items) >= 15
