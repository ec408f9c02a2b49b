"""Paces, weeks and forecasts from plain counts."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date, timedelta

WEEK = 7


def pace(days: Iterable[tuple[int, int]]) -> float | None:
    """Milliseconds a card over days of (cards, active milliseconds); None before the first card.

    >>> pace([(10, 200_000), (30, 300_000)]), pace([])
    (12500.0, None)
    """
    cards, spent = (sum(column) for column in zip((0, 0), *days, strict=True))
    return spent / cards if cards and spent else None


def minutes(cards: int, pace: float | None) -> int | None:
    """The whole minutes that many cards take, at least one; None without a pace.

    >>> minutes(51, 22_000), minutes(1, 3_000), minutes(51, None)
    (19, 1, None)
    """
    return None if pace is None else max(1, round(cards * pace / 60_000))


def ahead(due: Iterable[date], today: date, length: int) -> list[tuple[date, int]]:
    """How many of the due dates fall on each day from today on; what is past counts for today.

    >>> tuesday = date(2026, 11, 24)
    >>> [count for _, count in ahead([date(2026, 11, 1), tuesday, date(2026, 11, 26)], tuesday, 3)]
    [2, 0, 1]
    """
    counts = Counter(max(day, today) for day in due)
    days = (today + timedelta(days=n) for n in range(length))
    return [(day, counts[day]) for day in days]


def busiest(days: Iterable[tuple[date, int]]) -> tuple[date, int] | None:
    """The first of the days with the most cards; None where no day has any."""
    return max((day for day in days if day[1]), key=lambda day: day[1], default=None)


def of_last(days: Collection[date], today: date, length: int) -> int:
    """How many of the days lie in the last ``length`` days, today included.

    >>> of_last([date(2026, 11, 3), date(2026, 11, 4), date(2026, 11, 24)], date(2026, 11, 24), 21)
    2
    """
    first = today - timedelta(days=length - 1)
    return sum(first <= day <= today for day in days)
