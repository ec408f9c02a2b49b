"""One field finds cards, notes and concepts, and nothing that is not the person's to see."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from studyapp.accounts.models import User
from studyapp.library.models import Concept, Deck, Note, Objective, Section, Subject
from tests.factories import make_card, make_deck

URL = reverse("study:search")


@pytest.fixture
def bakery(ada: User, boole: User) -> Deck:
    deck = make_deck(boole, "known", title="Rye and wheat", visibility="public")
    make_card(
        deck, "gas", front="Which gas makes dough **rise**?", back="Carbon dioxide", position=0
    )
    make_card(deck, "crust", front="What browns a crust?", back="The Maillard reaction", position=1)
    make_card(deck, "gluten", front="What makes gluten?", back="Gliadin & glutenin", position=2)
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


def found(client: Client, **asked: str) -> list[str]:
    """What is listed, kind by kind, as plain words."""
    html = client.get(URL, asked).content.decode()
    links = re.findall(r'<a href="(?:/cards/|/notes/|/cards/\?)[^"]*">(.*?)</a>', html, re.S)
    return [re.sub(r"<span.*?</span>|<[^>]*>", "", link).strip() for link in links if link]


def test_words_are_found_in_every_kind(signed_in: Client, bakery: Deck) -> None:
    assert found(signed_in, q="dough") == [
        "Which gas makes dough rise?", "The poke test", "Proofing", "Autolyse",
    ]  # fmt: skip
