"""A study session by keyboard alone, by clicks alone, and without JavaScript."""

import re
from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import BrowserContext, Locator, Page, Request, Route, expect

from studyapp.accounts.models import User
from studyapp.library.models import Card
from studyapp.study.models import Memory, Review, Session
from studyapp.study.turns import MEANINGS
from tests.browser.conftest import SIX

FRONTS = [front for front, _ in SIX.values()]
BACKS = [back for _, back in SIX.values()]


@pytest.fixture
def url(sitting: Session) -> str:
    return reverse("study:session", args=[sitting.pk])


@pytest.fixture
def page(ada_page: Page, url: str) -> Page:
    ada_page.goto(url)
    return ada_page


def question(page: Page) -> Locator:
    return page.locator("#q")


def answer(page: Page) -> Locator:
    return page.locator("#answer")


def ratings_of(sitting: Session) -> list[int | None]:
    rows = Session.objects.get(pk=sitting.pk).log
    return [row.rating for row in rows if not row.gone]


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def rate(page: Page, rating: int) -> None:
    """By the keyboard, until the server has answered."""
    with page.expect_response("**/ratings/"):
        press(page, " ", str(rating))


class Gate:
    """Holds every rating on its way to the server until it is opened."""

    def __init__(self, page: Page) -> None:
        self.held: list[Route] = []
        self.is_open = False
        page.route("**/ratings/", self.arrive)

    def arrive(self, route: Route) -> None:
        if self.is_open:
            route.continue_()
        else:
            self.held.append(route)

    def open(self) -> None:
        self.is_open = True
        for route in self.held:
            route.continue_()


def test_a_whole_session_by_keyboard_alone(page: Page, sitting: Session) -> None:
    for front, back in zip(FRONTS, BACKS, strict=True):
        expect(question(page)).to_have_text(front)
        expect(question(page)).to_be_focused()
        expect(answer(page)).to_be_hidden()
        press(page, "Space")
        expect(answer(page)).to_have_text(back)
        expect(answer(page)).to_be_focused()
        rate(page, 4)
    expect(page.locator("#done")).to_have_text(re.compile("Six of six"))
    expect(page.locator("#done")).to_be_focused()
    assert ratings_of(sitting) == [4] * 6


def test_a_whole_session_by_clicks_alone(page: Page, sitting: Session) -> None:
    for place, front in enumerate(FRONTS):
        expect(question(page)).to_have_text(front)
        if place % 2:
            page.locator("#card").click(position={"x": 40, "y": 80})
        else:
            page.get_by_role("link", name="Show answer").click()
        with page.expect_response("**/ratings/"):
            page.get_by_role("button", name="3 With effort").click()
    expect(page.locator("#done")).to_be_visible()
    assert ratings_of(sitting) == [3] * 6


@pytest.mark.parametrize("key", ["Space", "Enter"])
def test_the_key_that_reveals_never_rates(page: Page, sitting: Session, key: str) -> None:
    press(page, key)
    expect(answer(page)).to_be_visible()
    press(page, key, key, "Space", "Enter")
    expect(question(page)).to_have_text(FRONTS[0])
    expect(answer(page)).to_be_visible()
    assert ratings_of(sitting) == []


def test_a_number_before_the_answer_rates_nothing(page: Page, sitting: Session) -> None:
    press(page, "4", "1")
    expect(question(page)).to_have_text(FRONTS[0])
    expect(answer(page)).to_be_hidden()
    assert ratings_of(sitting) == []


@pytest.mark.parametrize("rating", [1, 2, 3, 4, 5])
def test_each_number_is_the_rating_it_names(page: Page, sitting: Session, rating: int) -> None:
    rate(page, rating)
    assert ratings_of(sitting) == [rating]


def test_every_rating_says_what_it_means_on_every_card(page: Page) -> None:
    rate(page, 5)
    rate(page, 5)
    press(page, "Space")
    for rating, meaning in MEANINGS.items():
        expect(page.locator(f"[name=rating][value='{rating}']")).to_have_accessible_description(
            meaning
        )


def test_the_polite_region_says_what_was_rated_and_undone(page: Page) -> None:
    said = page.locator("#status")
    expect(said).to_have_attribute("role", "status")
    rate(page, 4)
    expect(said).to_have_text("Rated 4, well. 1 of 6 done.")
    press(page, "u")
    expect(said).to_have_text("Undone. 0 of 6 done.")


@pytest.mark.parametrize("key", ["u", "U", "Control+z"])
def test_undo_shows_the_card_again_and_takes_its_rating_back(
    page: Page, sitting: Session, key: str
) -> None:
    rate(page, 4)
    rate(page, 2)
    press(page, key)
    expect(question(page)).to_have_text(FRONTS[1])
    expect(question(page)).to_be_focused()
    expect(answer(page)).to_be_hidden()
    expect(page.locator("[data-count]")).to_have_text("1 of 6")
    assert ratings_of(sitting) == [4]


def test_undo_goes_back_step_by_step_until_nothing_is_left(page: Page, sitting: Session) -> None:
    for _ in range(3):
        rate(page, 5)
    for front in reversed(FRONTS[:3]):
        with page.expect_navigation():
            press(page, "u")
        expect(question(page)).to_have_text(front)
    expect(page.get_by_role("button", name="Undo the last rating")).to_be_hidden()
    assert ratings_of(sitting) == []


def test_undo_works_on_the_summary(page: Page, sitting: Session) -> None:
    for _ in FRONTS:
        rate(page, 4)
    expect(page.locator("#done")).to_be_focused()
    page.wait_for_load_state()
    press(page, "u")
    expect(question(page)).to_have_text(FRONTS[-1])
    assert ratings_of(sitting) == [4] * 5


def test_another_number_right_after_a_rating_corrects_it(page: Page, sitting: Session) -> None:
    rate(page, 4)
    with page.expect_response("**/ratings/"):
        press(page, "2")
    expect(page.locator("#notice")).to_have_text("Changed to 2, barely.")
    expect(page.locator("[data-count]")).to_have_text("0 of 6")
    assert ratings_of(sitting) == [2]


def test_a_correction_before_the_answer_of_the_server_is_not_lost(
    page: Page, sitting: Session
) -> None:
    gate = Gate(page)
    with page.expect_request("**/ratings/"):
        press(page, " ", "4")
    press(page, "2")
    with page.expect_response(lambda r: "change=" in (r.request.post_data or "")):
        gate.open()
    expect(page.locator("#notice")).to_have_text("Changed to 2, barely.")
    assert ratings_of(sitting) == [2]


def test_h_shows_the_hint_and_the_rating_says_so(page: Page, sitting: Session) -> None:
    press(page, "h")
    expect(page.get_by_text("You breathe it out")).to_be_visible()
    rate(page, 4)
    assert Review.objects.get(session=sitting).hint


def test_s_stars_the_card(page: Page, ada: User, cards: list[Card]) -> None:
    star = page.get_by_role("button", name="Star this card")
    for pressed in ("true", "false", "true"):
        press(page, "s")
        expect(star).to_have_attribute("aria-pressed", pressed)
        expect(star).to_be_focused()
    assert Memory.objects.get(learner=ada, card=cards[0]).starred


def test_a_card_painted_ahead_can_be_starred(page: Page, ada: User, cards: list[Card]) -> None:
    rate(page, 4)
    press(page, "s")
    expect(page.get_by_role("button", name="Star this card")).to_have_attribute(
        "aria-pressed", "true"
    )
    expect(question(page)).to_have_text(FRONTS[1])
    assert Memory.objects.get(learner=ada, card=cards[1]).starred


def test_the_list_of_shortcuts_opens_and_its_escape_ends_only_itself(page: Page, url: str) -> None:
    dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(dialog).to_be_hidden()
    press(page, "?")
    expect(dialog).to_be_visible()
    press(page, "s", "1", "Escape")
    expect(dialog).to_be_hidden()
    expect(page).to_have_url(re.compile(url + "$"))
    expect(answer(page)).to_be_hidden()


def test_escape_closes_an_open_menu_first(page: Page, url: str) -> None:
    page.locator("#card summary[aria-label]").click()
    expect(page.get_by_role("button", name="Skip until tomorrow")).to_be_visible()
    press(page, "Escape")
    expect(page.get_by_role("button", name="Skip until tomorrow")).to_be_hidden()
    expect(page).to_have_url(re.compile(url + "$"))


def test_escape_ends_the_session_with_every_rating_in_the_summary(
    page: Page, sitting: Session
) -> None:
    press(page, " ", "4", "Escape")
    expect(page.locator("#done")).to_have_text("So far your card moved up.")
    assert ratings_of(sitting) == [4]


def test_nothing_fires_inside_a_text_field(page: Page, sitting: Session) -> None:
    page.evaluate("document.querySelector('#card').append(document.createElement('textarea'))")
    field = page.locator("#card textarea")
    field.focus()
    press(page, " ", "s", "h", "?", "u", "1")
    expect(field).to_have_value(" sh?u1")
    expect(answer(page)).to_be_hidden()
    rate_by_click(page)
    page.evaluate("document.querySelector('#card').append(document.createElement('textarea'))")
    page.locator("#card textarea").focus()
    press(page, "2", "Control+z", "Escape")
    expect(question(page)).to_have_text(FRONTS[1])
    assert ratings_of(sitting) == [4]


def rate_by_click(page: Page) -> None:
    page.get_by_role("link", name="Show answer").click()
    with page.expect_response("**/ratings/"):
        page.get_by_role("button", name="4 Well").click()


def test_nothing_fires_with_a_modifier(page: Page, sitting: Session) -> None:
    rate(page, 4)
    press(page, "Space")
    press(page, "Alt+3", "Control+3", "Meta+3", "Control+s", "Alt+u", "Control+Shift+z")
    expect(question(page)).to_have_text(FRONTS[1])
    expect(answer(page)).to_be_visible()
    assert ratings_of(sitting) == [4]


def test_switched_off_no_single_key_does_anything(
    ada: User, ada_page: Page, url: str, sitting: Session
) -> None:
    ada.shortcuts = False
    ada.save()
    ada_page.goto(url)
    press(ada_page, "s", "h", "?", "e", "1", "u")
    expect(answer(ada_page)).to_be_hidden()
    expect(ada_page.get_by_role("dialog")).to_be_hidden()
    rate_by_click(ada_page)
    press(ada_page, "1", "u")
    expect(question(ada_page)).to_have_text(FRONTS[1])
    assert ratings_of(sitting) == [4]
    assert not Memory.objects.filter(starred=True).exists()


def test_revealing_asks_for_nothing_and_a_rating_once(page: Page) -> None:
    requests: list[Request] = []
    # Chromium looks for the icon of each new address; the real server's answer keeps for years
    page.on("request", lambda r: None if "favicon" in r.url else requests.append(r))
    press(page, "Space")
    expect(answer(page)).to_be_focused()
    assert requests == []
    with page.expect_response("**/ratings/") as answered:
        press(page, "4")
    answered.value.finished()
    press(page, "Space")
    expect(answer(page)).to_have_text(BACKS[1])
    assert [request.method for request in requests] == ["POST"]


def test_the_next_cards_are_painted_before_the_server_answers(page: Page, sitting: Session) -> None:
    gate = Gate(page)
    for place in range(4):
        press(page, " ", "4")
        expect(question(page)).to_have_text(FRONTS[place + 1])
    assert len(gate.held) == 1
    assert ratings_of(sitting) == []
    with page.expect_response(lambda r: f"={sitting.plan[3][0]}&" in (r.request.post_data or "")):
        gate.open()
    assert ratings_of(sitting) == [4] * 4


def test_refresh_shows_the_state_that_the_server_holds(page: Page, url: str) -> None:
    page.reload()
    expect(question(page)).to_have_text(FRONTS[0])
    press(page, "Space")
    expect(page).to_have_url(re.compile("/answer/$"))
    page.reload()
    expect(answer(page)).to_have_text(BACKS[0])
    expect(page).to_have_title("Answer · Recto")
    with page.expect_response("**/ratings/"):
        press(page, "4")
    expect(page).to_have_url(re.compile(url + "$"))
    page.reload()
    expect(question(page)).to_have_text(FRONTS[1])
    expect(answer(page)).to_be_hidden()
    expect(page.locator("[data-count]")).to_have_text("1 of 6")


@pytest.mark.parametrize("rating", [1, 4])
def test_a_rated_card_never_returns_by_back(
    page: Page, url: str, cards: list[Card], rating: int
) -> None:
    page.goto(reverse("study:session_answer", args=[url.split("/")[2], cards[0].pk]))
    with page.expect_response("**/ratings/"):
        press(page, str(rating))
    page.get_by_role("link", name="End session").click()
    expect(page.locator("#done")).to_be_visible()
    for _ in range(2):
        page.go_back()
        expect(question(page)).to_have_text(FRONTS[1])
        expect(answer(page)).to_be_hidden()


def test_back_after_the_last_card_shows_the_summary_or_what_came_before(
    ada_page: Page, url: str
) -> None:
    ada_page.goto(reverse("study:deck_list"))
    ada_page.goto(url)
    for _ in FRONTS:
        rate(ada_page, 4)
    expect(ada_page.locator("#done")).to_be_visible()
    ada_page.go_back()
    expect(ada_page).to_have_url(re.compile("/decks/$"))
    ada_page.goto(url)
    expect(ada_page.locator("#done")).to_be_visible()


def test_without_javascript_the_same_session_can_be_walked(
    new_context: Callable[..., BrowserContext], ada: User, url: str, sitting: Session
) -> None:
    page = new_context(ada, java_script_enabled=False).new_page()
    page.goto(url)
    for place, (front, back) in enumerate(SIX.values()):
        expect(question(page)).to_have_text(front)
        page.get_by_role("link", name="Show answer").click()
        expect(answer(page)).to_have_text(back)
        page.get_by_role("button", name="5 Perfectly").click()
        if place == 2:
            page.get_by_role("button", name="Undo the last rating").click()
            expect(question(page)).to_have_text(front)
            page.get_by_role("link", name="Show answer").click()
            page.get_by_role("button", name="2 Barely").click()
    page.get_by_role("link", name="Show answer").click()
    page.get_by_role("button", name="4 Well").click()
    expect(page.locator("#done")).to_be_visible()
    assert ratings_of(sitting) == [5, 5, 2, 5, 5, 5, 4]
