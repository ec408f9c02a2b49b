"""What aiming higher costs, and planning all cards anew."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.library.models import Deck
from studyapp.study.models import Memory, Review
from studyapp.study.retention import CHOICES, forecasts, replan
from tests.factories import make_cards, make_history

pytestmark = pytest.mark.django_db


def test_a_higher_aim_costs_more_reviews_and_keeps_more() -> None:
    rows = forecasts([3.0, 40.0, 200.0], cap=365)
    assert [row.retention for row in rows] == list(CHOICES)
    assert sorted(row.reviews_a_day for row in rows) == [row.reviews_a_day for row in rows]
    assert sorted(row.remembered for row in rows) == [row.remembered for row in rows]
    assert all(row.remembered > row.retention for row in rows)


def test_without_a_card_that_was_met_there_is_no_forecast(client: Client, ada: User) -> None:
    client.force_login(ada)
    assert "Once you have rated some cards" in client.get("/retention/").content.decode()


def test_cards_planned_anew_follow_the_aim_and_the_log_says_so(
    signed_in: Client, ada: User, deck: Deck
) -> None:
    make_cards(deck, 3)
    make_history(ada, deck, 5, 5, 5, at=timezone.now() - timedelta(days=1))
    before = {m.card_id: m.due_day for m in Memory.objects.of(ada)}
    User.objects.filter(pk=ada.pk).update(desired_retention="0.95")

    page = signed_in.post("/retention/", follow=True).content.decode()

    assert "3 cards have a new day." in page
    after = {m.card_id: m.due_day for m in Memory.objects.of(ada)}
    assert all(after[card] < before[card] for card in before)  # type: ignore[operator]
    assert Review.objects.of(ada).filter(kind="replan").count() == 3
    out = StringIO()
    call_command("replay", "--check", stdout=out)
    assert out.getvalue().strip() == "0 differences"


def test_planning_twice_moves_nothing_the_second_time(ada: User, deck: Deck) -> None:
    make_cards(deck, 2)
    make_history(ada, deck, 4, 5, at=timezone.now() - timedelta(days=1))
    ada.desired_retention = CHOICES[0]
    ada.save()
    assert replan(ada, at=timezone.now()) == 2
    assert replan(ada, at=timezone.now()) == 0


def test_the_aims_are_told_in_hundredths(client: Client, ada: User, deck: Deck) -> None:
    make_cards(deck, 1)
    make_history(ada, deck, 4, at=timezone.now())
    client.force_login(ada)
    page = client.get("/retention/").content.decode()
    assert "You aim at 90 in 100." in page
    assert [f">{aim} in 100" in page for aim in (80, 85, 90, 95)] == [True] * 4
