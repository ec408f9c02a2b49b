"""Many cards changed at once, each change kept so that it can be taken back."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from studyapp.accounts.models import User
from studyapp.library.models import Card, Deck
from studyapp.study import aside
from studyapp.study.models import BulkChange, Memory
from studyapp.study.models.bulk_change import Verb


@transaction.atomic
def change(
    person: User, verb: Verb, cards: Iterable[int], *, at: datetime, deck: Deck | None, tag: str
) -> BulkChange | None:
    """Do it to those of the cards that the person may see; ``None`` where nothing changes.

    What changes the card itself touches only those that the person may edit.
    """
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    BulkChange.objects.of(person).forgotten(at).delete()
    seen = Card.objects.visible_to(person).filter(pk__in=cards).order_by("pk")
    editable = Card.objects.editable_by(person).filter(pk__in=cards).order_by("pk")
    made = BulkChange(person=person, verb=verb, made_at=at)
    match verb:
        case Verb.SUSPEND | Verb.RESUME:
            made.before = aside.suspend(person, *seen, on=verb == Verb.SUSPEND, at=at)
        case Verb.BURY:
            made.before = aside.bury(person, *seen, at=at)
        case Verb.RESET:
            made.before = aside.reset(person, *seen, at=at)
        case Verb.STAR | Verb.UNSTAR:
            made.before = _star(person, list(seen), on=verb == Verb.STAR)
        case Verb.MOVE:
            assert deck is not None
            made.value = str(deck.pk)
            made.before = _move(editable.select_for_update(of=("self",)), deck, at)
        case Verb.TAG | Verb.UNTAG:
            made.value = tag
            on = verb == Verb.TAG
            made.before = _tag(editable.select_for_update(of=("self",)), tag, on=on, at=at)
    if not made.before:
        return None
    made.save()
    return made


@transaction.atomic
def undo(made: BulkChange, *, at: datetime) -> int:
    """Give the cards back what they were; how many. What changed again since stays as it is.

    A second time changes nothing.
    """
    person = User.objects.select_for_update(no_key=True).get(pk=made.person_id)
    made = BulkChange.objects.select_for_update().get(pk=made.pk)
    if made.undone_at is not None:
        return made.restored
    before = {int(card): value for card, value in made.before.items()}
    match Verb(made.verb):
        case Verb.STAR | Verb.UNSTAR:
            on = made.verb == Verb.STAR
            still = Memory.objects.of(person).filter(card__in=before, starred=on)
            made.restored = still.update(starred=not on)
        case Verb.MOVE:
            made.restored = _move_back(person, made, before, at)
        case Verb.TAG | Verb.UNTAG:
            made.restored = _tag_back(person, made, before, at)
        case _:
            made.restored = aside.take_back(person, before.values(), at=at)
    made.undone_at = at
    made.save(update_fields=["undone_at", "restored"])
    return made.restored


def _star(person: User, cards: Sequence[Card], *, on: bool) -> dict[int, bool]:
    starred = Memory.objects.of(person).filter(card__in=cards, starred=True)
    held = set(starred.values_list("card", flat=True))
    turned = [card for card in cards if (card.pk in held) is not on]
    Memory.objects.bulk_create(
        [Memory(learner=person, card=card, starred=on) for card in turned],
        update_conflicts=True,
        unique_fields=["learner", "card"],
        update_fields=["starred"],
    )
    return {card.pk: not on for card in turned}


def _move(chosen: Iterable[Card], deck: Deck, at: datetime) -> dict[int, list[int | None]]:
    """Move the cards to the end of the deck, each with the other cards of its note.

    A note stays where it is if the deck has one, or a card, of the same name.
    """
    notes = {(card.deck_id, card.sibling_key) for card in chosen if card.deck_id != deck.pk}
    sources = {source for source, _ in notes}
    kin = Card.objects.filter(deck__in=sources, sibling_key__in={key for _, key in notes})
    cards = [
        card
        for card in kin.in_order().select_for_update(of=("self",))
        if (card.deck_id, card.sibling_key) in notes
    ]
    theirs = list(Card.objects.filter(deck=deck).values_list("key", "sibling_key"))
    keys, siblings = {key for key, _ in theirs}, {sibling for _, sibling in theirs}
    staying = {
        (card.deck_id, card.sibling_key)
        for card in cards
        if card.key in keys or card.sibling_key in siblings
    }
    last = deck.cards.aggregate(last=Max("position"))["last"] or 0
    before: dict[int, list[int | None]] = {}
    moved = []
    for card in cards:
        if (card.deck_id, card.sibling_key) in staying or card.key in keys:
            continue
        keys.add(card.key)
        before[card.pk] = [card.deck_id, card.section_id, card.position]
        card.deck, card.section, card.position = deck, None, last + len(before)
        moved.append(card)
    _store(moved, "deck", "section", "position", at=at)
    Deck.objects.filter(pk__in=sources if moved else ()).update(updated_at=at)
    return before


def _move_back(person: User, made: BulkChange, before: dict[int, list[int]], at: datetime) -> int:
    editable = set(Deck.objects.editable_by(person).values_list("pk", flat=True))
    here = Card.objects.editable_by(person).filter(pk__in=before, deck=int(made.value))
    cards = list(here.select_for_update(of=("self",)))
    sources = {before[card.pk][0] for card in cards}
    taken = set(Card.objects.filter(deck__in=sources).values_list("deck", "key"))
    back = [
        card
        for card in cards
        if before[card.pk][0] in editable and (before[card.pk][0], card.key) not in taken
    ]
    for card in back:
        card.deck_id, card.section_id, card.position = before[card.pk]
    _store(back, "deck", "section", "position", at=at)
    return len(back)


def _tag(chosen: Iterable[Card], tag: str, *, on: bool, at: datetime) -> dict[int, list[str]]:
    cards = [card for card in chosen if (tag in card.tags) is not on]
    before = {card.pk: card.tags for card in cards}
    for card in cards:
        card.tags = _tagged(card.tags, tag, on=on)
    _store(cards, "tags", at=at)
    return before


def _tag_back(person: User, made: BulkChange, before: dict[int, list[str]], at: datetime) -> int:
    on = made.verb == Verb.TAG
    mine = Card.objects.editable_by(person).filter(pk__in=before)
    cards = [
        card
        for card in mine.select_for_update(of=("self",))
        if card.tags == _tagged(before[card.pk], made.value, on=on)
    ]
    for card in cards:
        card.tags = before[card.pk]
    _store(cards, "tags", at=at)
    return len(cards)


def _tagged(tags: list[str], tag: str, *, on: bool) -> list[str]:
    return [*tags, tag] if on else [held for held in tags if held != tag]


def _store(cards: list[Card], *names: str, at: datetime) -> None:
    for card in cards:
        card.updated_at = at
    Card.objects.bulk_update(cards, [*names, "updated_at"])
    Deck.objects.filter(pk__in={card.deck_id for card in cards}).update(updated_at=at)
