"""A note in the browser: blanks and answers open, and what was open stays so."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from studyapp.accounts.models import User
from studyapp.library.models import Deck, Note, Section
from tests.browser.conftest import sign_in

FILLER = "Dough needs time, and a cool place gives it more of it. " * 60
BODIES = {
    "gas": "Yeast makes {{c1::gas}} of {{c1::sugar::it is sweet}}.\n\n"
    "> [!reveal] Which gas?\n> Carbon dioxide.\n\n> [!reveal open] Is it warm?\n> A little.\n\n"
    f"{FILLER}",
    "flour": "| Flour | Protein |\n|---|---|\n| **rye** | 8 % |\n\n"
    f"```python\nmix(flour)\n```\n\n{FILLER}",
    "oven": FILLER,
}


@pytest.fixture
def note(bread: Deck) -> Note:
    note = Note.objects.create(slug="rising", title="Why dough rises", deck=bread)
    for place, (key, body) in enumerate(BODIES.items()):
        title = key.capitalize()
        Section.objects.create(
            note=note, key=key, number=f"{place + 1}", title=title, body=body, position=place
        )
    return note


@pytest.fixture
def page(new_context: Callable[..., BrowserContext], ada: User, note: Note) -> Page:
    context = new_context(ada, viewport={"width": 1280, "height": 800})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(url_of(note))
    return page


def url_of(note: Note) -> str:
    return reverse("study:note", args=[note.slug])


def go_to(page: Page, key: str) -> None:
    page.locator(f"#{key}").evaluate("(heading) => heading.scrollIntoView({behavior: 'instant'})")


def scrolled(page: Page) -> float:
    return float(page.evaluate("scrollY"))


def is_at(page: Page, key: str) -> None:
    """The reading line runs through that section, at its very beginning or further down."""
    page.wait_for_function(
        """key => {
          const box = document.getElementById(key).closest("section").getBoundingClientRect();
          const padding = getComputedStyle(document.documentElement).scrollPaddingTop;
          return box.top < parseFloat(padding) + 8 && box.bottom > parseFloat(padding);
        }""",
        arg=key,
    )


def test_a_blank_opens_and_closes_by_a_press(page: Page) -> None:
    blank = page.get_by_role("button", name="Hidden word, show it")
    expect(blank).to_have_css("color", "rgba(0, 0, 0, 0)")
    blank.press("Enter")
    gas = page.get_by_role("button", name="gas", exact=True)
    expect(gas).to_have_attribute("aria-expanded", "true")
    expect(gas).to_be_focused()
    gas.click()
    expect(blank).to_have_attribute("aria-expanded", "false")


def test_a_blank_says_its_hint(page: Page) -> None:
    blank = page.get_by_role("button", name="Hidden word, it is sweet, show it")
    blank.click()
    expect(page.get_by_role("button", name="sugar", exact=True)).to_be_visible()


def test_all_answers_open_and_close_together(page: Page) -> None:
    every = page.get_by_role("button", name="Show all answers")
    expect(every).to_have_attribute("aria-pressed", "false")
    every.click()
    expect(page.get_by_text("Carbon dioxide.")).to_be_visible()
    expect(page.locator(".cloze[aria-expanded=true]")).to_have_count(2)
    hide = page.get_by_role("button", name="Hide all answers")
    expect(hide).to_have_attribute("aria-pressed", "true")
    hide.click()
    expect(page.get_by_text("Carbon dioxide.")).to_be_hidden()
    expect(page.get_by_text("A little.")).to_be_hidden()
    expect(page.locator(".cloze[aria-expanded=true]")).to_have_count(0)


def test_a_question_may_begin_open(page: Page) -> None:
    expect(page.get_by_text("A little.")).to_be_visible()
    expect(page.get_by_text("Carbon dioxide.")).to_be_hidden()


def test_what_was_open_and_the_place_survive_a_refresh_and_leaving(page: Page, note: Note) -> None:
    page.locator(".cloze").first.click()
    page.get_by_text("Which gas?").click()
    page.get_by_text("Is it warm?").click()
    go_to(page, "oven")
    assert scrolled(page) > 800
    page.reload()
    is_at(page, "oven")
    page.goto(reverse("study:deck_list"))
    page.goto(url_of(note))
    is_at(page, "oven")
    expect(page.locator(".cloze").first).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".cloze").last).to_have_attribute("aria-expanded", "false")
    expect(page.get_by_text("Carbon dioxide.")).to_be_visible()
    expect(page.get_by_text("A little.")).to_be_hidden()


def test_what_was_open_is_still_open_when_the_rest_was_edited(page: Page, note: Note) -> None:
    page.locator(".cloze").last.click()
    section = note.sections.get(key="gas")
    section.body = f"A {{{{c1::new}}}} one. {section.body}"
    section.save()
    page.reload()
    expect(page.locator(".cloze")).to_have_text(["new", "gas", "sugar"])
    expect(page.locator(".cloze").last).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".cloze[aria-expanded=true]")).to_have_count(1)


def test_a_link_to_a_section_wins_over_the_place_left(page: Page, note: Note) -> None:
    go_to(page, "oven")
    page.goto(reverse("study:deck_list"))
    page.goto(f"{url_of(note)}#flour")
    top = page.locator("#flour").evaluate("(heading) => heading.getBoundingClientRect().top")
    assert 60 < top < 120


def test_a_refresh_keeps_the_place_though_the_address_names_a_section(
    page: Page, note: Note
) -> None:
    page.goto(f"{url_of(note)}#flour")
    go_to(page, "oven")
    page.reload()
    is_at(page, "oven")


def test_an_address_that_names_no_section_does_no_harm(page: Page, note: Note) -> None:
    go_to(page, "oven")
    page.goto(reverse("study:deck_list"))
    page.goto(f"{url_of(note)}#%")
    is_at(page, "oven")
    expect(page.get_by_role("button", name="Copy")).to_be_visible()


def test_another_learner_at_the_same_device_finds_all_closed(
    page: Page, live_server: LiveServer, carol: User, note: Note
) -> None:
    page.locator(".cloze").first.click()
    go_to(page, "oven")
    page.goto(reverse("study:deck_list"))
    sign_in(page.context, carol, live_server.url)
    page.goto(url_of(note))
    expect(page.locator(".cloze[aria-expanded=true]")).to_have_count(0)
    assert scrolled(page) == 0


def test_nothing_breaks_where_storage_is_refused(
    new_context: Callable[..., BrowserContext], ada: User, note: Note
) -> None:
    context = new_context(ada)
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('refused') }})"
    )
    page = context.new_page()
    page.goto(url_of(note))
    page.get_by_role("button", name="Show all answers").click()
    expect(page.get_by_text("Carbon dioxide.")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Carbon dioxide.")).to_be_hidden()


def test_the_contents_say_where_one_is(page: Page) -> None:
    current = page.locator(".toc.stick [aria-current=true]")
    expect(current).to_have_text("1 Gas")
    page.locator(".toc.stick").get_by_text("Flour").click()
    expect(current).to_have_text("2 Flour")
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    expect(current).to_have_text("3 Oven")
    page.evaluate("scrollTo(0, 0)")
    expect(current).to_have_text("1 Gas")


def test_code_is_copied_and_that_is_said(page: Page) -> None:
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    expect(page.locator("#status")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == "mix(flour)\n"


def test_on_a_phone_tables_stack_and_the_contents_fold(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    row, cell = page.get_by_text("rye"), page.get_by_text("8 %")
    left, right = row.bounding_box(), cell.bounding_box()
    assert left and right and right["y"] >= left["y"] + left["height"]
    label = cell.evaluate("(cell) => getComputedStyle(cell, '::before').content")
    assert label == '"Protein"'
    expect(page.locator(".toc.stick")).to_be_hidden()
    page.get_by_text("On this page").last.click()
    page.get_by_role("link", name="Oven").click()
    expect(page.locator("#oven")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_without_javascript_every_word_can_be_read(
    new_context: Callable[..., BrowserContext], ada: User, note: Note
) -> None:
    page = new_context(ada, java_script_enabled=False).new_page()
    page.goto(url_of(note))
    blank = page.get_by_role("button", name="sugar", exact=True)
    expect(blank).not_to_have_css("color", "rgba(0, 0, 0, 0)")
    expect(page.get_by_role("button", name="Show all answers")).to_be_hidden()
    page.get_by_text("Which gas?").click()
    expect(page.get_by_text("Carbon dioxide.")).to_be_visible()
