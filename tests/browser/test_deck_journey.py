"""A deck is written, illustrated, tagged, shared, rated, reported on, mended and copied."""

from collections.abc import Callable
from io import BytesIO

import pytest
from django.urls import reverse
from PIL import Image
from playwright.sync_api import BrowserContext, FilePayload, Locator, Page, expect

from studyapp.accounts.models import User
from studyapp.library.models import Card, Deck, DeckRating, ErrorReport
from tests.browser.test_write_deck import SAVED

CARDS = 50


def press(target: Locator, key: str = "Enter") -> None:
    """As with the keyboard: the focus goes there, then a key is pressed."""
    target.focus()
    target.page.keyboard.press(key)


@pytest.mark.parametrize("width", [390, 1280])
def test_a_deck_of_fifty_cards_lives_its_life_by_keyboard_alone(
    new_context: Callable[..., BrowserContext], ada: User, carol: User, width: int
) -> None:
    size = {"width": width, "height": 844}
    hers, theirs = (new_context(who, viewport=size).new_page() for who in (ada, carol))

    hers.goto(reverse("study:deck_list"))
    press(hers.get_by_role("link", name="New deck"))
    hers.get_by_label("Title").focus()
    hers.keyboard.type("Sourdough")
    hers.keyboard.press("Enter")
    write(hers)
    deck = Deck.objects.get()
    assert deck.cards.count() == CARDS

    illustrate(hers)
    tag(hers)
    share(hers)

    theirs.goto(reverse("study:deck", args=[deck.slug]))
    press(theirs.get_by_role("button", name="4 stars"))
    expect(theirs.get_by_text("Thank you for your stars.")).to_be_visible()
    assert DeckRating.objects.get().stars == 4
    press(theirs.get_by_role("button", name="Study 10 new cards"))
    press(theirs.locator("[data-turn] .menu > summary"))
    press(theirs.get_by_role("link", name="Report an error"))
    theirs.get_by_label("What is wrong?").focus()
    theirs.keyboard.type("It is four hours.")
    press(theirs.get_by_role("button", name="Send the report"))
    expect(theirs.locator("#q")).to_be_visible()

    hers.goto(reverse("study:deck_list"))
    press(hers.get_by_role("link", name="1 error report"))
    press(hers.get_by_role("link", name="Edit the card"))
    hers.locator("#id_back").focus()
    hers.keyboard.press("Control+a")
    hers.keyboard.type("Four hours.")
    press(hers.get_by_role("button", name="Save card"))
    press(hers.get_by_role("button", name="It is mended"))
    expect(hers.get_by_text("Nothing waits for you.")).to_be_visible()
    assert ErrorReport.objects.get().state == "accepted"
    assert Card.objects.get(front="Question 0", deck=deck).back == "Four hours."

    theirs.goto(reverse("study:deck", args=[deck.slug]))
    press(theirs.get_by_role("button", name="Copy to edit"))
    expect(theirs.get_by_role("heading", level=1)).to_have_text("Sourdough (my copy)")
    copied = Deck.objects.get(author=carol)
    assert copied.cards.count() == CARDS
    assert copied.origin == deck


def write(page: Page) -> None:
    page.wait_for_url("**/edit/")  # and with it for the script
    press(page.get_by_role("button", name="Add a card"))
    for number in range(CARDS):
        page.keyboard.type(f"Question {number}")
        page.keyboard.press("Enter")
        page.keyboard.type(f"Answer {number}")
        if number < CARDS - 1:
            page.keyboard.press("Tab")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text(SAVED)).to_have_count(CARDS, timeout=30_000)


def illustrate(page: Page) -> None:
    drawn = BytesIO()
    Image.new("RGB", (40, 30), "olive").save(drawn, "PNG")
    page.locator("[data-row] [name=back]").first.press("End")
    press(page.get_by_text("Add a picture"))
    page.get_by_label("What it shows").focus()
    page.keyboard.type("A loaf")
    file: FilePayload = {"name": "loaf.png", "mimeType": "image/png", "buffer": drawn.getvalue()}
    page.get_by_label("File").set_input_files(file)
    press(page.get_by_role("button", name="Put it into the text"))
    expect(page.locator("[data-shown] img")).to_have_attribute("alt", "A loaf")


def tag(page: Page) -> None:
    for number in range(3):
        press(page.locator("[data-row] [type=checkbox]").nth(number), "Space")
    page.get_by_label("Tags").last.focus()
    page.keyboard.type("rye, week 3")
    press(page.get_by_role("button", name="Add tags"))
    expect(page.get_by_text("3 cards tagged.")).to_be_visible()
    assert Card.objects.filter(tags=["rye", "week 3"]).count() == 3


def share(page: Page) -> None:
    press(page.locator(".about > summary"))
    page.get_by_label("Who can study it").focus()
    page.keyboard.type("Every")
    press(page.get_by_role("button", name="Save", exact=True))
    expect(page.get_by_text("Deck saved.")).to_be_visible()
    press(page.get_by_role("link", name="Done"))
    expect(page.get_by_text("Nobody has studied it yet.")).to_be_visible()
