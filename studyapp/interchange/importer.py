"""A draft to cards, and back again: each in one transaction, each once."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from studyapp.accounts.models import User
from studyapp.interchange.models import Transfer
from studyapp.interchange.planning import Entry, Plan, plan
from studyapp.library.content.difference import set_values, upsert
from studyapp.library.models import Card, CardVersion, Deck
from studyapp.library.revision import link_pictures

WORDING = (
    *CardVersion.WORDING,
    "language",
    "status",
)
STORED = (*WORDING, "archived_at", "version", "updated_at", "edited_by", *Card.RENDERED)
MOST_PROBLEMS = 1_000  # of a report


class ImportRefused(Exception):
    """Nothing was stored; the sentence says why."""


@transaction.atomic
def carry_out(transfer: Transfer, learner: User, *, told: str, at: datetime) -> Transfer:
    """Make the draft's lines cards of its deck; what is no draft any more stays as it is.

    ``told`` is what the person was told would happen. Raises ``ImportRefused`` where something
    else would happen by now, or the deck is no longer theirs to change; and ``Unreadable``.
    """
    transfer = Transfer.objects.of(learner).select_for_update().get(pk=transfer.pk)
    if transfer.state != Transfer.State.DRAFT:
        return transfer
    deck = _locked(transfer, learner)
    planned = plan(transfer, deck)
    if planned.told != told:
        raise ImportRefused("This deck changed meanwhile. Look at the lines again, then import.")
    if not planned.taken:
        raise ImportRefused("There is no card to import.")
    if deck is None:
        deck = Deck.objects.create_for(learner, transfer.new_deck)
    transfer.before = _write(planned, deck, learner, at) | {"made_deck": transfer.deck_id is None}
    losses = planned.losses()
    transfer.problems = [list(problem) for problem in losses[:MOST_PROBLEMS]]
    transfer.counts = planned.counts | {"problems": len(losses)}
    transfer.deck, transfer.content = deck, b""
    transfer.state, transfer.finished_at, transfer.undoable = Transfer.State.DONE, at, True
    transfer.save()
    return transfer


def _locked(transfer: Transfer, learner: User) -> Deck | None:
    """The deck with its cards locked, so that the plan still holds when it is written.

    The cards come first, as for everybody who rewords one and then dates the deck; two imports
    into one deck wait for each other at the door.
    """
    if transfer.deck_id is None:
        return None
    with connection.cursor() as cursor:
        key = [f"deck {transfer.deck_id}"]
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('import'), hashtext(%s))", key)
    list(Card.objects.filter(deck=transfer.deck_id).order_by("pk").select_for_update().values("pk"))
    editable = Deck.objects.editable_by(learner).select_for_update(of=("self",), no_key=True)
    deck = editable.filter(pk=transfer.deck_id).first()
    if deck is None:
        raise ImportRefused("You may no longer change this deck.")
    return deck


def _write(planned: Plan, deck: Deck, learner: User, at: datetime) -> dict[str, Any]:
    """The plan's rows, in as many statements for ten cards as for ten thousand."""
    added = [card for entry in planned.taken for card in entry.added]
    last = deck.cards.order_by("-position").values_list("position", flat=True).first()
    for position, card in enumerate(added, 0 if last is None else last + 1):
        card.deck, card.position = deck, position
        card.edited_by, card.updated_at = learner, at
        card.render()
    changed = {card: values for entry in planned.taken for card, values in entry.changed.items()}
    before, kept = [], [CardVersion.of_now(card) for card, values in changed.items() if values]
    for card, values in changed.items():
        before.append(
            {
                "pk": card.pk,
                "version": card.version + bool(values),
                "archived": card.archived_at is not None,
                "wording": {name: getattr(card, name) for name in WORDING},
                "after": card.after_id,
            }
        )
        set_values(card, values)
        card.version += bool(values)
        card.edited_by, card.updated_at = learner, at
        card.render()
    Card.objects.bulk_create(added)
    upsert(Card, changed, STORED)
    CardVersion.objects.bulk_create(kept, ignore_conflicts=True)
    link_pictures([*added, *changed], author=learner)
    _link(planned.taken)
    _chain(planned.taken, deck)
    Deck.objects.filter(pk=deck.pk).update(updated_at=at)
    return {"added": [[card.pk, card.version] for card in added], "changed": before}


def _link(entries: Iterable[Entry]) -> None:
    """Tie cards to the concepts that their lines name; what they teach already stays."""
    through = Card.concepts.through
    through.objects.bulk_create(
        [
            through(card_id=card.pk, concept_id=concept)
            for entry in entries
            for card in (*entry.added, *entry.changed)
            for concept in entry.concepts
        ],
        ignore_conflicts=True,
    )


def _chain(entries: Iterable[Entry], deck: Deck) -> None:
    """Let cards follow those that their lines name; of a text with blanks the first one leads."""
    told = [entry for entry in entries if entry.after is not None]
    if not told:
        return
    first: dict[str, int] = {}
    for card in deck.cards.filter(archived_at=None).only("key", "cloze_number").order_by("-pk"):
        first[card.row_key] = card.pk
    cards = []
    for entry in told:
        for card in (*entry.added, *entry.changed):
            card.after_id = first.get(entry.after or "")
            cards.append(card)
    upsert(Card, cards, ["after"])


@transaction.atomic
def take_back(transfer: Transfer, learner: User, *, at: datetime) -> Transfer:
    """Archive the cards that came and give changed ones their wording back; learners' ratings stay.

    A card that was edited since is left as it is, and the batch tells how many those are.
    Taking back twice changes nothing. Raises ``ImportRefused``.
    """
    transfer = Transfer.objects.of(learner).select_for_update().get(pk=transfer.pk)
    if transfer.state != Transfer.State.DONE:
        return transfer
    if not transfer.undoable:
        raise ImportRefused("This import is older than 30 days and can no longer be taken back.")
    deck = _locked(transfer, learner)
    before = transfer.before
    versions = dict(before["added"]) | {held["pk"]: held["version"] for held in before["changed"]}
    cards = Card.objects.filter(pk__in=versions, deck=deck).select_related("deck").in_bulk()
    untouched = {pk for pk, card in cards.items() if card.version == versions[pk]}
    archived = {pk for pk, _ in before["added"]} | {
        held["pk"] for held in before["changed"] if held["archived"]
    }
    restored = [held for held in before["changed"] if held["pk"] in untouched]
    kept = [CardVersion.of_now(cards[held["pk"]]) for held in restored]
    for held in restored:
        card = cards[held["pk"]]
        set_values(card, held["wording"])
        card.version, card.updated_at, card.edited_by = card.version + 1, at, learner
        card.after_id = held.get("after")
        card.archived_at = at if held["archived"] else None
        card.render()
    Card.objects.filter(pk__in=archived & untouched, archived_at=None).update(archived_at=at)
    upsert(Card, [cards[held["pk"]] for held in restored], (*STORED, "after"))
    CardVersion.objects.bulk_create(kept, ignore_conflicts=True)
    assert deck is not None  # a transfer that ended has one
    empty = before["made_deck"] and not deck.cards.filter(archived_at=None).exists()
    Deck.objects.filter(pk=deck.pk).update(updated_at=at, archived_at=at if empty else None)
    transfer.counts["kept"] = len(cards) - len(untouched)
    transfer.state, transfer.before, transfer.undoable = Transfer.State.UNDONE, {}, False
    transfer.save()
    return transfer
