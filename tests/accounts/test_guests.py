from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from studyapp.accounts.access import learner_of
from studyapp.accounts.models import User
from studyapp.accounts.tasks import expire_guests
from tests.factories import make_guest


def unseen_for(user: User, **time: Any) -> User:
    User.objects.filter(pk=user.pk).update(last_seen=timezone.now() - timedelta(**time))
    return user


def request_of(guest: User) -> HttpRequest:
    request = HttpRequest()
    request.session = SessionStore()
    request.session["guest"] = guest.pk
    request.user = AnonymousUser()
    request.session.modified = False
    return request


def test_guests_unseen_for_thirty_days_are_deleted(ada: User) -> None:
    late = unseen_for(make_guest(), days=30, hours=1)
    seen = unseen_for(make_guest(), days=29)
    unseen_for(ada, days=400)
    for _ in range(2):
        expire_guests.call()
        assert set(User.objects.all()) == {seen, ada}
    assert not User.objects.filter(pk=late.pk).exists()


@pytest.mark.django_db
def test_a_guest_who_comes_back_is_seen_once_a_day(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    guest = unseen_for(make_guest(), days=2)
    request = request_of(guest)
    with django_assert_num_queries(2):
        assert learner_of(request) == guest
    assert request.session.modified
    guest.refresh_from_db()
    assert timezone.now() - guest.last_seen < timedelta(minutes=1)
    with django_assert_num_queries(1):
        learner_of(request_of(guest))


@pytest.mark.django_db
def test_a_guest_who_became_an_account_speaks_for_nobody() -> None:
    guest = make_guest()
    User.objects.filter(pk=guest.pk).update(is_guest=False, email="dora@example.org")
    assert learner_of(request_of(guest)) is None


@pytest.mark.django_db
@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "UTC\0", "x" * 10_000])
def test_a_guest_whose_browser_names_no_known_zone_lives_in_utc(zone: str) -> None:
    assert User.objects.create_guest(zone).time_zone == "UTC"
    assert User.objects.create_guest("Asia/Calcutta").time_zone == "Asia/Calcutta"
