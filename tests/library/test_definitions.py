"""A card with two definitions: the learner says which comes first, and which is asked."""

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.library.models import Deck
from studyapp.study.planning import start_session
from tests.factories import make_card, make_deck

FORMAL, PLAIN = "TP / (TP + FP)", "The share of alarms that are real."


@pytest.fixture
def deck(ada: User) -> Deck:
    return make_deck(ada)


def session_page(client: Client, learner: User, deck: Deck) -> str:
    client.force_login(learner)
    session = start_session(learner, deck=deck, at=timezone.now())
    page = client.get(reverse("study:session", args=[session.pk])).content.decode()
    return page.split("<article")[1].split("</article>")[0]


def prefer(learner: User, definitions: str) -> None:
    learner.definitions = definitions
    learner.save()


def test_both_are_shown_in_plain_words_first(client: Client, ada: User, deck: Deck) -> None:
    make_card(deck, back=FORMAL, plain=PLAIN)
    answer = session_page(client, ada, deck).split('id="answer"')[1]
    places = [answer.index(text) for text in ("In plain words", PLAIN, "Formally", FORMAL)]
    assert places == sorted(places)


def test_who_prefers_it_gets_the_formal_one_first(client: Client, ada: User, deck: Deck) -> None:
    make_card(deck, back=FORMAL, plain=PLAIN)
    prefer(ada, "formal")
    answer = session_page(client, ada, deck).split('id="answer"')[1]
    places = [answer.index(text) for text in ("Formally", FORMAL, "In plain words", PLAIN)]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("definitions", "asked", "label", "other"),
    [("plain", PLAIN, "Formally", FORMAL), ("formal", FORMAL, "In plain words", PLAIN)],
)
def test_a_card_from_definition_to_term_asks_the_preferred_one(
    client: Client, ada: User, deck: Deck, definitions: str, asked: str, label: str, other: str
) -> None:
    make_card(deck, kind="reversed", front=FORMAL, plain=PLAIN, back="Precision")
    prefer(ada, definitions)
    question, answer = session_page(client, ada, deck).split('id="answer"')
    assert asked in question
    assert other not in question
    places = [answer.index(text) for text in ("Precision", label, other)]
    assert places == sorted(places)


def test_a_card_with_one_definition_has_no_labels(client: Client, ada: User, deck: Deck) -> None:
    make_card(deck)
    page = session_page(client, ada, deck)
    assert "Formally" not in page
    assert "In plain words" not in page


def test_the_source_stands_under_the_answer(client: Client, ada: User, deck: Deck) -> None:
    make_card(deck, source="A <baker>, Bread, chapter 2")
    answer = session_page(client, ada, deck).split('id="answer"')[1]
    assert "Source: A &lt;baker&gt;, Bread, chapter 2" in answer


def test_the_list_of_cards_sums_up_in_plain_words(deck: Deck) -> None:
    assert make_card(deck, back=FORMAL, plain=PLAIN).summary == PLAIN


def test_a_cloze_card_has_one_wording(deck: Deck) -> None:
    with pytest.raises(IntegrityError, match="only_a_definition_is_put_in_plain_words"):
        make_card(deck, kind="cloze", cloze_number=1, front="{{c1::Yeast}}", back="", plain="x")
