from collections.abc import Sequence

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from studyapp.accounts.models import User
from tests.accounts.mail import link_in_mail

URL = reverse("account_reset_password")
NEW = "four red kites wheel"


class BrokenLine(BaseEmailBackend):
    """A mail server that cannot be reached."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        raise ConnectionRefusedError


def choose(client: Client, link: str, password: str = NEW) -> str:
    """Follow the link to its form, send a password, and see the page that comes."""
    form = client.get(link, follow=True)
    address = form.redirect_chain[-1][0] if form.redirect_chain else link
    return client.post(address, {"password1": password}, follow=True).content.decode()


def test_the_link_in_the_mail_sets_a_new_password_once(client: Client, ada: User) -> None:
    sent = client.post(URL, {"email": "Ada@example.org"}, follow=True)
    assert "Look into your mail" in sent.content.decode()
    link = link_in_mail()

    assert "Your password is changed" in choose(client, link)
    ada.refresh_from_db()
    assert ada.check_password(NEW)

    assert "no longer works" in choose(Client(), link, "five owls sleep now")
    ada.refresh_from_db()
    assert ada.check_password(NEW)
    assert "The password of your account was changed." in mail.outbox[-1].body


def test_a_link_runs_out(client: Client, ada: User, settings: Settings) -> None:
    client.post(URL, {"email": "ada@example.org"})
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert "no longer works" in client.get(link_in_mail(), follow=True).content.decode()


def test_a_weak_password_is_refused_beside_its_field(client: Client, ada: User) -> None:
    client.post(URL, {"email": "ada@example.org"})
    assert 'href="#id_password1"' in choose(client, link_in_mail(), "password")
    ada.refresh_from_db()
    assert not ada.check_password("password")


def test_a_new_password_ends_every_session(client: Client, ada: User) -> None:
    client.force_login(ada)
    other = Client()
    other.post(URL, {"email": "ada@example.org"})
    choose(other, link_in_mail())
    assert client.get(reverse("accounts:settings")).status_code == 302


def test_nobody_learns_whether_an_address_has_an_account(client: Client, ada: User) -> None:
    known = client.post(URL, {"email": "ada@example.org"})
    unknown = client.post(URL, {"email": "nobody@example.org"})
    assert known.headers["Location"] == unknown.headers["Location"]
    assert len(mail.outbox) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("email", ["", "a\0@example.org", "x" * 10_000])
def test_a_malformed_address_gets_a_sentence(client: Client, email: str) -> None:
    assert 'href="#id_email"' in client.post(URL, {"email": email}).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["1-x", f"zzzzzzzzzzzzz-{'x' * 5000}", "1-a%00b"])
def test_a_made_up_link_leads_to_a_new_one(client: Client, key: str) -> None:
    page = client.get(f"{URL}{key}/")
    assert "no longer works" in page.content.decode()


def test_a_mail_server_that_is_away_is_said_and_breaks_nothing(
    client: Client, ada: User, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.BrokenLine"
    page = client.post(URL, {"email": "ada@example.org"}, follow=True)
    assert "The e-mail could not be sent." in page.content.decode()
