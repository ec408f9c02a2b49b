"""A rating is kept once, whatever the browser does."""

from datetime import timedelta
from random import Random

import pytest
from django.test import Client
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.effort.models import StudyDay
from studyapp.library.models import Deck
from studyapp.study.models import Memory, Review
from tests.factories import make_cards
from tests.study.page import (
    asked,
    open_page,
    press,
    progress_in,
    start,
    stored,
    turns_in,
    url_of,
)


def test_without_javascript_a_rating_leads_to_the_next_card(
    signed_in: Client, ada: User, deck: Deck
) -> None:
    first, second = make_cards(deck, 2)
    session = start(signed_in, deck)
    question = open_page(signed_in, session)
    assert turns_in(question)[0].card == first.pk
    answer_url = url_of(session, "session_answer", first.pk)
    assert f'href="{answer_url}"' in question
    turn = turns_in(signed_in.get(answer_url).content.decode())[0]
    response = signed_in.post(url_of(session, "session_rate"), turn.rated(4))
    assert response.status_code == 302
    assert response.headers["Location"] == url_of(session)
    assert asked(signed_in, session).card == second.pk


def test_a_rating_is_logged_remembered_and_counted(
    signed_in: Client, ada: User, deck: Deck
) -> None:
    make_cards(deck, 1)
    session = start(signed_in, deck)
    press(signed_in, session, 4, ms=1500, hint="on")
    review = Review.objects.get()
    assert (review.rating, review.grade, review.ms, review.hint) == (4, 3, 1500, True)
    memory = Memory.objects.get()
    assert memory.stability == pytest.approx(2.3065)
    assert (memory.last_rating, memory.reps, memory.version) == (4, 1, 1)
    day = StudyDay.objects.get()
    assert (day.ratings, day.entered, day.cards, day.new_cards) == (1, 1, 1, 1)


def test_the_same_presentation_again_changes_nothing(
    signed_in: Client, ada: User, deck: Deck
) -> None:
    make_cards(deck, 2)
    session = start(signed_in, deck)
    turn = asked(signed_in, session)
    signed_in.post(url_of(session, "session_rate"), turn.rated(4))
    before = stored()
    for rating in (4, 1):
        again = signed_in.post(url_of(session, "session_rate"), turn.rated(rating))
        assert again.status_code == 302
    assert stored() == before


@pytest.mark.parametrize(
    ("says", "stands"),
    [
        ("9999-12-31T23:59:59.999Z", "now"),
        ("0001-01-01T00:00:00.000Z", "start"),
        ("", "now"),
    ],
)
def test_the_clients_clock_is_believed_between_the_start_and_now(
    signed_in: Client, deck: Deck, says: str, stands: str
) -> None:
    make_cards(deck, 1)
    session = start(signed_in, deck)
    press(signed_in, session, 4, at=says)
    review = Review.objects.get()
    bound = session.started_at if stands == "start" else review.recorded_at
    assert review.at == bound


def test_a_page_cannot_set_what_the_server_decides(
    signed_in: Client, ada: User, carol: User, deck: Deck
) -> None:
    make_cards(deck, 1)
    session = start(signed_in, deck)
    forged = {
        "grade": 4, "learner": carol.pk, "user": carol.pk, "study_day": "2020-01-01",
        "session": 999, "due_day": "2099-01-01", "enters_memory": 1, "retention": "0.99",
        "cap": 1, "map_version": 7, "source": "quiz", "recorded_at": "2020-01-01", "place": 1,
        "kind": "void", "stability": 99,
    }  # fmt: skip
    sent = asked(signed_in, session).rated(2) | forged
    signed_in.post(url_of(session, "session_rate"), sent)
    review = Review.objects.get()
    assert (review.learner, review.session, review.kind) == (ada, session, "rating")
    assert (review.grade, review.source, review.map_version, review.cap) == (1, "flashcard", 1, 365)
    assert float(review.retention) == 0.9
    assert review.study_day == session.study_day
    assert timezone.now() - review.recorded_at < timedelta(minutes=1)
    assert review.place is None
    assert Memory.objects.get().stability == pytest.approx(0.212)


def test_a_field_sent_twice_counts_once(signed_in: Client, deck: Deck) -> None:
    make_cards(deck, 1)
    session = start(signed_in, deck)
    press(signed_in, session, [1, 5])
    assert [review.rating for review in Review.objects.all()] == [5]


def test_a_page_that_paints_ahead_gets_the_turns_it_lacks(
    signed_in: Client, ada: User, deck: Deck
) -> None:
    cards = make_cards(deck, 8)
    session = start(signed_in, deck)
    page = turns_in(open_page(signed_in, session))
    assert [turn.card for turn in page] == [card.pk for card in cards[:5]]

    held = ",".join(str(turn.card) for turn in page[1:])
    response = signed_in.post(url_of(session, "session_rate"), page[0].rated(4, held=held))
    html = response.content.decode()
    assert response.status_code == 200
    assert "<html" not in html
    assert [turn.card for turn in turns_in(html)] == [cards[5].pk]
    order = ",".join(str(card.pk) for card in cards[1:6])
    assert f'data-order="{order}"' in html
    assert f'data-review="{Review.objects.get().pk}"' in html
    assert progress_in(html) == (1, 8)


def test_a_failed_card_comes_again_with_its_new_version(
    signed_in: Client, ada: User, deck: Deck
) -> None:
    cards = make_cards(deck, 2)
    session = start(signed_in, deck)
    page = turns_in(open_page(signed_in, session))
    both = ",".join(str(card.pk) for card in cards)
    response = signed_in.post(url_of(session, "session_rate"), page[0].rated(1, held=both))
    fresh = {turn.card: turn.version for turn in turns_in(response.content.decode())}
    assert fresh[cards[0].pk] == 1


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_total_never_grows_and_the_session_ends(
    signed_in: Client, ada: User, deck: Deck, seed: int
) -> None:
    chance = Random(seed)
    make_cards(deck, 9)
    session = start(signed_in, deck)
    page = open_page(signed_in, session)
    turns = {turn.card: turn for turn in turns_in(page)}
    card, seen = next(iter(turns)), [progress_in(page)]
    for _ in range(100):
        held = ",".join(str(held) for held in turns if held != card)
        sent = turns.pop(card).rated(chance.choice([1, 2, 2, 3, 4, 5]), held=held)
        html = signed_in.post(url_of(session, "session_rate"), sent).content.decode()
        seen.append(progress_in(html))
        turns |= {turn.card: turn for turn in turns_in(html)}
        order = html.split('data-order="')[1].split('"')[0]
        if not order:
            break
        card = int(order.split(",")[0])
    finished, totals = zip(*seen, strict=True)
    assert list(finished) == sorted(finished)
    assert set(totals) == {9}
    assert finished[-1] == 9


def test_a_card_that_is_shown_but_not_rated_stays_new(signed_in: Client, deck: Deck) -> None:
    (card,) = make_cards(deck, 1)
    session = start(signed_in, deck)
    signed_in.get(url_of(session, "session_answer", card.pk))
    signed_in.get(url_of(session, "session_summary"))
    assert not Memory.objects.exists()
    assert not Review.objects.exists()
    turn = asked(signed_in, session)
    assert (turn.card, turn.version) == (card.pk, 0)


def test_a_day_moves_memory_once_and_by_one_failure_and_recovery(
    signed_in: Client, ada: User, deck: Deck
) -> None:
    make_cards(deck, 1)
    session = start(signed_in, deck)
    stabilities = []
    for rating in (1, 1, 2):
        press(signed_in, session, rating)
        stabilities.append(Memory.objects.get().stability)
    assert len(set(stabilities)) == 1
    press(signed_in, session, 4)
    memory, day = Memory.objects.get(), StudyDay.objects.get()
    assert memory.stability != stabilities[0]
    assert (memory.reps, memory.last_rating) == (2, 4)
    assert (day.ratings, day.entered, day.cards) == (4, 2, 1)


@pytest.mark.parametrize(("rating", "others"), [(1, 4), (2, 9)])
def test_a_failed_card_returns_after_some_others(
    signed_in: Client, deck: Deck, rating: int, others: int
) -> None:
    cards = make_cards(deck, 10)
    session = start(signed_in, deck)
    press(signed_in, session, rating)
    between = []
    while (turn := asked(signed_in, session)).card != cards[0].pk:
        between.append(turn.card)
        press(signed_in, session, 4)
    assert len(between) == others


def test_after_four_failures_a_card_rests_until_tomorrow(signed_in: Client, deck: Deck) -> None:
    make_cards(deck, 1)
    session = start(signed_in, deck)
    for _ in range(3):
        press(signed_in, session, 1)
    turn = asked(signed_in, session)
    response = signed_in.post(url_of(session, "session_rate"), turn.rated(1, held=""))
    assert "data-resting" in response.content.decode()
    assert signed_in.get(url_of(session)).headers["Location"] == url_of(session, "session_summary")
    memory = Memory.objects.get()
    assert memory.due_at is not None and memory.due_at > timezone.now() + timedelta(minutes=10)
    assert "tomorrow" in signed_in.get(url_of(session, "session_summary")).content.decode()
