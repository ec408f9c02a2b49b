"""The box that takes a paste or a file."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.interchange.models import Transfer
from studyapp.interchange.planning import MOST_ROWS
from studyapp.interchange.tasks import sweep_transfers
from studyapp.library.models import Card, Deck
from tests.factories import make_classroom, make_deck
from tests.interchange.drafts import BOX, TEXT, bring, file, import_text, sides


def refused(browser: Client, **form: Any) -> str:
    """The page that refuses the form; nothing was stored."""
    response = browser.post(BOX, {"title": "New"} | form)
    assert response.status_code == 422
    assert not Transfer.objects.exists()
    return response.content.decode()


def test_the_box_offers_the_decks_that_one_may_change(
    client: Client, ada: User, boole: User, carol: User
) -> None:
    make_deck(ada, title="Of Ada")
    shared = {"visibility": "class", "classroom": make_classroom(boole, ada)}
    make_deck(boole, "shared", title="Of the class", **shared)
    make_deck(carol, "carols", title="Of Carol", visibility="public")
    offered = {}
    for person in (ada, boole):
        client.force_login(person)
        page = client.get(BOX).content.decode()
        offered[person.name] = [t for t in ("Of Ada", "Of the class", "Of Carol") if t in page]
    assert offered == {"Ada": ["Of Ada"], "Boole": ["Of the class"]}


def test_the_deck_that_one_comes_from_is_chosen(browser: Client, deck: Deck) -> None:
    page = browser.get(BOX, {"deck": deck.slug}).content.decode()
    assert f'<option value="{deck.slug}" selected>' in page


def test_a_file_is_a_draft_under_its_name(browser: Client, deck: Deck) -> None:
    bring(browser, deck, "", file=file(TEXT.encode(), "../../ba\rd.csv"))
    draft = Transfer.objects.get()
    assert (str(draft), draft.state, bytes(draft.content)) == ("bad.csv", "draft", TEXT.encode())


def test_another_persons_deck_is_refused(browser: Client, carol: User) -> None:
    make_deck(carol, "carols", visibility="public")
    assert "This deck is not yours to change." in refused(browser, text=TEXT, deck="carols")


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({}, "Paste something or choose a file."),
        ({"text": " \n "}, "Paste something or choose a file."),
        ({"text": TEXT, "file": file(b"a\tb")}, "Paste something or choose a file, not both."),
        ({"file": file(b"")}, "This file is empty."),
        ({"file": file(b"x" * 1_000_001)}, "This is more than 1 MB."),
        ({"text": "x" * 1_000_001}, "This is more than 1 MB."),
        ({"text": "ä" * 500_001}, "This is more than 1 MB."),
        ({"text": "a\0b"}, "This text holds a character that cannot be stored."),
        ({"file": file(b"a\tb\0c")}, "This is not a text file."),
        ({"file": file(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")}, "This is not a text file."),
        ({"text": "Front\tBack"}, "There is no card in this text."),
        ({"text": TEXT, "title": " "}, "Name the new deck, or choose one above."),
        ({"text": "a\tb\n" * (MOST_ROWS + 1)}, "at most 10,000 come in at once"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(
    browser: Client, form: dict[str, Any], sentence: str
) -> None:
    if "file" in form:
        form["file"].seek(0)
    assert sentence in refused(browser, **form)


def test_a_paste_beyond_what_a_request_may_hold_is_told_so(browser: Client) -> None:
    response = browser.post(BOX, {"text": "x" * 2_700_000, "title": "New"})
    assert response.status_code == 413
    assert "At most 1 MB of text comes in at a time." in response.content.decode()
    short = browser.post(BOX, {"text": "x" * 2_700_000}, headers={"HX-Request": "true"})
    assert short.status_code == 413
    assert "Bring it in several parts." in short.content.decode()


def test_five_imports_a_minute_are_enough_for_one_person(
    browser: Client, client: Client, deck: Deck, carol: User
) -> None:
    for _ in range(5):
        assert browser.post(BOX, {"text": "Front\tBack"}).status_code == 422
        bring(browser, deck)
    refusal = browser.post(BOX, {"text": TEXT, "deck": deck.slug})
    assert refusal.status_code == 429
    assert "Wait a minute and try again" in refusal.content.decode()
    assert Transfer.objects.count() == 5
    client.force_login(carol)
    bring(client, None)


def test_what_was_typed_is_kept(browser: Client) -> None:
    page = refused(browser, text="Kept\twords", title="")
    assert "Kept\twords" in page


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16-le"])
def test_a_file_that_is_no_utf_8_is_asked_about(browser: Client, encoding: str) -> None:
    content = "Was ist Käse?\tMilch\n".encode(encoding)
    url = bring(browser, None, "", file=file(content))
    page = browser.get(url).content.decode()
    assert "How was this file saved?" in page
    assert "Was ist Käse?" in page
    assert browser.post(url, {"encoding": "utf-7"}).status_code == 422
    browser.post(url, {"encoding": encoding.removesuffix("-le")})
    assert "Import 1 card" in browser.get(url).content.decode()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_needs_no_question(browser: Client, encoding: str) -> None:
    batch = import_text(browser, None, "", file=file("Käse?\tMilch".encode(encoding)))
    assert batch.deck
    assert sides(batch.deck) == [("Käse?", "Milch")]


def test_a_new_deck_is_private_and_has_an_address_of_its_own(browser: Client, ada: User) -> None:
    make_deck(ada, "brot")
    decks = [import_text(browser, None, title=title).deck for title in ("Brot", "Import", "日本")]
    slugs = [deck.slug for deck in decks if deck]
    assert slugs == ["brot-2", "import-2", "deck"]
    for deck in decks:
        assert deck
        assert (deck.author, deck.visibility, deck.cards.count()) == (ada, "private", 2)


def test_a_new_deck_is_not_made_before_the_confirmation(browser: Client) -> None:
    bring(browser, None)
    assert not Deck.objects.exists()
    assert not Card.objects.exists()


def test_earlier_imports_are_listed(browser: Client, deck: Deck) -> None:
    batch = import_text(browser, deck)
    page = browser.get(BOX).content.decode()
    assert f"/imports/{batch.pk}/" in page


def test_drafts_are_forgotten_after_a_day_and_undoing_after_a_month(
    browser: Client, deck: Deck
) -> None:
    batch = import_text(browser, deck)
    bring(browser, deck, "New?\tYes")
    bring(browser, deck, "Old?\tYes")
    now = timezone.now()
    Transfer.objects.filter(state="draft", pk=Transfer.objects.latest("pk").pk).update(
        made_at=now - timedelta(hours=25)
    )
    sweep_transfers.call()
    assert Transfer.objects.filter(state="draft").count() == 1
    batch.refresh_from_db()
    assert batch.undoable
    Transfer.objects.filter(pk=batch.pk).update(finished_at=now - timedelta(days=31))
    sweep_transfers.call()
    batch.refresh_from_db()
    assert (batch.undoable, batch.before, batch.counts["added"]) == (False, {}, 2)
