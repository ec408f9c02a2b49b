"""A note is read before its deck, or beside it."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from studyapp.accounts.models import User
from studyapp.library.models import Deck, Note, Section, Subject
from tests.factories import (
    make_classroom,
    make_concept,
    make_deck,
    make_objective,
    make_subject,
)


def make_note(deck: Deck | None, slug: str = "yeast", **fields: object) -> Note:
    return Note.objects.create(
        slug=slug, title="Yeast", lead="In short.", deck=deck, body="It **eats** sugar.", **fields
    )


def make_section(note: Note, key: str, **fields: Any) -> Section:
    return Section.objects.create(note=note, key=key, **({"title": key.title()} | fields))


def url_of(note: Note) -> str:
    return reverse("study:note", args=[note.slug])


def test_a_note_is_shown_rendered_with_the_way_to_its_deck(client: Client, ada: User) -> None:
    deck = make_deck(ada)
    client.force_login(ada)
    page = client.get(url_of(make_note(deck))).content.decode()
    assert "<strong>eats</strong>" in page
    assert ">Note</p><h1" in page
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


def test_a_section_names_the_topics_that_it_teaches(client: Client, ada: User) -> None:
    note, goal = make_note(make_deck(ada)), make_objective(make_subject())
    section = note.sections.create(key="one", title="Bubbles")
    for slug in ("yeast", "gas", "gone"):
        section.concepts.add(make_concept(goal, slug))
    section.concepts.filter(slug="gone").update(archived_at=timezone.now())
    note.sections.create(key="two", title="Nothing named")
    client.force_login(ada)
    page = client.get(url_of(note)).content.decode()
    assert page.count("Topics:") == 1
    line = page.split("Topics:")[1].split("</p>")[0]
    assert re.sub(r"<[^>]+>", "", line).strip() == "Yeast&nbsp;· Gas"
    assert reverse("progress:concept", args=["gas"]) in line


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


def test_the_sections_stand_in_their_order_with_their_numbers_and_are_listed(
    client: Client, ada: User
) -> None:
    note = make_note(make_deck(ada))
    make_section(note, "warmth", number="2.1", position=2, body="It is **warm**.")
    make_section(note, "gas", position=1, body="It is gas.")
    make_section(note, "old", position=3, archived_at=timezone.now())
    client.force_login(ada)
    page = client.get(url_of(note)).content.decode()
    assert page.index('<h2 id="gas">Gas</h2>') < page.index('<h2 id="warmth">')
    assert '<span class="muted tab-num">2.1</span> Warmth</h2>' in page
    assert page.count('<a href="#gas">Gas</a>') == 2
    assert page.count('aria-label="On this page"') == 2
    assert "<strong>warm</strong>" in page
    assert "Old" not in page


def test_a_note_without_sections_lists_none(client: Client, ada: User) -> None:
    client.force_login(ada)
    assert "On this page" not in client.get(url_of(make_note(make_deck(ada)))).content.decode()


def test_the_head_says_where_one_is_how_long_it_takes_and_by_whom(
    client: Client, ada: User, boole: User
) -> None:
    subject = Subject.objects.create(slug="baking", title="Baking")
    note = make_note(make_deck(boole, visibility="public", subject=subject))
    rows = "| rye | 8 |\n" * 100
    make_section(note, "gas", body=f"{'word ' * 800}\n\n| a | b |\n|---|---|\n{rows}")
    client.force_login(ada)
    page = client.get(url_of(note)).content.decode()
    assert "5 minute read · by Boole" in page
    crumbs = page.split('aria-label="Breadcrumb"')[1].split("</nav>")[0]
    assert reverse("study:deck_list") in crumbs
    assert "Baking" in crumbs
    assert "Show all answers" not in page


def test_a_short_note_takes_a_minute(client: Client, ada: User) -> None:
    client.force_login(ada)
    note = Note.objects.create(slug="short", title="Short", body="Yeast.")
    assert "1 minute read</p>" in client.get(url_of(note)).content.decode()


def test_the_head_counts_questions_and_blanks(client: Client, ada: User) -> None:
    note = make_note(make_deck(ada))
    client.force_login(ada)
    make_section(note, "gas", body="> [!reveal] Which gas?\n> Carbon dioxide.")
    assert "1 question inside" in client.get(url_of(note)).content.decode()
    make_section(note, "food", body="It eats {{c1::sugar}}.\n\n> [!reveal open] Why?\n> So.")
    page = client.get(url_of(note)).content.decode()
    assert "3 questions inside" in page
    assert "Show all answers" in page


def test_a_section_is_rendered_whenever_it_is_saved(ada: User) -> None:
    section = make_section(make_note(make_deck(ada)), "gas", body="It is {{c1::gas}}.")
    assert 'aria-expanded="false">gas</button>' in section.body_html
    section.body = "It is **air**."
    section.save(update_fields=["body"])
    section.refresh_from_db()
    assert "<strong>air</strong>" in section.body_html


def test_a_note_takes_few_queries(
    client: Client, ada: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    note = make_note(make_deck(ada))
    for key in ("gas", "food", "warmth"):
        make_section(note, key, body="Text.")
    client.force_login(ada)
    client.get(url_of(note))
    with django_assert_max_num_queries(6):
        client.get(url_of(note))
