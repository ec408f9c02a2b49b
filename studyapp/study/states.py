"""Cards by what the learner knows of them: the filters of search and of the list of cards."""

from datetime import date, datetime

from django.db.models import DateField, F, FloatField, Func, Q, Value
from django.db.models.functions import Power
from django.db.models.lookups import GreaterThanOrEqual

from studyapp.library.models import CardQuerySet
from studyapp.study.mastery import FLOORS
from studyapp.study.scheduler import DECAY, FACTOR

LEECH = 8  # lapses from which a card is marked as one that keeps slipping
STATES = (
    ("new", "New"),
    ("due", "Due"),
    ("leech", "Keeps slipping"),
    ("starred", "Starred"),
    ("suspended", "Set aside"),
    ("1", "1 Not at all"),
    ("2", "2 Barely"),
    ("3", "3 With effort"),
    ("4", "4 Well"),
    ("5", "5 Perfectly"),
)


def in_state(cards: CardQuerySet, state: str, *, at: datetime, today: date) -> CardQuerySet:
    """Those of the ``cards_of`` a learner that are in that state; no state is all of them."""
    return cards.filter(_condition(state, at, today)) if state else cards


def _condition(state: str, at: datetime, today: date) -> Q:
    here = Q(mine__suspended=False)
    match state:
        case "new":
            return Q(mine__isnull=True) | (here & Q(mine__stability__isnull=True))
        case "due":
            unburied = Q(mine__buried_until__isnull=True) | Q(mine__buried_until__lte=today)
            return here & unburied & Q(mine__due_at__lte=at)
        case "leech":
            return Q(mine__lapses__gte=LEECH)
        case "starred":
            return Q(mine__starred=True)
        case "suspended":
            return Q(mine__suspended=True)
        case _:
            return _shows(int(state), today)


def _shows(rating: int, today: date) -> Q:
    """Whether the mastery shows as that rating, as ``Memory.shown`` computes it."""
    days = Func(
        Value(today, DateField()),
        F("mine__last_day"),
        template="greatest(0, %(expressions)s)",
        arg_joiner=" - ",
        output_field=FloatField(),
    )
    recall = Power(1 + FACTOR * days / F("mine__stability"), Value(DECAY))
    shows = Q(mine__last_rating__gte=rating)
    if rating in FLOORS:
        shows &= Q(GreaterThanOrEqual(recall, FLOORS[rating]))
    if rating + 1 in FLOORS:
        better = GreaterThanOrEqual(recall, FLOORS[rating + 1])
        shows &= Q(mine__last_rating=rating) | ~Q(better)
    return shows
