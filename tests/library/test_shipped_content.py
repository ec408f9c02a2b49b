"""The content that ships: every concept of the plan is taught, in its section."""

import json
import re
from collections import Counter
from functools import cache
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from studyapp import markup
from studyapp.library.content.calculators import CALCULATORS
from studyapp.library.content.cards import KINDS, SHAPES
from studyapp.library.content.reader import read_library
from studyapp.library.content.records import CardRecord, Library
from studyapp.library.models import Concept, Deck, Objective

PLAN = json.loads(Path(__file__).with_name("plan.json").read_text())
SECTIONS = {key: set(ideas) for deck in PLAN["decks"].values() for key, ideas in deck.items()}


@cache
def shipped() -> Library:
    return read_library(Path(settings.BASE_DIR) / "fixtures")


def cards() -> list[CardRecord]:
    return [card for deck in shipped().decks for card in deck.cards]


def prose(markdown: str) -> list[str]:
    """The words outside lists, tables, code and displayed formulas."""
    text = re.sub(r"(```|\$\$).*?\1", "", markdown, flags=re.DOTALL)
    lines = [line for line in text.split("\n") if not re.match(r"\s*(\||[-*] |\d+\. )", line)]
    return re.findall(r"\S*\w\S*", "\n".join(lines))


def test_the_plan_is_whole() -> None:
    assert len(PLAN["objectives"]) == 35
    assert len(SECTIONS) == 34
    assert sum(map(len, SECTIONS.values())) == len(set.union(*SECTIONS.values())) == 255
    assert len(PLAN["calculators"]) == 17


def test_the_subject_has_the_learning_goals_and_concepts_of_the_plan() -> None:
    subject = shipped().subject
    assert [goal.slug for goal in subject.objectives] == PLAN["objectives"]
    assert {concept.slug for concept in subject.concepts} == set.union(*SECTIONS.values())
    assert {concept.objective for concept in subject.concepts} == set(PLAN["objectives"])


@pytest.mark.parametrize("names", PLAN["same_ideas"], ids=lambda names: names[0])
def test_an_idea_has_one_settled_definition_under_all_its_names(names: list[str]) -> None:
    ideas = {concept.slug: concept for concept in shipped().subject.concepts}
    assert len({ideas[name].definition for name in names}) == 1
    assert {ideas[name].same_as for name in names} == {"", names[0]}


@pytest.mark.parametrize("whole", PLAN["wholes_and_parts"])
def test_a_whole_is_another_idea_than_its_parts(whole: str) -> None:
    ideas = {concept.slug: concept for concept in shipped().subject.concepts}
    parts = PLAN["wholes_and_parts"][whole]
    assert len({ideas[name].definition for name in (whole, *parts)}) == 1 + len(parts)


def test_the_names_of_one_idea_are_those_of_the_plan() -> None:
    kin: dict[str, list[str]] = {}
    for concept in shipped().subject.concepts:
        kin.setdefault(concept.same_as or concept.slug, []).append(concept.slug)
    assert sorted(names for names in kin.values() if len(names) > 1) == sorted(PLAN["same_ideas"])


def test_the_decks_and_their_sections_stand_in_the_order_of_the_plan() -> None:
    decks = [(deck.slug, [section.key for section in deck.sections]) for deck in shipped().decks]
    assert decks == [(slug, list(sections)) for slug, sections in PLAN["decks"].items()]


@pytest.mark.parametrize("section_key", SECTIONS)
def test_every_concept_of_a_section_is_asked_there(section_key: str) -> None:
    sections = {section.key: section for deck in shipped().decks for section in deck.sections}
    asked = [card for card in sections[section_key].cards if card.status == "published"]
    assert SECTIONS[section_key] - {slug for card in asked for slug in card.concepts} == set()


def test_cards_of_every_kind_and_shape_are_there_in_plenty() -> None:
    assert len(cards()) >= 480
    assert {card.kind for card in cards()} == set(KINDS)
    assert {card.shape for card in cards()} == set(SHAPES)
    assert len({card.key for card in cards()}) == len(cards())


def test_no_answer_explains_in_more_than_ninety_words() -> None:
    assert [card.key for card in cards() if len(prose(card.back)) > 90] == []


def test_an_answer_of_several_parts_says_what_belongs_to_it() -> None:
    parted = ("list", "table", "comparison", "ordering")
    assert [c.key for c in cards() if c.shape in parted and not c.key_points] == []


def test_quotes_are_typographic() -> None:
    """Outside code and formulas, and outside typed answers, which may be as they are typed."""
    straight = []
    for card in cards():
        texts = [card.front, card.back, card.hint, card.explanation, *card.key_points]
        texts += [text for wrong in card.wrong_answers for text in wrong.values()]
        text = re.sub(r"(```|\$\$|[$`]).*?\1", "", "\n\n".join(texts), flags=re.DOTALL)
        if re.search(r"['\"]", re.sub(r"\{\{.*?\}\}", "", text)):
            straight.append(card.key)
    assert straight == []


def test_every_deck_names_its_sources() -> None:
    assert [deck.slug for deck in shipped().decks if len(deck.source.splitlines()) < 5] == []


def test_ideas_that_build_on_each_other_are_chained_in_every_deck() -> None:
    for deck in shipped().decks:
        followed = {card.after for card in deck.cards if card.after}
        begun = {card.key for card in deck.cards if card.key in followed and not card.after}
        assert len(begun) >= 4, deck.slug
        places = {card.key: place for place, card in enumerate(deck.cards)}
        assert all(places[card.after] < places[card.key] for card in deck.cards if card.after)


def test_ten_cards_are_named_for_a_first_look() -> None:
    trials = [deck.trial for deck in shipped().decks if deck.trial]
    assert [len(trial) for trial in trials] == [10]


@pytest.mark.parametrize("planned", PLAN["calculators"])
def test_a_calculator_of_the_plan_is_one_that_cards_can_open(planned: str) -> None:
    """By meaning: an input of the plan is one input, several, or none (null) of ours."""
    ours = PLAN["calculators"][planned]
    named = [name for name in ours["inputs"].values() if name is not None]
    inputs = [part for name in named for part in (name if isinstance(name, list) else [name])]
    assert inputs
    assert set(inputs) <= CALCULATORS[ours["id"]]
    assert ours["id"] in {card.calculator["id"] for card in cards() if card.calculator}


@pytest.mark.django_db
def test_loading_all_of_it_again_changes_nothing() -> None:
    call_command("load_content", stdout=StringIO())
    assert list(Deck.objects.order_by("pk").values_list("slug", flat=True)) == list(PLAN["decks"])
    assert (Concept.objects.count(), Objective.objects.count()) == (255, 35)
    assert Concept.objects.filter(same_as__isnull=False).exists()
    with CaptureQueriesContext(connection) as queries:
        call_command("load_content", stdout=StringIO())
    assert not [q for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


def test_twenty_two_notes_teach_what_they_name_beside_their_deck() -> None:
    notes = shipped().notes
    assert len(notes) == 22
    assert {note.deck for note in notes} == {"mlops-study-notes", "aws-ml-pipeline"}
    for note in notes:
        for section in note.sections:
            assert section.concepts
            assert len(section.body.split()) >= 80


def test_every_blank_of_the_plan_is_one_in_its_note() -> None:
    assert sum(PLAN["blanks"].values()) == 40
    texts = {note.slug: "\n\n".join(s.body for s in note.sections) for note in shipped().notes}
    held = {slug: len(markup.cloze_blanks(text)) for slug, text in texts.items()}
    assert held.keys() == PLAN["blanks"].keys()
    assert {slug for slug, planned in PLAN["blanks"].items() if held[slug] < planned} == set()
    pages = [markup.render(text, note=True) for text in texts.values()]
    pressed = [page.count('<button class="cloze"') for page in pages]
    assert sum(pressed) == sum(held.values()) == 109


def test_the_outline_names_the_courses_their_weeks_and_the_data_of_each_exercise() -> None:
    outline = shipped().subject.outline
    kinds = Counter(place.kind for place in outline)
    assert kinds == {"course": 4, "unit": 8, "week": 4, "activity": 12}
    assert {place.data_set for place in outline if place.data_set} == {
        "Census Income",
        "Diabetes 130-US hospitals for years 1999\N{EN DASH}2008",
        "Breast Cancer Wisconsin (Diagnostic)",
        "Metro Interstate Traffic Volume",
        "Weather",
        "WISDM",
        "CIFAR-10",
    }
