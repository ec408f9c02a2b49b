from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from studyapp.study.next_card import Asked, Planned, Progress, progress, resting, upcoming

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


def plan(due: Sequence[int] = (), new: Sequence[int] = ()) -> list[Planned]:
    return [*(Planned(card, new=False) for card in due), *(Planned(card, new=True) for card in new)]


def asked(*answers: tuple[int, int], at: datetime = NOON) -> list[Asked]:
    return [Asked(card, rating, at) for card, rating in answers]


def passed(*cards: int) -> list[Asked]:
    return asked(*((card, 4) for card in cards))


def coming(
    planned: Sequence[Planned],
    answers: Sequence[Asked] = (),
    *,
    new_left: int = 99,
    gone: Collection[int] = (),
    length: int = 99,
    seconds: int = 0,
) -> list[int]:
    at = NOON + timedelta(seconds=seconds)
    return upcoming(planned, answers, at=at, new_left=new_left, gone=gone, length=length)


DUE = range(1, 16)


@pytest.mark.parametrize(
    ("planned", "order"),
    [
        (plan(), []),
        (plan(due=[3, 1, 2]), [3, 1, 2]),
        (plan(new=[8, 7]), [8, 7]),
        (plan(due=[1, 2, 3, 4, 5], new=[91, 92]), [1, 2, 3, 4, 91, 5, 92]),
        (plan(due=[1, 2], new=[91, 92]), [1, 2, 91, 92]),
        (plan(due=range(1, 10), new=[91, 92]), [1, 2, 3, 4, 91, 5, 6, 7, 8, 92, 9]),
    ],
)
def test_a_new_card_comes_after_four_shown_or_when_nothing_else_is_due(
    planned: Sequence[Planned], order: list[int]
) -> None:
    assert coming(planned) == order


@pytest.mark.parametrize(
    ("rating", "others", "order"),
    [
        (1, 0, [2, 3, 4, 5, 1]),
        (1, 1, [3, 4, 5, 1, 6]),
        (1, 3, [5, 1, 6, 7, 8]),
        (1, 4, [1, 6, 7, 8, 9]),
        (2, 4, [6, 7, 8, 9, 10]),
        (2, 8, [10, 1, 11, 12, 13]),
        (2, 9, [1, 11, 12, 13, 14]),
    ],
)
def test_a_failed_card_returns_after_four_or_nine_others(
    rating: int, others: int, order: list[int]
) -> None:
    answers = asked((1, rating)) + passed(*range(2, 2 + others))
    assert coming(plan(DUE), answers, length=5) == order


@pytest.mark.parametrize(
    ("rating", "seconds", "order"),
    [
        (1, 59, [3, 4]),
        (1, 60, [1, 3]),
        (2, 599, [3, 4]),
        (2, 600, [1, 3]),
    ],
)
def test_a_failed_card_returns_when_its_time_has_passed(
    rating: int, seconds: int, order: list[int]
) -> None:
    answers = asked((1, rating), (2, 4))
    assert coming(plan(DUE), answers, length=2, seconds=seconds) == order


def test_of_two_failed_cards_the_one_that_failed_first_returns_first() -> None:
    answers = asked((1, 2), (2, 4), (3, 4), (4, 4), (5, 4), (6, 1)) + passed(7, 8, 9, 10)
    assert coming(plan(DUE), answers, length=3) == [1, 6, 11]


def test_a_failed_card_that_may_return_comes_before_one_that_may_not() -> None:
    answers = asked((1, 2), (2, 1), (3, 4), (4, 4), (5, 4), (6, 4))
    assert coming(plan(DUE), answers, length=5) == [2, 7, 8, 9, 1]


def test_a_card_that_failed_again_waits_again() -> None:
    answers = asked((1, 1), (2, 4), (3, 4), (4, 4), (5, 4), (1, 1), (6, 4))
    assert coming(plan(DUE), answers, length=4) == [7, 8, 9, 1]


def test_with_nothing_else_left_failed_cards_come_at_once() -> None:
    assert coming(plan([1, 2, 3]), asked((1, 2), (2, 1), (3, 4))) == [1, 2]


def test_the_same_card_does_not_come_twice_in_a_row() -> None:
    answers = asked((1, 1), (2, 1))
    assert coming(plan([1, 2]), answers) == [1, 2]
    assert coming(plan([1, 2, 3]), asked((1, 1)), seconds=3600) == [2, 1, 3]
    assert coming(plan([1, 2]), asked((2, 1), (1, 2)), seconds=3600) == [2, 1]


def test_the_only_card_comes_again_at_once() -> None:
    assert coming(plan([1]), asked((1, 1))) == [1]
    assert coming(plan([1, 2]), asked((1, 4), (2, 2))) == [2]


def test_new_cards_come_before_failed_ones_have_waited() -> None:
    assert coming(plan(new=[1, 2, 3, 4, 5, 6]), asked((1, 1))) == [2, 3, 4, 5, 1, 6]


@pytest.mark.parametrize("rating", [3, 4, 5])
def test_a_passed_card_leaves_the_session(rating: int) -> None:
    assert coming(plan([1, 2]), asked((1, 1), (2, rating), (1, rating))) == []


def test_after_four_failures_a_card_rests() -> None:
    failing = asked((1, 1), (1, 2), (1, 1))
    assert resting(failing) == set()
    assert coming(plan([1]), failing) == [1]
    failing += asked((1, 2))
    assert resting(failing) == {1}
    assert coming(plan([1]), failing, seconds=3600) == []


def test_a_card_passed_after_all_does_not_rest() -> None:
    assert resting(asked((1, 1), (1, 1), (1, 1), (1, 1), (1, 3))) == set()


def test_the_limit_counts_only_new_cards_not_yet_asked() -> None:
    planned = plan(new=[1, 2, 3, 4])
    assert coming(planned, new_left=2) == [1, 2]
    assert coming(planned, asked((1, 4)), new_left=1) == [2]
    assert coming(planned, asked((1, 1)), new_left=0) == [1]
    assert coming(planned, new_left=-1) == []


def test_cards_that_are_gone_are_not_asked() -> None:
    planned = plan(due=[1, 2, 3], new=[91, 92])
    assert coming(planned, gone=[2, 91]) == [1, 3, 92]
    assert coming(planned, asked((1, 1)), gone=[1, 2, 91]) == [3, 92]


def test_a_card_that_is_gone_leaves_its_place_to_the_next_new_one() -> None:
    assert coming(plan(new=[91, 92, 93]), gone=[91], new_left=2) == [92, 93]


def test_undoing_a_rating_brings_its_card_back() -> None:
    planned, answers = plan(DUE, new=[91]), asked((1, 1), (2, 4), (3, 2), (4, 5))
    for kept in range(len(answers)):
        assert coming(planned, answers[:kept], length=1) == [answers[kept].card]


def test_only_as_many_cards_are_named_as_are_asked_for() -> None:
    assert coming(plan(DUE), length=4) == [1, 2, 3, 4]
    assert coming(plan(DUE), length=0) == []


@pytest.mark.parametrize(
    ("answers", "new_left", "gone", "wanted"),
    [
        (asked(), 1, (), Progress(0, 3)),
        (asked(), 0, (), Progress(0, 2)),
        (asked(), 9, (), Progress(0, 4)),
        (asked((1, 1)), 1, (), Progress(0, 3)),
        (asked((1, 4)), 1, (), Progress(1, 3)),
        (asked((91, 1)), 0, (), Progress(0, 3)),
        (asked((1, 1), (1, 1), (1, 1), (1, 1)), 1, (), Progress(1, 3)),
        (asked((1, 4)), 1, (1, 2), Progress(1, 2)),
        (asked((1, 1)), 1, (1,), Progress(0, 2)),
        (asked(), 1, (91,), Progress(0, 3)),
    ],
)
def test_progress_counts_passed_and_resting_cards_of_those_that_will_be_asked(
    answers: list[Asked], new_left: int, gone: Collection[int], wanted: Progress
) -> None:
    planned = plan(due=[1, 2], new=[91, 92])
    assert progress(planned, answers, new_left=new_left, gone=gone) == wanted


@pytest.mark.parametrize("seed", range(20))
def test_a_session_ends_with_every_card_finished_and_its_total_unchanged(seed: int) -> None:
    draw = Random(seed)
    planned, answers = plan(due=range(1, 13), new=range(91, 99)), list[Asked]()
    new_left, at = 5, NOON
    start = progress(planned, answers, new_left=new_left)
    while cards := upcoming(planned, answers, at=at, new_left=new_left, length=99):
        if answers and cards[0] == answers[-1].card:
            assert len(cards) == 1
        new_left -= cards[0] > 90 and cards[0] not in {answer.card for answer in answers}
        answers.append(Asked(cards[0], draw.choice([1, 1, 2, 2, 3, 4, 5]), at))
        at += timedelta(seconds=draw.choice([2, 10, 70]))
        assert progress(planned, answers, new_left=new_left).total == start.total == 17
    assert new_left == 0
    assert progress(planned, answers, new_left=new_left) == Progress(17, 17)


@pytest.mark.parametrize("seed", range(20))
def test_the_cards_named_ahead_are_those_that_come_when_each_is_passed(seed: int) -> None:
    draw = Random(seed)
    planned, answers = plan(due=range(1, 30), new=range(91, 99)), list[Asked]()
    for _ in range(draw.randrange(25)):
        card = coming(planned, answers, length=1)[0]
        answers += asked((card, draw.choice([1, 2, 4])))
    ahead = coming(planned, answers)
    for card in ahead:
        assert coming(planned, answers, length=1) == [card]
        answers += passed(card)
    assert coming(planned, answers) == []
