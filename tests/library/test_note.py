"""A note is read before its deck, or beside it."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.library.models import Deck, Note
from tests.factories import make_classroom, make_deck


def make_note(deck: Deck | None, slug: str = "yeast", **fields: object) -> Note:
    return Note.objects.create(
        slug=slug, title="Yeast", lead="In short.", deck=deck, body="It **eats** sugar.", **fields
    )


def url_of(note: Note) -> str:
    return reverse("library:note", args=[note.slug])


def test_a_note_is_shown_rendered_with_the_way_to_its_deck(client: Client, ada: User) -> None:
    deck = make_deck(ada)
    client.force_login(ada)
    page = client.get(url_of(make_note(deck))).content.decode()
    assert "<strong>eats</strong>" in page
    assert "In short." in page
    assert reverse("study:deck", args=[deck.slug]) in page


def test_a_note_is_visible_as_its_deck_is(
    client: Client, ada: User, boole: User, carol: User
) -> None:
    classroom = make_classroom(boole, ada)
    shared = make_deck(boole, "shared", visibility="class", classroom=classroom)
    note, private = make_note(shared), make_note(make_deck(ada), "private")
    for person, statuses in ((ada, (200, 200)), (boole, (200, 404)), (carol, (404, 404))):
        client.force_login(person)
        assert tuple(client.get(url_of(each)).status_code for each in (note, private)) == statuses


@pytest.mark.parametrize("what", ["note", "deck"])
def test_an_archived_note_is_not_found(client: Client, ada: User, what: str) -> None:
    deck = make_deck(ada)
    note = make_note(deck)
    (Note if what == "note" else Deck).objects.update(archived_at=timezone.now())
    client.force_login(ada)
    assert client.get(url_of(note)).status_code == 404


def test_a_draft_is_read_only_by_those_who_may_change_its_deck(
    client: Client, ada: User, boole: User, carol: User
) -> None:
    shared = make_deck(carol, visibility="class", classroom=make_classroom(boole, ada))
    note = make_note(shared, status="draft")
    for person, status in ((ada, 404), (boole, 200), (carol, 200)):
        client.force_login(person)
        response = client.get(url_of(note))
        assert response.status_code == status
        assert ("Draft" in response.content.decode()) == (status == 200)


def test_hostile_text_comes_out_harmless(client: Client, ada: User) -> None:
    note = Note.objects.create(
        slug="bad", title="<script>alert(1)</script>", deck=make_deck(ada),
        body='<img src=x onerror=alert(1)>\n\n[x](javascript:alert(1)) {{ 7*7 }}',
    )  # fmt: skip
    client.force_login(ada)
    page = client.get(url_of(note)).content.decode()
    assert "<script>alert" not in page
    assert "<img" not in page.split("<main")[1]
    assert 'href="javascript:' not in page
    assert "{{ 7*7 }}" in page
