"""The rating from 1 to 5 of a card and the mastery of a deck, as memory fades."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from studyapp.study.scheduler import retrievability

FLOORS = {5: 0.9, 4: 0.8, 3: 0.65, 2: 0.4}  # the chance of recall that each rating needs


def band(recall: float) -> int:
    """The highest rating that a chance of recall still supports.

    >>> [band(chance) for chance in (0.9, 0.89, 0.65, 0.4, 0.0)]
    [5, 4, 3, 2, 1]
    """
    return next((rating for rating, floor in FLOORS.items() if recall >= floor), 1)


def shown_rating(last_rating: int | None, stability: float | None, days: float) -> int:
    """The learner's own last word, lowered as the memory fades; 0 for a card not yet met.

    >>> [shown_rating(5, 8.2956, days) for days in (0, 30, 200)]
    [5, 3, 2]
    """
    if last_rating is None or stability is None:
        return 0
    return min(last_rating, band(retrievability(stability, days)))


def is_fading(last_rating: int | None, stability: float | None, days: float) -> bool:
    """Whether less is shown than the learner said."""
    return shown_rating(last_rating, stability, days) < (last_rating or 0)


@dataclass(frozen=True, slots=True)
class CardView:
    """A card as its learner knows it, that many days after the last event of memory.

    ``passed`` says how that event ended. A card with a row but no memory yet has no rating and
    no stability and counts as unseen.
    """

    last_rating: int | None
    stability: float | None
    days: float
    passed: bool

    def __post_init__(self) -> None:
        if (self.last_rating is None) != (self.stability is None):
            raise ValueError("A rating and a stability come together or not at all.")
        if self.last_rating not in (None, 1, 2, 3, 4, 5):
            raise ValueError(f"A rating is a whole number from 1 to 5, not {self.last_rating}.")


@dataclass(frozen=True, slots=True)
class DeckMastery:
    """What a learner holds of a deck; None where there is no card to speak of.

    ``mastery`` (0 to 100) is the expected score of a closed-book test after the horizon,
    ``coverage`` (0 to 1) the share of cards seen, ``confidence`` (0 to 100) the learner's own
    word, and ``histogram`` counts the cards per shown rating from 0 to 5.
    """

    cards: int
    seen: int
    mastery: float | None
    coverage: float | None
    confidence: float | None
    histogram: tuple[int, int, int, int, int, int]


def deck_mastery(cards: Iterable[CardView], total: int, horizon_days: float = 7) -> DeckMastery:
    """The mastery of ``total`` active cards, of which those without a view are unseen.

    Unseen cards and cards whose last event was a failure count 0 towards mastery.
    """
    seen, recalled, rated, histogram = 0, 0.0, 0, [0] * 6
    for card in cards:
        if card.last_rating is None or card.stability is None:
            continue
        seen += 1
        rated += card.last_rating
        histogram[shown_rating(card.last_rating, card.stability, card.days)] += 1
        if card.passed:
            recalled += retrievability(card.stability, max(0, card.days) + horizon_days)
    if seen > total:
        raise ValueError(f"{seen} cards were seen of a deck of {total}.")
    _, one, two, three, four, five = histogram
    return DeckMastery(
        cards=total,
        seen=seen,
        mastery=100 * recalled / total if total else None,
        coverage=seen / total if total else None,
        confidence=100 * rated / (5 * total) if total else None,
        histogram=(total - seen, one, two, three, four, five),
    )


def spaced(due_days: Iterable[date | None], today: date, total: int) -> float | None:
    """Per cent of the cards that were introduced and are not due; None without cards."""
    resting = sum(due_day is not None and due_day > today for due_day in due_days)
    return 100 * resting / total if total else None
