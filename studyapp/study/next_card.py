"""Which card a session asks next.

Everything follows from the plan and the session's live ratings, so undo has nothing to restore:
the ratings without the last one lead to the same cards as before it.
"""

from collections import deque
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from studyapp.study.scheduler import FAILURES_TO_REST, OWED

# other cards shown before a failed one returns, by its rating
OTHERS_FIRST = {1: 4, 2: 9}
SHOWN_PER_NEW = 4


@dataclass(frozen=True, slots=True)
class Planned:
    """A card of the plan: due cards, lowest chance of recall first, then new ones in deck order."""

    card: int
    new: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A rating of this session that stands, in the order in which they were given."""

    card: int
    rating: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Progress:
    """Finished cards of a total."""

    finished: int
    total: int


def resting(asked: Iterable[Asked]) -> set[int]:
    """Cards that failed four times in the session and were not passed: they wait for tomorrow."""
    failures: dict[int, int] = {}
    passed = set()
    for answer in asked:
        if answer.rating in OWED:
            failures[answer.card] = failures.get(answer.card, 0) + 1
        else:
            passed.add(answer.card)
    return {card for card, times in failures.items() if times >= FAILURES_TO_REST} - passed


def finished(asked: Iterable[Asked]) -> set[int]:
    """Cards that the session does not ask again: passed, or resting."""
    asked = list(asked)
    return {answer.card for answer in asked if answer.rating not in OWED} | resting(asked)


def progress(
    plan: Sequence[Planned], asked: Sequence[Asked], *, new_left: int, gone: Collection[int] = ()
) -> Progress:
    """How far the session is; the total never grows while it goes on.

    Cards that left unfinished, and new ones beyond the limit, are not part of the total.
    """
    done, met, gone = finished(asked), {answer.card for answer in asked}, set(gone)
    ended = sum(planned.card in done for planned in plan)
    open_cards = [p for p in plan if p.card not in done and p.card not in gone]
    unmet_new = sum(planned.new and planned.card not in met for planned in open_cards)
    return Progress(ended, ended + len(open_cards) - max(0, unmet_new - max(0, new_left)))


def upcoming(
    plan: Sequence[Planned],
    asked: Sequence[Asked],
    *,
    at: datetime,
    new_left: int,
    gone: Collection[int] = (),
    length: int,
) -> list[int]:
    """The next cards, at most ``length``, as they come if each of them is passed at once.

    A failed card that has waited long enough comes first; then the due cards, with a new one
    after every four shown; then new cards; with nothing else left, what is still waiting. The
    same card comes twice in a row only when it is the only one. ``new_left`` limits the new
    cards not yet asked, and cards that are ``gone`` are not asked at all.
    """
    skipped = {answer.card for answer in asked}.union(gone)
    fresh = [planned for planned in plan if planned.card not in skipped]
    due = deque(planned.card for planned in fresh if not planned.new)
    new = deque([planned.card for planned in fresh if planned.new][: max(0, new_left)])
    repeats = _repeats(asked, finished(asked).union(gone))
    since_new = _shown_since_new(plan, asked)
    last = asked[-1].card if asked else None

    cards: list[int] = []
    while len(cards) < length:
        shown = len(asked) + len(cards)
        # the card shown last stands at the end of its queue, so in front only when alone there
        fronts = sorted(queue[0] for queue in repeats.values() if queue)
        others = [front for front in fronts if asked[front].card != last]
        ready = next((i for i in others if _has_waited(asked[i], shown - i - 1, at)), None)
        if ready is None and not new and not due:
            ready = next(iter(others or fronts), None)
        if ready is not None:
            last = asked[repeats[asked[ready].rating].popleft()].card
        elif new and (since_new >= SHOWN_PER_NEW or not due):
            last, since_new = new.popleft(), -1
        elif due:
            last = due.popleft()
        else:
            break
        since_new += 1
        cards.append(last)
    return cards


def _has_waited(failure: Asked, others_since: int, at: datetime) -> bool:
    rating = failure.rating
    return others_since >= OTHERS_FIRST[rating] or at >= failure.at + OWED[rating]


def _repeats(asked: Sequence[Asked], never: Collection[int]) -> dict[int, deque[int]]:
    """Where each failed card was last asked, first come first, in a queue per rating."""
    last_asked = {answer.card: position for position, answer in enumerate(asked)}
    repeats: dict[int, deque[int]] = {rating: deque() for rating in OWED}
    for position, answer in enumerate(asked):
        if answer.card not in never and last_asked[answer.card] == position:
            repeats[answer.rating].append(position)
    return repeats


def _shown_since_new(plan: Sequence[Planned], asked: Sequence[Asked]) -> int:
    unmet = {planned.card for planned in plan if planned.new}
    since = 0
    for answer in asked:
        since = 0 if answer.card in unmet else since + 1
        unmet.discard(answer.card)
    return since
