"""What was deleted rests for thirty days and comes back whole."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.library.models import Card, Deck, DeckLearner, Note
from studyapp.study.models import Memory
from tests.factories import make_card, make_cards, make_deck, make_history

URL = reverse("library:trash")


@pytest.fixture
def deck(client: Client, ada: User) -> Deck:
    client.force_login(ada)
    deck = make_deck(ada, visibility="public")
    make_cards(deck, 2)
    return deck


def delete(client: Client, deck: Deck) -> None:
    client.post(reverse("library:deck_delete", args=[deck.slug]))


def bring_back(client: Client, kind: str, pk: int) -> None:
    client.post(reverse("library:trash_restore"), {"kind": kind, "id": pk})


def test_a_deck_comes_back_with_its_learners_memories(
    client: Client, ada: User, deck: Deck
) -> None:
    make_history(ada, deck, 4, at=timezone.now())
    memories = list(Memory.objects.order_by("pk").values())
    delete(client, deck)
    assert not Deck.objects.visible_to(ada).exists()
    assert client.get(URL).context["groups"] == [("deck", "Decks", [deck])]
    bring_back(client, "deck", deck.pk)
    assert Deck.objects.visible_to(ada).get() == deck
    assert list(Memory.objects.order_by("pk").values()) == memories
    assert "Nothing here" in client.get(URL).content.decode()


def test_a_deck_that_others_study_stays_with_them_alone(
    client: Client, ada: User, carol: User, boole: User, deck: Deck
) -> None:
    DeckLearner.objects.note(carol, [deck.pk])
    delete(client, deck)
    delete(client, deck)
    assert Deck.objects.visible_to(carol).get() == deck
    assert not Deck.objects.visible_to(ada).exists()
    assert not Deck.objects.visible_to(boole).exists()
    assert not Deck.objects.editable_by(ada).exists()
    assert Card.objects.visible_to(carol).count() == 2
    assert "those who study it keep it" in client.get(URL).content.decode()
    bring_back(client, "deck", deck.pk)
    assert Deck.objects.visible_to(boole).get() == deck


def test_a_card_comes_back(client: Client, deck: Deck) -> None:
    card = Card.objects.get(key="card-0")
    card.archive()
    assert "front 0" in client.get(URL).content.decode()
    bring_back(client, "card", card.pk)
    assert Card.objects.active().count() == 2


def test_a_blank_comes_back_only_while_its_text_has_it(client: Client, deck: Deck) -> None:
    front = "{{c1::Yeast}} makes {{c2~g::gas}}."
    kept, gone = (
        make_card(
            deck, f"y-c{number}", kind="cloze", cloze_number=number, front=front, back="",
            archived_at=timezone.now(),
        )
        for number in (2, 3)
    )  # fmt: skip
    assert client.get(URL).context["groups"] == [("card", "Cards", [kept])]
    for card in (kept, gone):
        bring_back(client, "card", card.pk)
    assert set(Card.objects.active().filter(kind="cloze")) == {kept}


def test_a_note_goes_and_comes_back(client: Client, deck: Deck) -> None:
    note = Note.objects.create(slug="about", title="About bread", deck=deck)
    client.post(reverse("library:note_delete", args=["about"]))
    assert "About bread" in client.get(URL).content.decode()
    bring_back(client, "note", note.pk)
    note.refresh_from_db()
    assert note.archived_at is None


def test_after_thirty_days_nothing_comes_back(client: Client, deck: Deck) -> None:
    long_ago = timezone.now() - timedelta(days=30, seconds=1)
    Deck.objects.update(archived_at=long_ago)
    assert client.get(URL).context["groups"] == []
    bring_back(client, "deck", deck.pk)
    assert Deck.objects.get().archived_at == long_ago


@pytest.mark.parametrize("number", ["", "x", "99999999999999999999", "-1", "٣"])
def test_nonsense_brings_nothing_back(client: Client, deck: Deck, number: str) -> None:
    response = client.post(reverse("library:trash_restore"), {"kind": "deck", "id": number})
    assert response.status_code == 302


def test_the_trash_of_others_stays_shut(client: Client, carol: User, deck: Deck) -> None:
    delete(client, deck)
    client.force_login(carol)
    assert client.get(URL).context["groups"] == []
    bring_back(client, "deck", deck.pk)
    assert Deck.objects.get().archived_at is not None
