"""Tabs, double clicks and ratings that waited for the line: nothing lost, nothing doubled."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.effort.models import StudyDay
from studyapp.library.models import Deck
from studyapp.study.audit import audit
from studyapp.study.models import Memory, Review, Session
from studyapp.study.planning import start_session
from studyapp.study.scheduler import study_day
from tests.factories import make_cards, make_deck, make_history, make_learner
from tests.study.page import (
    asked,
    open_page,
    press,
    progress_in,
    start,
    stored,
    turns_in,
    url_of,
)


def at_once(client: Client, *requests: tuple[str, dict[str, Any]]) -> list[int]:
    """The requests sent by one signed-in browser at the same moment; their statuses, sorted."""

    def send(request: tuple[str, dict[str, Any]]) -> int:
        browser = Client()
        browser.cookies = client.cookies
        try:
            return browser.post(*request).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(requests)) as threads:
        return sorted(threads.map(send, requests))


@pytest.fixture
def browser(transactional_db: None, client: Client) -> Client:
    """Ada's, with two cards to study, over a database whose transactions are real."""
    ada = make_learner("Ada")
    make_cards(make_deck(ada), 2)
    client.force_login(ada)
    return client


def test_ten_identical_ratings_at_once_are_stored_once(browser: Client) -> None:
    session = start(browser, Deck.objects.get())
    request = url_of(session, "session_rate"), asked(browser, session).rated(4)
    assert at_once(browser, *[request] * 10) == [302] * 10
    assert Review.objects.count() == 1
    assert Memory.objects.get().reps == 1
    assert StudyDay.objects.get().ratings == 1


def test_of_two_tabs_that_rate_a_card_at_once_one_is_asked(browser: Client) -> None:
    session = start(browser, Deck.objects.get())
    address = url_of(session, "session_rate")
    tabs = [(address, asked(browser, session).rated(rating)) for rating in (2, 5)]
    assert at_once(browser, *tabs) == [302, 409]
    assert Review.objects.count() == 1
    assert audit(User.objects.get(), repair=False) == []


def test_sessions_started_at_once_are_one(browser: Client) -> None:
    request = reverse("study:session_start"), {"deck": "bread"}
    assert at_once(browser, *[request] * 8) == [302] * 8
    assert Session.objects.count() == 1


def test_undo_pressed_twice_at_once_takes_back_two_and_keeps_the_count(browser: Client) -> None:
    session = start(browser, Deck.objects.get())
    press(browser, session, 4)
    request: tuple[str, dict[str, Any]] = (url_of(session, "session_undo"), {})
    assert at_once(browser, request, request) == [302, 409]
    assert audit(User.objects.get(), repair=False) == []


def test_stars_set_at_once_make_one_memory(browser: Client) -> None:
    card = Deck.objects.get().cards.earliest("pk")
    request = reverse("study:card_star", args=[card.pk]), {"on": "1"}
    assert at_once(browser, *[request] * 6) == [302] * 6
    assert Memory.objects.get().starred


def test_a_card_rated_in_another_session_is_not_asked_again_and_not_doubled(
    signed_in: Client, ada: User, deck: Deck
) -> None:
    first, second = make_cards(deck, 2)
    make_history(ada, deck, 3, 3, at=timezone.now() - timedelta(days=30))
    of_deck, of_all = start(signed_in, deck), start(signed_in, None)
    stale = asked(signed_in, of_deck)
    press(signed_in, of_all, 4)
    before = stored()
    clash = signed_in.post(url_of(of_deck, "session_rate"), stale.rated(2))
    assert clash.status_code == 409
    assert "Already rated 4" in clash.content.decode()
    assert stored() == before
    page = open_page(signed_in, of_deck)
    assert [turn.card for turn in turns_in(page)] == [second.pk]
    assert progress_in(page) == (0, 1)
    assert "1 card left this session" in page
    assert "rated elsewhere" in page

    signed_in.post(url_of(of_all, "session_undo"))
    again = [turn.card for turn in turns_in(open_page(signed_in, of_deck))]
    assert again == [first.pk, second.pk]


def iso(moment: Any) -> str:
    """As a browser's ``toISOString`` has it."""
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03}Z"


def test_ratings_that_waited_keep_their_own_moments_and_their_order(
    signed_in: Client, ada: User, deck: Deck
) -> None:
    make_cards(deck, 3)
    now = timezone.now().replace(microsecond=0)
    session = start_session(ada, deck=deck, at=now - timedelta(hours=1))
    waiting = turns_in(open_page(signed_in, session))
    says = [now - timedelta(minutes=50), now - timedelta(minutes=40), now - timedelta(minutes=45)]
    for turn, moment in zip(waiting, says, strict=True):
        sent = turn.rated(4, at=iso(moment), held="")
        assert signed_in.post(url_of(session, "session_rate"), sent).status_code == 200
    moments = list(Review.objects.order_by("pk").values_list("at", flat=True))
    assert moments == [says[0], says[1], says[1]]
    assert audit(ada, repair=False) == []


def test_a_line_sent_again_from_its_start_stores_nothing_twice(
    signed_in: Client, ada: User, deck: Deck
) -> None:
    make_cards(deck, 4)
    session = start(signed_in, deck)
    waiting = [turn.rated(3, held="") for turn in turns_in(open_page(signed_in, session))]

    def send(sent: dict[str, Any]) -> Any:
        return signed_in.post(url_of(session, "session_rate"), sent)

    assert [send(sent).status_code for sent in waiting[:2]] == [200, 200]
    assert [send(sent).status_code for sent in waiting] == [200] * 4
    assert Review.objects.count() == 4
    assert progress_in(send(waiting[-1]).content.decode()) == (4, 4)


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_a_rating_counts_for_the_learners_own_study_day(
    signed_in: Client, ada: User, deck: Deck, zone: str
) -> None:
    ada.time_zone = zone
    ada.save()
    make_cards(deck, 1)
    press(signed_in, start(signed_in, deck), 4)
    review = Review.objects.get()
    assert review.time_zone == zone
    assert review.study_day == study_day(review.at, zone, 4) == StudyDay.objects.get().day


def test_a_session_that_goes_on_the_next_day_counts_for_that_day(
    signed_in: Client, ada: User, deck: Deck
) -> None:
    make_cards(deck, 2)
    yesterday = timezone.now() - timedelta(days=1)
    session = start_session(ada, deck=deck, at=yesterday)
    assert press(signed_in, session, 4).status_code == 302
    assert Review.objects.get().study_day == session.study_day + timedelta(days=1)
    assert start(signed_in, deck) != session
