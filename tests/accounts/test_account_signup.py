from typing import Any

import pytest
from allauth.core.exceptions import ImmediateHttpResponse
from django.contrib.messages.storage.session import SessionStorage
from django.contrib.sessions.backends.db import SessionStore
from django.core import mail
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django import Settings

from studyapp.accounts.forms import SignUpForm
from studyapp.accounts.models import User
from studyapp.accounts.signals import day_settings_changed
from tests.accounts.mail import link_in_mail
from tests.factories import PASSWORD, make_guest, make_learner

URL = reverse("account_signup")


def details(**changed: str) -> dict[str, str]:
    return {
        "display_name": "Dora",
        "email": "Dora@Example.org",
        "password1": PASSWORD,
        "time_zone": "Europe/Lisbon",
    } | changed


def as_guest(client: Client) -> User:
    guest = make_guest()
    session = client.session
    session["guest"] = guest.pk
    session.save()
    return guest


@pytest.mark.django_db
def test_a_person_signs_up_and_is_signed_in(client: Client) -> None:
    response = client.post(URL, details())
    assert response.headers["Location"] == reverse("progress:today")
    dora = User.objects.get()
    assert (dora.email, dora.display_name) == ("dora@example.org", "Dora")
    assert (dora.time_zone, dora.role, dora.is_guest) == ("Europe/Lisbon", "learner", False)
    assert client.session["_auth_user_id"] == str(dora.pk)


@pytest.mark.django_db
@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "UTC\0", "x" * 10_000])
def test_without_a_known_time_zone_it_stays_utc(client: Client, zone: str) -> None:
    client.post(URL, details(time_zone=zone))
    assert User.objects.get().time_zone == "UTC"


@pytest.mark.django_db
def test_the_mail_confirms_the_address(client: Client) -> None:
    client.post(URL, details())
    assert mail.outbox[0].to == ["dora@example.org"]
    page = client.get(link_in_mail())
    assert "Yes, confirm it" in page.content.decode()
    client.post(link_in_mail())
    assert User.objects.get().emailaddress_set.get().verified


@pytest.mark.django_db
def test_an_address_that_must_be_confirmed_comes_before_signing_in(
    client: Client, settings: Settings
) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    page = client.post(URL, details(), follow=True)
    assert "Look into your mail" in page.content.decode()
    assert "_auth_user_id" not in client.session


def test_an_address_makes_one_account(client: Client, ada: User) -> None:
    page = client.post(URL, details(email="ADA@example.org"))
    assert "There is an account with this e-mail." in page.content.decode()
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_the_second_of_two_forms_sent_at_once_leads_to_the_sign_in_page(
    rf: RequestFactory,
) -> None:
    request = rf.post(URL, details())
    request.session = SessionStore()
    request._messages = SessionStorage(request)  # type: ignore[attr-defined]
    form = SignUpForm(request.POST)
    assert form.is_valid()
    make_learner("Dora")
    with pytest.raises(ImmediateHttpResponse) as answer:
        form.save(request)
    assert answer.value.response.headers["Location"] == reverse("account_login")
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_too_many_forms_from_one_address_get_a_page(client: Client, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"signup": "1/m/ip"}
    client.post(URL, {})
    refused = client.post(URL, {})
    assert refused.status_code == 429
    assert "Wait a minute and try again" in refused.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("display_name", ""),
        ("display_name", "A\0da"),
        ("display_name", "x" * 10_000),
        ("email", "not an address"),
        ("email", "dora\0@example.org"),
        ("email", f"{'d' * 60}@{'.'.join(['x' * 60] * 4)}.org"),
        ("password1", "short"),
        ("password1", "password123"),
        ("password1", "dora@example.org"),
        ("password1", "a\0" * 10),
        ("password1", "x" * 10_000),
    ],
)
def test_malformed_details_get_a_sentence_and_store_nothing(
    client: Client, field: str, value: str
) -> None:
    page = client.post(URL, details(**{field: value})).content.decode()
    assert f'href="#id_{field}"' in page
    assert not User.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("password", ["x y" * 22, "abcdefgh jk", "ünïcödé wörds"])
def test_a_password_needs_length_and_nothing_else(client: Client, password: str) -> None:
    client.post(URL, details(password1=password))
    assert User.objects.get().check_password(password)


@pytest.mark.django_db
def test_the_role_is_chosen_only_where_the_setting_allows_it(
    client: Client, settings: Settings
) -> None:
    assert "I want to" not in client.get(URL).content.decode()
    client.post(URL, details(role="instructor"))
    assert User.objects.get().role == "learner"

    settings.SELF_CHOSEN_ROLE = True
    other = Client()
    assert "I want to" in other.get(URL).content.decode()
    other.post(URL, details(email="eve@example.org", role="instructor"))
    assert User.objects.get(email="eve@example.org").is_instructor


@pytest.mark.django_db
def test_a_guest_who_signs_up_keeps_the_row(client: Client) -> None:
    guest = as_guest(client)
    client.post(URL, details())
    dora = User.objects.get()
    assert dora.pk == guest.pk
    assert (dora.email, dora.is_guest) == ("dora@example.org", False)
    assert dora.check_password(PASSWORD)
    assert "guest" not in client.session


@pytest.mark.django_db
def test_a_guest_whose_zone_becomes_known_has_other_study_days(client: Client) -> None:
    told: list[User] = []

    def listen(user: User, **_: Any) -> None:
        told.append(user)

    guest = as_guest(client)
    day_settings_changed.connect(listen)
    client.post(URL, details())
    day_settings_changed.disconnect(listen)
    assert told == [guest]


def test_a_guest_refused_at_sign_up_stays_a_guest(client: Client, ada: User) -> None:
    guest = as_guest(client)
    client.post(URL, details(email="ada@example.org"))
    guest.refresh_from_db()
    assert guest.is_guest
    assert client.session["guest"] == guest.pk
