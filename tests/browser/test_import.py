"""Cards come in by keyboard alone, on a telephone and on a desk."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect

from studyapp.accounts.models import User
from studyapp.interchange.models import Transfer
from studyapp.library.models import Card, Deck

TEXT = """Lecture 3
What is drift? (Hint: a boat)
Change over time.
What is skew?
A difference of sides.
What is left out?
This line."""


@pytest.fixture(params=[390, 1280])
def page(
    new_context: Callable[..., BrowserContext], request: pytest.FixtureRequest, ada: User
) -> Page:
    size = {"width": request.param, "height": 844}
    return new_context(ada, viewport=size, reduced_motion="reduce").new_page()


def press(page: Page, name: str) -> None:
    """Walk to the button of that name with Tab, and press it."""
    button = page.get_by_role("main").get_by_role("button", name=name, exact=True)
    expect(button).to_have_count(1)
    for _ in range(60):
        if button.evaluate("button => button === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")


def test_a_paste_becomes_cards_and_is_taken_back_by_keyboard(page: Page) -> None:
    page.goto(reverse("interchange:deck_import"))
    page.get_by_label("Paste your cards").focus()
    page.keyboard.insert_text(TEXT)
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(page.get_by_label("Title of the new deck")).to_be_focused()
    page.keyboard.insert_text("Drift and skew")
    press(page, "Check the lines")

    expect(page.get_by_role("heading", name="Check the lines")).to_be_visible()
    page.evaluate("document.body.dataset.sameDocument = 'yes'")
    press(page, "Put the pairs right")
    expect(page.locator("#preview")).to_contain_text("The pairs were put right.")
    expect(page.locator("#mend")).to_be_focused()
    press(page, "Leave out line 6")
    expect(page.get_by_role("button", name="Take in line 6")).to_be_focused()
    expect(page.locator("#status")).to_have_text("2 cards to import.")
    expect(page.locator("body")).to_have_attribute("data-same-document", "yes")
    assert not Card.objects.exists()

    press(page, "Import 2 cards")
    expect(page.get_by_role("heading", name="Import done")).to_be_visible()
    cards = Deck.objects.get().cards.in_order()
    assert list(cards.values_list("front", "back", "hint")) == [
        ("What is drift?", "Change over time.", "a boat"),
        ("What is skew?", "A difference of sides.", ""),
    ]
    press(page, "Take this import back")
    expect(page.get_by_role("heading", name="Import taken back")).to_be_visible()
    assert not Card.objects.filter(archived_at=None).exists()
    assert Transfer.objects.get().state == "undone"


def test_a_deck_is_taken_out_as_a_file(page: Page, bread: Deck) -> None:
    page.goto(reverse("study:deck", args=[bread.slug]))
    for label, name in (("CSV", "bread.csv"), ("Markdown", "bread.md")):
        with page.expect_download() as download:
            page.get_by_role("link", name=label, exact=True).click()
        assert download.value.suggested_filename == name
