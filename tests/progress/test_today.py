from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.effort.models import StudyDay
from studyapp.library.models import Deck, Note
from studyapp.progress.overview import overview
from studyapp.study.models import Memory, Session
from studyapp.study.models.session import Answer
from studyapp.study.planning import start_session
from tests.factories import NOON, make_card, make_deck

DAY = timedelta(days=1)


@pytest.fixture
def deck(ada: User) -> Deck:
    return make_full_deck(ada, "bread", cards=12)


def make_full_deck(author: User, slug: str, cards: int) -> Deck:
    deck = make_deck(author, slug, title=slug.title())
    for number in range(cards):
        make_card(deck, f"card-{number}", position=number)
    return deck


def study(learner: User, deck: Deck, *ratings: int, at: datetime) -> None:
    """One session, a card every twenty seconds."""
    sitting = Session.objects.for_change().get(pk=start_session(learner, deck=deck, at=at).pk)
    for given, rating in enumerate(ratings):
        now = at + timedelta(seconds=20 * given)
        card = sitting.ahead(now, length=1)[0]
        memory = Memory.objects.of(learner).filter(card=card).first()
        version = memory.version if memory else 0
        sitting.rate(Answer(card, rating, uuid4(), version, ms=20_000), now=now)


def qualifying(learner: User, *days_ago: int, **counters: int) -> None:
    for days in days_ago:
        at = NOON - days * DAY
        counts: dict[str, Any] = {"ratings": 12, "entered": 12, "cards": 12, "active_ms": 120_000}
        StudyDay.objects.create(
            learner=learner,
            day=at.date(),
            first_at=at,
            first_zone="UTC",
            last_at=at,
            last_zone="UTC",
            **(counts | counters),
        )


def page(client: Client, learner: User) -> str:
    client.force_login(learner)
    return client.get("/today/").content.decode()


def plain(html: str) -> str:
    return " ".join(html.split())


def test_a_stranger_signs_in_first(client: Client) -> None:
    assert client.get("/today/").headers["Location"] == "/accounts/sign-in/?next=/today/"


# -- the first visit


def test_the_first_visit_offers_decks_to_begin_with(client: Client, ada: User, deck: Deck) -> None:
    html = page(client, ada)
    assert "Welcome, Ada" in html
    assert 'href="/decks/bread/"' in html
    assert "12 cards" in html


def test_a_deck_with_a_note_says_to_read_it_first(client: Client, ada: User, deck: Deck) -> None:
    Note.objects.create(slug="rising", title="Rising", deck=deck, body="Yeast eats sugar.")
    assert 'href="/notes/rising/"' in page(client, ada)


def test_decks_without_cards_are_no_way_to_begin(client: Client, ada: User) -> None:
    make_deck(ada, "empty")
    assert "Good first decks" not in page(client, ada)


# -- what is due


def test_the_page_says_what_is_due_and_starts_it(client: Client, ada: User, deck: Deck) -> None:
    study(ada, deck, 4, 4, 4, at=timezone.now() - 40 * DAY)
    html = plain(page(client, ada))
    assert "3 cards are due. At your pace that is about 1 minute." in html
    assert "Review 3 cards" in html
    assert '<form class="thumb" method="post" action="/sessions/">' in html


def test_the_pace_is_the_learners_own_of_the_last_study_days(ada: User, deck: Deck) -> None:
    study(ada, deck, *[4] * 10, at=NOON - 40 * DAY)
    StudyDay.objects.of(ada).update(cards=10, active_ms=600_000)
    day = overview(ada, NOON)
    assert (day.due, day.minutes) == (10, 10)


def test_without_a_pace_no_figure_is_given(ada: User, deck: Deck) -> None:
    study(ada, deck, 4, at=NOON - 40 * DAY)
    StudyDay.objects.of(ada).delete()
    assert overview(ada, NOON).minutes is None


def test_nothing_due_is_good_news_with_the_day_of_the_next_card(
    client: Client, ada: User, deck: Deck
) -> None:
    ada.new_cards_a_day = 1
    ada.save()
    now = timezone.now()
    study(ada, deck, 5, at=now)
    html = plain(page(client, ada))
    next_day = overview(ada, now).next_day
    assert f"Nothing is due. Your next card comes back on {next_day:%A}, {next_day.day}" in html
    assert "Choose a deck" in html


def test_new_cards_are_offered_where_nothing_is_due(client: Client, ada: User, deck: Deck) -> None:
    study(ada, deck, 5, at=timezone.now())
    html = plain(page(client, ada))
    assert "New cards are ready." in html
    assert "Learn new cards" in html


def test_after_a_pause_a_usual_day_is_fine(client: Client, ada: User) -> None:
    ada.new_cards_a_day = 40
    ada.save()
    deck = make_full_deck(ada, "bread", cards=40)
    study(ada, deck, *[4] * 40, at=timezone.now() - 60 * DAY)
    StudyDay.objects.of(ada).update(cards=9, new_cards=9)
    html = plain(page(client, ada))
    assert "Welcome back. 40 cards are due; today 9 of them are fine." in html
    assert "Review 9 cards" in html


def test_when_the_usual_amount_is_done_the_rest_may_wait(client: Client, ada: User) -> None:
    ada.new_cards_a_day = 40
    ada.save()
    deck = make_full_deck(ada, "bread", cards=40)
    study(ada, deck, *[4] * 40, at=timezone.now() - 60 * DAY)
    StudyDay.objects.of(ada).update(cards=9, new_cards=9)
    study(ada, deck, *[4] * 4, at=timezone.now())
    html = plain(page(client, ada))
    assert "Welcome back. 36 cards are due; today 5 of them are fine." in html
    study(ada, deck, *[4] * 5, at=timezone.now())
    html = plain(page(client, ada))
    assert "That is enough for today. 31 more cards can wait." in html
    assert "Welcome back" not in html


# -- the goal of the day


def test_the_goal_is_the_setting_where_enough_is_there(ada: User, deck: Deck) -> None:
    assert overview(ada, NOON).goal == 10


def test_the_goal_is_what_there_is_to_do_where_that_is_less(ada: User) -> None:
    make_full_deck(ada, "bread", cards=3)
    assert overview(ada, NOON).goal == 3


def test_the_goal_stays_while_the_cards_of_the_day_are_done(ada: User) -> None:
    deck = make_full_deck(ada, "bread", cards=3)
    study(ada, deck, 5, 1, at=NOON)
    day = overview(ada, NOON + timedelta(minutes=30))
    assert (day.done, day.goal) == (2, 3)


def test_a_reached_goal_is_said(client: Client, ada: User) -> None:
    deck = make_full_deck(ada, "bread", cards=2)
    study(ada, deck, 5, 5, at=timezone.now())
    assert "goal is reached: 2 cards" in page(client, ada)


# -- days in a row


def test_days_in_a_row_are_counted_to_yesterday_until_today_is_done(ada: User) -> None:
    qualifying(ada, 1, 2, 3)
    assert overview(ada, NOON).streak.streak == 3


def test_days_in_a_row_are_at_risk_in_the_evening_only(ada: User) -> None:
    qualifying(ada, 1, 2, 3)
    assert not overview(ada, NOON.replace(hour=17, minute=59)).is_at_risk
    assert overview(ada, NOON.replace(hour=18)).is_at_risk
    assert overview(ada, NOON.replace(hour=2) + DAY).is_at_risk


def test_days_that_ended_are_told_as_days_studied(ada: User) -> None:
    qualifying(ada, 2, 3, 4, 30)
    day = overview(ada, NOON)
    assert (day.streak.streak, day.of_last_days) == (0, (3, 21))


# -- series and decks


def test_the_bars_hold_every_card_once(ada: User, deck: Deck) -> None:
    study(ada, deck, 1, 4, 5, at=NOON - DAY)
    day = overview(ada, NOON)
    assert day.ahead[0] == (NOON.date(), day.due)
    assert sum(count for _, count in day.ahead) == 3


def test_each_deck_that_was_started_shows_its_standing(client: Client, ada: User) -> None:
    for slug in ("bread", "cheese"):
        study(ada, make_full_deck(ada, slug, cards=2), 4, at=timezone.now() - 40 * DAY)
    make_full_deck(ada, "wine", cards=2)
    html = page(client, ada)
    assert 'aria-label="Bread: 1 new, 0 not at all' in html
    assert 'href="/decks/cheese/"' in html
    assert "Wine" not in html


def test_nobody_sees_the_decks_of_another(client: Client, ada: User, carol: User) -> None:
    study(ada, make_full_deck(ada, "bread", cards=2), 4, at=timezone.now() - 40 * DAY)
    assert "Bread" not in page(client, carol)


def queries_of(client: Client) -> list[str]:
    with CaptureQueriesContext(connection) as caught:
        client.get("/today/")
    return [query["sql"] for query in caught]


def test_many_decks_and_cards_take_as_many_queries_as_one(client: Client, ada: User) -> None:
    ada.new_cards_a_day = 100
    ada.save()
    client.force_login(ada)
    past = timezone.now().replace(hour=9) - 40 * DAY
    study(ada, make_full_deck(ada, "deck-0", cards=1), 4, at=past)
    one = queries_of(client)
    for number in range(1, 6):
        deck = make_full_deck(ada, f"deck-{number}", cards=number)
        study(ada, deck, *[4] * number, at=past + timedelta(hours=number))
    assert len(queries_of(client)) == len(one) <= 12


def test_the_log_is_never_read(client: Client, ada: User, deck: Deck) -> None:
    study(ada, deck, 4, 4, at=timezone.now() - 40 * DAY)
    client.force_login(ada)
    assert not [sql for sql in queries_of(client) if "study_review" in sql]
