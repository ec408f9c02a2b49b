"""A learner's browser as far as the server can tell: cookies, forms, and the cards in hand."""

import gzip
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from http.client import HTTPConnection
from itertools import cycle
from typing import NamedTuple
from urllib.parse import urlencode
from uuid import uuid4

from django.middleware.csrf import CSRF_SECRET_LENGTH
from django.utils.crypto import get_random_string

RATINGS = (4, 3, 5, 4, 2, 5, 3, 4, 1, 4)
TEMPLATE = re.compile(r'<template data-card="(\d+)">(.*?)</template>', re.DOTALL)
VERSION = re.compile(r'name="version" value="(\d+)"')
ORDER = re.compile(r'data-order="([^"]*)"')
TURN = re.compile(r'data-turn data-card="(\d+)"')


class Reply(NamedTuple):
    status: int
    location: str
    text: str


Send = Callable[[str, str, Mapping[str, str]], Reply]


class Browser:
    """One connection kept alive, and the cookies of one learner."""

    def __init__(self, port: int, session_key: str) -> None:
        self.line = HTTPConnection("127.0.0.1", port, timeout=30)
        self.token = get_random_string(CSRF_SECRET_LENGTH)
        self.cookies = {"sessionid": session_key, "csrftoken": self.token} if session_key else {}

    def __call__(self, method: str, path: str, fields: Mapping[str, str]) -> Reply:
        headers = {
            "Accept-Encoding": "gzip",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        if method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["X-CSRFToken"] = self.token
        self.line.request(method, path, urlencode(fields), headers)
        response = self.line.getresponse()
        body = response.read()
        if response.headers["Content-Encoding"] == "gzip":
            body = gzip.decompress(body)
        return Reply(response.status, response.headers.get("Location", ""), body.decode())


class Sitting:
    """A study session that is rated card by card, as ``session.js`` does it."""

    def __init__(self, send: Send) -> None:
        self.send = send
        self.ratings = cycle(RATINGS)
        self.address = _expect(302, send("POST", "/sessions/", {})).location
        page = _expect(200, send("GET", self.address, {})).text
        shown, behind = page.split('<div id="ahead"')
        self.hand = {TURN.findall(shown)[0]: VERSION.findall(shown)[0]} | _turns(behind)

    def rate(self) -> Reply:
        """Rate the card in front; the answer tops up the cards in hand."""
        card = next(iter(self.hand))
        fields = {
            "card": card,
            "version": self.hand.pop(card),
            "rating": str(next(self.ratings)),
            "presentation_id": str(uuid4()),
            "hint": "",
            "at": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z",
            "ms": "4000",
            "held": ",".join(self.hand),
        }
        reply = _expect(200, self.send("POST", f"{self.address}ratings/", fields))
        front, self.hand = list(self.hand)[:1], self.hand | _turns(reply.text)
        order = ORDER.findall(reply.text)[0].split(",")
        self.hand = {card: self.hand[card] for card in [*front, *order] if card in self.hand}
        return reply


def floor_rating(send: Send, path: str) -> Reply:
    fields = {"rating": "4", "presentation_id": str(uuid4())}
    return _expect(200, send("POST", path, fields))


def _turns(text: str) -> dict[str, str]:
    """The version of each card that came in a template."""
    return {card: VERSION.findall(turn)[0] for card, turn in TEMPLATE.findall(text)}


def _expect(status: int, reply: Reply) -> Reply:
    if reply.status != status:
        raise SystemExit(f"The server answered {reply.status}: {reply.text[:500]}")
    return reply
