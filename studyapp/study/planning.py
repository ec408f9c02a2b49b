"""What a new session will ask: the plan it fixes at its start."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from studyapp.accounts.models import User
from studyapp.effort.models import StudyDay
from studyapp.library.models import Card, Deck
from studyapp.study import scheduler
from studyapp.study.models.session import Session
from studyapp.study.standing import KnownCard, due_cards, known_cards, mastery_of

LONGEST = 100
USUAL_DAYS = 14
WELCOME_BACK = 3


class NothingToStudy(Exception):
    """Nothing is due and no new card is allowed today."""


@dataclass(frozen=True, slots=True)
class Workload:
    """What waits for the learner today: due cards in order, and how many may be started now."""

    due: list[KnownCard]
    fine_today: int  # after a pause: the part of what is due that is enough for today
    new_allowed: int
    enough: bool = False  # after a pause: that part is done, and the rest may wait

    @property
    def welcome_back(self) -> bool:
        return not self.enough and self.fine_today < len(self.due)


def today_of(learner: User, at: datetime) -> date:
    """The learner's study day at that moment, never before the last one stored."""
    day = scheduler.study_day(at, learner.time_zone, learner.rollover_hour)
    last = StudyDay.objects.of(learner).last_day()
    return max(day, last) if last else day


def workload(learner: User, known: list[KnownCard], *, at: datetime, today: date) -> Workload:
    """What is due among these cards; after a long pause only the usual amount, and nothing new."""
    due = due_cards(known, at, today)
    row = StudyDay.objects.of(learner).filter(day=today).first()
    done, met = (row.due_done, row.new_cards) if row else (0, 0)
    usual = StudyDay.objects.of(learner).usual_cards(before=today, days=USUAL_DAYS)
    if usual and len(due) + done > WELCOME_BACK * usual:
        share = max(1, round(usual))
        enough = done >= share
        fine = min(len(due), share if enough else share - done)
        return Workload(due, fine_today=fine, new_allowed=0, enough=enough)
    return Workload(due, len(due), new_allowed=max(0, learner.new_cards_a_day - met))


@transaction.atomic
def start_session(learner: User, *, deck: Deck | None, at: datetime) -> Session:
    """The learner's open session of this deck, or of all that is due, else a new one.

    Raises ``NothingToStudy`` when there is nothing to ask now.
    """
    User.objects.select_for_update(no_key=True).get(pk=learner.pk)
    today = today_of(learner, at)
    scope = Session.Scope.DECK if deck else Session.Scope.DUE
    running = Session.objects.of(learner).on_day(today).filter(scope=scope, deck=deck).last()
    if running and running.ahead(at, length=1):
        return running

    decks = Deck.objects.filter(pk=deck.pk) if deck else Deck.objects.visible_to(learner)
    known = known_cards(learner, decks)
    work = workload(learner, known, at=at, today=today)
    due = work.due[: min(work.fine_today, LONGEST)]
    among = decks if deck else started(decks, known)
    limit = min(work.new_allowed, LONGEST - len(due))
    new = new_cards(in_reading_order(among), known, due, today, limit=limit)
    if not due and not new:
        raise NothingToStudy
    return Session.objects.create(
        learner=learner,
        scope=scope,
        deck=deck,
        started_at=at,
        study_day=today,
        plan=[[k.card, 0, k.shown(today)] for k in due] + [[card, 1, 0] for card in new],
        mastery_before=mastery_of(decks, known, today).mastery,
        held_back=len(work.due) - work.fine_today,
    )


@transaction.atomic
def start_trial(guest: User, deck: Deck, *, at: datetime) -> Session:
    """The ten cards for a first look, in the order that the deck names; once for each guest."""
    User.objects.select_for_update(no_key=True).get(pk=guest.pk)
    running = Session.objects.of(guest).trials().filter(deck=deck).last()
    if running:
        return running
    cards = dict(Card.objects.active().filter(deck=deck).values_list("key", "pk"))
    plan = [[cards[key], 1, 0] for key in deck.trial if key in cards]
    if not plan:
        raise NothingToStudy
    return Session.objects.create(
        learner=guest,
        scope=Session.Scope.TRIAL,
        deck=deck,
        started_at=at,
        study_day=today_of(guest, at),
        plan=plan,
    )


def started(decks: QuerySet[Deck], known: list[KnownCard]) -> QuerySet[Deck]:
    """Those of the decks of which the learner has met a card."""
    return decks.filter(pk__in={k.deck for k in known if k.stability is not None})


def in_reading_order(decks: QuerySet[Deck]) -> Iterator[tuple[int, int, str]]:
    """The active cards of the decks, each with its deck and its note's key, in deck order."""
    cards = Card.objects.active().filter(deck__in=decks).in_order()
    return cards.values_list("pk", "deck", "sibling_key").iterator()


def new_cards(
    cards: Iterable[tuple[int, int, str]],
    known: list[KnownCard],
    due: list[KnownCard],
    today: date,
    *,
    limit: int,
) -> list[int]:
    """The cards not met yet, in their order; none whose note is asked today already."""
    if limit <= 0:
        return []
    taken = {k.note for k in due} | {k.note for k in known if k.last_day == today}
    met = {k.card for k in known if k.stability is not None} | _away(known, today)
    chosen: list[int] = []
    for card, deck, sibling_key in cards:
        if card in met or (deck, sibling_key) in taken:
            continue
        taken.add((deck, sibling_key))
        chosen.append(card)
        if len(chosen) == limit:
            break
    return chosen


def _away(known: Collection[KnownCard], today: date) -> set[int]:
    return {
        k.card
        for k in known
        if k.suspended or (k.buried_until is not None and k.buried_until > today)
    }
