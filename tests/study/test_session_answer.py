"""The answer has an address of its own; it is shown before anything is rated."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.library.models import Deck
from tests.factories import make_card, make_cards, make_deck, make_history, rate
from tests.study.page import start, turns_in, url_of


def test_the_answer_shows_both_sides_the_explanation_and_the_scale(
    signed_in: Client, deck: Deck
) -> None:
    card = make_card(deck, explanation="Yeast eats sugar.", hint="It bubbles.")
    session = start(signed_in, deck)
    question = signed_in.get(url_of(session)).content.decode()
    answer = signed_in.get(url_of(session, "session_answer", card.pk)).content.decode()
    for text in ("Which gas", "Carbon dioxide", "Yeast eats sugar."):
        assert text in answer
    assert "data-answer hidden" in question
    assert "data-answer autofocus" in answer
    assert "data-rate hidden" in question
    assert "data-rate>" in answer


def test_any_card_still_to_be_asked_may_be_turned(signed_in: Client, deck: Deck) -> None:
    _, second = make_cards(deck, 2)
    session = start(signed_in, deck)
    page = signed_in.get(url_of(session, "session_answer", second.pk)).content.decode()
    assert turns_in(page)[0].card == second.pk


def test_a_card_that_is_done_leads_back_to_the_question(
    signed_in: Client, ada: User, deck: Deck
) -> None:
    first, _ = make_cards(deck, 2)
    elsewhere = make_card(make_deck(ada, "cheese"))
    session = start(signed_in, deck)
    rate(session, 4, at=timezone.now())
    for card in (first, elsewhere):
        response = signed_in.get(url_of(session, "session_answer", card.pk))
        assert response.headers["Location"] == url_of(session)


def test_a_card_withdrawn_meanwhile_leads_back_to_the_question(
    signed_in: Client, deck: Deck
) -> None:
    card, _ = make_cards(deck, 2)
    session = start(signed_in, deck)
    card.archive()
    response = signed_in.get(url_of(session, "session_answer", card.pk))
    assert response.headers["Location"] == url_of(session)


def test_a_card_the_learner_knows_shows_when_it_would_return(
    signed_in: Client, ada: User, deck: Deck
) -> None:
    (card,) = make_cards(deck, 1)
    make_history(ada, deck, 4, at=timezone.now() - timedelta(days=2))
    session = start(signed_in, deck)
    page = signed_in.get(url_of(session, "session_answer", card.pk)).content.decode()
    assert "New to you" not in page
    assert "1 min</small>" in page
