from django.test import Client
from django.urls import reverse

from studyapp.accounts.models import User

URL = reverse("account_logout")


def test_signing_out_asks_first_and_changes_nothing_on_a_get(client: Client, ada: User) -> None:
    client.force_login(ada)
    assert "Sign out" in client.get(URL).content.decode()
    assert "_auth_user_id" in client.session


def test_signing_out_ends_the_session_and_empties_the_cache(client: Client, ada: User) -> None:
    client.force_login(ada)
    key = client.session.session_key
    response = client.post(URL)
    assert response.headers["Location"] == reverse("progress:landing")
    assert response.headers["Clear-Site-Data"] == '"cache"'
    assert not client.session.exists(str(key))


def test_a_form_from_elsewhere_signs_nobody_out(ada: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(ada)
    assert client.post(URL).status_code == 403
    assert "_auth_user_id" in client.session
