"""Undo gives back everything that a rating took, as if it had not been given."""

from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.effort.models import StudyDay
from studyapp.library.models import Deck
from studyapp.study.aside import bury
from studyapp.study.audit import audit
from studyapp.study.models import Memory, Review
from studyapp.study.models.memory import RECALL_FIELDS
from studyapp.study.summary import days_in_a_row
from tests.factories import make_cards, make_history, rate
from tests.study.page import a_turn, asked, open_page, press, progress_in, start, turns_in, url_of


def undo(client: Client, session: Any) -> Any:
    return client.post(url_of(session, "session_undo"))


def state(learner: User) -> dict[str, Any]:
    """Memories that hold something, and the counters of the days."""
    fields = ("card", *RECALL_FIELDS, "due_at")
    memories = Memory.objects.of(learner).introduced().order_by("card")
    days = StudyDay.objects.of(learner).order_by("day").values()
    return {
        "memories": list(memories.values(*fields)),
        "days": [{k: v for k, v in day.items() if k != "id"} for day in days],
    }


@pytest.mark.parametrize("rating", [1, 2, 3, 4, 5])
def test_undo_restores_the_memory_the_day_and_the_queue(
    signed_in: Client, ada: User, deck: Deck, rating: int
) -> None:
    make_cards(deck, 6)
    past = timezone.now() - timedelta(days=20)
    make_history(ada, deck, 4, 1, 3, at=past)
    session = start(signed_in, deck)
    press(signed_in, session, 4)
    before, page = state(ada), open_page(signed_in, session)
    press(signed_in, session, rating)
    assert state(ada) != before

    response = undo(signed_in, session)
    assert response.status_code == 302
    assert state(ada) == before
    again = signed_in.get(response.headers["Location"]).content.decode()
    assert [turn.card for turn in turns_in(again)] == [turn.card for turn in turns_in(page)]
    assert progress_in(again) == progress_in(page)


def test_undo_of_the_first_rating_of_a_new_card_makes_it_new_again(
    signed_in: Client, ada: User, deck: Deck
) -> None:
    make_cards(deck, 2)
    session = start(signed_in, deck)
    first = asked(signed_in, session).card
    press(signed_in, session, 5)
    undo(signed_in, session)
    assert asked(signed_in, session).card == first
    assert "New to you: guess, then look." in open_page(signed_in, session)
    memory = Memory.objects.get()
    assert (memory.reps, memory.last_rating, memory.stability) == (0, None, None)
    assert not StudyDay.objects.exists()


def test_undo_gives_a_lapse_and_the_gate_of_the_day_back(
    signed_in: Client, ada: User, deck: Deck
) -> None:
    make_cards(deck, 1)
    make_history(ada, deck, 4, at=timezone.now() - timedelta(days=20))
    session = start(signed_in, deck)
    press(signed_in, session, 1)
    assert Memory.objects.get().lapses == 1
    undo(signed_in, session)
    memory = Memory.objects.get()
    assert (memory.lapses, memory.failed, memory.last_rating) == (0, False, 4)


def test_undo_takes_the_day_out_of_the_streak(signed_in: Client, ada: User, deck: Deck) -> None:
    make_cards(deck, 1)
    make_history(ada, deck, 4, at=timezone.now() - timedelta(days=20))
    session = start(signed_in, deck)
    today = session.study_day
    press(signed_in, session, 4)
    assert days_in_a_row(session, today) == 1
    undo(signed_in, session)
    assert days_in_a_row(session, today) == 0


def test_undo_reaches_thirty_ratings_back(signed_in: Client, ada: User, deck: Deck) -> None:
    ada.new_cards_a_day = 40
    ada.save()
    make_cards(deck, 40)
    chance = Random(3)
    session = start(signed_in, deck)
    states, cards = [], []
    for _ in range(30):
        states.append(state(ada))
        cards.append(asked(signed_in, session).card)
        rate(session, chance.choice([1, 2, 3, 4, 5]), at=timezone.now(), card=cards[-1])
    while states:
        back = undo(signed_in, session).headers["Location"]
        assert state(ada) == states.pop()
        assert turns_in(signed_in.get(back).content.decode())[0].card == cards.pop()
    assert audit(ada, repair=False) == []


def test_undo_works_on_the_summary(signed_in: Client, ada: User, deck: Deck) -> None:
    make_cards(deck, 1)
    session = start(signed_in, deck)
    card = asked(signed_in, session).card
    press(signed_in, session, 4)
    summary = open_page(signed_in, session)
    assert "Done. Your card moved up." in summary
    assert url_of(session, "session_undo") in summary
    question = signed_in.get(undo(signed_in, session).headers["Location"]).content.decode()
    assert turns_in(question)[0].card == card


def test_a_correction_is_undone_together_with_its_rating(
    signed_in: Client, ada: User, deck: Deck
) -> None:
    make_cards(deck, 1)
    session = start(signed_in, deck)
    press(signed_in, session, 4)
    rating = Review.objects.get()
    corrected = a_turn(rating.card, version=1).rated(2, change=rating.pk)
    assert signed_in.post(url_of(session, "session_rate"), corrected).status_code == 302
    undo(signed_in, session)
    assert Memory.objects.get().reps == 0
    assert not Review.objects.ratings().live().exists()


def test_nothing_to_undo_is_said(signed_in: Client, deck: Deck) -> None:
    make_cards(deck, 1)
    session = start(signed_in, deck)
    response = undo(signed_in, session)
    assert response.status_code == 409
    assert "There is nothing to undo in this session." in response.content.decode()
    assert not Review.objects.exists()


def test_a_later_rating_of_the_card_stands_in_the_way(
    signed_in: Client, ada: User, deck: Deck
) -> None:
    make_cards(deck, 1)
    make_history(ada, deck, 4, at=timezone.now() - timedelta(days=20))
    earlier = ada.sessions.get()
    press(signed_in, start(signed_in, deck), 4)
    before = state(ada)
    response = undo(signed_in, earlier)
    assert response.status_code == 409
    assert "“front 0” was rated again later, so its rating here stays." in response.content.decode()
    assert state(ada) == before


def test_a_card_skipped_since_is_named(signed_in: Client, ada: User, deck: Deck) -> None:
    (card,) = make_cards(deck, 1)
    session = start(signed_in, deck)
    press(signed_in, session, 4)
    bury(ada, card, at=timezone.now())
    response = undo(signed_in, session)
    assert response.status_code == 409
    assert "was skipped until tomorrow later" in response.content.decode()


def test_undo_sent_twice_takes_back_two_ratings_and_no_more(
    signed_in: Client, ada: User, deck: Deck
) -> None:
    make_cards(deck, 2)
    session = start(signed_in, deck)
    press(signed_in, session, 4)
    press(signed_in, session, 4)
    assert [undo(signed_in, session).status_code for _ in range(3)] == [302, 302, 409]
    assert not Review.objects.ratings().live().exists()
