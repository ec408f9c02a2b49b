"""What every answer carries, and what no form is taken without."""

import importlib.util
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as product
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from studyapp.accounts.models import User
from tests import test_error_pages
from tests.addresses import Scene, url_names
from tests.factories import PASSWORD
from tests.fingerprint import fingerprint

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; media-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pytest.fixture
def scene(ada: User, boole: User, carol: User) -> Scene:
    return Scene(ada, boole, carol)


ALONE = "sandbox; default-src 'none'"  # what people uploaded


def assert_closed(response: Any) -> None:
    """The headers of RELIABILITY §2b, on whatever kind of answer."""
    headers = response.headers
    policy = ALONE if headers["Content-Type"].startswith("image/") else POLICY
    assert set(headers["Content-Security-Policy"].split("; ")) == set(policy.split("; "))
    assert {name: headers.get(name) for name in ALWAYS} == ALWAYS
    assert "camera=()" in headers["Permissions-Policy"]
    for cookie in filter(lambda cookie: cookie.value, response.cookies.values()):
        assert cookie["samesite"] == "Lax"
        assert cookie["httponly"] or cookie.key == product.CSRF_COOKIE_NAME
    if response.streaming or response.content:
        kind = headers["Content-Type"]
        assert "charset=utf-8" in kind or "json" in kind or kind == "image/webp"


def assert_private(response: Any) -> None:
    picture = response.headers["Content-Type"].startswith("image/")
    kept = "private, max-age=31536000, immutable" if picture else "private, no-store"
    assert response.headers["Cache-Control"] == kept
    assert "Cookie" in response.headers["Vary"]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", url_names())
def test_every_address_answers_with_closed_doors(scene: Scene, name: str, method: str) -> None:
    form = scene.form(name) if method == "post" else {}
    for who in ("anonymous", "guest", "ada", "grace"):
        for headers in ({}, {"HX-Request": "true"}):
            browser = scene.browser(who)
            response = getattr(browser, method)(scene.address(name), form, headers=headers)
            assert response.status_code < 500
            assert_closed(response)
            if who != "anonymous":
                assert_private(response)


@pytest.mark.parametrize("name", url_names())
def test_reading_a_page_changes_nothing(scene: Scene, name: str) -> None:
    for who in scene.people:
        browser, before = scene.browser(who), fingerprint()
        browser.get(scene.address(name))
        assert fingerprint() == before


@pytest.mark.parametrize("name", url_names())
def test_no_form_is_taken_without_its_token_or_from_elsewhere(scene: Scene, name: str) -> None:
    for who in ("anonymous", "guest", "ada", "grace"):
        browser = scene.browser(who, enforce_csrf_checks=True)
        browser.get(reverse("account_reset_password"))
        token = browser.cookies[product.CSRF_COOKIE_NAME].value
        form, address, before = scene.form(name), scene.address(name), fingerprint()
        without = browser.post(address, form)
        signed = form | {"csrfmiddlewaretoken": token}
        foreign = browser.post(address, signed, headers={"Origin": "https://example.com"})
        assert (without.status_code, foreign.status_code) == (403, 403)
        assert_closed(foreign)
        assert fingerprint() == before
        assert browser.post(address, signed).status_code != 403 or name.startswith("admin:")


@pytest.fixture
def broken(settings: Settings) -> None:
    """The product's addresses and three that fail."""
    settings.ROOT_URLCONF = test_error_pages.__name__


@pytest.mark.parametrize("who", ["anonymous", "guest", "ada"])
@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/garbled/", 400),
        ("/decks/?q=%00", 400),
        ("/forbidden/", 403),
        ("/no-such-page/", 404),
        ("/sessions/" + "9" * 5_000 + "/", 404),
        ("/sessions/", 405),
        ("/broken/", 500),
    ],
)
@pytest.mark.usefixtures("broken")
def test_pages_of_what_went_wrong_are_closed_and_private(
    scene: Scene, who: str, address: str, status: int
) -> None:
    response = scene.browser(who).get(address)
    if address.startswith("/decks/") and who != "ada":
        status = 302
    assert response.status_code == status
    assert_closed(response)
    if who != "anonymous":
        assert_private(response)


@pytest.mark.django_db
def test_a_host_that_is_not_ours_gets_a_closed_page(client: Client) -> None:
    response = client.get("/", headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert_closed(response)
    assert "evil.example" not in response.content.decode()


def test_nothing_is_traced(scene: Scene) -> None:
    for method in ("TRACE", "PUT", "DELETE", "PATCH"):
        response = scene.browser("ada").generic(method, reverse("study:deck_list"))
        assert response.status_code == 405


def sign_in(client: Client, **kind: Any) -> dict[str, Any]:
    """The cookies that a browser holds after signing in."""
    client.get(reverse("account_login"), **kind)
    given = {"login": "ada@example.org", "password": PASSWORD, "remember": "on"}
    client.post(reverse("account_login"), given, **kind)
    return dict(client.cookies)


@pytest.fixture
def tls(settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The settings as they are where TLS is on."""
    monkeypatch.setenv("TLS", "1")
    spec = importlib.util.find_spec("studyapp.settings")
    assert spec
    assert spec.loader
    fresh = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(fresh)
    for name in dir(fresh):
        if name.startswith(("SECURE_", "SESSION_COOKIE", "CSRF_COOKIE")):
            setattr(settings, name, getattr(fresh, name))


@pytest.mark.usefixtures("tls")
def test_with_tls_cookies_are_bound_to_the_host_and_the_browser_keeps_to_tls(ada: User) -> None:
    client = Client()
    cookies = sign_in(client, secure=True, headers={"X-Forwarded-Proto": "https"})
    assert set(cookies) == {"__Host-sessionid", "__Host-csrftoken"}
    for cookie in cookies.values():
        assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")
        assert cookie["samesite"] == "Lax"
    assert cookies["__Host-sessionid"]["httponly"]
    response = client.get("/today/", secure=True, headers={"X-Forwarded-Proto": "https"})
    assert response.status_code == 200
    hsts = response.headers["Strict-Transport-Security"]
    assert "max-age=63072000" in hsts
    assert "includeSubDomains" in hsts
    assert_closed(response)


@pytest.mark.django_db
@pytest.mark.usefixtures("tls")
def test_with_tls_plain_http_leads_to_https(client: Client) -> None:
    assert client.get("/").headers["Location"].startswith("https://")
    assert client.get("/healthz").status_code == 200


def test_without_tls_one_signs_in_over_plain_http(client: Client, ada: User) -> None:
    cookies = sign_in(client)
    assert set(cookies) == {"sessionid", "csrftoken"}
    for cookie in cookies.values():
        assert not cookie["secure"]
        assert cookie["samesite"] == "Lax"
    assert cookies["sessionid"]["httponly"]
    response = client.get("/today/")
    assert response.status_code == 200
    assert "Strict-Transport-Security" not in response.headers


def test_signing_out_empties_the_browsers_cache(scene: Scene) -> None:
    response = scene.browser("ada").post(reverse("account_logout"))
    assert response.headers["Clear-Site-Data"] == '"cache"'
