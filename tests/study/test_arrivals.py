"""A guest who signs in to an account, and a learner who moves to another zone."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone

from studyapp.accounts.access import GUEST
from studyapp.accounts.models import User
from studyapp.accounts.tasks import expire_guests
from studyapp.effort.models import StudyDay
from studyapp.library.models import Deck
from studyapp.study.models import Memory, Review, Session
from studyapp.study.planning import start_trial
from tests.factories import PASSWORD, make_cards, make_deck, make_guest, make_history, rate

pytestmark = pytest.mark.django_db


@pytest.fixture
def trial(boole: User) -> Deck:
    deck = make_deck(boole, "tried", visibility="public", trial=["card-0", "card-1", "card-2"])
    make_cards(deck, 3)
    return deck


@pytest.fixture
def guest(trial: Deck) -> User:
    """A guest who rated the first card 4 and the second, after an undo, 1."""
    guest = make_guest()
    session = start_trial(guest, trial, at=timezone.now())
    rate(session, 4, at=timezone.now())
    rate(session, 5, at=timezone.now())
    with transaction.atomic():
        Session.objects.for_change().get(pk=session.pk).undo(now=timezone.now())
    rate(session, 1, at=timezone.now())
    return guest


def sign_in(client: Client, guest: User, learner: User) -> str:
    session = client.session
    session[GUEST] = guest.pk
    session.save()
    form = {"login": learner.email, "password": PASSWORD}
    return client.post("/accounts/sign-in/", form, follow=True).content.decode()


def replay_differs() -> str:
    out = StringIO()
    call_command("replay", "--check", stdout=out)
    return out.getvalue().strip()


def test_what_a_guest_rated_moves_into_the_account(client: Client, guest: User, ada: User) -> None:
    page = sign_in(client, guest, ada)
    assert "2 ratings from before moved into your account." in page
    ratings = dict(Review.objects.of(ada).live().values_list("card__key", "rating"))
    assert ratings == {"card-0": 4, "card-1": 1}
    assert {m.last_rating for m in Memory.objects.of(ada)} == {4, 1}
    assert not User.objects.guests().exists()
    assert replay_differs() == "0 differences"


@pytest.mark.django_db(transaction=True)
def test_a_guest_signs_in_without_a_transaction_around_the_request(
    client: Client, guest: User, ada: User
) -> None:
    assert "2 ratings from before moved into your account." in sign_in(client, guest, ada)
    assert not User.objects.guests().exists()


def test_cards_that_the_account_knew_keep_what_it_remembers(
    client: Client, guest: User, ada: User, trial: Deck
) -> None:
    make_history(ada, trial, 5, at=timezone.now() - timedelta(days=3))
    before = Memory.objects.of(ada).get(card__key="card-0").recall
    page = sign_in(client, guest, ada)
    assert "1 rating from before moved into your account. 1 was dropped" in page
    assert Memory.objects.of(ada).get(card__key="card-0").recall == before
    assert Review.objects.of(ada).filter(card__key="card-0").count() == 1
    assert replay_differs() == "0 differences"


def test_moved_ratings_are_no_new_cards_of_the_day(client: Client, guest: User, ada: User) -> None:
    sign_in(client, guest, ada)
    today = StudyDay.objects.of(ada).get()
    assert (today.ratings, today.cards, today.new_cards) == (2, 2, 0)


def test_a_guest_who_rated_nothing_leaves_without_a_word(client: Client, ada: User) -> None:
    page = sign_in(client, make_guest(), ada)
    assert "moved into your account" not in page
    assert not User.objects.guests().exists()


def test_a_new_account_keeps_the_guest_row_and_every_rating(client: Client, guest: User) -> None:
    session = client.session
    session[GUEST] = guest.pk
    session.save()
    form = {"email": "new@example.org", "password1": PASSWORD, "display_name": "New"}
    client.post("/accounts/sign-up/", form)
    guest.refresh_from_db()
    assert (guest.email, guest.is_guest) == ("new@example.org", False)
    assert Review.objects.of(guest).live().count() == 2


def test_in_another_zone_a_card_is_due_as_the_day_begins_there(client: Client, ada: User) -> None:
    deck = make_deck(ada)
    make_cards(deck, 1)
    make_history(ada, deck, 4, at=datetime(2026, 3, 2, 12, tzinfo=UTC))
    memory = Memory.objects.of(ada).get()
    day = memory.due_day
    assert day
    assert memory.due_at == datetime(day.year, day.month, day.day, 4, tzinfo=UTC)
    client.force_login(ada)
    client.post("/settings/", {"time_zone": "Asia/Tokyo", **SETTINGS})
    memory.refresh_from_db()
    assert memory.due_day == day
    start = datetime(day.year, day.month, day.day, 4, tzinfo=UTC) - timedelta(hours=9)
    assert memory.due_at == start
    assert replay_differs() == "0 differences"


SETTINGS = {
    "display_name": "Ada",
    "definitions": "plain",
    "rollover_hour": "4",
    "theme": "device",
    "daily_goal": "10",
    "new_cards_a_day": "10",
    "desired_retention": "0.90",
    "shortcuts": "on",
    "shows_intervals": "on",
}


def test_an_expired_guest_goes_with_all_ratings_even_undone_ones(guest: User) -> None:
    User.objects.filter(pk=guest.pk).update(last_seen=timezone.now() - timedelta(days=31))
    expire_guests.call()
    assert not Review.objects.exists()
    assert not User.objects.guests().exists()


def test_a_day_that_has_begun_keeps_its_goal(client: Client, ada: User) -> None:
    deck = make_deck(ada)
    make_cards(deck, 12)
    make_history(ada, deck, 4, 4, 4, at=timezone.now())
    client.force_login(ada)
    client.post("/settings/", {"time_zone": "UTC", **SETTINGS, "daily_goal": "3"})
    assert "3 of 10 today" in client.get("/today/").content.decode()
    StudyDay.objects.of(ada).update(day=timezone.now().date() - timedelta(days=1))
    assert "of 3 today" in client.get("/today/").content.decode()
