"""An import is taken back, and what was edited since stays."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.interchange.models import Transfer
from studyapp.library.models import Deck
from studyapp.library.revision import revise
from studyapp.study.models import Memory, Review
from tests.factories import NOON, make_card, make_history
from tests.interchange.drafts import bring, import_text, sides, states, take_back

ANEW = "What is drift?\tThe data move\nWhat is new?\tThis"


def test_new_cards_leave_and_changed_ones_read_as_before(browser: Client, deck: Deck) -> None:
    make_card(deck, "old", front="What is drift?", back="Change over time", hint="a boat")
    batch = import_text(browser, deck, ANEW)
    assert sides(deck) == [("What is drift?", "The data move"), ("What is new?", "This")]
    undone = take_back(browser, batch)
    assert undone.state == "undone"
    assert sides(deck) == [("What is drift?", "Change over time")]
    card = deck.cards.get(key="old")
    assert (card.version, card.hint) == (3, "a boat")
    assert "Change over time" in card.back_html
    page = browser.get(f"/imports/{batch.pk}/").content.decode()
    assert "Import taken back" in page
    assert "edited since" not in page


def test_ratings_stay_when_an_import_is_taken_back(browser: Client, deck: Deck, ada: User) -> None:
    batch = import_text(browser, deck)
    make_history(ada, deck, 4, 2, at=NOON)
    take_back(browser, batch)
    assert (Memory.objects.count(), Review.objects.count()) == (2, 2)


def test_cards_edited_since_stay_and_are_told(browser: Client, ada: User, deck: Deck) -> None:
    make_card(deck, "old", front="What is drift?", back="Change over time")
    batch = import_text(browser, deck, ANEW)
    for card in deck.cards.all():
        revise(card, {"back": "Edited"}, version=card.version, author=ada)
    undone = take_back(browser, batch)
    assert undone.counts["kept"] == 2
    assert sides(deck) == [("What is drift?", "Edited"), ("What is new?", "Edited")]
    page = browser.get(f"/imports/{batch.pk}/").content.decode()
    assert "2 cards were edited since and stayed as they are." in page


def test_taking_back_twice_changes_nothing_more(browser: Client, deck: Deck) -> None:
    batch = import_text(browser, deck)
    take_back(browser, batch)
    updated = Deck.objects.get().updated_at
    take_back(browser, batch)
    assert Deck.objects.get().updated_at == updated


def test_a_deck_that_the_import_made_leaves_with_its_last_card(browser: Client) -> None:
    batch = import_text(browser, None)
    take_back(browser, batch)
    assert Deck.objects.get().archived_at is not None
    assert browser.get(f"/imports/{batch.pk}/").status_code == 200


def test_what_was_taken_back_comes_again_with_its_memories(
    browser: Client, deck: Deck, ada: User
) -> None:
    take_back(browser, import_text(browser, deck))
    url = bring(browser, deck)
    assert states(browser, url) == [(1, "new"), (2, "new")]
    batch = import_text(browser, deck)
    assert (deck.cards.count(), len(sides(deck))) == (2, 2)
    take_back(browser, batch)
    assert sides(deck) == []


def test_an_old_import_cannot_be_taken_back(browser: Client, deck: Deck) -> None:
    batch = import_text(browser, deck)
    Transfer.objects.update(finished_at=timezone.now() - timedelta(days=31))
    Transfer.objects.sweep(timezone.now())
    assert take_back(browser, batch).state == "done"
    assert "older than 30 days" in browser.get(f"/imports/{batch.pk}/").content.decode()
    assert len(sides(deck)) == 2


def test_a_deck_that_is_no_longer_ones_own_stays_as_it_is(
    browser: Client, deck: Deck, carol: User
) -> None:
    batch = import_text(browser, deck)
    Deck.objects.update(author=carol)
    assert take_back(browser, batch).state == "done"
    assert len(sides(deck)) == 2


def test_a_foreign_import_is_not_found(
    browser: Client, client: Client, deck: Deck, carol: User
) -> None:
    batch = import_text(browser, deck)
    client.force_login(carol)
    assert client.post(f"/imports/{batch.pk}/undo/").status_code == 404
    assert len(sides(deck)) == 2
