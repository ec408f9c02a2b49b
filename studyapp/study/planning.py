"""What a new session will ask: the plan it fixes at its start."""

from collections.abc import Collection, Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import QuerySet

from studyapp.accounts.models import User
from studyapp.effort.models import StudyDay
from studyapp.library.models import Card, Chains, Deck, DeckLearner, Note, Section
from studyapp.study import scheduler
from studyapp.study.models.session import Session
from studyapp.study.reach import reach_of
from studyapp.study.standing import KnownCard, due_cards, known_cards

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


@dataclass(frozen=True, slots=True)
class Allowance:
    """What the day's counters leave room for; one for every question about that day."""

    due_done: int
    new_met: int
    new_a_day: int
    usual: float | None  # cards on a day of late

    def workload(self, due: list[KnownCard]) -> Workload:
        """After a long pause only the usual amount, and nothing new."""
        if self.usual and len(due) + self.due_done > WELCOME_BACK * self.usual:
            share = max(1, round(self.usual))
            enough = self.due_done >= share
            fine = min(len(due), share if enough else share - self.due_done)
            return Workload(due, fine_today=fine, new_allowed=0, enough=enough)
        return Workload(due, len(due), new_allowed=max(0, self.new_a_day - self.new_met))


def allowance(learner: User, today: date) -> Allowance:
    row = StudyDay.objects.of(learner).filter(day=today).first()
    done, met = (row.due_done, row.new_cards) if row else (0, 0)
    usual = StudyDay.objects.of(learner).usual_cards(before=today, days=USUAL_DAYS)
    return Allowance(done, met, learner.new_cards_a_day, usual)


def workload(learner: User, known: list[KnownCard], *, at: datetime, today: date) -> Workload:
    """What is due among these cards; after a long pause only the usual amount, and nothing new."""
    return allowance(learner, today).workload(due_cards(known, at, today))


@dataclass(frozen=True, slots=True)
class Plan:
    """The cards that a session begun now asks: due ones, then new ones."""

    due: list[KnownCard]
    new: list[int]
    held_back: int = 0  # due, but left for later after a pause

    def __len__(self) -> int:
        return len(self.due) + len(self.new)


def plan_of(
    candidates: Iterable["Candidate"],
    known: list[KnownCard],
    allowed: Allowance,
    *,
    at: datetime,
    today: date,
    among: Container[int] | None = None,
) -> Plan:
    """What is due now and, as far as the day allows, what is new; of these cards or only of some.

    The cards that are not ``among`` them keep their siblings and followers waiting all the same.
    """
    work = allowed.workload(due_cards(known, at, today, among))
    due = work.due[: min(work.fine_today, LONGEST)]
    limit = min(work.new_allowed, LONGEST - len(due))
    new = new_cards(candidates, known, due, today, limit=limit, among=among)
    return Plan(due, new, held_back=len(work.due) - work.fine_today)


@transaction.atomic
def start_session(
    learner: User,
    *,
    deck: Deck | None = None,
    note: Note | None = None,
    section: Section | None = None,
    at: datetime,
) -> Session:
    """The learner's open session of this deck or note, or of all that is due, else a new one.

    Raises ``NothingToStudy`` when there is nothing to ask now.
    """
    User.objects.select_for_update(no_key=True).get(pk=learner.pk)
    today = today_of(learner, at)
    about = {"scope": scope_of(deck, note), "deck": deck, "note": note, "section": section}
    running = Session.objects.of(learner).on_day(today).filter(**about).last()
    if running and running.ahead(at, length=1):
        return running

    reach = reach_of(learner, deck=deck, note=note, section=section)
    known = known_cards(learner, reach.decks)
    among = reach.decks if deck or note else started(reach.decks, known)
    plan = plan_of(
        in_reading_order(among), known, allowance(learner, today),
        at=at, today=today, among=reach.cards,
    )  # fmt: skip
    if not plan:
        raise NothingToStudy
    planned = Card.objects.filter(pk__in=[*(k.card for k in plan.due), *plan.new])
    DeckLearner.objects.note(learner, planned.values_list("deck", flat=True))
    return Session.objects.create(
        **about,
        learner=learner,
        started_at=at,
        study_day=today,
        plan=[[k.card, 0, k.shown(today)] for k in plan.due] + [[card, 1, 0] for card in plan.new],
        mastery_before=reach.mastery(known, today),
        held_back=plan.held_back,
    )


def scope_of(deck: Deck | None, note: Note | None) -> Session.Scope:
    if note:
        return Session.Scope.NOTE
    return Session.Scope.DECK if deck else Session.Scope.DUE


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


class Candidate(NamedTuple):
    """An active card as new ones are chosen, after the card it follows."""

    card: int
    deck: int
    sibling_key: str
    after: int | None = None
    chains: str = Chains.IN_ORDER

    @property
    def note(self) -> tuple[int, str]:
        return self.deck, self.sibling_key


def in_reading_order(decks: QuerySet[Deck]) -> Iterator[Candidate]:
    """The active cards of the decks, in deck order."""
    cards = Card.objects.active().filter(deck__in=decks).in_order()
    rows = cards.values_list("pk", "deck", "sibling_key", "after", "deck__chains")
    return map(Candidate._make, rows.iterator())


def new_cards(
    cards: Iterable[Candidate],
    known: list[KnownCard],
    due: list[KnownCard],
    today: date,
    *,
    limit: int,
    among: Container[int] | None = None,
) -> list[int]:
    """The cards not met yet, in their order; none whose note is asked today already.

    A card waits until the one it follows has been met, or stands before it here; where the deck
    keeps chains apart, only one card of a chain is met a day. What the learner set aside, and
    what left its deck, holds up no other card.
    """
    if limit <= 0:
        return []
    notes = {k.note for k in due} | {k.note for k in known if k.last_day == today}
    met = {k.card for k in known if k.stability is not None}
    met_today = {k.card for k in known if k.introduced_day == today}
    suspended, away = {k.card for k in known if k.suspended}, _away(known, today)
    first_of: dict[int | None, int] = {}  # of the chain in which a card stands
    begun, waiting = set[int](), set[int | None]()
    chosen: list[int] = []
    for each in cards:
        chain = first_of[each.card] = first_of.get(each.after, each.card)
        if each.card in met:
            if each.card in met_today:
                begun.add(chain)
            continue
        held_up = each.after in waiting or (each.chains == Chains.APART and chain in begun)
        askable = each.card not in away and (among is None or each.card in among)
        if held_up or not askable or each.note in notes:
            if held_up or each.card not in suspended:
                waiting.add(each.card)
            continue
        notes.add(each.note)
        begun.add(chain)
        chosen.append(each.card)
        if len(chosen) == limit:
            break
    return chosen


def _away(known: Collection[KnownCard], today: date) -> set[int]:
    return {
        k.card
        for k in known
        if k.suspended or (k.buried_until is not None and k.buried_until > today)
    }
