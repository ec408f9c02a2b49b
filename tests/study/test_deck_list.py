"""The library: every deck that the learner may study, searched, filtered and sorted."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.library.models import Deck, Note, Section
from tests.factories import make_card, make_cards, make_deck, make_history
from tests.study.test_counts import queries

URL = reverse("study:deck_list")


@pytest.fixture
def library(ada: User, boole: User) -> dict[str, Deck]:
    """Ada's deck with two due cards, Boole's of which she knows one well, and one not started."""
    mine = make_deck(ada, "mine", title="Zopf")
    known = make_deck(boole, "known", title="Rye", visibility="public", description="Dark flour")
    fresh = make_deck(boole, "fresh", title="Bagel", visibility="public")
    for deck in (mine, known, fresh):
        make_cards(deck, 2)
    make_history(ada, mine, 3, 3, at=timezone.now() - timedelta(days=20))
    make_history(ada, known, 5, at=timezone.now())
    make_card(fresh, front="What is boiled before it is baked?", back="Everything_here 100%")
    return {"mine": mine, "known": known, "fresh": fresh}


def titles(client: Client, **asked: str) -> list[str]:
    html = client.get(URL, asked).content.decode()
    return re.findall(r'<h2><a href="/decks/[^"]+">([^<]+)</a></h2>', html)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["Zopf", "Bagel", "Rye"]),
        ({"sort": "due"}, ["Zopf", "Bagel", "Rye"]),
        ({"sort": "title"}, ["Bagel", "Rye", "Zopf"]),
        ({"sort": "mastery"}, ["Bagel", "Rye", "Zopf"]),
        ({"show": "due"}, ["Zopf"]),
        ({"show": "mine"}, ["Zopf"]),
        ({"show": "new"}, ["Bagel"]),
        ({"q": "rye"}, ["Rye"]),
        ({"q": "dark"}, ["Rye"]),
        ({"q": "BOILED baked"}, ["Bagel"]),
        ({"q": "boiled rye"}, []),
        ({"q": "here_200"}, []),
        ({"q": "100%"}, ["Bagel"]),
        ({"q": "%"}, []),
        ({"q": "  "}, ["Zopf", "Bagel", "Rye"]),
        ({"q": "o", "show": "due"}, ["Zopf"]),
    ],
)
def test_decks_are_searched_filtered_and_sorted(
    signed_in: Client, library: dict[str, Deck], asked: dict[str, str], found: list[str]
) -> None:
    assert titles(signed_in, **asked) == found


def test_a_deck_tells_what_is_due_and_how_well_it_is_known(
    signed_in: Client, library: dict[str, Deck]
) -> None:
    html = signed_in.get(URL).content.decode()
    mine, fresh, known = html.split('<article class="leaf deck">')[1:]
    assert "2 cards are due today." in html
    assert "2 due" in mine
    assert "You" in mine
    assert "Not started" in fresh
    assert "3 new" in fresh
    assert "Done for today" in known
    assert "Boole" in known


def test_decks_that_may_not_be_studied_are_not_listed(
    signed_in: Client, carol: User, boole: User
) -> None:
    make_deck(carol, "hers", title="Hers")
    make_deck(boole, "old", title="Old", visibility="public", archived_at=timezone.now())
    assert titles(signed_in) == []
    assert titles(signed_in, q="hers") == []


def test_cards_that_may_not_be_asked_are_not_searched(
    signed_in: Client, library: dict[str, Deck]
) -> None:
    for card in library["fresh"].cards.filter(front__contains="boiled"):
        card.archive()
    assert titles(signed_in, q="boiled") == []


def test_htmx_gets_the_decks_alone(signed_in: Client, library: dict[str, Deck]) -> None:
    response = signed_in.get(URL, {"q": "rye"}, headers={"HX-Request": "true"})
    html = response.content.decode().strip()
    assert html.startswith('<div id="decks">')
    assert "Rye" in html
    assert "Zopf" not in html
    assert "HX-Request" in response.headers["Vary"]


def test_a_search_without_result_says_so(signed_in: Client, library: dict[str, Deck]) -> None:
    html = signed_in.get(URL, {"q": "<b>pumpernickel</b>"}).content.decode()
    assert "No deck has “&lt;b&gt;pumpernickel&lt;/b&gt;” in it" in html
    assert "Show all decks" in html


def test_an_empty_library_says_so(signed_in: Client) -> None:
    html = signed_in.get(URL).content.decode()
    assert "Nothing is due right now." in html
    assert "No deck here" in html


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"q": "x" * 10_000}, "Search for at most 200 characters."),
        ({"q": "a\0b"}, "Null characters are not allowed."),
        ({"sort": "random"}, "Choose a filter and an order from the list."),
        ({"show": "all\0"}, "Choose a filter and an order from the list."),
    ],
)
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_search_that_cannot_be_gets_a_sentence(
    signed_in: Client, asked: dict[str, Any], sentence: str, headers: dict[str, str]
) -> None:
    response = signed_in.get(URL, asked, headers=headers)
    html = response.content.decode()
    assert response.status_code == 400
    assert sentence in html
    assert 'class="feedback is-wrong"' in html


def test_bytes_that_are_no_text_find_nothing(signed_in: Client, library: dict[str, Deck]) -> None:
    response = signed_in.get(f"{URL}?q=%ED%A0%80%FF")
    assert response.status_code == 200
    assert "No deck has" in response.content.decode()


@pytest.fixture
def notes(library: dict[str, Deck]) -> None:
    """Two notes beside Boole's first deck, read from last to first made, and one of no deck."""
    for position, (slug, title) in enumerate((("crumb", "The crumb"), ("crust", "The crust"))):
        note = Note.objects.create(
            slug=slug, title=title, lead="In short.", deck=library["known"], position=9 - position
        )
        Section.objects.create(
            note=note, key="one", title="Heat", position=1, body=f"{'word ' * 300}of {slug}",
        )  # fmt: skip
    Note.objects.create(slug="tools", title="Tools", body="> [!reveal] Which?\n> A scale.")


def listed(client: Client, **asked: str) -> list[tuple[str, str]]:
    """Headings and notes as they stand in the list."""
    html = client.get(URL, {"show": "notes", **asked}).content.decode()
    return re.findall(r'(?:<h2 id="deck-\d"|href="/notes/)([^>"]*)"?>([^<]+)<', html)


def test_notes_are_listed_in_reading_order_under_their_decks(
    signed_in: Client, notes: None
) -> None:
    assert [words for _, words in listed(signed_in)] == [
        "Rye", "The crust", "The crumb", "Other notes", "Tools",
    ]  # fmt: skip
    html = signed_in.get(URL, {"show": "notes"}).content.decode()
    assert "3 notes shown" in html
    assert "2 min<" in html
    assert "1 min · 1 question<" in html
    assert "Zopf" not in html


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("CRUST", ["Rye", "The crust"]),
        ("heat crumb", ["Rye", "The crumb"]),
        ("scale", ["Other notes", "Tools"]),
        ("crust scale", []),
        ("%", []),
    ],
)
def test_notes_are_found_by_words_of_their_text(
    signed_in: Client, notes: None, words: str, found: list[str]
) -> None:
    assert [each for _, each in listed(signed_in, q=words)] == found


def test_where_no_note_is_the_page_says_so(
    signed_in: Client, library: dict[str, Deck], carol: User
) -> None:
    hers = make_deck(carol, "hers")
    Note.objects.create(slug="hers", title="Hers", deck=hers)
    Note.objects.create(slug="old", title="Old", archived_at=timezone.now())
    assert "No note here" in signed_in.get(URL, {"show": "notes"}).content.decode()
    found = signed_in.get(URL, {"show": "notes", "q": "hers"}).content.decode()
    assert "No note has “hers” in it" in found
    assert "Show all notes" in found


def test_text_of_a_section_that_left_is_not_searched(signed_in: Client, notes: None) -> None:
    Section.objects.update(archived_at=timezone.now())
    assert listed(signed_in, q="heat") == []


def test_many_notes_take_as_many_queries_as_few(signed_in: Client, notes: None, ada: User) -> None:
    few = queries(signed_in, "get", URL, show="notes", q="o")
    for number in range(5):
        note = Note.objects.create(
            slug=f"n-{number}", title="More", deck=make_deck(ada, f"d-{number}")
        )
        Section.objects.create(note=note, key="one", title="One", body="Words.")
    assert len(queries(signed_in, "get", URL, show="notes", q="o")) == len(few)
