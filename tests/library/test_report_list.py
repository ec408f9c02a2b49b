"""Reports that wait for an author, and what became of one's own."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from studyapp.accounts.models import User
from studyapp.library.models import Deck, ErrorReport
from tests.factories import make_card, make_cards, make_deck, make_learner

URL = reverse("library:report_list")


@pytest.fixture
def report(client: Client, ada: User, boole: User) -> ErrorReport:
    client.force_login(boole)
    card = make_card(make_deck(boole, visibility="public"))
    return ErrorReport.objects.create(card=card, reporter=ada, text="It is <b>CO2</b>.", version=1)


def settle(client: Client, report: ErrorReport, state: str, reply: str = "") -> None:
    address = reverse("library:report_settle", args=[report.pk])
    client.post(address, {"state": state, "reply": reply})


@pytest.mark.parametrize(("state", "words"), [("accepted", "Mended"), ("declined", "No error")])
def test_the_author_settles_and_the_reader_is_thanked(
    client: Client, ada: User, boole: User, report: ErrorReport, state: str, words: str
) -> None:
    assert "It is &lt;b&gt;CO2" in client.get(URL).content.decode()
    settle(client, report, state, "See section 2.")
    assert not ErrorReport.objects.to_settle(boole).exists()
    assert ErrorReport.objects.of(ada).unseen().exists()
    client.force_login(ada)
    page = client.get(URL).content.decode()
    assert words in page
    assert "See section 2." in page
    assert "hank you" in page
    assert not ErrorReport.objects.of(ada).unseen().exists()


def test_a_report_is_settled_once(client: Client, report: ErrorReport) -> None:
    settle(client, report, "accepted")
    settle(client, report, "declined")
    report.refresh_from_db()
    assert report.state == "accepted"


def test_nonsense_settles_nothing(client: Client, report: ErrorReport) -> None:
    settle(client, report, "burnt")
    settle(client, report, "accepted", "x" * 1_001)
    report.refresh_from_db()
    assert report.state == "open"


def test_reports_on_decks_from_files_wait_for_the_staff(client: Client, ada: User) -> None:
    deck = Deck.objects.create(slug="filed", title="Filed", from_file=True, visibility="public")
    ErrorReport.objects.create(card=make_card(deck), reporter=ada, text="A typo.")
    grace = make_learner("Grace", is_staff=True)
    assert ErrorReport.objects.to_settle(grace).count() == 1
    assert not ErrorReport.objects.to_settle(ada).exists()


def test_queries_do_not_grow_with_the_reports(
    client: Client,
    boole: User,
    report: ErrorReport,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for card in make_cards(Deck.objects.get(), 12):
        ErrorReport.objects.create(card=card, reporter=boole, text="A typo.")
    with django_assert_max_num_queries(7):
        client.get(URL)
