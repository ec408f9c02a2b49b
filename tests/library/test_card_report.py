"""A reader tells the author what is wrong."""

import pytest
from django.test import Client
from django.urls import reverse

from studyapp.accounts.models import User
from studyapp.library.models import Card, ErrorReport, Note
from tests.factories import make_card, make_deck


@pytest.fixture
def card(client: Client, ada: User, boole: User) -> Card:
    client.force_login(ada)
    return make_card(make_deck(boole, visibility="public"))


def url(card: Card) -> str:
    return reverse("library:card_report", args=[card.pk])


def test_a_report_on_a_card_reaches_its_author(
    client: Client, ada: User, boole: User, card: Card
) -> None:
    assert "Which gas makes dough rise?" in client.get(url(card)).content.decode()
    response = client.post(url(card), {"text": "It is CO2.\r\nNot carbon."})
    assert response.headers["Location"] == reverse("study:deck", args=["bread"])
    report = ErrorReport.objects.to_settle(boole).get()
    assert (report.reporter, report.text, report.version) == (ada, "It is CO2.\nNot carbon.", 1)


def test_a_report_on_a_note_reaches_the_author_of_its_deck(
    client: Client, boole: User, card: Card
) -> None:
    Note.objects.create(slug="about", title="About", deck=card.deck)
    client.post(reverse("library:note_report", args=["about"]), {"text": "A typo."})
    assert ErrorReport.objects.to_settle(boole).get().text == "A typo."


def test_a_second_report_waits_until_the_first_is_settled(client: Client, card: Card) -> None:
    client.post(url(card), {"text": "One."})
    client.post(url(card), {"text": "Two."})
    assert [report.text for report in ErrorReport.objects.all()] == ["One."]


@pytest.mark.parametrize("text", ["", "   ", "x" * 2_001])
def test_an_empty_or_endless_report_is_told(client: Client, card: Card, text: str) -> None:
    assert client.post(url(card), {"text": text}).status_code == 422
    assert not ErrorReport.objects.exists()
