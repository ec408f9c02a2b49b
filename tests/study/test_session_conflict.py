"""A card that moved on since its page was made is not rated over; its rating may be corrected."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.effort.models import StudyDay
from studyapp.library.models import Deck
from studyapp.study.aside import suspend
from studyapp.study.models import Memory, Review
from studyapp.study.planning import start_session
from tests.factories import make_card, make_cards, make_deck, make_history, rate
from tests.study.page import (
    a_turn,
    asked,
    press,
    start,
    stored,
    turns_in,
    url_of,
)


def test_a_card_rated_in_another_tab_is_not_rated_twice(
    signed_in: Client, ada: User, deck: Deck
) -> None:
    card, _ = make_cards(deck, 2)
    session = start(signed_in, deck)
    tab, other = asked(signed_in, session), asked(signed_in, session)
    signed_in.post(url_of(session, "session_rate"), tab.rated(4))
    before = stored()

    clash = signed_in.post(url_of(session, "session_rate"), other.rated(2))
    page = clash.content.decode()
    assert clash.status_code == 409
    assert re.search(r"Already rated 4, (just now|\d+ seconds ago)", page)
    assert "Keep 4" in page and "Change to 2" in page
    assert stored() == before

    change = turns_in(page)[0].rated(2, change=Review.objects.get().pk)
    assert signed_in.post(url_of(session, "session_rate"), change).status_code == 302
    assert [review.rating for review in Review.objects.ratings().live()] == [2]
    memory = Memory.objects.get(card=card)
    assert (memory.last_rating, memory.reps) == (2, 1)
    assert memory.stability == pytest.approx(0.212)
    assert StudyDay.objects.get().ratings == 1


def test_how_long_ago_the_other_tab_rated_is_told(signed_in: Client, ada: User, deck: Deck) -> None:
    make_cards(deck, 2)
    now = timezone.now()
    session = start_session(ada, deck=deck, at=now - timedelta(hours=1))
    stale = asked(signed_in, session)
    rate(session, 4, at=now - timedelta(minutes=12, seconds=5))
    clash = signed_in.post(url_of(session, "session_rate"), stale.rated(2))
    assert "Already rated 4, 12 minutes ago" in clash.content.decode()


def test_a_rating_taken_back_in_another_tab_is_told(
    signed_in: Client, ada: User, deck: Deck
) -> None:
    make_cards(deck, 1)
    session = start(signed_in, deck)
    stale = asked(signed_in, session)
    press(signed_in, session, 4)
    signed_in.post(url_of(session, "session_undo"))
    clash = signed_in.post(url_of(session, "session_rate"), stale.rated(2))
    assert clash.status_code == 409
    assert "This card changed in another tab." in clash.content.decode()


def test_only_the_newest_rating_of_a_card_is_corrected(
    signed_in: Client, ada: User, deck: Deck
) -> None:
    make_cards(deck, 1)
    now = timezone.now()
    (earlier,) = make_history(ada, deck, 4, at=now - timedelta(days=10))
    session = start(signed_in, deck)
    press(signed_in, session, 1)
    before = stored()
    change = a_turn(earlier.card).rated(1, change=earlier.pk)
    response = signed_in.post(url_of(session, "session_rate"), change)
    assert response.status_code == 409
    assert "was rated again later, so its rating here stays" in response.content.decode()
    assert stored() == before


def test_what_is_no_rating_cannot_be_changed_into_one(
    signed_in: Client, ada: User, deck: Deck
) -> None:
    card, _ = make_cards(deck, 2)
    session = start(signed_in, deck)
    suspend(ada, card, on=True, at=timezone.now())
    before = stored()
    change = a_turn(card).rated(5, change=Review.objects.get().pk)
    assert signed_in.post(url_of(session, "session_rate"), change).status_code == 404
    assert stored() == before


def test_another_learners_rating_cannot_be_changed(
    signed_in: Client, ada: User, carol: User, deck: Deck
) -> None:
    make_cards(deck, 1)
    theirs = make_deck(carol, "cheese")
    card = make_card(theirs)
    browser = Client()
    browser.force_login(carol)
    review = rate(start(browser, theirs), 4, at=timezone.now())
    before = stored()
    change = a_turn(card).rated(1, change=review.pk)
    session = start(signed_in, deck)
    assert signed_in.post(url_of(session, "session_rate"), change).status_code == 404
    assert stored() == before
