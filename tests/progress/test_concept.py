"""A topic's page: its meaning, its neighbours, its cards and notes."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.library.models import Concept, Note
from studyapp.study.aside import suspend
from tests.factories import make_card, make_concept, make_deck, make_history
from tests.progress.conftest import Bakery
from tests.progress.test_subject import text_of


def page_of(client: Client, slug: str = "rising") -> str:
    response = client.get(reverse("progress:concept", args=[slug]))
    assert response.status_code == 200
    return response.content.decode()


def test_a_topic_says_what_it_means_and_where_it_belongs(signed_in: Client, bakery: Bakery) -> None:
    page = page_of(signed_in)
    assert "What rising means." in page
    assert ">Topic</p><h1" in page
    text = text_of(page)
    assert "Learning goal Make a dough that rises To apply or compare" in text
    assert "Learn first Yeast" in text
    assert "Leads to Baking" in text
    for url in ("/objectives/rise/", "/concepts/yeast/", "/concepts/baking/", "/subjects/baking/"):
        assert f'href="{url}"' in page


def test_other_names_of_the_same_idea_lead_to_each_other(signed_in: Client, bakery: Bakery) -> None:
    make_concept(bakery.bake, "leaven", same_as=bakery.yeast)
    make_concept(bakery.bake, "ferment", same_as=bakery.yeast)
    same = "The same idea elsewhere"
    assert f"{same} Leaven Bake a loaf Ferment" in text_of(page_of(signed_in, "yeast"))
    assert f"{same} Yeast Make a dough that rises Ferment" in text_of(page_of(signed_in, "leaven"))
    assert same not in page_of(signed_in, "rising")


def test_cards_show_the_learners_mastery_and_their_deck(
    signed_in: Client, ada: User, bakery: Bakery
) -> None:
    assert "Bread Why rest? New" in text_of(page_of(signed_in))
    make_history(ada, bakery.deck, *[5] * 10, at=timezone.now() - timedelta(days=30))
    page = page_of(signed_in, "yeast")
    assert "front 0 3 With effort" in text_of(page)  # it has faded
    assert f'href="{reverse("study:deck", args=["bread"])}"' in page


def test_a_card_set_aside_says_so(signed_in: Client, ada: User, bakery: Bakery) -> None:
    suspend(ada, bakery.cards[-1], on=True, at=timezone.now())
    assert "Why rest? Set aside" in text_of(page_of(signed_in))


def test_sections_of_notes_that_teach_it_are_linked(signed_in: Client, bakery: Bakery) -> None:
    page = page_of(signed_in, "yeast")
    assert "Read about it Bubbles Air in bread" in text_of(page)
    assert reverse("study:note", args=["air"]) + "#bubbles" in page
    assert "Read about it" not in page_of(signed_in, "rising")


def test_an_idea_is_gathered_from_all_decks_that_teach_it_whatever_they_call_it(
    signed_in: Client, boole: User, bakery: Bakery
) -> None:
    leaven = make_concept(bakery.bake, "leaven", same_as=bakery.yeast)
    other = make_deck(boole, "mill", title="Mill", visibility="public")
    both = make_card(other, "lift", front="What lifts a dough?")
    both.concepts.add(leaven, bakery.yeast)
    note = Note.objects.create(slug="sour", title="Sourdough", deck=other)
    note.sections.create(key="jar", title="The jar").concepts.add(leaven, bakery.yeast)
    for slug in ("yeast", "leaven"):
        page = page_of(signed_in, slug)
        text = text_of(page)
        assert page.count("What lifts a dough?") == page.count("The jar") == 1
        assert re.search("Bread front 0 .* Mill What lifts a dough", text)
        assert "Bubbles Air in bread · Bread" in text
        assert "The jar Sourdough · Mill" in text


def test_more_names_and_cards_take_no_more_queries(
    signed_in: Client, boole: User, bakery: Bakery
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            page_of(signed_in, "yeast")
        return len(found)

    few = queries()
    for number in range(3):
        name = make_concept(bakery.bake, f"leaven-{number}", same_as=bakery.yeast)
        deck = make_deck(boole, f"deck-{number}", visibility="public")
        make_card(deck).concepts.add(name)
        note = Note.objects.create(slug=f"note-{number}", title="Note", deck=deck)
        note.sections.create(key="part", title="Part").concepts.add(name)
    assert queries() == few


def test_a_topic_without_cards_says_so(signed_in: Client, bakery: Bakery) -> None:
    assert "None of the decks that you may study" in page_of(signed_in, "baking")


def test_drafts_private_decks_and_their_notes_are_not_shown_to_others(
    client: Client, ada: User, carol: User, bakery: Bakery
) -> None:
    own = make_deck(ada, "own", title="My own")
    make_card(own, front="What is mine?").concepts.add(bakery.rising)
    make_card(bakery.deck, "draft", front="Not yet?", status="draft").concepts.add(bakery.rising)
    note = Note.objects.create(slug="mine", title="My note", deck=own)
    note.sections.create(key="part", title="My part").concepts.add(bakery.rising)
    client.force_login(carol)
    hers = page_of(client)
    assert client.get(reverse("study:deck", args=["own"])).status_code == 404
    client.force_login(ada)
    mine = page_of(client)
    for private in ("What is mine?", "My own", "My part"):
        assert private in mine
        assert private not in hers
    assert "Not yet?" not in mine


def test_archived_neighbours_and_cards_are_not_shown(signed_in: Client, bakery: Bakery) -> None:
    bakery.cards[-1].archive()
    Concept.objects.exclude(pk=bakery.rising.pk).update(archived_at=timezone.now())
    text = text_of(page_of(signed_in))
    for gone in ("Learn first", "Leads to", "Why rest?"):
        assert gone not in text


def test_hostile_text_comes_out_harmless(signed_in: Client, bakery: Bakery) -> None:
    Concept.objects.update(name="<b>x</b>", definition="<script>alert(1)</script>")
    page = page_of(signed_in)
    assert "<script>alert" not in page
    assert "&lt;b&gt;x&lt;/b&gt;" in page


@pytest.mark.parametrize("slug", ["rising", "nothing"])
def test_an_archived_or_unknown_topic_is_not_found(
    signed_in: Client, bakery: Bakery, slug: str
) -> None:
    Concept.objects.update(archived_at=timezone.now())
    assert signed_in.get(reverse("progress:concept", args=[slug])).status_code == 404
