"""Chromium against a live server: one browser a run, one context a test, silence in its console."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from studyapp.accounts.models import User
from studyapp.library.models import Card, Deck
from studyapp.study.models import Session
from studyapp.study.planning import start_session
from tests.chromium import FLAGS, installed
from tests.factories import make_card, make_deck

SIX = {
    "gas": ("Which gas makes dough rise?", "Carbon dioxide"),
    "salt": ("How much salt for a kilogram of flour?", "Twenty grams"),
    "crust": ("What browns a crust?", "The Maillard reaction"),
    "gluten": ("Which two proteins make gluten?", "Gliadin and glutenin"),
    "proof": ("What does a poke test show?", "Whether dough has proofed"),
    "steam": ("Why is there steam in the oven?", "It keeps the crust soft at first"),
}
TELL_OF_CSP = """addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP: ${event.violatedDirective} ${event.blockedURI}`));"""


class Problems(list[str]):
    """What the console complained of; a test names what it provokes."""

    def expect(self, pattern: str) -> None:
        self.expected.append(pattern)

    expected: list[str]

    def __init__(self) -> None:
        self.expected = []

    @property
    def unexpected(self) -> list[str]:
        return [said for said in self if not any(re.search(p, said) for p in self.expected)]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=installed(), args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def problems() -> Iterator[Problems]:
    heard = Problems()
    yield heard
    assert heard.unexpected == []


@pytest.fixture
def new_context(
    browser: Browser, live_server: LiveServer, problems: Problems
) -> Iterator[Callable[..., BrowserContext]]:
    """A browser of its own for one visitor, on the live server."""
    opened: list[BrowserContext] = []

    def make(user: User | None = None, **options: Any) -> BrowserContext:
        context = browser.new_context(base_url=live_server.url, **options)
        opened.append(context)
        context.set_default_timeout(20_000)  # two cores, and all that runs on them
        context.set_default_navigation_timeout(20_000)  # a busy machine is slow to begin
        context.add_init_script(TELL_OF_CSP)
        context.on("console", lambda m: problems.append(m.text) if m.type == "error" else None)
        context.on("weberror", lambda e: problems.append(str(e.error)))
        if user:
            sign_in(context, user, live_server.url)
        return context

    yield make
    for context in opened:
        context.close()


def sign_in(context: BrowserContext, user: User, url: str) -> None:
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.save()
    context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": store.session_key or "", "url": url}]
    )


@pytest.fixture
def ada_page(new_context: Callable[..., BrowserContext], ada: User) -> Page:
    return new_context(ada).new_page()


@pytest.fixture
def bread(boole: User) -> Deck:
    """Six cards that everybody may study; the first has a hint."""
    deck = make_deck(boole, visibility="public")
    for position, (key, (front, back)) in enumerate(SIX.items()):
        hint = "You breathe it out" if key == "gas" else ""
        make_card(deck, key, front=front, back=back, hint=hint, position=position)
    return deck


@pytest.fixture
def cards(bread: Deck) -> list[Card]:
    return list(bread.cards.order_by("position"))


@pytest.fixture
def sitting(ada: User, bread: Deck) -> Session:
    return start_session(ada, deck=bread, at=timezone.now())
