"""A subject's page: what there is to learn, in decks, notes, goals and a course."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.library.models import Concept, Deck, Objective, Outline, Section
from tests.factories import make_card, make_concept, make_deck, make_history, make_objective
from tests.progress.conftest import Bakery

URL = reverse("progress:subject", args=["baking"])


def page_of(client: Client) -> str:
    response = client.get(URL)
    assert response.status_code == 200
    return response.content.decode()


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html.split("<main")[1]).split())


def test_decks_and_notes_hold_their_sections_and_those_their_topics(
    signed_in: Client, bakery: Bakery
) -> None:
    page = page_of(signed_in)
    assert "Bread and why it rises." in page
    text = text_of(page)
    assert "Bread 11 cards · 1 note" in text
    assert "1 Life in dough Yeast · Rising" in text
    assert "Air in bread" in text
    assert reverse("study:note", args=["air"]) + "#bubbles" in page
    assert page.count(reverse("progress:concept", args=["yeast"])) == 2
    assert reverse("study:deck", args=["bread"]) in page


def test_a_deck_shows_the_learners_mastery_once_begun(
    signed_in: Client, ada: User, bakery: Bakery
) -> None:
    assert "mastery" not in text_of(page_of(signed_in)).split("Learning goals")[0]
    make_history(ada, bakery.deck, 4, at=timezone.now())
    assert re.search(r"11 cards · mastery \d+%", text_of(page_of(signed_in)))


def test_goals_stand_in_their_order_with_what_memory_says_of_each(
    signed_in: Client, ada: User, bakery: Bakery
) -> None:
    # ten cards recalled for sure: Beta(1 + 0.3 · 10, 1), so the mean is 4/5 and a share p of it
    # lies below the fourth root of p: 0.473 for 0.05, 0.987 for 0.95
    make_history(ada, bakery.deck, *[4] * 10, at=timezone.now())
    text = text_of(page_of(signed_in))
    assert (
        "Learning goals 2 Make a dough that rises 80% 47 to 99 On the way "
        "Bake a loaf No evidence yet" in text
    )


def test_cards_last_missed_count_against_their_goal(
    signed_in: Client, ada: User, bakery: Bakery
) -> None:
    # Beta(1, 4): the mirror image
    make_history(ada, bakery.deck, *[4] * 10, at=timezone.now())
    ada.memories.update(passed=False)
    assert "20% 1 to 53 Needs work" in text_of(page_of(signed_in))


def test_a_card_of_two_topics_counts_once(signed_in: Client, ada: User, bakery: Bakery) -> None:
    for card in bakery.cards:
        card.concepts.add(bakery.yeast, bakery.rising)
    make_history(ada, bakery.deck, *[4] * 10, at=timezone.now())
    assert "80% 47 to 99" in text_of(page_of(signed_in))


def test_what_others_know_and_cards_set_aside_are_no_evidence(
    signed_in: Client, ada: User, carol: User, bakery: Bakery
) -> None:
    make_history(carol, bakery.deck, *[4] * 10, at=timezone.now())
    assert "80%" not in page_of(signed_in)
    make_history(ada, bakery.deck, *[4] * 10, at=timezone.now())
    ada.memories.update(suspended=True)
    assert "80%" not in page_of(signed_in)


def test_the_course_is_outlined(signed_in: Client, bakery: Bakery) -> None:
    assert "Course outline" not in page_of(signed_in)

    def place(kind: str, title: str, parent: Outline | None = None, **more: str) -> Outline:
        return Outline.objects.create(
            subject=bakery.subject,
            kind=kind,
            slug=title.lower(),
            title=title,
            parent=parent,
            **more,
        )

    week = place("week", "Flour", place("course", "Bakers"))
    place("activity", "Knead", week, activity_kind="lab", data_set="Loaves")
    gone = place("activity", "Starve", week, activity_kind="lab")
    Outline.objects.filter(pk=gone.pk).update(archived_at=timezone.now())
    assert "Course outline Bakers Flour Lab: Knead (Loaves)" in text_of(page_of(signed_in))
    assert "Starve" not in page_of(signed_in)


def test_what_left_the_content_is_not_there(signed_in: Client, bakery: Bakery) -> None:
    now = timezone.now()
    Concept.objects.filter(pk=bakery.rising.pk).update(archived_at=now)
    Objective.objects.filter(pk=bakery.bake.pk).update(archived_at=now)
    Section.objects.filter(key="bubbles").update(archived_at=now)
    text = text_of(page_of(signed_in))
    assert "Life in dough" in text
    for gone in ("Rising", "Bake a loaf", "Bubbles"):
        assert gone not in text


def test_drafts_and_private_decks_teach_nothing_to_others(
    client: Client, ada: User, carol: User, bakery: Bakery
) -> None:
    own = make_deck(ada, "own", title="My own", subject=bakery.subject)
    make_card(own).concepts.add(bakery.baking)
    make_card(bakery.deck, "draft", status="draft").concepts.add(bakery.baking)
    client.force_login(carol)
    assert "My own" not in page_of(client)
    assert "Baking</a>" not in page_of(client)
    client.force_login(ada)
    assert "My own 1 card" in text_of(page_of(client))
    assert "Without a section Baking" in text_of(page_of(client))


def test_a_subject_without_anything_says_so(signed_in: Client, bakery: Bakery) -> None:
    Deck.objects.update(archived_at=timezone.now())
    Objective.objects.update(archived_at=timezone.now())
    text = text_of(page_of(signed_in))
    assert "There is no deck of this subject that you may study." in text
    assert "This subject names no learning goal yet." in text


def test_an_unknown_subject_is_not_found(signed_in: Client) -> None:
    assert signed_in.get(URL).status_code == 404


def test_library_and_deck_lead_here(signed_in: Client, bakery: Bakery) -> None:
    for url in (reverse("study:deck_list"), reverse("study:deck", args=["bread"])):
        assert f'href="{URL}"' in signed_in.get(url).content.decode()


@pytest.mark.parametrize("name", ["subject/baking", "objective/rise", "concept/yeast"])
def test_more_of_everything_takes_no_more_queries(
    signed_in: Client, ada: User, boole: User, bakery: Bakery, name: str
) -> None:
    page, slug = name.split("/")
    url = reverse(f"progress:{page}", args=[slug])
    make_history(ada, bakery.deck, 4, at=timezone.now() - timedelta(days=9))

    def queries() -> list[str]:
        with CaptureQueriesContext(connection) as caught:
            assert signed_in.get(url).status_code == 200
        return [query["sql"] for query in caught]

    few = queries()
    for number in range(6):
        goal = make_objective(bakery.subject, f"goal-{number}")
        idea = make_concept(goal, f"idea-{number}", bakery.yeast, same_as=bakery.yeast)
        bakery.rising.needs.add(idea)
        deck = make_deck(boole, f"deck-{number}", subject=bakery.subject, visibility="public")
        make_card(deck).concepts.add(idea, bakery.yeast)
        make_history(ada, deck, 4, at=timezone.now() - timedelta(days=9))
        section = Section.objects.create(note=bakery.note, key=f"more-{number}", title="More")
        section.concepts.add(idea, bakery.yeast)
    assert len(queries()) == len(few) <= 17
