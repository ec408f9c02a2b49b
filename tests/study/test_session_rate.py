"""A rating is kept once, whatever the browser does."""

import re
from datetime import timedelta
from random import Random
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.effort.models import StudyDay
from studyapp.library.models import Deck
from studyapp.study.aside import suspend
from studyapp.study.models import Memory, Review
from studyapp.study.planning import start_session
from tests.factories import make_card, make_cards, make_deck, make_history, rate
from tests.study.page import (
    a_turn,
    asked,
    open_page,
    press,
    progress_in,
    start,
    stored,
    turns_in,
    url_of,
)

RELOAD = "Reload it and rate again; nothing was stored."
CHOOSE = "Choose a rating from 1 to 5."


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


def test_a_card_rated_in_another_tab_is_not_rated_twice(
    signed_in: Client, ada: User, deck: Deck
) -> None:
    card, _ = make_cards(deck, 2)
    session = start(signed_in, deck)
    tab, other = asked(signed_in, session), asked(signed_in, session)
    signed_in.post(url_of(session, "session_rate"), tab.rated(4))
    before = stored()

    clash = signed_in.post(url_of(session, "session_rate"), other.rated(2))
    page = clash.content.decode()
    assert clash.status_code == 409
    assert re.search(r"Already rated 4 (just now|\d+ seconds ago)", page)
    assert "Keep 4" in page and "Change to 2" in page
    assert stored() == before

    change = turns_in(page)[0].rated(2, change=Review.objects.get().pk)
    assert signed_in.post(url_of(session, "session_rate"), change).status_code == 302
    assert [review.rating for review in Review.objects.ratings().live()] == [2]
    memory = Memory.objects.get(card=card)
    assert (memory.last_rating, memory.reps) == (2, 1)
    assert memory.stability == pytest.approx(0.212)
    assert StudyDay.objects.get().ratings == 1


def test_how_long_ago_the_other_tab_rated_is_told(signed_in: Client, ada: User, deck: Deck) -> None:
    make_cards(deck, 2)
    now = timezone.now()
    session = start_session(ada, deck=deck, at=now - timedelta(hours=1))
    stale = asked(signed_in, session)
    rate(session, 4, at=now - timedelta(minutes=12, seconds=5))
    clash = signed_in.post(url_of(session, "session_rate"), stale.rated(2))
    assert "Already rated 4 12 minutes ago" in clash.content.decode()


def test_a_rating_taken_back_in_another_tab_is_told(
    signed_in: Client, ada: User, deck: Deck
) -> None:
    make_cards(deck, 1)
    session = start(signed_in, deck)
    stale = asked(signed_in, session)
    press(signed_in, session, 4)
    signed_in.post(url_of(session, "session_undo"))
    clash = signed_in.post(url_of(session, "session_rate"), stale.rated(2))
    assert clash.status_code == 409
    assert "This card changed in another tab." in clash.content.decode()


def test_only_the_newest_rating_of_a_card_is_corrected(
    signed_in: Client, ada: User, deck: Deck
) -> None:
    make_cards(deck, 1)
    now = timezone.now()
    (earlier,) = make_history(ada, deck, 4, at=now - timedelta(days=10))
    session = start(signed_in, deck)
    press(signed_in, session, 1)
    before = stored()
    change = a_turn(earlier.card).rated(1, change=earlier.pk)
    response = signed_in.post(url_of(session, "session_rate"), change)
    assert response.status_code == 409
    assert "was rated again later, so its rating here stays" in response.content.decode()
    assert stored() == before


def test_what_is_no_rating_cannot_be_changed_into_one(
    signed_in: Client, ada: User, deck: Deck
) -> None:
    card, _ = make_cards(deck, 2)
    session = start(signed_in, deck)
    suspend(ada, card, on=True, at=timezone.now())
    before = stored()
    change = a_turn(card).rated(5, change=Review.objects.get().pk)
    assert signed_in.post(url_of(session, "session_rate"), change).status_code == 404
    assert stored() == before


def test_another_learners_rating_cannot_be_changed(
    signed_in: Client, ada: User, carol: User, deck: Deck
) -> None:
    make_cards(deck, 1)
    theirs = make_deck(carol, "cheese")
    card = make_card(theirs)
    browser = Client()
    browser.force_login(carol)
    review = rate(start(browser, theirs), 4, at=timezone.now())
    before = stored()
    change = a_turn(card).rated(1, change=review.pk)
    session = start(signed_in, deck)
    assert signed_in.post(url_of(session, "session_rate"), change).status_code == 404
    assert stored() == before


@pytest.mark.parametrize(
    ("fields", "status", "sentence"),
    [
        ({"rating": 0}, 422, CHOOSE),
        ({"rating": 6}, 422, CHOOSE),
        ({"rating": "x"}, 422, CHOOSE),
        ({"rating": ""}, 422, CHOOSE),
        ({"rating": "4\0"}, 422, CHOOSE),
        ({"rating": "9" * 5000}, 422, CHOOSE),
        ({"presentation_id": ""}, 422, RELOAD),
        ({"presentation_id": "17"}, 422, RELOAD),
        ({"presentation_id": "\0"}, 422, RELOAD),
        ({"version": "-1"}, 422, RELOAD),
        ({"version": ""}, 422, RELOAD),
        ({"card": ""}, 422, RELOAD),
        ({"card": "x"}, 422, RELOAD),
        ({"card": 9 * 10**30}, 404, "This card is not part of this session."),
        ({"held": "1\0"}, 422, RELOAD),
        ({"held": "1," * 300}, 422, RELOAD),
        ({"at": "yesterday"}, 422, RELOAD),
        ({"ms": -1}, 422, RELOAD),
    ],
)
def test_a_malformed_rating_is_refused_with_a_sentence(
    signed_in: Client, deck: Deck, fields: dict[str, Any], status: int, sentence: str
) -> None:
    make_cards(deck, 1)
    session = start(signed_in, deck)
    sent = asked(signed_in, session).rated(4) | fields
    before = stored()
    response = signed_in.post(url_of(session, "session_rate"), sent)
    assert response.status_code == status
    assert sentence in response.content.decode()
    assert stored() == before


def test_a_rating_without_its_fields_is_refused(signed_in: Client, deck: Deck) -> None:
    make_cards(deck, 1)
    session = start(signed_in, deck)
    response = signed_in.post(url_of(session, "session_rate"))
    assert response.status_code == 422
    assert CHOOSE in response.content.decode()
    assert not Review.objects.exists()


def test_the_presentation_of_another_card_is_refused(
    signed_in: Client, ada: User, deck: Deck
) -> None:
    make_cards(deck, 2)
    session = start(signed_in, deck)
    first, second = turns_in(open_page(signed_in, session))
    signed_in.post(url_of(session, "session_rate"), first.rated(4))
    before = stored()
    mixed = second.rated(4) | {"presentation_id": first.presentation_id}
    response = signed_in.post(url_of(session, "session_rate"), mixed)
    assert response.status_code == 422
    assert "belongs to another card" in response.content.decode()
    assert stored() == before


def test_the_presentation_of_another_session_is_refused(
    signed_in: Client, ada: User, deck: Deck
) -> None:
    make_cards(deck, 1)
    other = make_deck(ada, "cheese")
    make_cards(other, 1)
    turn = asked(signed_in, session := start(signed_in, deck))
    signed_in.post(url_of(session, "session_rate"), turn.rated(4))
    session = start(signed_in, other)
    before = stored()
    reused = asked(signed_in, session).rated(4) | {"presentation_id": turn.presentation_id}
    response = signed_in.post(url_of(session, "session_rate"), reused)
    assert response.status_code == 422
    assert "belongs to another card" in response.content.decode()
    assert stored() == before


def test_two_learners_may_make_the_same_presentation_id(
    signed_in: Client, ada: User, carol: User
) -> None:
    deck = make_deck(ada, visibility="public")
    make_cards(deck, 1)
    browser = Client()
    browser.force_login(carol)
    pid = uuid4()
    for client in (signed_in, browser):
        session = start(client, deck)
        response = press(client, session, 4, presentation_id=pid)
        assert response.status_code == 302
    assert Review.objects.count() == 2


def test_a_card_outside_the_session_is_refused(signed_in: Client, ada: User, deck: Deck) -> None:
    make_cards(deck, 1)
    elsewhere = make_card(make_deck(ada, "cheese"))
    session = start(signed_in, deck)
    response = signed_in.post(url_of(session, "session_rate"), a_turn(elsewhere).rated(4))
    assert response.status_code == 404
    assert "This card is not part of this session." in response.content.decode()
    assert not Review.objects.exists()


@pytest.mark.parametrize(
    ("way", "sentence"),
    [
        ("suspend", "You set this card aside, so it is skipped."),
        ("archive", "This card was withdrawn by its author, so it is skipped."),
        ("archive deck", "This card was withdrawn by its author, so it is skipped."),
        ("draft", "This card was withdrawn by its author, so it is skipped."),
    ],
)
def test_a_card_that_left_meanwhile_is_refused_and_skipped(
    signed_in: Client, ada: User, deck: Deck, way: str, sentence: str
) -> None:
    card, other = make_cards(deck, 2)
    session = start(signed_in, deck)
    turn = asked(signed_in, session)
    if way == "suspend":
        suspend(ada, card, on=True, at=timezone.now())
    elif way == "archive":
        card.archive()
    elif way == "draft":
        card.status = "draft"
        card.save()
    else:
        Deck.objects.update(archived_at=timezone.now())
    before = stored()
    response = signed_in.post(url_of(session, "session_rate"), turn.rated(4))
    assert response.status_code == 409
    assert sentence in response.content.decode()
    assert stored() == before
    if way != "archive deck":
        assert asked(signed_in, session).card == other.pk


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
