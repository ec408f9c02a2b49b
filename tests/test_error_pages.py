from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest
from django.test import Client
from django.urls import path

from studyapp import urls
from studyapp.accounts.models import User

HTMX = {"HX-Request": "true"}


def fails(error: Exception) -> Callable[[HttpRequest], Any]:
    def view(request: HttpRequest) -> Any:
        raise error

    return view


# the product's pages and three that fail
urlpatterns = [
    *urls.urlpatterns,
    path("broken/", fails(RuntimeError("a secret"))),
    path("forbidden/", fails(PermissionDenied("a secret"))),
    path("garbled/", fails(BadRequest("a secret"))),
]
handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        ("/garbled/", 400, "We could not read that request"),
        ("/forbidden/", 403, "This page is not open to you"),
        ("/nowhere/", 404, "This page is blank on both sides"),
        ("/broken/", 500, "Something broke on our side"),
    ],
)
def test_what_went_wrong_is_said_without_a_trace(
    visitor: Client, address: str, status: int, sentence: str
) -> None:
    answer = visitor.get(address)
    page = answer.content.decode()
    assert answer.status_code == status
    assert sentence in page
    assert "secret" not in page and "Traceback" not in page
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/garbled/", "/forbidden/", "/nowhere/", "/broken/"])
def test_htmx_gets_a_sentence_for_the_frame_and_keeps_its_page(
    visitor: Client, address: str
) -> None:
    answer = visitor.get(address, headers=HTMX)
    assert answer.headers["HX-Retarget"] == "#failure"
    assert answer.headers["HX-Reswap"] == "innerHTML"
    assert "<html" not in answer.content.decode()
    assert len(answer.content) < 200


def test_a_broken_page_asks_neither_database_nor_session(visitor: Client) -> None:
    assert visitor.get("/broken/").status_code == 500  # no django_db mark: a query would fail


def test_a_broken_page_names_the_request_as_the_log_does(visitor: Client) -> None:
    answer = visitor.get("/broken/")
    assert f"Code {answer.headers['X-Request-ID']}" in answer.content.decode()


@pytest.mark.django_db
def test_a_form_without_its_token_is_refused_with_what_to_do() -> None:
    answer = Client(enforce_csrf_checks=True).post("/trial/")
    assert answer.status_code == 403
    assert "This form was open for too long" in answer.content.decode()


def test_a_learner_who_is_lost_may_search(client: Client, ada: User) -> None:
    client.force_login(ada)
    page = client.get("/nowhere/").content.decode()
    assert 'role="search"' in page
    assert 'href="/today/"' in page
