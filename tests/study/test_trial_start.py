"""Ten cards without an account: one guest for each browser."""

import pytest
from django.test import Client
from django.urls import reverse

from studyapp.accounts.models import User
from studyapp.effort.models import StudyDay
from studyapp.library.models import Deck
from studyapp.study.models import Memory, Review, Session
from tests.factories import PASSWORD, make_cards, make_deck
from tests.study.page import asked, open_page, press, start, turns_in, url_of

URL = reverse("study:trial_start")


@pytest.fixture
def shown(boole: User) -> Deck:
    """A public deck that names ten of its twelve cards, not in their order."""
    deck = make_deck(boole, visibility="public", trial=[f"card-{n}" for n in range(10, 0, -1)])
    make_cards(deck, 12)
    return deck


def begin(client: Client, **given: str) -> Session:
    client.post(URL, given)
    return Session.objects.latest("pk")


def test_one_post_leads_a_stranger_to_the_first_of_ten_cards(client: Client, shown: Deck) -> None:
    response = client.post(URL, {"time_zone": "Europe/Berlin"}, follow=True)
    session = Session.objects.get()
    page = response.content.decode()
    assert response.redirect_chain == [(url_of(session), 302)]
    assert session.learner.is_guest
    assert session.learner.time_zone == "Europe/Berlin"
    assert len(session.planned) == 10
    keys = dict(shown.cards.values_list("pk", "key"))
    assert [keys[turn.card] for turn in turns_in(page)][:2] == ["card-10", "card-9"]


def test_the_second_press_goes_on_with_the_same_guest(client: Client, shown: Deck) -> None:
    first = begin(client)
    press(client, first, 4)
    assert begin(client) == first
    assert User.objects.guests().count() == 1


def test_a_trial_does_not_count_against_the_new_cards_of_the_day(
    client: Client, ada: User, shown: Deck
) -> None:
    session = begin(client)
    for _ in range(10):
        press(client, session, 4)
    assert StudyDay.objects.get().cards == 10
    assert StudyDay.objects.get().new_cards == 0
    assert {review.source for review in Review.objects.all()} == {"trial"}
    assert len(start(client, shown).planned) == 2


def test_a_guests_session_is_of_its_browser_alone(client: Client, carol: User, shown: Deck) -> None:
    session = begin(client)
    sent = asked(client, session).rated(4)
    stranger, other_guest, account = Client(), Client(), Client()
    begin(other_guest)
    account.force_login(carol)
    for browser, status in ((stranger, 302), (other_guest, 404), (account, 404)):
        for name in ("session", "session_summary"):
            assert browser.get(url_of(session, name)).status_code == status
        assert browser.post(url_of(session, "session_rate"), sent).status_code == status
        assert browser.post(url_of(session, "session_undo")).status_code == status
    assert not Review.objects.exists()


def test_a_guest_rates_and_takes_back_like_anyone(client: Client, shown: Deck) -> None:
    session = begin(client)
    assert press(client, session, 2).status_code == 302
    assert Memory.objects.get().last_rating == 2
    assert client.post(url_of(session, "session_undo")).status_code == 302
    assert not Review.objects.ratings().live().exists()


def test_the_summary_offers_an_account(client: Client, shown: Deck) -> None:
    session = begin(client)
    press(client, session, 4)
    page = client.get(url_of(session, "session_summary")).content.decode()
    assert "Keep what you just did" in page
    assert reverse("account_signup") in page


def test_ratings_stay_with_the_account_that_the_guest_makes(client: Client, shown: Deck) -> None:
    session = begin(client)
    press(client, session, 4)
    details = {"display_name": "Dora", "email": "dora@example.org", "password1": PASSWORD}
    client.post(reverse("account_signup"), details)
    dora = User.objects.get(email="dora@example.org")
    assert Memory.objects.of(dora).get().last_rating == 4
    assert "1 of 10" in open_page(client, session)


def test_an_account_is_sent_to_the_deck(client: Client, ada: User, shown: Deck) -> None:
    client.force_login(ada)
    assert client.post(URL).headers["Location"] == reverse("study:deck", args=[shown.slug])
    assert not User.objects.guests().exists()


@pytest.mark.parametrize("zone", ["Mars/Olympus", "\0", "x" * 10_000, "", "../etc/passwd"])
def test_a_time_zone_that_is_none_counts_as_utc(client: Client, shown: Deck, zone: str) -> None:
    session = begin(client, time_zone=zone)
    assert session.learner.time_zone == "UTC"
    assert press(client, session, 4).status_code == 302


@pytest.mark.django_db
def test_without_a_deck_to_try_nothing_is_made(client: Client) -> None:
    assert client.post(URL).status_code == 404
    assert not User.objects.exists()


def test_a_deck_whose_trial_cards_are_gone_is_no_trial(client: Client, shown: Deck) -> None:
    for card in shown.cards.all():
        card.archive()
    assert client.post(URL).status_code == 404
    assert not User.objects.guests().exists()


def test_a_private_deck_is_never_a_trial(client: Client, boole: User) -> None:
    make_cards(make_deck(boole, trial=["card-0"]), 1)
    assert client.post(URL).status_code == 404


def test_one_address_makes_no_crowd_of_guests(shown: Deck) -> None:
    answers = [Client().post(URL).status_code for _ in range(62)]
    assert answers[:60] == [302] * 60
    assert answers[60:] == [429, 429]
    assert User.objects.guests().count() == 60
