"""Found from anywhere with one key; cards of a list chosen and changed with keys alone."""

from django.urls import reverse
from playwright.sync_api import Page, expect

from studyapp.accounts.models import User
from studyapp.library.models import Card, Deck
from studyapp.study.models import Memory
from tests.factories import make_deck


def test_a_slash_leads_to_the_search_and_typing_finds(ada_page: Page, cards: list[Card]) -> None:
    ada_page.goto(reverse("study:deck_list"))
    ada_page.keyboard.press("/")
    expect(ada_page.locator("#q")).to_be_focused()
    assert ada_page.url.endswith(reverse("study:search"))
    ada_page.keyboard.type("maillard")
    expect(ada_page.locator("#found mark")).to_have_text("Maillard")
    expect(ada_page.locator("#q")).to_be_focused()
    expect(ada_page).to_have_url(f"{ada_page.url.split('?')[0]}?q=maillard&state=")
    ada_page.get_by_role("link", name="What browns a crust?").click()
    expect(ada_page.get_by_role("heading", name="The card and its history")).to_be_visible()


def test_cards_are_chosen_with_keys_set_aside_and_taken_back(
    ada_page: Page, ada: User, bread: Deck, cards: list[Card]
) -> None:
    ada_page.goto(f"{reverse('study:browse')}?deck={bread.slug}")
    ada_page.get_by_label("All on this page").focus()
    ada_page.keyboard.press("Space")
    expect(ada_page.locator("[data-select-count]")).to_have_text("6 chosen")
    ada_page.get_by_label("Choose: Which gas makes dough rise?").focus()
    ada_page.keyboard.press("Space")
    expect(ada_page.locator("[data-select-count]")).to_have_text("5 chosen")
    ada_page.get_by_role("button", name="Set aside").focus()
    ada_page.keyboard.press("Enter")
    expect(ada_page.get_by_text("5 cards set aside.")).to_be_visible()
    assert Memory.objects.filter(learner=ada, suspended=True).count() == 5
    ada_page.get_by_role("button", name="Undo").focus()
    ada_page.keyboard.press("Enter")
    expect(ada_page.get_by_text("5 cards are as before.")).to_be_visible()
    assert Memory.objects.filter(learner=ada, suspended=True).count() == 0


def test_shift_chooses_a_stretch(ada_page: Page, bread: Deck, cards: list[Card]) -> None:
    ada_page.goto(f"{reverse('study:browse')}?deck={bread.slug}")
    boxes = ada_page.locator("[name=cards]")
    boxes.nth(1).click()
    boxes.nth(4).click(modifiers=["Shift"])
    expect(ada_page.locator("[data-select-count]")).to_have_text("4 chosen")


def test_all_that_can_be_done_with_cards_fits_on_a_phone(
    ada_page: Page, ada: User, bread: Deck, cards: list[Card]
) -> None:
    make_deck(ada, "own")
    ada_page.set_viewport_size({"width": 390, "height": 844})
    ada_page.goto(f"{reverse('study:browse')}?deck={bread.slug}")
    ada_page.locator(".select-bar summary").click()
    right = ada_page.get_by_role("button", name="Remove").evaluate(
        "(button) => button.getBoundingClientRect().right"
    )
    assert right <= 390
    assert ada_page.evaluate("document.documentElement.scrollWidth") == 390
