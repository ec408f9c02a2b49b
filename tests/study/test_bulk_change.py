"""One action on many cards: what it does, whom it may touch, and what is refused."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.library.models import Card, Deck
from studyapp.study.audit import audit
from studyapp.study.models import BulkChange, Memory, Review
from tests.factories import make_card, make_cards, make_deck, make_history

URL = reverse("study:bulk_change")


def do(client: Client, verb: str, cards: list[Card], **more: str) -> Any:
    return client.post(URL, {"verb": verb, "cards": [card.pk for card in cards], **more})


@pytest.fixture
def cards(deck: Deck) -> list[Card]:
    return make_cards(deck, 3)


def test_cards_are_set_aside_and_the_list_offers_to_undo_it(
    signed_in: Client, ada: User, cards: list[Card]
) -> None:
    list_of_them = f"{reverse('study:browse')}?deck=bread&state=new"
    response = do(signed_in, "suspend", cards[:2], next=list_of_them)
    made = BulkChange.objects.get()
    assert response.headers["Location"] == f"{list_of_them}&done={made.pk}"
    html = signed_in.get(response.headers["Location"]).content.decode()
    assert "2 cards set aside." in html
    assert reverse("study:bulk_undo", args=[made.pk]) in html
    assert list(Memory.objects.filter(suspended=True).values_list("card", flat=True)) == [
        cards[0].pk,
        cards[1].pk,
    ]
    assert audit(ada, repair=False) == []


def test_each_verb_of_the_log_does_what_it_says(
    signed_in: Client, ada: User, deck: Deck, cards: list[Card]
) -> None:
    make_history(ada, deck, 4, at=timezone.now())
    do(signed_in, "bury", cards)
    assert Memory.objects.filter(buried_until__isnull=False).count() == 3
    do(signed_in, "suspend", cards)
    do(signed_in, "resume", cards[:1])
    do(signed_in, "reset", cards)
    forgotten = Memory.objects.get(card=cards[0])
    assert (forgotten.stability, forgotten.last_rating, forgotten.due_at) == (None, None, None)
    assert forgotten.suspended is False
    kinds = Review.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["rating", *["bury"] * 3, *["suspend"] * 3, "resume", "reset"]
    assert audit(ada, repair=False) == []


def test_a_card_made_new_again_is_asked_as_a_new_one(
    signed_in: Client, ada: User, deck: Deck, cards: list[Card]
) -> None:
    make_history(ada, deck, 4, 4, 4, at=timezone.now())
    do(signed_in, "reset", cards[1:2])
    make_history(ada, deck, 2, at=timezone.now())
    assert Memory.objects.get(card=cards[1]).last_rating == 2
    assert audit(ada, repair=False) == []


def test_stars_come_and_go(signed_in: Client, ada: User, cards: list[Card]) -> None:
    Memory.objects.star(ada, cards[0], on=True)
    do(signed_in, "star", cards)
    assert Memory.objects.filter(starred=True).count() == 3
    assert set(BulkChange.objects.get().before) == {str(card.pk) for card in cards[1:]}
    do(signed_in, "unstar", cards)
    assert Memory.objects.filter(starred=True).count() == 0


def test_cards_move_to_the_end_of_another_deck_with_all_blanks_of_their_text(
    signed_in: Client, ada: User, deck: Deck, cards: list[Card]
) -> None:
    target = make_deck(ada, "target")
    make_card(target, "there", position=4)
    text = "{{c1::Salt}} and {{c2::yeast}}"
    blanks = [
        make_card(
            deck, f"c{n}", sibling_key="both", kind="cloze", cloze_number=n, front=text, back=""
        )
        for n in (1, 2)
    ]
    do(signed_in, "move", [cards[0], blanks[0]], deck="target")
    moved = target.cards.order_by("position")
    assert [card.key for card in moved] == ["there", "card-0", "c1", "c2"]
    assert [card.position for card in moved] == [4, 5, 6, 7]


def test_a_card_whose_name_the_other_deck_has_stays(
    signed_in: Client, ada: User, cards: list[Card]
) -> None:
    make_card(make_deck(ada, "target"), cards[0].key)
    do(signed_in, "move", cards[:1], deck="target")
    assert Card.objects.get(pk=cards[0].pk).deck.slug == "bread"
    assert not BulkChange.objects.exists()


def test_cards_are_tagged_once(signed_in: Client, cards: list[Card]) -> None:
    do(signed_in, "tag", cards, tag=" hard ")
    do(signed_in, "tag", cards, tag="hard")
    assert {tuple(card.tags) for card in Card.objects.all()} == {("hard",)}
    do(signed_in, "untag", cards[:1], tag="hard")
    assert Card.objects.get(pk=cards[0].pk).tags == []
    assert BulkChange.objects.count() == 2


def test_only_cards_that_are_ones_own_are_changed_and_only_visible_ones_set_aside(
    signed_in: Client, boole: User, carol: User, ada: User
) -> None:
    public = make_card(make_deck(boole, "public", visibility="public"))
    hers = make_card(make_deck(carol, "hers"))
    make_deck(ada, "mine")
    for verb in ("move", "tag", "untag"):
        do(signed_in, verb, [public, hers], deck="mine", tag="x")
    for verb in ("suspend", "bury", "reset", "star", "resume", "unstar"):
        do(signed_in, verb, [hers])
    assert not BulkChange.objects.exists()
    assert not Memory.objects.exists()
    do(signed_in, "suspend", [public, hers])
    assert Memory.objects.get().card == public


def test_the_queries_do_not_grow_with_the_cards(
    signed_in: Client, deck: Deck, cards: list[Card]
) -> None:
    with CaptureQueriesContext(connection) as few:
        do(signed_in, "suspend", cards[:1])
    more = [make_card(deck, f"more-{number}") for number in range(20)]
    with CaptureQueriesContext(connection) as many:
        do(signed_in, "suspend", more)
    assert len(many) == len(few)


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"verb": "suspend"}, "Choose the cards first."),
        ({"verb": "suspend", "cards": ["x", "-1", "9" * 30]}, "Choose the cards first."),
        ({"verb": "suspend", "cards": list(range(501))}, "Choose at most 500 cards at once."),
        ({"verb": "explode", "cards": ["1"]}, "Choose what to do with the cards."),
        ({"cards": ["1"]}, "Choose what to do with the cards."),
        ({"verb": "tag", "cards": ["1"]}, "Write the tag first."),
        ({"verb": "tag", "cards": ["1"], "tag": "x" * 41}, "A tag has at most 40 characters."),
        ({"verb": "tag", "cards": ["1"], "tag": "a\0"}, "Null characters are not allowed."),
        ({"verb": "move", "cards": ["1"], "deck": "hers"}, "Choose one of your decks"),
    ],
)
def test_what_cannot_be_done_gets_a_sentence(
    signed_in: Client, carol: User, sent: dict[str, Any], sentence: str
) -> None:
    make_deck(carol, "hers")
    response = signed_in.post(URL, sent)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not BulkChange.objects.exists()
