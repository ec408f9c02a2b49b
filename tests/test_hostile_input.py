"""Whatever a request sends, the answer is ours: a sentence, never a trace."""

from typing import Any
from urllib.parse import quote

import pytest

from studyapp.accounts.models import User
from studyapp.study.models import Review
from tests.addresses import Scene, url_names
from tests.factories import PASSWORD

HOSTILE = {
    "nul": "a\0b",
    "long": "x" * 10_000,
    "digits": "9" * 5_000,
    "markup": '"><script>alert(1)</script>{{ 7*7 }}{% load %}',
    "odd": "²\u202e\r\nX-Injected: 1",
    "negative": "-1",
}
WELL_FORMED: dict[str, dict[str, Any]] = {
    "study:trial_start": {"time_zone": "UTC"},
    "study:session_rate": {"at": "", "ms": 0, "hint": "", "held": "", "change": ""},
    "study:card_star": {"next": ""},
    "study:card_bury": {"next": ""},
    "study:card_suspend": {"next": ""},
    "library:card_edit": {"hint": "", "explanation": "", "accepted": "", "next": ""},
    "accounts:theme": {"next": ""},
    "interchange:deck_import": {"title": "New"},
    "interchange:transfer": {"skip": "1", "take": "1", "mend": "1"},
    "accounts:settings": {
        "display_name": "Ada", "time_zone": "UTC", "rollover_hour": "4", "theme": "light",
        "daily_goal": "10", "new_cards_a_day": "10", "desired_retention": "0.90",
    },
    "account_login": {"login": "ada@example.org", "password": PASSWORD, "next": ""},
    "account_signup": {
        "display_name": "Dora", "email": "dora@example.org", "password1": PASSWORD,
        "time_zone": "UTC", "next": "",
    },
    "account_reset_password": {"email": "ada@example.org"},
    "account_change_password": {"oldpassword": PASSWORD, "password1": PASSWORD + "s"},
}  # fmt: skip
FOR_STRANGERS = {"account_login", "account_signup", "account_reset_password", "study:trial_start"}
QUERIES = {
    "study:deck_list": ("q", "sort", "show"),
    "study:session": ("card", "undone"),
    "interchange:deck_import": ("deck",),
    "interchange:transfer": ("page",),
    "library:card_edit": ("next",),
    "account_login": ("next",),
    "account_signup": ("next",),
}


@pytest.fixture
def scene(ada: User, boole: User, carol: User) -> Scene:
    return Scene(ada, boole, carol)


def assert_ours(response: Any) -> None:
    page = response.content.decode()
    assert response.status_code < 500
    assert "X-Injected" not in response.headers
    assert "Traceback" not in page
    assert "<script>alert" not in page


@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("name", url_names())
def test_no_field_of_a_form_breaks_its_page(scene: Scene, name: str, value: str) -> None:
    form = WELL_FORMED.get(name, {}) | scene.form(name)
    for field in form:
        browser = scene.browser("anonymous" if name in FOR_STRANGERS else "ada")
        assert_ours(browser.post(scene.address(name), form | {field: value}))
    assert not Review.objects.filter(rating__isnull=True, kind="rating").exists()


@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("name", QUERIES)
def test_no_address_breaks_its_page(scene: Scene, name: str, value: str) -> None:
    browser = scene.browser("anonymous" if name in FOR_STRANGERS else "ada")
    for field in QUERIES[name]:
        assert_ours(browser.get(scene.address(name), {field: value}))


@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE)
def test_no_path_breaks_the_site(scene: Scene, value: str) -> None:
    browser = scene.browser("ada")
    for before, after in (
        ("/decks/", "/"), ("/sessions/", "/"), ("/sessions/", "/summary/"), ("/notes/", "/"),
        ("/cards/", "/edit/"), ("/accounts/email/", "/"), ("/accounts/password/reset/1-", "/"),
    ):  # fmt: skip
        assert_ours(browser.get(f"{before}{quote(value)}{after}"))


def test_a_cookie_that_is_none_is_a_strangers(scene: Scene) -> None:
    browser = scene.browser("anonymous")
    browser.cookies["sessionid"] = "x" * 4_000
    assert browser.get("/today/").status_code == 302
