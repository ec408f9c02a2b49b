from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from studyapp.accounts.models import User
from studyapp.accounts.signals import day_settings_changed

HTMX = {"HX-Request": "true"}
URL = reverse("accounts:settings")


@pytest.fixture
def shifted() -> Iterator[list[User]]:
    """The users whose study days were said to have shifted."""
    told: list[User] = []

    def listen(user: User, **_: Any) -> None:
        told.append(user)

    day_settings_changed.connect(listen)
    yield told
    day_settings_changed.disconnect(listen)


def choices(**changed: str) -> dict[str, str]:
    """What the form of a new account sends; an unticked box is absent."""
    kept = {
        "display_name": "Ada",
        "time_zone": "UTC",
        "new_cards_a_day": "10",
        "daily_goal": "10",
        "theme": "device",
        "rollover_hour": "4",
        "desired_retention": "0.90",
        "definitions": "plain",
        "shortcuts": "on",
        "shows_intervals": "on",
    }
    return {name: value for name, value in (kept | changed).items() if value}


def test_a_stranger_is_sent_to_sign_in(client: Client) -> None:
    assert client.get(URL).headers["Location"].startswith(reverse("account_login"))


def test_the_page_shows_each_preference_with_its_default(client: Client, ada: User) -> None:
    client.force_login(ada)
    page = client.get(URL).content.decode()
    assert 'value="Ada"' in page
    assert "ada@example.org" in page
    assert "90 in 100" in page
    assert page.count("Default: ") == 5


def test_htmx_saves_and_gets_only_the_note(client: Client, ada: User) -> None:
    client.force_login(ada)
    response = client.post(URL, choices(daily_goal="25"), headers=HTMX)
    assert response.content.decode().strip().startswith('<div id="settings-state">')
    assert "Saved" in response.content.decode()
    ada.refresh_from_db()
    assert ada.daily_goal == 25


def test_without_javascript_the_form_saves_and_says_so(client: Client, ada: User) -> None:
    client.force_login(ada)
    sent = choices(display_name="Ada L", theme="dark", shortcuts="", desired_retention="0.85")
    page = client.post(URL, sent, follow=True).content.decode()
    assert "Saved." in page
    assert 'data-theme="dark"' in page
    assert "data-no-shortcuts" in page
    ada.refresh_from_db()
    assert (ada.display_name, ada.shortcuts) == ("Ada L", False)
    assert ada.desired_retention == Decimal("0.85")


@pytest.mark.parametrize("changed", [{"time_zone": "Europe/Lisbon"}, {"rollover_hour": "6"}])
def test_another_study_day_is_told_to_those_who_plan(
    client: Client, ada: User, shifted: list[User], changed: dict[str, str]
) -> None:
    client.force_login(ada)
    client.post(URL, choices(**changed))
    assert shifted == [ada]


def test_other_changes_leave_the_study_day_alone(
    client: Client, ada: User, shifted: list[User]
) -> None:
    client.force_login(ada)
    client.post(URL, choices(daily_goal="12"))
    assert shifted == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("display_name", "x" * 10_000),
        ("display_name", "A\0da"),
        ("display_name", ""),
        ("time_zone", "Mars/Olympus"),
        ("time_zone", "UTC\0"),
        ("new_cards_a_day", "-1"),
        ("new_cards_a_day", "101"),
        ("new_cards_a_day", "many"),
        ("daily_goal", "0"),
        ("daily_goal", "99999999999999999999"),
        ("theme", "neon"),
        ("rollover_hour", "13"),
        ("desired_retention", "0.5"),
        ("desired_retention", "NaN"),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_malformed_value_gets_a_sentence_and_stores_nothing(
    client: Client, ada: User, headers: dict[str, str], field: str, value: str
) -> None:
    client.force_login(ada)
    before = User.objects.filter(pk=ada.pk).values().get()
    sent = choices(daily_goal="25") | {field: value}
    response = client.post(URL, sent, headers=headers)
    assert response.status_code == 422
    assert f'href="#id_{field}"' in response.content.decode()
    assert User.objects.filter(pk=ada.pk).values().get() == before


def test_fields_that_are_not_on_the_page_cannot_be_set(client: Client, ada: User) -> None:
    client.force_login(ada)
    client.post(URL, choices() | {"role": "instructor", "is_staff": "on", "email": "x@y.org"})
    ada.refresh_from_db()
    assert (ada.role, ada.is_staff, ada.email) == ("learner", False, "ada@example.org")
