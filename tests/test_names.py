"""One word all the way: the URL's name, the view, the template and the test."""

from pathlib import Path

import pytest
from django.urls import URLPattern

from tests.addresses import ADMIN, named_views

ROOT = Path(__file__).resolve().parent.parent
TESTS = ROOT / "tests"
TEMPLATES = ROOT / "templates"

# a POST that leads to another page or answers with another's fragment has no page of its own
WITHOUT_TEMPLATE = {
    "study:trial_start",
    "study:session_start",
    "study:session_answer",  # the session's page with its answer shown
    "study:session_rate",
    "study:session_undo",
    "study:bulk_undo",
    "study:card_star",
    "study:card_bury",
    "study:card_suspend",
    "library:deck_row_move",
    "library:deck_delete",
    "library:deck_rate",
    "library:note_delete",
    "library:report_settle",
    "library:trash_restore",
    "library:picture",
    "library:picture_add",
    "library:deck_copy",
    "accounts:theme",
    "interchange:cards_export",
    "interchange:deck_export",
    "interchange:transfer_undo",
    "operations:healthz",
    "operations:readyz",
}
# allauth names its addresses and its templates; ours only carry the design
ALLAUTH = {
    "account_signup": "signup",
    "account_login": "login",
    "account_inactive": "account_inactive",
    "account_logout": "logout",
    "account_email_verification_sent": "verification_sent",
    "account_confirm_email": "email_confirm",
    "account_change_password": "password_change",
    "account_reset_password": "password_reset",
    "account_reset_password_done": "password_reset_done",
    "account_reset_password_from_key_done": "password_reset_from_key_done",
    "account_reset_password_from_key": "password_reset_from_key",
}
# pages that a journey over several addresses tests
TESTED_IN = {
    "library:deck_row_move": "library/test_deck_row.py",
    "library:deck_delete": "library/test_trash.py",
    "library:note_delete": "library/test_trash.py",
    "library:trash_restore": "library/test_trash.py",
    "library:note_report": "library/test_card_report.py",
    "library:report_settle": "library/test_report_list.py",
    "library:picture_add": "library/test_picture.py",
    "account_inactive": "accounts/test_account_login.py",
    "account_email_verification_sent": "accounts/test_account_signup.py",
    "account_confirm_email": "accounts/test_account_signup.py",
    "account_reset_password_done": "accounts/test_account_reset_password.py",
    "account_reset_password_from_key": "accounts/test_account_reset_password.py",
    "account_reset_password_from_key_done": "accounts/test_account_reset_password.py",
}

PAGES = [(name, pattern) for name, pattern in named_views() if name not in ADMIN]
OURS = [(name, pattern) for name, pattern in PAGES if name not in ALLAUTH]
NAMES = [name for name, _ in PAGES]


@pytest.mark.parametrize(("name", "pattern"), OURS, ids=[name for name, _ in OURS])
def test_a_view_is_called_as_its_address(name: str, pattern: URLPattern) -> None:
    namespace, word = name.split(":")
    assert pattern.callback.__name__ == word
    assert pattern.callback.__module__.startswith(f"studyapp.{namespace}.views")


@pytest.mark.parametrize("name", NAMES)
def test_a_template_is_called_as_its_address(name: str) -> None:
    folder, _, word = name.rpartition(":")
    path = TEMPLATES / (folder or "account") / f"{ALLAUTH.get(name, word)}.html"
    assert path.exists() is (name not in WITHOUT_TEMPLATE), path


@pytest.mark.parametrize("name", NAMES)
def test_a_test_file_is_called_as_its_address(name: str) -> None:
    folder, _, word = name.rpartition(":")
    own = f"{folder or 'accounts'}/test_{word}.py"
    assert (TESTS / TESTED_IN.get(name, own)).exists()


def test_every_exception_still_stands() -> None:
    assert {*ALLAUTH, *WITHOUT_TEMPLATE, *TESTED_IN} <= set(NAMES)
    assert not [name for name in TESTED_IN if (TESTS / f"accounts/test_{name}.py").exists()]


def test_every_page_template_has_its_address() -> None:
    words = {name.partition(":")[2] for name in NAMES} | set(ALLAUTH.values())
    folders = {name.partition(":")[0] for name in NAMES if ":" in name} | {"account"}
    pages = {
        path.relative_to(TEMPLATES)
        for folder in folders
        for path in (TEMPLATES / folder).glob("[!_]*.html")
    }
    # what a refused rating gets instead of the page it asked for
    refusals = {Path("study/session_conflict.html"), Path("study/session_refused.html")}
    assert {page for page in pages if page.stem not in words} == refusals
