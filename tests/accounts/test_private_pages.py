import pytest
from django.test import Client
from django.urls import reverse

from studyapp.accounts.models import User
from tests.factories import make_guest

PAGES = ["/settings/", "/accounts/password/", "/no-such-page/"]


@pytest.mark.parametrize("page", PAGES)
def test_what_an_account_sees_is_stored_nowhere(client: Client, ada: User, page: str) -> None:
    client.force_login(ada)
    response = client.get(page)
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "Cookie" in response.headers["Vary"]


@pytest.mark.django_db
def test_what_a_guest_sees_is_stored_nowhere(client: Client) -> None:
    session = client.session
    session["guest"] = make_guest().pk
    session.save()
    response = client.get(reverse("account_reset_password"))
    assert response.headers["Cache-Control"] == "private, no-store"


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["/accounts/sign-in/", "/no-such-page/"])
def test_no_page_reaches_for_a_sensor_or_is_embedded(client: Client, page: str) -> None:
    headers = client.get(page).headers
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Clear-Site-Data" not in headers


@pytest.mark.django_db
def test_htmx_goes_to_the_sign_in_page_when_the_session_is_lost(client: Client) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/settings/#theme"}
    response = client.post("/settings/", headers=headers)
    assert response.status_code == 401
    assert response.headers["HX-Redirect"] == "/accounts/sign-in/?next=/settings/"
