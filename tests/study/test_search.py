"""One field finds cards, notes and concepts, and nothing that is not the person's to see."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.library.models import Card, Concept, Deck, Note, Objective, Section, Subject
from studyapp.study.aside import suspend
from studyapp.study.models import Memory
from tests.factories import make_card, make_deck, make_history

URL = reverse("study:search")
GAS, CRUST, GLUTEN = "Which gas makes dough rise?", "What browns a crust?", "What makes glüten?"


@pytest.fixture
def bakery(boole: User) -> Deck:
    """Three cards, a note with a section, and a topic, for everybody."""
    deck = make_deck(boole, "known", title="Rye and wheat", visibility="public")
    make_card(deck, "gas", front="Which gas makes dough **rise**?", back="Carbon dioxide")
    make_card(deck, "crust", front=CRUST, back="The Maillard reaction", position=1)
    make_card(deck, "gluten", front=GLUTEN, back="Gliadin & glutenin < both", position=2)
    note = Note.objects.create(
        slug="proofing", title="Proofing", lead="Waiting", deck=deck, body="Let the dough rest."
    )
    Section.objects.create(note=note, key="poke", title="The poke test", body="Poke the dough.")
    subject = Subject.objects.create(slug="baking", title="Baking")
    objective = Objective.objects.create(subject=subject, slug="rise", text="Let dough rise")
    Concept.objects.create(
        subject=subject, objective=objective, slug="autolyse", name="Autolyse",
        definition="Flour and water rest as a dough before the salt.",
    )  # fmt: skip
    return deck


def page(client: Client, **asked: str) -> str:
    return client.get(URL, asked).content.decode()


def found(client: Client, **asked: str) -> list[str]:
    """What is listed, kind by kind, as plain words."""
    link = r'<p class="read fw-semibold m-0"><a[^>]*>(.*?)</a>'
    links = re.findall(link, page(client, **asked), re.S)
    return [re.sub(r"<span.*?</span>|<[^>]*>", "", link).strip() for link in links]


def test_words_are_found_in_every_kind_with_how_many(signed_in: Client, bakery: Deck) -> None:
    titles = found(signed_in, q="dough")
    assert titles[0] == GAS
    assert set(titles[1:3]) == {"The poke test", "Proofing"}
    assert titles[3:] == ["Autolyse"]
    html = page(signed_in, q="dough")
    assert [f'id="{kind}"' in html for kind in ("cards", "notes", "concepts")] == [True] * 3
    assert "4 results shown" in html
    assert "/notes/proofing/#poke" in html


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("browning", [CRUST]),
        ("RISES dough", [GAS]),
        ("diox", [GAS]),
        ("gluten", [GLUTEN]),
        ("glüten", [GLUTEN]),
        ('"makes dough"', [GAS]),
        ("makes -dough", [GLUTEN]),
        ("dough maillard", []),
        ("autolize", ["Autolyse"]),
        ("proofign", ["Proofing"]),
        ("%", []),
        ("'; --", []),
        ("a:* & ! | (", []),
    ],
)
def test_words_are_read_as_people_type_them(
    signed_in: Client, bakery: Deck, words: str, titles: list[str]
) -> None:
    assert found(signed_in, q=words) == titles


def test_what_was_found_is_marked_and_authored_text_stays_text(
    signed_in: Client, bakery: Deck
) -> None:
    make_card(bakery, "hostile", front="<script>yeast</script> & `<b>yeast</b>`", back="<i>x</i>")
    html = page(signed_in, q="yeast")
    assert "<mark>yeast</mark>" in html
    assert "<script>yeast" not in html
    assert "<b>" not in html
    assert "Gliadin &amp; glutenin &lt; both" in re.sub(
        "</?mark>", "", page(signed_in, q="glutenin")
    )


def test_nothing_of_others_is_found(signed_in: Client, carol: User, bakery: Deck) -> None:
    hers = make_deck(carol, "hers", title="Hers")
    make_card(hers, front="zwieback", back="twice")
    Note.objects.create(slug="hers", title="zwieback", deck=hers, body="zwieback")
    assert found(signed_in, q="zwieback") == []
    assert found(signed_in, q="zwiebakc") == []
    Card.objects.get(front=CRUST).archive()
    assert found(signed_in, q="browns") == []


@pytest.mark.parametrize(
    ("state", "titles"),
    [
        ("new", [GLUTEN]),
        ("due", []),
        ("starred", [GAS]),
        ("suspended", [CRUST]),
        ("leech", [GAS]),
        ("4", [GAS]),
        ("3", []),
    ],
)
def test_cards_are_filtered_by_what_is_known_of_them(
    signed_in: Client, ada: User, bakery: Deck, state: str, titles: list[str]
) -> None:
    make_history(ada, bakery, 4, at=timezone.now())
    Memory.objects.filter(card__key="gas").update(starred=True, lapses=8)
    suspend(ada, Card.objects.get(key="crust"), on=True, at=timezone.now())
    assert found(signed_in, q="what or makes", state=state) == titles or state == "suspended"
    if state == "suspended":
        assert found(signed_in, q="crust", state=state) == titles


def test_a_filter_by_mastery_is_what_is_shown(signed_in: Client, ada: User, bakery: Deck) -> None:
    make_history(ada, bakery, 5, 3, 1, at=timezone.now() - timedelta(days=30))
    for memory in Memory.objects.all():
        word = {"gas": "dioxide", "crust": "maillard", "gluten": "gliadin"}[memory.card.key]
        shown = memory.shown(timezone.now().date())
        assert [k for k in "12345" if found(signed_in, q=word, state=k)] == [str(shown)]


def test_htmx_gets_what_was_found_alone(signed_in: Client, bakery: Deck) -> None:
    response = signed_in.get(URL, {"q": "dough"}, headers={"HX-Request": "true"})
    assert response.content.decode().strip().startswith('<div id="found">')


def test_before_and_after_a_search_without_result_there_are_words(
    signed_in: Client, bakery: Deck
) -> None:
    assert "Every word you type must occur." in page(signed_in)
    assert "Nothing has “&lt;b&gt;”" in page(signed_in, q="<b>")
    assert "Search everything" in page(signed_in, q="dough", state="5")


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"q": "x" * 201}, "Search for at most 200 characters."),
        ({"q": "a\0b"}, "Null characters are not allowed."),
        ({"q": "a", "state": "odd"}, "Choose a state from the list."),
    ],
)
def test_a_search_that_cannot_be_gets_a_sentence(
    signed_in: Client, asked: dict[str, Any], sentence: str
) -> None:
    response = signed_in.get(URL, asked)
    assert response.status_code == 400
    assert sentence in response.content.decode()
