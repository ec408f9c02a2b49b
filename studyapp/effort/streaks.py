"""Study days, streaks and the goal of a day."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

FREEZE_EVERY = 7
FREEZES_HELD = 2
ENOUGH_ENTERED = 10
ENOUGH_SECONDS = 5 * 60
LONGEST_GAP = 60
FORGIVEN_WITHIN = timedelta(hours=48)


@dataclass(frozen=True, slots=True)
class Streak:
    """The study days in a row, the most there ever were, and the freezes held and used."""

    streak: int
    longest: int
    freezes: int
    used: tuple[date, ...]
    at_risk: bool


def streak(
    qualifying_days: Iterable[date],
    today: date,
    freezes: int = 0,
    forgiven: Collection[date] = (),
) -> Streak:
    """Walk the study days from the first to today, which while unfinished breaks nothing.

    A missed day uses a freeze if one is held (a seventh qualifying day earns one, two are kept)
    and else ends the streak; a forgiven day does neither. Today is never before the last
    qualifying day, so a flight west takes nothing away.

    >>> days = [date(2026, 11, day) for day in (1, 2, 3)]
    >>> streak(days, date(2026, 11, 5), freezes=1).streak
    3
    """
    days = set(qualifying_days)
    if not days:
        return Streak(0, 0, freezes, (), at_risk=False)
    today = max(today, *days)
    length = longest = run = 0
    used: list[date] = []
    for ordinal in range(min(days).toordinal(), today.toordinal() + 1):
        day = date.fromordinal(ordinal)
        if day in days:
            length, run = length + 1, run + 1
            longest = max(longest, length)
            if run % FREEZE_EVERY == 0:
                freezes = min(FREEZES_HELD, freezes + 1)
        elif day == today or day in forgiven:
            continue
        elif freezes and length:
            freezes -= 1
            used.append(day)
        else:
            length = run = 0
    return Streak(length, longest, freezes, tuple(used), at_risk=today not in days and length > 0)


def gap_forgiven(last: datetime, new: datetime) -> bool:
    """Whether dates skipped between two events were skipped by travel, not by the learner.

    Both moments are in the learner's zone of that time: the offset from UTC changed, and at most
    48 hours passed.
    """
    if last.utcoffset() is None or new.utcoffset() is None:
        raise ValueError("Both moments need their time zone.")
    passed = new.astimezone(UTC) - last.astimezone(UTC)
    return last.utcoffset() != new.utcoffset() and passed <= FORGIVEN_WITHIN


def forgiven_days(days: Iterable[tuple[date, datetime, datetime]]) -> set[date]:
    """Dates that travel skipped between the study days, each with its first and last event.

    The days come in order, the moments in the learner's zone of that time.
    """
    skipped: set[date] = set()
    for (day, _, last), (next_day, first, _) in pairwise(days):
        if gap_forgiven(last, first):
            between = range(day.toordinal() + 1, next_day.toordinal())
            skipped.update(date.fromordinal(ordinal) for ordinal in between)
    return skipped


def qualifies(
    entered: int, active_seconds: float, quiz_submitted: bool, due_today: int, due_done: int
) -> bool:
    """Whether a study day counts: ten entered events, five active minutes, a submitted quiz, or
    all that was due where fewer than ten cards were.

    >>> qualifies(3, 40, False, due_today=3, due_done=3), qualifies(0, 0, False, 0, 0)
    (True, False)
    """
    all_due_done = 1 <= due_today < ENOUGH_ENTERED and due_done >= due_today
    return (
        entered >= ENOUGH_ENTERED
        or active_seconds >= ENOUGH_SECONDS
        or quiz_submitted
        or all_due_done
    )


def active_seconds(moments: Iterable[datetime]) -> float:
    """The time from the first to the last moment, where a gap counts for a minute at most."""
    gaps = (later - earlier for earlier, later in pairwise(sorted(moments)))
    return sum(min(gap.total_seconds(), LONGEST_GAP) for gap in gaps)


def goal_of_day(setting: int, owed: int, new_allowed: int) -> int:
    """The cards to do that day: the setting, or all there is where that is less.

    ``owed`` and ``new_allowed`` are the day's own, those already done included.

    >>> goal_of_day(20, owed=0, new_allowed=10)
    10
    """
    return min(setting, owed + new_allowed)


def goal_reached(done: int, goal: int) -> bool:
    """A day without anything to do has no goal to reach."""
    return 0 < goal <= done
