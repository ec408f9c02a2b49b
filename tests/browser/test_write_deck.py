"""An author writes a deck in the browser, by keyboard alone, and loses nothing."""

import os
import re
from collections.abc import Callable
from io import BytesIO

import pytest
from django.urls import reverse
from PIL import Image
from playwright.sync_api import BrowserContext, FilePayload, Page, expect

from studyapp.accounts.models import User
from studyapp.library.models import Card, Deck, Picture
from studyapp.library.rows import save_row
from tests.browser.conftest import Problems
from tests.factories import make_card, make_deck

SAVED = re.compile(r"^Saved \d\d:\d\d$")


@pytest.fixture
def deck(ada: User) -> Deck:
    return make_deck(ada)


@pytest.fixture
def editor(ada_page: Page, deck: Deck) -> Page:
    ada_page.goto(reverse("library:deck_edit", args=[deck.slug]))
    return ada_page


def rows(page: Page) -> int:
    return page.locator("[data-rows] > [data-row]").count()


def test_two_cards_are_written_without_a_mouse(editor: Page) -> None:
    editor.get_by_role("button", name="Add a card").focus()
    for front, back in (("Why knead?", "For gluten."), ("Why rest?", "To relax it.")):
        editor.keyboard.press("Enter" if rows(editor) == 0 else "Control+Enter")
        editor.keyboard.type(front)
        editor.keyboard.press("Enter")
        editor.keyboard.type(back)
    editor.keyboard.press("Control+Enter")
    expect(editor.get_by_text(SAVED)).to_have_count(2)
    assert list(Card.objects.order_by("position").values_list("front", "back")) == [
        ("Why knead?", "For gluten."),
        ("Why rest?", "To relax it."),
    ]
    expect(editor.locator("[data-shown]")).to_contain_text("relax")


def test_a_row_is_added_without_a_request_and_saved_in_one(editor: Page) -> None:
    asked: list[str] = []
    editor.on("request", lambda r: asked.append(f"{r.method} {r.resource_type}"))
    editor.get_by_role("button", name="Add a card").click()
    editor.keyboard.type("Why knead?")
    assert "POST fetch" not in asked
    editor.keyboard.press("Tab")
    editor.keyboard.type("For gluten.")
    expect(editor.get_by_text(SAVED)).to_be_visible()
    assert asked.count("POST fetch") == 1


def test_a_row_moves_goes_and_comes_back_by_keyboard(editor: Page, deck: Deck) -> None:
    for number in range(3):
        make_card(deck, f"k{number}", front=f"front {number}", position=number)
    editor.reload()
    editor.locator("#row-k2 [name=front]").focus()
    editor.keyboard.press("Alt+ArrowUp")
    expect(editor.locator("#status")).to_have_text("Card 2")
    assert [c.key for c in Card.objects.in_order()] == ["k0", "k2", "k1"]

    editor.locator("#row-k0").get_by_role("button", name="Delete").press("Enter")
    expect(editor.locator("#row-k0")).to_have_count(0)
    expect(editor.get_by_text("1 card deleted.")).to_be_visible()
    assert Card.objects.active().count() == 2
    editor.get_by_role("button", name="Undo").press("Enter")
    expect(editor.locator("#row-k0")).to_have_count(1)
    assert Card.objects.active().count() == 3


def test_what_could_not_be_sent_outlives_the_tab(
    editor: Page, new_context: Callable[..., BrowserContext], problems: Problems
) -> None:
    problems.expect("ERR_FAILED")
    page = editor
    page.route("**/row/", lambda route: route.abort())
    page.get_by_role("button", name="Add a card").click()
    page.keyboard.type("Why knead?")
    page.keyboard.press("Tab")
    page.keyboard.type("For gluten.")
    expect(page.get_by_text("Not saved, trying again")).to_be_visible()
    assert not Card.objects.exists()

    context = page.context
    page.close()
    again = context.new_page()
    again.goto(reverse("library:deck_edit", args=["bread"]))
    expect(again.get_by_text(SAVED)).to_be_visible()
    assert Card.objects.get().front == "Why knead?"


def test_a_clash_shows_both_texts_and_asks(
    editor: Page, deck: Deck, ada: User, problems: Problems
) -> None:
    problems.expect("409")
    save_row(deck, "k", front="Why knead?", back="For gluten.", version=0, author=ada)
    editor.reload()
    save_row(deck, "k", front="Why knead?", back="To mix.", version=1, author=ada)
    back = editor.locator("#row-k [name=back]")
    back.fill("For strength.")
    expect(editor.get_by_text("Both texts are here")).to_be_visible()
    expect(editor.locator("#row-k [data-theirs=back]")).to_have_text("To mix.")
    editor.get_by_role("button", name="Keep my text").click()
    expect(editor.get_by_text(SAVED)).to_be_visible()
    assert Card.objects.get().back == "For strength."


def test_a_picture_stands_in_the_text_with_its_words(editor: Page, deck: Deck) -> None:
    make_card(deck, "k", back="A loaf.")
    editor.reload()
    editor.locator("#row-k [name=back]").press("End")
    drawn = BytesIO()
    Image.frombytes("RGB", (40, 30), os.urandom(3600)).save(drawn, "PNG")
    editor.get_by_text("Add a picture").click()
    editor.get_by_label("What it shows").fill("A [round] loaf")
    file: FilePayload = {"name": "loaf.png", "mimeType": "image/png", "buffer": drawn.getvalue()}
    editor.get_by_label("File").set_input_files(file)
    editor.get_by_role("button", name="Put it into the text").click()
    picture = editor.locator("[data-shown] img")
    expect(picture).to_have_attribute("alt", "A round loaf")
    expect(picture).to_have_js_property("naturalWidth", 40)
    assert Picture.objects.get().cards.get().key == "k"


@pytest.mark.parametrize("width", [390, 1280])
def test_the_editor_fits(editor: Page, deck: Deck, width: int) -> None:
    make_card(deck, front="w" * 300)
    editor.set_viewport_size({"width": width, "height": 844})
    editor.reload()
    assert editor.evaluate("document.documentElement.scrollWidth") <= width
