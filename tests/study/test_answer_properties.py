"""What holds for whatever a learner types and however a round goes."""

from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.study.askable import Askable, Format
from studyapp.study.distractors import as_option, eligible, similarity
from studyapp.study.learn import (
    LEARNED,
    ROUND,
    Answered,
    Event,
    RoundStarted,
    fold,
    next_question,
    next_round,
    summary,
)
from studyapp.study.numbers import NotANumber, read_number, rounding
from studyapp.study.typed import LONGEST_TYPED, Outcome, check, distance, normalise

texts = st.text(max_size=LONGEST_TYPED)
short = st.text(max_size=30)
quick = settings(max_examples=200, deadline=None, derandomize=True)
formats = st.frozensets(st.sampled_from(list(Format)))


@quick
@given(texts, st.lists(short, min_size=1, max_size=3), st.lists(short, max_size=3))
def test_every_text_gets_a_verdict(typed: str, accepted: list[str], others: list[str]) -> None:
    verdict = check(typed, accepted, others)
    if verdict.outcome is Outcome.EMPTY:
        assert not normalise(typed)


@quick
@given(short, st.lists(short, max_size=3))
def test_what_the_author_wrote_is_right_whatever_else_there_is(key: str, others: list[str]) -> None:
    assert check(key, [*others, key], others).outcome in (Outcome.EXACT, Outcome.EMPTY)


@quick
@given(short)
def test_what_counts_of_a_text_counts_wholly(text: str) -> None:
    once = normalise(text)
    assert once == once.strip() and "  " not in once


@quick
@given(short, short, short)
def test_slips_are_counted_alike_from_either_side(one: str, two: str, letter: str) -> None:
    assert distance(one, two) == distance(two, one) <= max(len(one), len(two))
    assert distance(one, one) == 0
    assert distance(one, one + letter) == len(letter)


@quick
@given(texts)
def test_a_text_is_a_number_or_says_why_not(text: str) -> None:
    told, number = "", None
    try:
        number = read_number(text, percent=True, units=["ms"])
    except NotANumber as refused:
        told = str(refused)
    assert bool(told) == (number is None)
    if number is not None:
        assert number.figures >= 1
        rounding(number, number.value, 3)


@quick
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_read_as_it_is_written(number: float) -> None:
    assert read_number(repr(number)).value == number


@quick
@given(short, short, short, short)
def test_two_cards_are_eligible_for_one_another_or_not_at_all(
    a: str, b: str, c: str, d: str
) -> None:
    one, two = Askable(1, a, b), Askable(2, c, d)
    assert eligible(one, two) == eligible(two, one)
    assert similarity(a, c) == similarity(c, a)


@quick
@given(texts)
def test_an_option_is_short(text: str) -> None:
    assert len(as_option(text)) <= 140


@quick
@given(
    st.integers(1, 12),
    st.lists(st.booleans(), max_size=60),
    st.lists(formats, min_size=12, max_size=12),
    formats,
)
def test_learn_goes_on_until_its_answers_run_out_or_all_is_learned(
    size: int, answers: list[bool], carried: list[frozenset[Format]], on: frozenset[Format]
) -> None:
    deck = list(range(size))
    log: list[Event] = []
    for right in answers:
        learning = fold(log)
        question = next_question(learning, dict(enumerate(carried)), on)
        if question is None:
            met = summary(learning)
            assert sorted((*met.moved_up, *met.stayed, *met.missed)) == sorted(learning.cards)
            cards = next_round(learning, deck)
            if not cards:
                assert all(learning.stage(card) == LEARNED for card in deck)
                break
            assert len(cards) == min(ROUND, sum(learning.stage(c) < LEARNED for c in deck))
            log.append(RoundStarted(cards))
            question = next_question(fold(log), dict(enumerate(carried)), on)
        assert question is not None and question.stage > fold(log).stage(question.card)
        log.append(Answered(question, right))
