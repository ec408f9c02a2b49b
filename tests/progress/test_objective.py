"""A learning goal's page: how well it is mastered, and the way to it."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.library.models import Objective
from tests.factories import make_card, make_concept, make_deck, make_guest, make_history
from tests.progress.conftest import Bakery
from tests.progress.test_subject import text_of


def page_of(client: Client, slug: str = "rise") -> str:
    response = client.get(reverse("progress:objective", args=[slug]))
    assert response.status_code == 200
    return response.content.decode()


def test_topics_stand_after_what_they_need(signed_in: Client, bakery: Bakery) -> None:
    text = text_of(page_of(signed_in))
    assert "Make a dough that rises" in text
    assert "Learn these first" not in text
    # rising is older in the subject, but needs yeast
    assert (
        "Learn in this order Yeast To recall · 0 of 10 cards known "
        "Rising To apply or compare · 0 of 1 card known" in text
    )


def test_what_other_goals_teach_comes_first(signed_in: Client, bakery: Bakery) -> None:
    text = text_of(page_of(signed_in, "bake"))
    assert re.search(
        "Learn these first Yeast .* Rising .* Then, in this order "
        "Baking To combine or judge · no card yet",
        text,
    )


def test_the_path_of_a_bigger_subject_respects_every_need(
    signed_in: Client, bakery: Bakery
) -> None:
    crust = make_concept(bakery.bake, "crust", bakery.baking)
    steam = make_concept(bakery.rise, "steam", bakery.baking)  # of the other goal, yet later
    crust.needs.add(steam)
    names = re.findall(r'fw-semibold" href="/concepts/(\w+)/', page_of(signed_in, "bake"))
    assert names == ["yeast", "rising", "baking", "steam", "crust"]


def test_a_card_is_known_while_its_mastery_says_so(
    signed_in: Client, ada: User, bakery: Bakery
) -> None:
    make_history(ada, bakery.deck, 4, 3, 2, at=timezone.now())
    assert "2 of 10 cards known" in text_of(page_of(signed_in))
    assert 'class="is-done"' not in page_of(signed_in)
    memory = ada.memories.filter(last_rating=4).get()
    memory.suspended = True
    memory.save()
    assert "1 of 9 cards known" in text_of(page_of(signed_in))


def test_a_topic_all_of_whose_cards_are_known_is_marked(
    signed_in: Client, ada: User, bakery: Bakery
) -> None:
    make_history(ada, bakery.deck, *[4] * 10, at=timezone.now())
    assert page_of(signed_in).count('class="is-done"') == 1


def test_mastery_is_shown_with_its_bounds_and_explained(
    signed_in: Client, ada: User, bakery: Bakery
) -> None:
    text = text_of(page_of(signed_in))
    assert "Mastery No evidence yet. It may lie anywhere from 5% to 95%." in text
    make_history(ada, bakery.deck, *[4] * 10, at=timezone.now())
    text = text_of(page_of(signed_in))
    assert "Mastery 80% On the way It may lie anywhere from 47% to 99%." in text
    assert "How is this computed?" in text


def test_what_is_known_of_an_idea_counts_under_all_its_names(
    signed_in: Client, ada: User, bakery: Bakery
) -> None:
    make_concept(bakery.bake, "leaven", same_as=bakery.yeast)
    make_history(ada, bakery.deck, *[4] * 10, at=timezone.now())
    text = text_of(page_of(signed_in, "bake"))
    assert "Leaven To recall · 10 of 10 cards known" in text
    assert "Mastery 80% On the way" in text


def test_a_goal_without_topics_says_so(signed_in: Client, bakery: Bakery) -> None:
    bakery.bake.concepts.update(archived_at=timezone.now())
    assert "This goal names no topic yet." in page_of(signed_in, "bake")


def test_private_cards_are_no_part_of_the_count_for_others(
    client: Client, ada: User, carol: User, bakery: Bakery
) -> None:
    make_card(make_deck(ada, "own")).concepts.add(bakery.rising)
    for person, count in ((carol, "0 of 1 card known"), (ada, "0 of 2 cards known")):
        client.force_login(person)
        assert count in text_of(page_of(client))


def test_a_guest_reads_it_and_a_stranger_signs_in(client: Client, bakery: Bakery) -> None:
    url = reverse("progress:objective", args=["rise"])
    assert client.get(url).status_code == 302
    session = client.session
    session["guest"] = make_guest().pk
    session.save()
    assert client.get(url).status_code == 200


@pytest.mark.parametrize("slug", ["rise", "nothing"])
def test_an_archived_or_unknown_goal_is_not_found(
    signed_in: Client, bakery: Bakery, slug: str
) -> None:
    Objective.objects.update(archived_at=timezone.now())
    assert signed_in.get(reverse("progress:objective", args=[slug])).status_code == 404
