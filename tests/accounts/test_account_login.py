from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from studyapp.accounts.models import User
from studyapp.accounts.signals import guest_signed_in
from tests.factories import PASSWORD, make_guest

URL = reverse("account_login")


def sign_in(
    client: Client, password: str = PASSWORD, *, more: dict[str, str] | None = None, **extra: Any
) -> Any:
    given = {"login": "Ada@example.org", "password": password} | (more or {})
    return client.post(URL, given, **extra)


def test_a_person_signs_in_and_returns_to_the_page_they_wanted(client: Client, ada: User) -> None:
    assert sign_in(client).headers["Location"] == reverse("progress:today")
    wanted = reverse("accounts:settings")
    assert sign_in(Client(), more={"next": wanted}).headers["Location"] == wanted


def test_no_link_leads_to_another_site_after_signing_in(client: Client, ada: User) -> None:
    response = sign_in(client, more={"next": "https://example.com/"})
    assert response.headers["Location"] == reverse("progress:today")


def test_a_wrong_password_says_what_to_do(client: Client, ada: User) -> None:
    page = sign_in(client, "wrong").content.decode()
    assert "E-mail and password do not match." in page
    assert 'role="alert"' in page
    assert 'href="#id_password"' in page


@pytest.mark.django_db
@pytest.mark.parametrize("value", ["ada\0@example.org", "x" * 10_000, ""])
@pytest.mark.parametrize("field", ["login", "password"])
def test_malformed_details_get_a_sentence(client: Client, field: str, value: str) -> None:
    page = client.post(URL, {"login": "ada@example.org", "password": "x", field: value})
    assert "That did not work" in page.content.decode()


def test_staying_signed_in_is_a_choice(client: Client, ada: User) -> None:
    sign_in(client)
    assert client.session.get_expire_at_browser_close()
    other = Client()
    sign_in(other, more={"remember": "on"})
    assert not other.session.get_expire_at_browser_close()


def test_the_session_gets_a_new_key_at_sign_in(client: Client, ada: User) -> None:
    session = client.session
    session["guest"] = make_guest().pk
    session.save()
    before = session.session_key
    sign_in(client)
    assert client.session.session_key != before


def test_thirty_wrong_tries_are_throttled_but_do_not_lock_the_owner_out(
    client: Client, ada: User
) -> None:
    answers = [
        sign_in(client, f"wrong {n}", REMOTE_ADDR="192.0.2.1").content.decode() for n in range(30)
    ]
    assert sum("do not match" in answer for answer in answers) == 5
    assert "Too many tries." in answers[-1]
    assert "Too many tries." in sign_in(client, REMOTE_ADDR="192.0.2.1").content.decode()
    assert sign_in(Client(), REMOTE_ADDR="198.51.100.7").status_code == 302


def test_one_address_cannot_try_many_accounts(client: Client, db: None) -> None:
    answers = [
        client.post(URL, {"login": f"user{n}@example.org", "password": "guess"}) for n in range(31)
    ]
    assert "Too many tries." in answers[-1].content.decode()


def test_the_address_of_a_visitor_is_the_one_that_the_trusted_proxy_saw(
    client: Client, ada: User, settings: Settings
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for n in range(6):  # what the visitor itself claims counts for nothing
        answer = sign_in(client, "wrong", headers={"X-Forwarded-For": f"203.0.113.{n}, 192.0.2.1"})
    assert "Too many tries." in answer.content.decode()
    assert sign_in(client, headers={"X-Forwarded-For": "198.51.100.7"}).status_code == 302


def test_a_guest_who_signs_in_is_handed_over_with_a_sentence(client: Client, ada: User) -> None:
    guest = make_guest()
    session = client.session
    session["guest"] = guest.pk
    session.save()

    def take_over(guest: User, user: User, **_: Any) -> str:
        return f"{user.name} took over from {guest.name}."

    guest_signed_in.connect(take_over)
    sign_in(client)
    guest_signed_in.disconnect(take_over)
    assert "guest" not in client.session
    page = client.get(reverse("accounts:settings")).content.decode()
    assert "Ada took over from Guest." in page


def test_nobody_is_handed_over_without_a_guest(client: Client, ada: User) -> None:
    told: list[object] = []

    def listen(**given: object) -> None:
        told.append(given)

    guest_signed_in.connect(listen)
    sign_in(client)
    guest_signed_in.disconnect(listen)
    assert told == []


def test_an_account_that_is_switched_off_gets_a_page(client: Client, ada: User) -> None:
    User.objects.filter(pk=ada.pk).update(is_active=False)
    response = sign_in(client, follow=True)
    assert "This account is switched off" in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_the_admin_has_the_same_sign_in(client: Client, db: None) -> None:
    assert client.get(reverse("admin:login")).headers["Location"].startswith(URL)
