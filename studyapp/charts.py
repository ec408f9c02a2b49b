"""Numbers to small accessible SVG, each with its table where it is a chart; alone in drawing."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

STEPS = ("New", "Not at all", "Barely", "With effort", "Well", "Perfectly")
WEEKDAYS = {1: "Mon", 3: "Wed", 5: "Fri"}


def stair(counts: Sequence[int], label: str = "") -> SafeString:
    """Cards per step of mastery, New first: the wider a step, the more cards stand on it.

    The label, spoken before the counts, names what was counted where the page shows several.

    >>> print(stair([1, 0, 0, 3, 0, 0]))  # doctest: +ELLIPSIS
    <svg class="dist" ... aria-label="4 cards by mastery: 1 new, 0 not at all, ...
    """
    height = (2.5, 4, 5.5, 7, 8.5, 10)
    spoken = ", ".join(f"{n} {step.lower()}" for n, step in zip(counts, STEPS, strict=True))
    blocks = format_html_join(
        "",
        '<rect class="mastery-{}" x="{}" y="{}" width="{}" height="{}"/>',
        (
            (step, sum(counts[:step]), 10 - height[step], n, height[step])
            for step, n in enumerate(counts)
            if n
        ),
    )
    return format_html(
        '<svg class="dist" viewBox="0 0 {} 10" preserveAspectRatio="none" role="img"'
        ' aria-label="{}: {}">{}</svg>',
        sum(counts) or 1, label or f"{sum(counts)} cards by mastery", spoken, blocks,
    )  # fmt: skip


def legend(counts: Sequence[int] | None = None) -> SafeString:
    """The six steps by colour, number and name, with how many cards each holds if that is given."""
    rows = format_html_join(
        "",
        '<li><i class="sw mastery-{}"></i>{}{}{}</li>',
        (
            (
                step,
                f"{step} " if step else " ",
                name,
                format_html(" <strong>{}</strong>", counts[step]) if counts else "",
            )
            for step, name in enumerate(STEPS)
        ),
    )
    return format_html('<ul class="legend">{}</ul>', rows)


def due_bars(days: Sequence[tuple[date, int]], today: date) -> SafeString:
    """Cards that come due on each day from today on, with the same numbers as a table.

    >>> "2 today, then 0 and 5." in due_bars(
    ...     [(date(2026, 11, 24), 2), (date(2026, 11, 25), 0), (date(2026, 11, 26), 5)],
    ...     date(2026, 11, 24),
    ... )
    True
    """
    counts = [count for _, count in days]
    top, ground, step = 30, 170, 350 / max(1, len(days))
    height = (ground - top) / max(1, *counts)
    peaks = {0, *sorted(range(len(days)), key=lambda at: -counts[at])[:4]}
    bars = format_html_join(
        "",
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="3"/>{}',
        (
            (
                "hi" if day == today else "ink",
                _short(at * step + 3),
                _short(ground - count * height),
                _short(step - 8),
                _short(count * height),
                _text(at * step + step / 2 - 1, ground - count * height - 6, count, "strong")
                if at in peaks
                else "",
            )
            for at, (day, count) in enumerate(days)
            if count
        ),
    )
    axis = format_html_join(
        "",
        "{}",
        ((_day_name(at, len(days), step, day, today),) for at, (day, _) in enumerate(days)),
    )
    picture = format_html(
        '<svg class="chart" viewBox="0 0 350 190" role="img" aria-label="{}">{}{}'
        '<line class="axis" x1="0" x2="350" y1="170" y2="170"/></svg>',
        f"Reviews due in the next {len(days)} days: {_spoken(counts)}.",
        bars,
        axis,
    )
    rows = [("Today" if day == today else f"{day:%a} {day.day} {day:%b}", n) for day, n in days]
    return format_html("{}{}", picture, _table("Day", "Cards", rows))


def day_dots(cards_by_day: Mapping[date, int], today: date, weeks: int = 26) -> SafeString:
    """A dot for every day of the last weeks, the larger the more cards, with a ring on today.

    Columns are weeks and rows are weekdays, Sunday first. The table adds up the months.
    """
    sunday = today - timedelta(days=today.isoweekday() % 7)
    first = sunday - timedelta(weeks=weeks - 1)
    days = [first + timedelta(days=n) for n in range((today - first).days + 1)]
    studied = [day for day in days if cards_by_day.get(day)]
    width, right = 17.5, 12 + weeks * 17.5
    dots = format_html_join(
        "",
        '<circle class="{}" cx="{}" cy="{}" r="{}"/>',
        (
            (
                "ink" if cards_by_day.get(day) else "z",
                _short(12 + at // 7 * width),
                12 + at % 7 * 17,
                _dot(cards_by_day.get(day, 0)),
            )
            for at, day in enumerate(days)
        ),
    )
    ring = format_html(
        '<circle class="today" cx="{}" cy="{}" r="9.5"/>',
        _short(12 + (weeks - 1) * width),
        12 + (today - sunday).days * 17,
    )
    names = [
        _text(right - 4, 16 + row * 17, name, anchor="start") for row, name in WEEKDAYS.items()
    ]
    names += [
        _text(8 + week * width, 140, f"{day:%b}", anchor="start")
        for week in range(weeks - 1)
        if (day := first + timedelta(weeks=week)).day <= 7
    ]
    picture = format_html(
        '<svg class="heat" viewBox="0 0 {} 142" preserveAspectRatio="xMaxYMid slice" role="img"'
        ' aria-label="{}">{}{}{}</svg>',
        _short(right + 28),
        f"Study days over the last {weeks} weeks: {len(studied)} of {len(days)} days studied. "
        "Larger dots mean more cards.",
        dots,
        ring,
        format_html_join("", "{}", ((name,) for name in names)),
    )
    months: dict[str, int] = {}
    for day in days:
        month = f"{day:%B} {day.year}"
        months[month] = months.get(month, 0) + (day in cards_by_day and cards_by_day[day] > 0)
    return format_html("{}{}", picture, _table("Month", "Days studied", [*months.items()]))


def _dot(cards: int) -> float:
    """A radius of five sizes, for up to 4, 14, 39 and more cards.

    >>> [_dot(cards) for cards in (0, 1, 5, 15, 40)]
    [1.5, 3, 4.4, 5.8, 7.2]
    """
    return next((r for most, r in ((0, 1.5), (4, 3), (14, 4.4), (39, 5.8)) if cards <= most), 7.2)


def _day_name(at: int, count: int, step: float, day: date, today: date) -> SafeString | str:
    if day == today:
        return _text(0, 187, "Today", anchor="start")
    if at == count - 1:
        return _text(350, 187, f"{day.day} {day:%b}", anchor="end")
    if at % 4 == 3 and at < count - 2:
        return _text(at * step + step / 2 - 1, 187, f"{day:%a} {day.day}")
    return ""


def _spoken(counts: Sequence[int]) -> str:
    if not counts:
        return "none"
    first, *rest = counts
    later = ", ".join(map(str, rest[:-1])) + (" and " if len(rest) > 1 else "")
    return f"{first} today" + (f", then {later}{rest[-1]}" if rest else "")


def _text(x: float, y: float, words: object, name: str = "", anchor: str = "middle") -> SafeString:
    return format_html(
        '<text class="{}" x="{}" y="{}" text-anchor="{}">{}</text>',
        name, _short(x), _short(y), anchor, words,
    )  # fmt: skip


def _short(number: float) -> str:
    """
    >>> _short(12.0), _short(29.949)
    ('12', '29.9')
    """
    return f"{number:.1f}".removesuffix(".0")


def _table(row: str, column: str, rows: Sequence[tuple[str, int]]) -> SafeString:
    cells = '<tr><th scope="row" class="fw-normal">{}</th><td class="num">{}</td></tr>'
    return format_html(
        '<details class="more mt-2"><summary>Show as table</summary><table class="table"><thead>'
        '<tr><th scope="col">{}</th><th scope="col" class="num">{}</th></tr></thead>'
        "<tbody>{}</tbody></table></details>",
        row, column, format_html_join("", cells, rows),
    )  # fmt: skip
