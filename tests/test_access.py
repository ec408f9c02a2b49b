"""Who may open and send what: every address, for every kind of person."""

from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from studyapp.accounts.models import User
from studyapp.library.models import Card, Deck
from studyapp.study.models import Memory, Review, Session
from tests.addresses import Scene, url_names
from tests.fingerprint import fingerprint

PEOPLE = ("anonymous", "guest", "ada", "carol", "boole", "noether", "grace")

# A status for each person, or one for all. Ada learns in Boole's class; Carol has nothing to do
# with them, Noether teaches elsewhere, Grace is staff. "in" leads to the sign-in page.
TABLE = """
name                          whose        method  anonymous guest ada carol boole noether grace

operations:healthz            any          GET     200
operations:healthz            any          POST    405
operations:readyz             any          GET     200
operations:readyz             any          POST    405
progress:landing              any          GET     200 200 302 302 302 302 302
progress:landing              any          POST    405
progress:today                any          GET     in  in  200 200 200 200 200
progress:today                any          POST    405
progress:subject              any          GET     in  200 200 200 200 200 200
progress:subject              any          POST    405
progress:objective            any          GET     in  200 200 200 200 200 200
progress:objective            any          POST    405
progress:concept              any          GET     in  200 200 200 200 200 200
progress:concept              any          POST    405

study:deck_list               any          GET     in  in  200 200 200 200 200
study:deck_list               any          POST    405
study:deck                    ada's        GET     in  404 200 404 404 404 404
study:deck                    the_class's  GET     in  404 200 404 200 404 404
study:deck                    everybody's  GET     in  200 200 200 200 200 200
study:deck                    everybody's  POST    405
study:search                  any          GET     in  in  200 200 200 200 200
study:search                  any          POST    405
study:browse                  any          GET     in  in  200 200 200 200 200
study:browse                  any          POST    405
study:bulk_change             any          GET     405
study:bulk_change             any          POST    in  in  302 302 302 302 302
study:bulk_undo               any          GET     405
study:bulk_undo               ada's        POST    in  in  302 404 404 404 404
study:card_history            ada's        GET     in  404 200 404 404 404 404
study:card_history            the_class's  GET     in  404 200 404 200 404 404
study:card_history            everybody's  GET     in  200 200 200 200 200 200
study:card_history            everybody's  POST    405
study:retention               any          GET     in  in  200 200 200 200 200
study:retention               any          POST    in  in  302 302 302 302 302

study:trial_start             any          GET     405
study:trial_start             any          POST    302
study:session_start           any          GET     405
study:session_start           ada's        POST    in  404 302 404 404 404 404
study:session_start           the_class's  POST    in  404 302 404 302 404 404
study:session_start           everybody's  POST    in  302 302 302 302 302 302
study:session                 ada's        GET     in  404 200 404 404 404 404
study:session                 the_class's  GET     in  404 200 404 404 404 404
study:session                 the_guest's  GET     in  200 404 404 404 404 404
study:session                 ada's        POST    405
study:session_answer          ada's        GET     in  404 200 404 404 404 404
study:session_answer          the_class's  GET     in  404 200 404 404 404 404
study:session_answer          the_guest's  GET     in  200 404 404 404 404 404
study:session_answer          ada's        POST    405
study:session_rate            ada's        GET     405
study:session_rate            ada's        POST    in  404 302 404 404 404 404
study:session_rate            the_class's  POST    in  404 302 404 404 404 404
study:session_rate            the_guest's  POST    in  302 404 404 404 404 404
study:session_undo            ada's        GET     405
study:session_undo            ada's        POST    in  404 409 404 404 404 404
study:session_undo            the_class's  POST    in  404 409 404 404 404 404
study:session_undo            the_guest's  POST    in  409 404 404 404 404 404
study:session_summary         ada's        GET     in  404 200 404 404 404 404
study:session_summary         the_class's  GET     in  404 200 404 404 404 404
study:session_summary         the_guest's  GET     in  200 404 404 404 404 404
study:session_summary         ada's        POST    405
study:card_star               ada's        GET     405
study:card_star               ada's        POST    in  404 302 404 404 404 404
study:card_star               the_class's  POST    in  404 302 404 302 404 404
study:card_star               everybody's  POST    in  302 302 302 302 302 302
study:card_bury               ada's        GET     405
study:card_bury               ada's        POST    in  404 302 404 404 404 404
study:card_bury               the_class's  POST    in  404 302 404 302 404 404
study:card_bury               everybody's  POST    in  302 302 302 302 302 302
study:card_suspend            ada's        GET     405
study:card_suspend            ada's        POST    in  404 302 404 404 404 404
study:card_suspend            the_class's  POST    in  404 302 404 302 404 404
study:card_suspend            everybody's  POST    in  302 302 302 302 302 302

study:note                    ada's        GET     in  404 200 404 404 404 404
study:note                    the_class's  GET     in  404 200 404 200 404 404
study:note                    everybody's  GET     in  200 200 200 200 200 200
study:note                    everybody's  POST    405
library:deck_copy             everybody's  GET     405
library:deck_copy             everybody's  POST    in  in  404 404 404 404 404
library:deck_copy             ada's        POST    in  in  404 404 404 404 404
library:card_edit             ada's        GET     in  in  200 404 404 404 404
library:card_edit             ada's        POST    in  in  302 404 404 404 404
library:card_edit             the_class's  GET     in  in  404 404 200 404 404
library:card_edit             the_class's  POST    in  in  404 404 302 404 404
library:card_edit             everybody's  GET     in  in  404 404 200 404 404
library:card_edit             everybody's  POST    in  in  404 404 302 404 404

library:note_report           ada's        GET     in  in  200 404 404 404 404
library:note_report           ada's        POST    in  in  302 404 404 404 404
library:note_report           everybody's  GET     in  in  200 200 200 200 200
library:note_report           everybody's  POST    in  in  302 302 302 302 302
library:note_delete           ada's        GET     405
library:note_delete           ada's        POST    in  in  302 404 404 404 404
library:note_delete           the_class's  POST    in  in  404 404 302 404 404
library:card_versions         ada's        GET     in  in  200 404 404 404 404
library:card_versions         ada's        POST    in  in  302 404 404 404 404
library:card_versions         the_class's  GET     in  in  404 404 200 404 404
library:card_report           ada's        GET     in  in  200 404 404 404 404
library:card_report           ada's        POST    in  in  302 404 404 404 404
library:card_report           the_class's  GET     in  in  200 404 200 404 404
library:card_report           everybody's  POST    in  in  302 302 302 302 302
library:deck_create           any          GET     in  in  200 200 200 200 200
library:deck_create           any          POST    in  in  302 302 302 302 302
library:deck_edit             ada's        GET     in  in  200 404 404 404 404
library:deck_edit             ada's        POST    in  in  302 404 404 404 404
library:deck_edit             the_class's  GET     in  in  404 404 200 404 404
library:deck_edit             everybody's  GET     in  in  404 404 200 404 404
library:deck_row              ada's        GET     405
library:deck_row              ada's        POST    in  in  302 404 404 404 404
library:deck_row              the_class's  POST    in  in  404 404 302 404 404
library:deck_row_move         ada's        GET     405
library:deck_row_move         ada's        POST    in  in  302 404 404 404 404
library:deck_row_move         the_class's  POST    in  in  404 404 302 404 404
library:deck_rows             ada's        GET     405
library:deck_rows             ada's        POST    in  in  302 404 404 404 404
library:deck_rows             the_class's  POST    in  in  404 404 302 404 404
library:deck_delete           ada's        GET     405
library:deck_delete           ada's        POST    in  in  302 404 404 404 404
library:deck_delete           everybody's  POST    in  in  404 404 302 404 404
library:deck_rate             ada's        GET     405
library:deck_rate             ada's        POST    in  in  404 404 404 404 404
library:deck_rate             the_class's  POST    in  in  302 404 404 404 404
library:deck_rate             everybody's  POST    in  in  302 302 404 302 302
library:report_list           any          GET     in  in  200 200 200 200 200
library:report_list           any          POST    405
library:report_settle         ada's        GET     405
library:report_settle         ada's        POST    in  in  302 404 404 404 404
library:report_settle         the_class's  POST    in  in  404 404 302 404 404
library:trash                 any          GET     in  in  200 200 200 200 200
library:trash                 any          POST    405
library:trash_restore         any          GET     405
library:trash_restore         any          POST    in  in  302 302 302 302 302
library:picture               ada's        GET     in  404 200 404 404 404 404
library:picture               the_class's  GET     in  404 200 404 200 404 404
library:picture               everybody's  GET     in  200 200 200 200 200 200
library:picture               ada's        POST    405
library:picture_add           any          GET     405
library:picture_add           any          POST    in  in  422 422 422 422 422
interchange:deck_import       any          GET     in  in  200 200 200 200 200
interchange:deck_import       ada's        POST    in  in  302 422 422 422 422
interchange:deck_import       the_class's  POST    in  in  422 422 302 422 422
interchange:transfer          ada's        GET     in  in  200 404 404 404 404
interchange:transfer          ada's        POST    in  in  302 404 404 404 404
interchange:transfer          the_class's  GET     in  in  404 404 200 404 404
interchange:transfer_undo     ada's        GET     405
interchange:transfer_undo     ada's        POST    in  in  302 404 404 404 404
interchange:cards_export      any          GET     405
interchange:cards_export      any          POST    in  in  200 200 200 200 200
interchange:deck_export       ada's        GET     in  in  200 404 404 404 404
interchange:deck_export       the_class's  GET     in  in  200 404 200 404 404
interchange:deck_export       everybody's  GET     in  in  200 200 200 200 200
interchange:deck_export       everybody's  POST    405

accounts:settings             any          GET     in  in  200 200 200 200 200
accounts:settings             any          POST    in  in  422 422 422 422 422
accounts:theme                any          GET     405
accounts:theme                any          POST    in  in  302 302 302 302 302
account_signup                any          GET     200 200 302 302 302 302 302
account_signup                any          POST    200 200 302 302 302 302 302
account_login                 any          GET     200 200 302 302 302 302 302
account_login                 any          POST    200 200 302 302 302 302 302
account_inactive              any          GET     200
account_inactive              any          POST    405
account_logout                any          GET     302 302 200 200 200 200 200
account_logout                any          POST    302
account_email_verification_sent  any       GET     200
account_email_verification_sent  any       POST    405
account_confirm_email         any          GET     200
account_confirm_email         any          POST    404
account_change_password       any          GET     in  in  200 200 200 200 200
account_change_password       any          POST    in  in  200 200 200 200 200
account_reset_password        any          GET     200
account_reset_password        any          POST    200
account_reset_password_done   any          GET     200
account_reset_password_done   any          POST    405
account_reset_password_from_key       any  GET     200
account_reset_password_from_key       any  POST    200
account_reset_password_from_key_done  any  GET     200
account_reset_password_from_key_done  any  POST    405

admin:login                   any          GET     in  in  403 403 403 403 302
admin:login                   any          POST    in  in  403 403 403 403 200
admin:index                   any          GET     302 302 302 302 302 302 200
admin:index                   any          POST    302 302 302 302 302 302 200
"""
ROWS = [line.split() for line in TABLE.splitlines()[2:] if line]
REFUSED = {"in", "403", "404", "405", "409", "422"}


@pytest.fixture
def scene(ada: User, boole: User, carol: User) -> Scene:
    return Scene(ada, boole, carol)


def test_every_address_has_its_rows() -> None:
    walked = {(name, method) for name, _, method, *_ in ROWS}
    assert walked == {(name, method) for name in url_names() for method in ("GET", "POST")}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: " ".join(row[:3]))
def test_everybody_gets_what_the_table_says(scene: Scene, row: list[str]) -> None:
    name, whose, method, *statuses = row
    whose = "ada's" if whose == "any" else whose.replace("_", " ")
    given = {}
    for who in PEOPLE:
        with transaction.atomic():
            given[who] = answer(scene, who, name, whose, method)
            transaction.set_rollback(True)
    assert list(given.values()) == statuses * (len(PEOPLE) if len(statuses) == 1 else 1)


def answer(scene: Scene, who: str, name: str, whose: str, method: str) -> str:
    browser, address = scene.browser(who), scene.address(name, whose)
    send = browser.post if method == "POST" else browser.get
    form, before = scene.form(name, whose) if method == "POST" else {}, fingerprint()
    response = send(address, form)
    status = str(response.status_code)
    if response.headers.get("Location", "").startswith(f"{reverse('account_login')}?"):
        status = "in"
        fragment = send(address, form, headers={"HX-Request": "true"})
        assert fragment.status_code == 401
        assert fragment.headers["HX-Redirect"].startswith(reverse("account_login"))
    if status in REFUSED:
        assert fingerprint() == before
    return status


FORGED = {
    "role": "instructor", "is_staff": "on", "is_superuser": "on", "is_active": "", "is_guest": "1",
    "email": "carol@example.org", "maximum_interval": "1", "fuzz_key": "0", "password": "x",
    "author": "1", "visibility": "public", "deck_id": "1", "status": "draft", "from_file": "1",
    "archived_at": "2026-01-01", "grade": "4", "study_day": "2020-01-01", "due_day": "2099-01-01",
}  # fmt: skip

# what a person may do to decks of her own
OF_HER_OWN = {"library:deck_create", "library:deck_row", "library:deck_delete",
              "interchange:transfer"}  # fmt: skip


@pytest.mark.parametrize(
    "name", sorted({name for name, _, method, *_ in ROWS if method == "POST"} - {"account_logout"})
)
def test_fields_that_a_form_does_not_have_change_nothing(scene: Scene, name: str) -> None:
    ada, carol = scene.people["ada"], scene.people["carol"]
    assert ada
    assert carol
    hers = ("display_name", "email", "password", "role", "is_staff", "is_superuser", "is_active",
            "is_guest", "maximum_interval", "fuzz_key")  # fmt: skip
    before = User.objects.values(*hers).get(pk=ada.pk)
    author = carol if name in OF_HER_OWN else ada
    decks = guarded_decks(author)
    theirs = rows_of(carol)
    forged: dict[str, Any] = {"learner": carol.pk, "user": carol.pk, "pk": carol.pk, "id": carol.pk}
    sent = FORGED | forged | {"display_name": "Ada"} | scene.form(name)
    scene.browser("ada").post(scene.address(name), sent)
    assert User.objects.values(*hers).get(pk=ada.pk) == before
    assert rows_of(carol) == theirs
    assert guarded_decks(author) == decks
    assert not Deck.objects.filter(author=ada, visibility="public").exists()
    assert not Card.objects.filter(deck__author=ada, status="draft").exists()


def rows_of(person: User) -> list[Any]:
    """What is stored of one person."""
    kinds = (Memory, Review, Session)
    rows = [list(kind.objects.filter(learner=person).values()) for kind in kinds]
    return [User.objects.filter(pk=person.pk).values().get(), *rows]


def guarded_decks(*authors: User) -> list[Any]:
    guarded = ("author", "visibility", "from_file", "archived_at", "cards__status", "cards__deck")
    decks = Deck.objects.filter(author__in=authors).order_by("pk", "cards")
    return list(decks.values_list(*guarded))
