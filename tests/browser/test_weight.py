"""What the study page weighs, from the real web server with its compressed files."""

import gzip
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, CDPSession, Page, expect

from studyapp.accounts.models import User
from studyapp.library.models import Card
from studyapp.operations.supervision import Processes, listen
from studyapp.study.models import Session
from studyapp.study.planning import start_session
from tests.browser.conftest import sign_in
from tests.browser.pages import load

KB = 1000
HELD = re.compile(r'<template data-card="(\d+)"')


@pytest.fixture(scope="module")
def static_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("static")
    environment = os.environ | {
        "STATIC_ROOT": str(folder),
        "DJANGO_SETTINGS_MODULE": "studyapp.settings",
    }
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"]
    subprocess.run(command, env=environment, cwd=settings.BASE_DIR, check=True)
    return folder


@pytest.fixture
def server(
    transactional_db: None, static_root: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """The web server of `make run` over the database of the test."""
    database = urlsplit(settings.DATABASE_URL)
    database = database._replace(path=f"/{connection.settings_dict['NAME']}")
    monkeypatch.setenv("DATABASE_URL", database.geturl())
    monkeypatch.setenv("STATIC_ROOT", str(static_root))
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "studyapp.settings")
    with listen("127.0.0.1:0") as listener:
        web = Processes(settings.BASE_DIR, listener)
        web.start("web")
        web.wait_for_web()
        yield web.url
        web.__exit__()


@pytest.fixture
def sitting(ada: User) -> Session:
    """A session of the deck that ships."""
    deck = load()
    return start_session(ada, deck=deck, at=timezone.now())


@pytest.fixture
def page(browser: Browser, server: str, ada: User) -> Iterator[Page]:
    context = browser.new_context(base_url=server)
    sign_in(context, ada, server)
    yield context.new_page()
    context.close()


class Wire:
    """What came over the wire since it listens: each address with its bytes, headers included."""

    def __init__(self, page: Page) -> None:
        self.urls: dict[str, str] = {}
        self.bytes: dict[str, float] = {}
        cdp: CDPSession = page.context.new_cdp_session(page)
        cdp.on("Network.requestWillBeSent", self._ask)
        cdp.on("Network.requestServedFromCache", self._cached)
        cdp.on("Network.responseReceived", self._answer)
        cdp.on("Network.loadingFinished", self._end)
        cdp.send("Network.enable")

    def _ask(self, event: dict[str, str | dict[str, str]]) -> None:
        self.urls[str(event["requestId"])] = event["request"]["url"]  # type: ignore[index]

    def _cached(self, event: dict[str, str]) -> None:
        self.urls.pop(event["requestId"], None)

    def _answer(self, event: dict[str, str | dict[str, str]]) -> None:
        response = event["response"]
        if response["fromDiskCache"]:  # type: ignore[index]
            self.urls.pop(str(event["requestId"]), None)

    def _end(self, event: dict[str, str | float]) -> None:
        if url := self.urls.get(str(event["requestId"])):
            self.bytes[url] = float(event["encodedDataLength"])

    def weight(self, *, fonts: bool) -> float:
        return sum(size for url, size in self.bytes.items() if fonts or "/fonts/" not in url)


def test_the_first_visit_of_the_study_page_is_light(page: Page, sitting: Session) -> None:
    wire = Wire(page)
    page.goto(reverse("study:session", args=[sitting.pk]), wait_until="networkidle")
    assert len(wire.urls) <= 8, wire.bytes
    assert sum("/fonts/" in url for url in wire.bytes) == 2
    assert wire.weight(fonts=False) <= 45 * KB, wire.bytes
    assert wire.weight(fonts=True) <= 110 * KB, wire.bytes


def test_revealing_sends_nothing_and_a_rating_one_request(page: Page, sitting: Session) -> None:
    page.goto(reverse("study:session", args=[sitting.pk]), wait_until="networkidle")
    wire = Wire(page)
    page.keyboard.press("Space")
    expect(page.locator("#answer")).to_be_focused()
    assert all("favicon" in url for url in wire.urls.values())
    with page.expect_response("**/ratings/") as answered:
        page.keyboard.press("4")
    answered.value.finished()
    page.keyboard.press("Space")
    expect(page.locator("#answer")).to_be_focused()
    sent = [url for url in wire.urls.values() if "favicon" not in url]  # asked for when idle
    assert [url.rpartition("/sessions/")[2] for url in sent] == [f"{sitting.pk}/ratings/"]


def test_the_answer_to_a_rating_is_little_more_than_the_next_card(
    page: Page, sitting: Session
) -> None:
    page.goto(reverse("study:session", args=[sitting.pk]))
    for _ in range(3):
        page.keyboard.press("Space")
        with page.expect_response("**/ratings/") as answered:
            page.keyboard.press("4")
        body = answered.value.body()
        assert answered.value.headers["content-encoding"] == "gzip"
        brought = Card.objects.filter(pk__in=HELD.findall(body.decode()))
        texts = "".join(
            card.front_html + card.back_html + card.hint_html + card.explanation_html
            for card in brought
        )
        assert packed(body) - packed(texts.encode()) <= 1.5 * KB


def packed(text: bytes) -> int:
    return len(gzip.compress(text, compresslevel=6))
