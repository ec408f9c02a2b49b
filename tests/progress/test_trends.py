from datetime import date

from studyapp.progress import trends

TUESDAY = date(2026, 11, 24)


def test_a_pace_counts_cards_and_not_days() -> None:
    assert trends.pace([(30, 300_000), (10, 20_000)]) == 8_000


def test_days_without_cards_or_time_give_no_pace() -> None:
    assert trends.pace([(0, 0)]) is None
    assert trends.pace([(5, 0)]) is None


def test_the_busiest_day_is_the_first_of_the_fullest() -> None:
    days = trends.ahead([date(2026, 11, 26), date(2026, 11, 28)], TUESDAY, 7)
    assert trends.busiest(days) == (date(2026, 11, 26), 1)


def test_days_without_cards_have_no_busiest() -> None:
    assert trends.busiest(trends.ahead([], TUESDAY, 7)) is None


def test_what_is_due_past_the_last_day_is_not_counted() -> None:
    assert sum(count for _, count in trends.ahead([date(2027, 1, 1)], TUESDAY, 14)) == 0
