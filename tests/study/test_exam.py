from datetime import date, timedelta

import pytest

from studyapp.study.exam import (
    ExamPlan,
    Load,
    Pace,
    exam_plan,
    importance,
    most_important_first,
    new_days,
    reviews_before,
)

MONDAY = date(2026, 1, 5)


def plan(
    unseen: int,
    days: int,
    *,
    total: int | None = None,
    after: int = 0,
    minutes: float | None = None,
    limit: int = 100,
    reviews: int = 0,
) -> ExamPlan:
    """The plan for an exam so many days after its start, some days later."""
    load = Load(total if total is not None else unseen, unseen, reviews)
    made = exam_plan(
        load,
        started=MONDAY,
        exam=MONDAY + timedelta(days=days),
        today=MONDAY + timedelta(days=after),
        minutes=minutes,
        limit=limit,
    )
    assert made is not None
    return made


@pytest.mark.parametrize(
    ("unseen", "days", "new_a_day"),
    [(480, 14, 43), (240, 30, 10), (100, 7, 20), (30, 3, 30), (30, 2, 30), (30, 1, 30), (0, 9, 0)],
)
def test_new_cards_are_spread_over_all_but_the_last_days(
    unseen: int, days: int, new_a_day: int
) -> None:
    assert plan(unseen, days).new_a_day == new_a_day


def test_a_plan_that_is_kept_meets_every_card_and_ends_with_review() -> None:
    for days in (1, 2, 3, 7, 14, 30, 365):
        unseen, review_days = 480, 0
        for after in range(days):
            today = plan(unseen, days, total=480, after=after, limit=1000)
            assert not (today.review_only and unseen)
            assert today.can_be_kept and today.warning == ""
            unseen -= min(unseen, today.new_today)
            review_days += today.review_only
        assert unseen == 0
        assert review_days == days - -int(-new_days(days) // 1)


def test_a_day_missed_is_spread_over_those_that_are_left() -> None:
    assert plan(240, 30, after=0).new_a_day == 10
    assert plan(240, 30, total=240, after=4).new_a_day == 12


def test_what_is_left_over_for_the_last_days_is_said() -> None:
    late = plan(48, 30, total=480, after=24)
    assert late.review_only and late.new_today == 0 and late.share == 0.9
    assert late.warning.startswith("The last days are for review. This way you reach 90 %")


def test_with_the_minutes_of_a_day_part_of_the_deck_is_reached() -> None:
    whole = plan(480, 14)
    part = plan(480, 14, minutes=15)
    assert part.minutes_a_day == whole.minutes_a_day > 15
    assert 0 < part.reached < 480 and not part.can_be_kept
    assert part.new_today < whole.new_today
    assert part.share == part.reached / 480
    minutes = f"All 480 cards would take about {round(whole.minutes_a_day + 0.5)} minutes a day."
    assert part.warning.startswith(minutes)
    assert plan(480, 14, minutes=whole.minutes_a_day + 0.1).can_be_kept


def test_reviews_of_what_was_seen_take_their_part_of_the_minutes() -> None:
    assert plan(480, 14, minutes=15, reviews=300).reached < plan(480, 14, minutes=15).reached
    assert plan(480, 14, total=960, minutes=1, reviews=9999).reached == 480


def test_more_new_cards_than_the_learner_takes_are_not_promised() -> None:
    limited = plan(480, 14, limit=20)
    assert limited.new_today == 20 and limited.reached == 240
    assert limited.warning == (
        "All 480 cards would take 43 new ones a day. This way you reach 50 % of the cards, "
        "the most important ones first."
    )


def test_the_exam_is_over_on_its_day() -> None:
    for after in (0, 1):
        today = MONDAY + timedelta(days=after)
        assert exam_plan(Load(9, 9), started=MONDAY, exam=MONDAY, today=today) is None


def test_a_deck_without_cards_has_a_plan_and_no_share() -> None:
    assert plan(0, 9).share is None
    assert plan(0, 9).can_be_kept


def test_a_slower_pace_takes_longer() -> None:
    exam = MONDAY + timedelta(days=9)
    slow, usual = (
        exam_plan(Load(90, 90), started=MONDAY, exam=exam, today=MONDAY, pace=pace)
        for pace in (Pace(80, 30), Pace(40, 15))
    )
    assert slow and usual and slow.minutes_a_day == pytest.approx(2 * usual.minutes_a_day)


def test_nonsense_is_no_load() -> None:
    with pytest.raises(ValueError, match="cannot be unseen"):
        Load(total=3, unseen=4)


def test_more_days_never_bring_fewer_reviews() -> None:
    reviews = [reviews_before(days) for days in range(100)]
    assert reviews == sorted(reviews)
    assert (reviews[0], reviews[14], reviews[99]) == (0, 2, 4)


def test_a_concept_is_as_important_as_what_rests_on_it() -> None:
    needs = {"a": [], "b": ["a"], "c": ["b"], "d": ["c", "a"], "loop": ["pool"], "pool": ["loop"]}
    assert importance(needs) == {"a": 3, "b": 2, "c": 1, "d": 0, "loop": 1, "pool": 1}
    assert importance({"b": ["elsewhere"]}) == {"b": 0, "elsewhere": 1}


def test_every_concept_gets_a_card_before_any_gets_a_second() -> None:
    cards = [(1, ["b"]), (2, ["a"]), (3, ["a", "b"]), (4, []), (5, ["a"])]
    assert most_important_first(cards, {"a": 3, "b": 1}) == [2, 1, 4, 3, 5]
