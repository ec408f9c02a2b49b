from collections.abc import Callable, Collection, Mapping, Sequence

import pytest

from studyapp.study.askable import Format
from studyapp.study.learn import (
    CHOSEN,
    LEARNED,
    NEW,
    PRODUCED,
    RECOGNISED,
    Answered,
    Event,
    Lapsed,
    Learning,
    Question,
    RoundStarted,
    Summary,
    fold,
    next_question,
    next_round,
    progress,
    question_for,
    step,
    summary,
)

CHOICE, TRUE_FALSE, TYPED, SELF = Format.CHOICE, Format.TRUE_FALSE, Format.TYPED, Format.SELF
ALL = frozenset((CHOICE, TRUE_FALSE, TYPED, SELF))
A, B, C, D, E, F, G, H = range(1, 9)
SEVEN = (A, B, C, D, E, F, G)


def carried(cards: Sequence[int] = range(1, 20)) -> dict[int, frozenset[Format]]:
    return dict.fromkeys(cards, ALL)


def played(
    log: list[Event], is_right: Callable[[Question, Learning], bool]
) -> list[tuple[int, Format, bool]]:
    """Answer the round to its end; the log grows, and what was asked comes back."""
    asked = []
    while question := next_question(fold(log), carried()):
        right = is_right(question, fold(log))
        log.append(Answered(question, right))
        asked.append((question.card, question.format, right))
    return asked


def right(card: int, stage: int, how: Format = SELF) -> Answered:
    return Answered(Question(card, how, stage), True)


def wrong(card: int, stage: int, how: Format = SELF) -> Answered:
    return Answered(Question(card, how, stage), False)


def test_the_worked_example_of_three_rounds() -> None:
    """Seven new cards; one is missed once, one typed wrong, one rated 2 at the end."""
    log: list[Event] = [RoundStarted(next_round(Learning(), range(1, 10)))]
    asked = played(log, lambda q, so_far: q.card != D or bool(so_far.failed))
    assert asked[3] == (D, CHOICE, False)
    assert asked[4:] == [(E, CHOICE, True), (F, CHOICE, True), (G, CHOICE, True), (D, CHOICE, True)]
    assert summary(fold(log)) == Summary(moved_up=SEVEN, stayed=(), missed=())

    log.append(RoundStarted(next_round(fold(log), SEVEN)))
    asked = played(log, lambda q, _: (q.card, q.format) != (B, TYPED))
    assert {how for card, how, _ in asked if card != B} == {TYPED}
    places = [place for place, (card, _, _) in enumerate(asked) if card == B]
    assert places[1] - places[0] == 4
    assert asked[places[1]] == (B, CHOICE, True)
    assert summary(fold(log)).stayed == (B,)

    log.append(RoundStarted(next_round(fold(log), SEVEN)))
    start = len(log)
    asked = played(log, lambda q, _: q.card != A or q.format != SELF)
    assert asked[1] == (A, SELF, False)
    assert fold(log[: start + 2]).stage(A) == RECOGNISED
    assert [fold(log).stage(card) for card in (C, D, E, F, G)] == [LEARNED] * 5


def test_a_round_takes_failed_cards_first_then_the_furthest_then_new_ones_in_order() -> None:
    log: list[Event] = [
        RoundStarted((A, B, C, D)),
        right(A, RECOGNISED),
        right(B, PRODUCED),
        wrong(C, RECOGNISED),
        right(C, RECOGNISED),
        right(D, LEARNED),
    ]
    assert next_round(fold(log), [H, G, D, A, B, C, E]) == (C, B, A, H, G, E)


def test_a_round_has_seven_cards_at_most_and_none_when_all_is_learned() -> None:
    assert next_round(Learning(), range(1, 30)) == SEVEN
    assert next_round(Learning(stages={A: LEARNED}), [A]) == ()
    with pytest.raises(ValueError, match="1 to 7"):
        RoundStarted(tuple(range(8)))
    with pytest.raises(ValueError, match="each once"):
        RoundStarted((A, A))


@pytest.mark.parametrize(
    ("stage", "can", "on", "how", "reached"),
    [
        (NEW, ALL, CHOSEN, CHOICE, RECOGNISED),
        (NEW, {TRUE_FALSE, TYPED, SELF}, CHOSEN, TRUE_FALSE, RECOGNISED),
        (NEW, {TYPED, SELF}, CHOSEN, SELF, RECOGNISED),
        (NEW, set(), CHOSEN, SELF, RECOGNISED),
        (NEW, ALL, {TRUE_FALSE, TYPED}, TRUE_FALSE, RECOGNISED),
        (NEW, ALL, {TYPED}, TYPED, PRODUCED),
        (NEW, {CHOICE, SELF}, {TYPED}, SELF, PRODUCED),
        (NEW, ALL, set(), SELF, LEARNED),
        (RECOGNISED, ALL, CHOSEN, TYPED, PRODUCED),
        (RECOGNISED, {CHOICE, SELF}, CHOSEN, SELF, PRODUCED),
        (RECOGNISED, ALL, {CHOICE}, SELF, LEARNED),
        (PRODUCED, ALL, CHOSEN, SELF, LEARNED),
        (LEARNED, ALL, CHOSEN, SELF, LEARNED),
    ],
)
def test_a_card_is_asked_in_the_format_of_its_next_stage_or_falls_back(
    stage: int, can: Collection[Format], on: Collection[Format], how: Format, reached: int
) -> None:
    assert question_for(A, stage, can, on) == Question(A, how, reached)


@pytest.mark.parametrize(
    ("before", "event", "after"),
    [
        (NEW, right(A, RECOGNISED), RECOGNISED),
        (NEW, wrong(A, RECOGNISED), NEW),
        (RECOGNISED, wrong(A, PRODUCED), NEW),
        (PRODUCED, wrong(A, LEARNED), RECOGNISED),
        (NEW, right(A, LEARNED), LEARNED),
        (LEARNED, Lapsed(A), RECOGNISED),
        (PRODUCED, Lapsed(A), PRODUCED),
        (NEW, Lapsed(A), NEW),
    ],
)
def test_an_answer_moves_a_card_and_a_lapse_brings_it_back(
    before: int, event: Event, after: int
) -> None:
    assert step(Learning(stages={A: before}), event).stage(A) == after


def test_a_card_answered_wrong_returns_after_three_others() -> None:
    log: list[Event] = [RoundStarted(SEVEN), wrong(A, RECOGNISED)]
    order = []
    for _ in range(7):
        question = next_question(fold(log), carried())
        assert question is not None
        order.append(question.card)
        log.append(Answered(question, True))
    assert order == [B, C, D, A, E, F, G]


def test_with_nothing_else_left_it_returns_at_once_and_three_times_at_most() -> None:
    log: list[Event] = [RoundStarted((A, B))]
    asked = [card for card, _, _ in played(log, lambda q, _: q.card == B)]
    assert asked == [A, B, A, A]
    assert summary(fold(log)) == Summary(moved_up=(B,), stayed=(), missed=(A,))
    assert progress(fold(log)) == (2, 2)


def test_a_card_that_ends_lower_than_it_began_was_missed() -> None:
    learning = Learning(stages={A: PRODUCED})
    for event in (
        RoundStarted((A,)),
        wrong(A, LEARNED),
        wrong(A, PRODUCED),
        right(A, RECOGNISED, CHOICE),
    ):
        learning = step(learning, event)
    assert summary(learning).missed == (A,)


def test_an_answer_taken_back_leaves_the_round_as_it_was() -> None:
    log: list[Event] = [RoundStarted(SEVEN), right(A, RECOGNISED), wrong(B, RECOGNISED)]
    before = next_question(fold(log[:-1]), carried())
    assert before is not None and before.card == B
    assert fold(log[:-1]) == step(fold(log[:1]), log[1])


def test_cards_that_are_gone_are_not_asked_and_leave_the_count() -> None:
    log: list[Event] = [RoundStarted((A, B, C)), right(A, RECOGNISED)]
    question = next_question(fold(log), carried(), gone={B})
    assert question is not None and question.card == C
    assert progress(fold(log), gone={A, B}) == (1, 2)
    assert next_question(fold(log), carried(), gone={B, C}) is None


def test_formats_may_change_in_the_middle_of_a_round() -> None:
    log: list[Event] = [RoundStarted((A, B)), right(A, RECOGNISED)]
    every: Mapping[int, frozenset[Format]] = carried()
    assert next_question(fold(log), every, on={TYPED}) == Question(B, TYPED, PRODUCED)
    assert next_question(fold(log), every, on=()) == Question(B, SELF, LEARNED)


def test_nothing_is_asked_before_the_first_round() -> None:
    assert next_question(Learning(), carried()) is None
    assert summary(Learning()) == Summary((), (), ())
