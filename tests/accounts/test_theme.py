import pytest
from django.test import Client
from django.urls import reverse

from studyapp.accounts.models import User

URL = reverse("accounts:theme")
HTMX = {"HX-Request": "true"}


def test_the_choice_sticks_without_a_new_page(client: Client, ada: User) -> None:
    client.force_login(ada)
    assert client.post(URL, {"theme": "dark"}, headers=HTMX).status_code == 204
    page = client.get(reverse("accounts:settings")).content.decode()
    assert 'data-bs-theme="dark" data-theme="dark"' in page


def test_without_javascript_it_comes_back_to_the_page(client: Client, ada: User) -> None:
    client.force_login(ada)
    response = client.post(URL, {"theme": "dark", "next": "/password/?a=b"})
    assert response.headers["Location"] == "/password/?a=b"
    elsewhere = client.post(URL, {"theme": "dark", "next": "//example.com/"})
    assert elsewhere.headers["Location"] == reverse("accounts:settings")


@pytest.mark.parametrize("theme", ["", "neon", "dark\0", "x" * 10_000])
def test_an_unknown_theme_gets_a_sentence(client: Client, ada: User, theme: str) -> None:
    client.force_login(ada)
    response = client.post(URL, {"theme": theme})
    assert (response.status_code, response.content) == (400, b"Choose device, light or dark.")
    ada.refresh_from_db()
    assert ada.theme == "device"


def test_a_visitor_has_no_choice_kept_here(client: Client, db: None) -> None:
    page = client.get(reverse("account_login")).content.decode()
    assert 'data-theme=""' in page
    assert client.post(URL, {"theme": "dark"}).status_code == 302
