"""How a test brings a text in and confirms it, over HTTP."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from studyapp.interchange.models import Transfer
from studyapp.library.models import Deck

TEXT = "What is drift?\tChange over time\nWhat is skew?\tA difference of sides\n"
BOX = "/decks/import/"


def bring(browser: Client, deck: Deck | None, text: str = TEXT, **fields: Any) -> str:
    """The address of the draft."""
    form = {"text": text, "deck": deck.slug if deck else "", "title": "New"} | fields
    response = browser.post(BOX, form)
    assert response.status_code == 302, response.content.decode()
    return str(response.headers["Location"])


def file(content: bytes, name: str = "cards.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def confirm(browser: Client, url: str) -> Transfer:
    """Press the button; the batch."""
    told = browser.get(url).context["plan"].told
    response = browser.post(url, {"told": told})
    assert response.status_code == 302
    return Transfer.objects.get(pk=url.split("/")[2])


def import_text(browser: Client, deck: Deck | None, text: str = TEXT, **fields: Any) -> Transfer:
    return confirm(browser, bring(browser, deck, text, **fields))


def states(browser: Client, url: str) -> list[tuple[int, str]]:
    return [(entry.row.line, entry.state) for entry in browser.get(url).context["plan"].entries]


def take_back(browser: Client, batch: Transfer) -> Transfer:
    response = browser.post(reverse("interchange:transfer_undo", args=[batch.pk]))
    assert response.status_code == 302
    return Transfer.objects.get(pk=batch.pk)


def sides(deck: Deck) -> list[tuple[str, str]]:
    """What the deck asks and answers now."""
    return list(deck.cards.filter(archived_at=None).in_order().values_list("front", "back"))
