"""What happened to a card or a deck while its session was open."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.library.models import Card, Deck
from studyapp.study.aside import bury
from tests.factories import make_cards, make_history, rate
from tests.study.page import asked, start, stored, url_of


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
