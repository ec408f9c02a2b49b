"""Ratings while the line, the server, the session or the tab is gone: none lost, none doubled."""

import re
from collections.abc import Callable
from itertools import count

import pytest
from django.contrib.sessions.models import Session as BrowserSession
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, Request, Route, expect

from studyapp.accounts.models import User
from studyapp.library.models import Card
from studyapp.study.models import Review, Session
from tests.browser.conftest import SIX, Problems
from tests.factories import PASSWORD

FRONTS = [front for front, _ in SIX.values()]


@pytest.fixture
def url(sitting: Session) -> str:
    return reverse("study:session", args=[sitting.pk])


@pytest.fixture
def context(new_context: Callable[..., BrowserContext], ada: User) -> BrowserContext:
    return new_context(ada)


@pytest.fixture
def page(context: BrowserContext, url: str) -> Page:
    page = context.new_page()
    page.goto(url)
    return page


@pytest.fixture
def line_down(context: BrowserContext, page: Page, problems: Problems) -> None:
    problems.expect("ERR_INTERNET_DISCONNECTED")
    context.set_offline(True)


def rate(page: Page, *ratings: int) -> None:
    for rating in ratings:
        page.keyboard.press(" ")
        page.keyboard.press(str(rating))


def stored(sitting: Session) -> list[tuple[int, int | None]]:
    """Every rating row in the order it came, whatever became of it."""
    return list(Review.objects.of(sitting.learner).order_by("pk").values_list("card", "rating"))


def waiting(page: Page) -> int:
    """How many ratings this browser keeps; the tab that looks may be a new one."""
    return int(
        page.evaluate(
            """() => Object.keys(localStorage).filter((key) => key.startsWith("recto-waiting"))
              .flatMap((key) => JSON.parse(localStorage[key])).length"""
        )
    )


def expect_waiting(page: Page, number: int) -> None:
    words = f"{number} rating{'' if number == 1 else 's'} waiting"
    expect(page.locator("#notice")).to_contain_text(words)


@pytest.mark.usefixtures("line_down")
def test_cards_rated_without_a_line_outlive_the_tab(
    context: BrowserContext, page: Page, url: str, sitting: Session, cards: list[Card]
) -> None:
    for place, rating in enumerate((4, 3, 5, 4, 3), start=1):
        rate(page, rating)
        expect_waiting(page, place)
    assert waiting(page) == 5
    page.close()
    assert stored(sitting) == []

    context.set_offline(False)
    again = context.new_page()
    again.goto(url)
    expect(again.locator("#q")).to_have_text(FRONTS[5])
    expect(again.locator("[data-count]")).to_have_text("5 of 6")
    assert waiting(again) == 0
    assert stored(sitting) == [
        (card.pk, rating) for card, rating in zip(cards, (4, 3, 5, 4, 3), strict=False)
    ]


@pytest.mark.usefixtures("line_down")
def test_the_same_page_goes_on_when_the_line_returns(
    context: BrowserContext, page: Page, sitting: Session
) -> None:
    rate(page, 4, 4, 4, 4, 4)
    expect(page.locator("#notice")).to_have_text(
        "5 ratings waiting. The next card comes when the connection is back."
    )
    context.set_offline(False)
    expect(page.locator("#q")).to_have_text(FRONTS[5])
    expect(page.locator("#q")).to_be_focused()
    expect(page.locator("#notice")).to_be_empty()
    with page.expect_response("**/ratings/"):
        rate(page, 4)
    expect(page.locator("#done")).to_be_visible()
    assert len(stored(sitting)) == 6


@pytest.mark.usefixtures("line_down")
def test_any_page_sends_what_a_closed_tab_left(
    context: BrowserContext, page: Page, sitting: Session
) -> None:
    rate(page, 4, 2)
    expect_waiting(page, 2)
    page.close()
    context.set_offline(False)
    library = context.new_page()
    loads = count()
    # it shows itself again, with the new figures
    with library.expect_event("load", lambda _: next(loads) == 1):
        library.goto(reverse("study:deck_list"))
    assert waiting(library) == 0
    assert [rating for _, rating in stored(sitting)] == [4, 2]


@pytest.mark.usefixtures("line_down")
def test_undo_removes_what_was_not_sent(
    context: BrowserContext, page: Page, sitting: Session, cards: list[Card]
) -> None:
    rate(page, 4, 5)
    expect_waiting(page, 2)
    page.keyboard.press("u")
    expect(page.locator("#q")).to_have_text(FRONTS[1])
    expect(page.locator("#answer")).to_be_hidden()
    expect(page.locator("[data-count]")).to_have_text("1 of 6")
    expect_waiting(page, 1)
    rate(page, 2)
    with page.expect_response(lambda response: f"card={cards[1].pk}&" in sent(response.request)):
        context.set_offline(False)
    expect(page.locator("#notice")).to_be_empty()
    assert stored(sitting) == [(cards[0].pk, 4), (cards[1].pk, 2)]


def sent(request: Request) -> str:
    return request.post_data or ""


@pytest.mark.usefixtures("line_down")
def test_everything_can_be_undone_before_it_was_sent(
    context: BrowserContext, page: Page, sitting: Session
) -> None:
    rate(page, 1, 2, 3, 4, 5)
    expect_waiting(page, 5)
    for front in reversed(FRONTS[:5]):
        page.keyboard.press("u")
        expect(page.locator("#q")).to_have_text(front)
    expect(page.get_by_role("button", name="Undo the last rating")).to_be_hidden()
    expect(page.locator("#notice")).to_be_empty()
    context.set_offline(False)
    with page.expect_response("**/ratings/"):
        rate(page, 3)
    assert [rating for _, rating in stored(sitting)] == [3]


@pytest.mark.usefixtures("line_down")
def test_a_number_corrects_a_rating_that_waits(
    context: BrowserContext, page: Page, sitting: Session
) -> None:
    rate(page, 4)
    expect_waiting(page, 1)
    page.keyboard.press("2")
    with page.expect_response("**/ratings/"):
        context.set_offline(False)
    assert [rating for _, rating in stored(sitting)] == [2]


@pytest.mark.usefixtures("line_down")
def test_without_a_line_the_page_stays_where_it_is(page: Page) -> None:
    rate(page, 4)
    page.keyboard.press("Escape")
    expect(page.locator("#notice")).to_have_text("No connection. 1 rating waiting")
    expect(page.locator("#q")).to_have_text(FRONTS[1])


def test_a_reply_lost_after_the_commit_stores_one_rating(
    page: Page, sitting: Session, problems: Problems
) -> None:
    problems.expect("ERR_FAILED")
    lost: list[int] = []

    def lose_the_first_reply(route: Route) -> None:
        if lost:
            return route.continue_()
        lost.append(route.fetch().status)
        return route.abort()

    page.route("**/ratings/", lose_the_first_reply)
    with page.expect_response("**/ratings/"):
        rate(page, 4)
    expect(page.locator("#notice")).to_be_empty()
    expect(page.locator("[data-count]")).to_have_text("1 of 6")
    assert lost == [200]
    assert waiting(page) == 0
    assert [rating for _, rating in stored(sitting)] == [4]


def test_after_an_error_of_the_server_it_is_sent_again(
    page: Page, sitting: Session, problems: Problems
) -> None:
    problems.expect("status of 500")
    page.route("**/ratings/", lambda route: route.fulfill(status=500, body="no"))
    rate(page, 4, 3)
    expect_waiting(page, 2)
    page.unroute("**/ratings/")
    expect(page.locator("#notice")).to_be_empty()
    expect(page.locator("[data-count]")).to_have_text("2 of 6")
    assert waiting(page) == 0
    assert [rating for _, rating in stored(sitting)] == [4, 3]


def test_an_expired_session_keeps_the_ratings_until_the_next_sign_in(
    page: Page, sitting: Session, ada: User
) -> None:
    with page.expect_response("**/ratings/"):
        rate(page, 4)
    BrowserSession.objects.all().delete()
    rate(page, 3, 2)
    expect(page.locator("#notice")).to_have_text("2 ratings waiting. Sign in again to keep them")
    page.get_by_role("link", name="Sign in again to keep them").click()
    page.locator("[name=login]").fill(ada.email or "")
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page.locator("#q")).to_have_text(FRONTS[3])
    expect(page.locator("[data-count]")).to_have_text("2 of 6")
    assert waiting(page) == 0
    assert [rating for _, rating in stored(sitting)] == [4, 3, 2]


def test_someone_else_who_signs_in_sends_nothing_of_hers(
    page: Page, sitting: Session, carol: User, problems: Problems
) -> None:
    problems.expect("status of 404")
    BrowserSession.objects.all().delete()
    rate(page, 3)
    page.get_by_role("link", name="Sign in again to keep them").click()
    page.locator("[name=login]").fill(carol.email or "")
    page.locator("[name=password]").fill(PASSWORD)
    with page.expect_response(lambda response: response.status == 404):
        page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.goto(reverse("study:deck_list"))
    expect(page.locator("#decks")).to_be_visible()
    assert waiting(page) == 1
    assert Review.objects.count() == 0


@pytest.mark.parametrize(("choice", "live"), [("Keep 4", [4]), ("Change to 2", [2])])
def test_the_card_rated_in_a_second_tab_asks_which_rating_stays(
    context: BrowserContext,
    page: Page,
    url: str,
    sitting: Session,
    problems: Problems,
    choice: str,
    live: list[int],
) -> None:
    problems.expect("status of 409")
    second = context.new_page()
    second.goto(url)
    with page.expect_response("**/ratings/"):
        rate(page, 4)
    with second.expect_response("**/ratings/") as refused:
        rate(second, 2)
    assert refused.value.status == 409
    heading = second.get_by_role("heading", level=1)
    expect(heading).to_have_text(re.compile("Already rated 4, (just now|.* ago)"))
    expect(second).to_have_title("Rated in another tab · Recto")
    expect(second.get_by_role("main")).to_be_focused()
    second.get_by_text(choice, exact=True).click()
    expect(second.locator("#q")).to_be_visible()
    log = Session.objects.get(pk=sitting.pk).log
    assert [row.rating for row in log if not row.gone] == live


def test_a_card_withdrawn_meanwhile_is_skipped_with_a_sentence(
    page: Page, sitting: Session, cards: list[Card], problems: Problems
) -> None:
    problems.expect("status of 409")
    cards[0].archive()
    rate(page, 4)
    expect(page.locator("#notice")).to_have_text(
        "This card was withdrawn by its author, so it is skipped."
    )
    expect(page.locator("#q")).to_have_text(FRONTS[1])
    with page.expect_response("**/ratings/"):
        rate(page, 4)
    expect(page.locator("[data-count]")).to_have_text("1 of 5")
    assert stored(sitting) == [(cards[1].pk, 4)]
