"""What happened to a card or a deck while its session was open."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.effort.models import StudyDay
from studyapp.library.models import Card, Deck
from studyapp.study.aside import bury
from studyapp.study.models import Memory
from studyapp.study.planning import start_session
from tests.factories import make_card, make_cards, make_deck, make_history, rate
from tests.study.page import asked, open_page, start, stored, url_of


@pytest.mark.parametrize("way", ["skipped", "undone"])
def test_a_rating_of_last_week_is_never_offered_for_change(
    signed_in: Client, ada: User, deck: Deck, way: str
) -> None:
    make_cards(deck, 2)
    make_history(ada, deck, 3, 3, at=timezone.now() - timedelta(days=7))
    session = start(signed_in, deck)
    turn = asked(signed_in, session)
    if way == "skipped":
        bury(ada, Card.objects.get(pk=turn.card), at=timezone.now())
    else:
        rate(session, 5, at=timezone.now())
        signed_in.post(url_of(session, "session_undo"))
    before = stored()
    response = signed_in.post(url_of(session, "session_rate"), turn.rated(1))
    assert response.status_code == 409
    assert "This card changed in another tab." in response.content.decode()
    assert "Change to" not in response.content.decode()
    assert stored() == before


def test_a_deck_made_private_is_not_studied_to_its_end(
    client: Client, boole: User, ada: User
) -> None:
    deck = make_deck(boole, visibility="public")
    make_cards(deck, 6)
    client.force_login(ada)
    session = start(client, deck)
    turn = asked(client, session)
    rate(session, 4, at=timezone.now())
    Deck.objects.update(visibility="private")
    page = open_page(client, session)
    assert "back 1" not in page
    assert "Done. Your card moved up." in page
    assert 'href="/today/"' in page and 'href="/decks/bread/"' not in page
    before = stored()
    other = Card.objects.exclude(pk=turn.card).first()
    assert other is not None
    fields = turn._replace(card=other.pk, version=0, presentation_id=uuid4()).rated(4)
    response = client.post(url_of(session, "session_rate"), fields)
    assert response.status_code == 409
    assert "withdrawn by its author" in response.content.decode()
    assert stored() == before


def test_a_day_counts_once_all_that_could_be_asked_is_done(boole: User, ada: User) -> None:
    withdrawn, deck = make_deck(boole, "cheese", visibility="public"), make_deck(ada)
    make_cards(withdrawn, 3)
    make_card(deck, "to", sibling_key="word")
    make_card(deck, "fro", sibling_key="word")
    last_week = timezone.now() - timedelta(days=7)
    make_history(ada, withdrawn, 3, 3, 3, at=last_week)
    make_history(ada, deck, 3, at=last_week)
    make_history(ada, deck, 3, at=last_week + timedelta(days=1))
    Memory.objects.of(ada).update(due_day=timezone.now().date(), due_at=timezone.now())
    Deck.objects.filter(slug="cheese").update(visibility="private")
    session = start_session(ada, deck=None, at=timezone.now())
    assert len(session.plan) == 1
    rate(session, 3, at=timezone.now())
    day = StudyDay.objects.of(ada).latest("day")
    assert (day.due_today, day.due_done, day.qualifies) == (1, 1, True)
