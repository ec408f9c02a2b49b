"""A deck from a file is read-only; a learner's own copy of it is theirs to edit."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from studyapp.accounts.access import GUEST
from studyapp.accounts.models import User
from studyapp.library.copying import copy_deck
from studyapp.library.models import Card, Deck
from studyapp.study.models import Memory, Review
from tests.factories import make_cards, make_deck, make_guest, make_history
from tests.interchange.content_files import DECK, write_content

pytestmark = pytest.mark.django_db


@pytest.fixture
def deck(tmp_path: Path) -> Deck:
    draft = DECK.replace("## first\n", "## first\ndraft: true\n")
    call_command("load_content", write_content(tmp_path, draft))
    return Deck.objects.get()


def url(deck: Deck) -> str:
    return reverse("library:deck_copy", args=[deck.slug])


def copy(client: Client, deck: Deck) -> Deck:
    response = client.post(url(deck))
    made = Deck.objects.get(origin=deck)
    assert response.headers["Location"] == reverse("study:deck", args=[made.slug])
    return made


def columns(deck: Deck) -> list[dict[str, object]]:
    """Its cards in order, all that they hold but whose they are and since when."""
    left_out = {"id", "deck_id", "section_id", "version", "updated_at"}
    cards = Card.objects.filter(deck=deck, status="published").in_order()
    return [
        {name: value for name, value in card.items() if name not in left_out}
        for card in cards.values()
    ]


def test_a_copy_is_private_editable_and_holds_every_published_card(
    client: Client, ada: User, deck: Deck
) -> None:
    client.force_login(ada)
    mine = copy(client, deck)
    assert (mine.title, mine.author, mine.visibility) == ("Bread (my copy)", ada, "private")
    assert (mine.from_file, mine.trial, mine.subject, mine.source) == (
        False, [], deck.subject, deck.source,
    )  # fmt: skip
    assert columns(mine) == columns(deck)
    assert "first" not in mine.cards.values_list("key", flat=True)
    pairs = [
        [(c.key, c.section and c.section.key, [i.slug for i in c.concepts.all()]) for c in cards]
        for cards in (mine.cards.in_order(), deck.cards.active().in_order())
    ]
    assert pairs[0] == pairs[1]
    assert [s.key for s in mine.sections.all()] == ["rising", "baking"]
    card = mine.cards.earliest("position")
    assert client.get(reverse("library:card_edit", args=[card.pk])).status_code == 200


def test_ratings_are_not_copied(client: Client, ada: User, deck: Deck) -> None:
    make_history(ada, deck, 4, 2, at=timezone.now())
    client.force_login(ada)
    mine = copy(client, deck)
    assert not Memory.objects.filter(card__deck=mine).exists()
    assert Review.objects.filter(card__deck=deck).count() == 2


def test_who_has_a_copy_is_led_to_it(client: Client, ada: User, deck: Deck) -> None:
    client.force_login(ada)
    mine = copy(client, deck)
    again = client.post(url(deck), follow=True)
    assert "You already have a copy." in again.content.decode()
    assert Deck.objects.filter(author=ada).get() == mine

    Deck.objects.filter(pk=mine.pk).update(archived_at=timezone.now())
    client.post(url(deck))
    assert Deck.objects.filter(author=ada).count() == 2


def test_each_learner_has_a_copy_of_their_own(
    client: Client, ada: User, carol: User, deck: Deck
) -> None:
    for person in (ada, carol):
        client.force_login(person)
        client.post(url(deck))
    assert deck.copies.count() == 2
    mine = Deck.objects.get(author=ada)
    assert client.get(reverse("study:deck", args=[mine.slug])).status_code == 404


def test_loading_the_files_again_leaves_the_copy_alone(
    client: Client, ada: User, deck: Deck, tmp_path: Path
) -> None:
    client.force_login(ada)
    mine = copy(client, deck)
    Card.objects.filter(deck=mine, key="gas").update(front="Mine")
    before = (Deck.objects.filter(pk=mine.pk).values().get(), list(mine.cards.in_order().values()))
    write_content(tmp_path, DECK.replace("Which gas makes", "What makes"))
    call_command("load_content", tmp_path)
    after = (Deck.objects.filter(pk=mine.pk).values().get(), list(mine.cards.in_order().values()))
    assert after == before
    assert deck.cards.get(key="gas").front == "What makes dough rise?"


def test_only_what_everybody_may_study_is_copied_and_not_by_its_author(
    client: Client, ada: User, boole: User
) -> None:
    shared, private = make_deck(boole, "public", visibility="public"), make_deck(boole, "private")
    client.force_login(ada)
    assert client.post(url(private)).status_code == 404
    assert copy(client, shared).author == ada
    client.force_login(boole)
    assert client.post(url(shared)).status_code == 404
    assert Deck.objects.filter(author=boole).count() == 2


def test_the_copy_says_where_it_comes_from(client: Client, ada: User, deck: Deck) -> None:
    client.force_login(ada)
    page = client.get(reverse("study:deck", args=[copy(client, deck).slug])).content.decode()
    assert f'A copy of <a href="{reverse("study:deck", args=[deck.slug])}">Bread</a>' in page


def test_a_card_of_the_copy_follows_its_own_kind(ada: User, boole: User) -> None:
    first, second = make_cards(make_deck(boole, visibility="public"), 2)
    second.after = first
    second.save()
    mine, _ = copy_deck(first.deck, ada, token="token")
    assert mine.cards.get(key="card-1").after == mine.cards.get(key="card-0")


@pytest.mark.parametrize("guest", [True, False])
def test_without_an_account_one_is_asked_for(client: Client, deck: Deck, guest: bool) -> None:
    if guest:
        session = client.session
        session[GUEST] = make_guest().pk
        session.save()
    response = client.post(url(deck))
    assert response.headers["Location"].startswith(reverse("account_login"))
    assert reverse("study:deck", args=[deck.slug]) in response.headers["Location"]
    assert Deck.objects.count() == 1


def test_the_deck_page_offers_it_where_the_deck_is_from_a_file(
    client: Client, ada: User, deck: Deck
) -> None:
    client.force_login(ada)
    assert "Copy to edit" in client.get(reverse("study:deck", args=[deck.slug])).content.decode()
    mine = copy(client, deck)
    page = client.get(reverse("study:deck", args=[mine.slug])).content.decode()
    assert "Copy to edit" not in page


@pytest.mark.parametrize("cards", [2, 60])
def test_any_number_of_cards_costs_the_same_queries(
    ada: User, boole: User, cards: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    large = make_deck(boole, "large", title="x" * 200)
    make_cards(large, cards)
    with django_assert_num_queries(10):
        mine, made = copy_deck(large, ada, token="token")
    assert made
    assert mine.cards.count() == cards
    assert len(mine.title) == 200
    assert mine.title.endswith("(my copy)")
