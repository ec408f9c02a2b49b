"""The demo: a learner whose weeks of study are real, and an instructor with a class."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.effort.models import StudyDay
from studyapp.library.models import Card, Deck
from studyapp.study.models import Memory, Review

pytestmark = pytest.mark.django_db


@pytest.fixture
def told() -> str:
    """What the command prints, with the content that ships."""
    call_command("load_content", stdout=StringIO())
    out = StringIO()
    call_command("demo", "--days", "12", stdout=out)
    return out.getvalue()


def test_ada_has_studied_on_most_days_and_has_cards_due_now(told: str) -> None:
    ada = User.objects.get(email="ada@example.org")
    days = StudyDay.objects.of(ada)
    assert 5 <= days.count() < 12
    assert days.earliest("day").new_cards > 0
    assert Memory.objects.of(ada).due(timezone.now()).exists()
    assert not Review.objects.filter(at__gt=timezone.now() - timedelta(hours=12)).exists()


def test_what_is_stored_of_ada_is_what_her_log_says(told: str) -> None:
    out = StringIO()
    call_command("replay", "--check", stdout=out)
    assert out.getvalue().strip() == "0 differences"


def test_mr_boole_teaches_ada_and_has_a_deck_of_five_cards_for_the_class(told: str) -> None:
    boole = User.objects.get(email="boole@example.org")
    ada = User.objects.get(email="ada@example.org")
    deck = Deck.objects.get(author=boole)
    assert boole.is_instructor and not ada.is_instructor
    assert deck.cards.count() == 5
    assert deck in Deck.objects.visible_to(ada)
    assert deck in Deck.objects.editable_by(boole)
    carol = User.objects.create_user("carol@example.org")
    assert deck not in Deck.objects.visible_to(carol)


@pytest.mark.parametrize("email", ["ada@example.org", "boole@example.org"])
def test_the_printed_passwords_sign_in(told: str, email: str, client: Client) -> None:
    password = next(line.split()[-1] for line in told.splitlines() if email in line)
    assert client.login(email=email, password=password)


def test_a_second_run_adds_nothing_and_says_so(told: str) -> None:
    before = (User.objects.count(), Review.objects.count(), Card.objects.count())
    with pytest.raises(CommandError, match="in this database already; nothing was added"):
        call_command("demo")
    assert (User.objects.count(), Review.objects.count(), Card.objects.count()) == before


def test_a_database_without_content_is_told_to_load_it_first() -> None:
    with pytest.raises(CommandError, match="run load_content first"):
        call_command("demo")
    assert not User.objects.exists()
