from dataclasses import dataclass

import pytest
from django.test import Client

from studyapp.accounts.models import User
from studyapp.library.models import Card, Concept, Deck, Note, Objective, Section, Subject
from tests.factories import (
    make_card,
    make_cards,
    make_concept,
    make_deck,
    make_objective,
    make_subject,
)


@pytest.fixture
def signed_in(client: Client, ada: User) -> Client:
    """Ada's browser."""
    client.force_login(ada)
    return client


@dataclass
class Bakery:
    """A subject with two goals: yeast comes before rising, which comes before baking."""

    subject: Subject
    rise: Objective
    bake: Objective
    yeast: Concept
    rising: Concept
    baking: Concept
    deck: Deck
    section: Section
    cards: list[Card]  # ten on yeast, then one on rising
    note: Note


@pytest.fixture
def bakery(boole: User) -> Bakery:
    subject = make_subject(description="Bread and why it rises.")
    rise = make_objective(subject, "rise")
    bake = make_objective(subject, "bake", text="Bake a loaf", position=1)
    rising = make_concept(rise, "rising", difficulty=2)
    yeast = make_concept(rise, "yeast")
    rising.needs.add(yeast)
    baking = make_concept(bake, "baking", rising, difficulty=3)
    deck = make_deck(boole, subject=subject, visibility="public")
    section = Section.objects.create(deck=deck, key="one", number="1", title="Life in dough")
    cards = make_cards(deck, 10, section=section)
    for card in cards:
        card.concepts.add(yeast)
    cards.append(make_card(deck, "rest", front="Why rest?", section=section, position=10))
    cards[-1].concepts.add(rising)
    note = Note.objects.create(slug="air", title="Air in bread", deck=deck)
    part = Section.objects.create(note=note, key="bubbles", title="Bubbles", body="Gas.")
    part.concepts.add(yeast)
    return Bakery(subject, rise, bake, yeast, rising, baking, deck, section, cards, note)
