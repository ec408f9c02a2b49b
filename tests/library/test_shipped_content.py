"""The content that ships: every concept of the plan is taught, in its section."""

from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

from studyapp.library.content.reader import read_library
from studyapp.library.content.records import Library

OBJECTIVES = [f"lc-lo{number}" for number in range(1, 10)]
CONCEPTS = {
    "lc-s-lifecycle": """
        lc-lifecycle-meaning lc-lifecycle-phases lc-phase-contents
    """,
    "lc-s-sagemaker": """
        lc-sagemaker-what lc-sagemaker-routes lc-sagemaker-jumpstart lc-sagemaker-hosting
    """,
    "lc-s-bias-variance": """
        lc-bias lc-variance lc-bullseye lc-bias-variance-goal
    """,
    "lc-s-classification": """
        lc-classification-metrics lc-confusion-matrix lc-true-positive lc-true-negative
        lc-false-positive lc-false-negative lc-accuracy lc-precision lc-precision-when
        lc-recall lc-recall-when lc-roc-curve lc-auc lc-threshold-choice
    """,
    "lc-s-regression": """
        lc-regression-metrics lc-mse lc-r-squared lc-mse-vs-r2
    """,
    "lc-s-serving": """
        lc-deployment-meaning lc-self-hosted-api lc-managed-api lc-hosting-choice
        lc-inference-realtime lc-inference-batch lc-inference-async lc-inference-serverless
        lc-inference-choose
    """,
    "lc-s-mlops": """
        lc-mlops-meaning lc-why-ml-differs lc-mlops-scope lc-mlops-goals lc-mlops-benefits
        lc-principle-versioning lc-principle-automation lc-principle-continuous
        lc-principle-governance
    """,
    "lc-s-automation": """
        lc-touchpoints lc-automation-stages lc-build-trigger lc-registry-gate
        lc-deployment-pipeline lc-live-monitoring
    """,
}


@cache
def shipped() -> Library:
    return read_library(Path(settings.BASE_DIR) / "fixtures")


def test_the_subject_has_the_learning_goals_and_concepts_of_the_plan() -> None:
    subject = shipped().subject
    assert [goal.slug for goal in subject.objectives][:9] == OBJECTIVES
    planned = {slug for slugs in CONCEPTS.values() for slug in slugs.split()}
    assert len(planned) == 53
    assert planned <= {concept.slug for concept in subject.concepts}
    assert {concept.objective for concept in subject.concepts} >= set(OBJECTIVES)


def test_the_first_deck_has_the_sections_of_the_plan_in_order() -> None:
    deck = next(deck for deck in shipped().decks if deck.slug == "ml-lifecycle-sagemaker")
    assert [section.key for section in deck.sections] == list(CONCEPTS)
    assert [section.number for section in deck.sections] == list("12345678")


@pytest.mark.parametrize("section_key", CONCEPTS)
def test_every_concept_of_a_section_is_asked_there(section_key: str) -> None:
    sections = {section.key: section for deck in shipped().decks for section in deck.sections}
    cards = [card for card in sections[section_key].cards if card.status == "published"]
    taught = {slug for card in cards for slug in card.concepts}
    assert set(CONCEPTS[section_key].split()) - taught == set()


def test_ten_cards_are_named_for_a_first_look() -> None:
    trials = [deck.trial for deck in shipped().decks if deck.trial]
    assert [len(trial) for trial in trials] == [10]
