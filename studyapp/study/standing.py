"""Where a learner stands: what is known of each card, what is due, and each deck's mastery."""

from collections import defaultdict
from collections.abc import Collection, Container, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Count, QuerySet

from studyapp.accounts.models import User
from studyapp.library.models import Card, Deck
from studyapp.study.mastery import CardView, DeckMastery, deck_mastery, shown_rating
from studyapp.study.models.memory import Memory
from studyapp.study.scheduler import retrievability


class KnownCard(NamedTuple):
    """A card that the learner has met or set aside, with what the queues need to know of it."""

    card: int
    deck: int
    sibling_key: str
    last_rating: int | None
    stability: float | None
    last_day: date | None
    passed: bool
    due_at: datetime | None
    due_day: date | None
    introduced_day: date | None
    suspended: bool
    buried_until: date | None

    @property
    def note(self) -> tuple[int, str]:
        """Cards of one note stand for each other: one of them a day."""
        return self.deck, self.sibling_key

    def is_due(self, at: datetime, today: date) -> bool:
        buried = self.buried_until is not None and self.buried_until > today
        return self.due_at is not None and self.due_at <= at and not self.suspended and not buried

    def recall(self, today: date) -> float:
        assert self.stability is not None and self.last_day is not None
        return retrievability(self.stability, (today - self.last_day).days)

    def shown(self, today: date) -> int:
        """The mastery to show, 0 (new) to 5."""
        if self.last_day is None:
            return 0
        return shown_rating(self.last_rating, self.stability, (today - self.last_day).days)

    def view(self, today: date) -> CardView:
        assert self.last_rating and self.stability is not None and self.last_day is not None
        return CardView(self.last_rating, self.stability, (today - self.last_day).days, self.passed)


@dataclass(frozen=True, slots=True)
class Standing:
    """One learner's standing in one deck at one moment."""

    deck: int
    due: int
    new: int
    mastery: DeckMastery
    next_due_at: datetime | None

    @property
    def started(self) -> bool:
        return self.mastery.seen > 0


def known_cards(learner: User, decks: QuerySet[Deck]) -> list[KnownCard]:
    """All the learner's memories of active cards of these decks, in one query."""
    rows = Memory.objects.of(learner).filter(card__in=Card.objects.active().filter(deck__in=decks))
    fields = (
        "card", "card__deck", "card__sibling_key", "last_rating", "stability", "last_day",
        "passed", "due_at", "due_day", "introduced_day", "suspended", "buried_until",
    )  # fmt: skip
    return [KnownCard(*row) for row in rows.values_list(*fields)]


def due_cards(
    known: Iterable[KnownCard], at: datetime, today: date, among: Container[int] | None = None
) -> list[KnownCard]:
    """The cards to ask now, lowest recall first; of one note only one a day.

    Where only some cards may be asked, those not ``among`` them still count as asked today.
    """
    asked_today = {k.note: k.card for k in known if k.last_day == today}
    askable = known if among is None else [k for k in known if k.card in among]
    due = [k for k in askable if k.is_due(at, today) and asked_today.get(k.note, k.card) == k.card]
    due.sort(key=lambda k: (k.recall(today), k.deck, k.card))
    first_of_note: dict[tuple[int, str], KnownCard] = {}
    for card in due:
        first_of_note.setdefault(card.note, card)
    return list(first_of_note.values())


def standings(
    learner: User,
    decks: QuerySet[Deck],
    *,
    at: datetime,
    today: date,
    cards: Iterable[KnownCard] | None = None,
) -> dict[int, Standing]:
    """The learner's standing in each of the decks, in three queries whatever their number.

    ``cards`` are the ``known_cards`` of these decks, where the caller has them already.
    """
    known: dict[int, list[KnownCard]] = defaultdict(list)
    for card in known_cards(learner, decks) if cards is None else cards:
        known[card.deck].append(card)
    counts = Card.objects.active().filter(deck__in=decks).values_list("deck").annotate(Count("pk"))
    totals = dict(counts.order_by())
    return {
        deck: _standing(deck, totals.get(deck, 0), known[deck], at, today)
        for deck in decks.values_list("pk", flat=True)
    }


def mastery_of(decks: QuerySet[Deck], known: Collection[KnownCard], today: date) -> DeckMastery:
    """The mastery of all these decks together, of which these are the known cards."""
    return mastery_among(known, Card.objects.active().filter(deck__in=decks).count(), today)


def mastery_among(known: Collection[KnownCard], total: int, today: date) -> DeckMastery:
    """The mastery of that many cards, of which these are known.

    Cards set aside count neither as known nor as part of the whole.
    """
    views = (k.view(today) for k in known if k.stability is not None and not k.suspended)
    return deck_mastery(views, total - sum(k.suspended for k in known))


def _standing(deck: int, total: int, known: list[KnownCard], at: datetime, today: date) -> Standing:
    mastery = mastery_among(known, total, today)
    later = [k.due_at for k in known if not k.suspended and k.due_at and k.due_at > at]
    return Standing(
        deck=deck,
        due=len(due_cards(known, at, today)),
        new=mastery.cards - mastery.seen,
        mastery=mastery,
        next_due_at=min(later, default=None),
    )
