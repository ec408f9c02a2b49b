"""What the page of a session holds, read as a browser would, and what it sends."""

import re
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from django.test import Client
from django.urls import reverse

from studyapp.effort.models import StudyDay
from studyapp.library.models import Card, Deck
from studyapp.study.models import Memory, Review, Session

FIELDS = re.compile(
    r'name="card" value="(\d+)">\s*<input type="hidden" name="version" value="(\d+)">\s*'
    r'<input type="hidden" name="presentation_id" value="([0-9a-f-]+)"'
)


class Turn(NamedTuple):
    """One card that a page holds, with the fields of its rating form."""

    card: int
    version: int
    presentation_id: UUID

    def rated(self, rating: object, **more: object) -> dict[str, Any]:
        """What the form sends when that button is pressed."""
        return {**self._asdict(), "rating": rating, **more}


def turns_in(html: str) -> list[Turn]:
    """The cards on the page, the one asked first."""
    return [Turn(int(card), int(version), UUID(pid)) for card, version, pid in FIELDS.findall(html)]


def progress_in(html: str) -> tuple[int, int]:
    found = re.search(r'<progress value="(\d+)" max="(\d+)"', html)
    found = found or re.search(r'data-finished="(\d+)" data-total="(\d+)"', html)
    assert found, html
    return int(found[1]), int(found[2])


def start(client: Client, deck: Deck | None) -> Session:
    """Press the button that starts a session, of the deck or of all that is due."""
    response = client.post(reverse("study:session_start"), {"deck": deck.slug} if deck else {})
    return Session.objects.get(pk=int(response.headers["Location"].split("/")[-2]))


def url_of(session: Session, name: str = "session", *more: object) -> str:
    return reverse(f"study:{name}", args=[session.pk, *more])


def open_page(client: Client, session: Session) -> str:
    """The question page; after the last card, the summary."""
    return client.get(url_of(session), follow=True).content.decode()


def asked(client: Client, session: Session) -> Turn:
    """The card on the page now."""
    return turns_in(open_page(client, session))[0]


def press(client: Client, session: Session, rating: object, **more: object) -> Any:
    """Rate the card on the page now by its form, without JavaScript."""
    return client.post(
        url_of(session, "session_rate"), asked(client, session).rated(rating, **more)
    )


def a_turn(card: Card, version: int = 0) -> Turn:
    return Turn(card.pk, version, uuid4())


def stored() -> tuple[int, int, list[Any]]:
    """All that a rating changes, to see that nothing did."""
    memories = list(Memory.objects.order_by("pk").values())
    return Review.objects.count(), StudyDay.objects.count(), memories
