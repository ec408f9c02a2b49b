from django.core import mail
from django.test import Client
from django.urls import reverse

from studyapp.accounts.models import User
from tests.factories import PASSWORD

URL = reverse("account_change_password")
NEW = "four red kites wheel"


def test_a_changed_password_keeps_this_device_and_ends_the_others(
    client: Client, ada: User
) -> None:
    other = Client()
    client.force_login(ada)
    other.force_login(ada)
    page = client.post(URL, {"oldpassword": PASSWORD, "password1": NEW}, follow=True)
    assert "Your password is changed." in page.content.decode()
    ada.refresh_from_db()
    assert ada.check_password(NEW)
    assert client.get(URL).status_code == 200
    assert other.get(URL).status_code == 302
    assert mail.outbox[-1].to == ["ada@example.org"]


def test_the_present_password_is_asked(client: Client, ada: User) -> None:
    client.force_login(ada)
    page = client.post(URL, {"oldpassword": "wrong", "password1": NEW}).content.decode()
    assert "This is not your present password." in page
    ada.refresh_from_db()
    assert ada.check_password(PASSWORD)


def test_a_stranger_changes_no_password(client: Client, ada: User) -> None:
    assert client.post(URL, {"oldpassword": PASSWORD, "password1": NEW}).status_code == 302
    ada.refresh_from_db()
    assert ada.check_password(PASSWORD)
