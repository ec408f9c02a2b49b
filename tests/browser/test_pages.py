"""Every page in light and dark, from 320 to 1280 pixels; and a study page that stands still."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import BrowserContext, FloatRect, Page, expect

from studyapp.accounts.models import User
from studyapp.study.models import Session
from tests.browser.conftest import Problems
from tests.browser.pages import PAGES, World, looks, make_world, visit

pytestmark = pytest.mark.urls("tests.test_error_pages")

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = """async (options) => (await axe.run(document, options)).violations.flatMap((rule) =>
  rule.nodes.map((node) => `${rule.id}: ${node.html.slice(0, 160)} (${node.failureSummary})`))"""
GROUPS = [("",), ("eve", "boole"), ("ada",)]


@pytest.fixture
def world(transactional_db: None) -> World:
    return make_world()


def violations(page: Page, theme: str) -> list[str]:
    """Every rule in light; in dark those that look at colours, which are all it changes."""
    only = {"type": "tag", "values": STANDARDS}
    if theme == "dark":
        only = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
    options = {"runOnly": only, "resultTypes": ["violations"]}
    return list(page.evaluate(RUN_AXE, options))


@pytest.mark.parametrize("viewers", GROUPS)
def test_every_page_is_accessible_and_fits_in_every_width_and_theme(
    new_context: Callable[..., BrowserContext],
    world: World,
    problems: Problems,
    viewers: tuple[str, ...],
) -> None:
    problems.expect(r"status of (403|404|409|422|500)")
    found: dict[str, list[str]] = {}
    pages = {
        viewer: new_context(
            getattr(world, viewer) if viewer else None, reduced_motion="reduce"
        ).new_page()
        for viewer in viewers
    }
    for shown in PAGES:
        if shown.viewer not in viewers:
            continue
        page = pages[shown.viewer]
        visit(page, world, shown)
        page.evaluate(Axe().axe_script)
        for width, theme in looks(page):
            wrong = violations(page, theme)
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                wrong.append(f"{wide} px wide")
            if wrong:
                found[f"{shown.name} {width} {theme}"] = wrong
    assert found == {}


def test_every_page_has_the_production_policy(ada_page: Page, sitting: Session) -> None:
    for url in ("/", reverse("study:session", args=[sitting.pk]), "/nowhere/"):
        response = ada_page.request.get(url)
        policy = response.headers["content-security-policy"].split("; ")
        assert {"default-src 'none'", "script-src 'self'", "style-src 'self'"} <= set(policy)


@pytest.fixture(params=[390, 1280])
def question(
    new_context: Callable[..., BrowserContext],
    request: pytest.FixtureRequest,
    ada: User,
    sitting: Session,
) -> Page:
    """A short card on a telephone and on a desk."""
    size = {"width": request.param, "height": 844}
    page = new_context(ada, viewport=size).new_page()
    page.goto(reverse("study:session", args=[sitting.pk]))
    return page


def places(page: Page) -> dict[str, FloatRect | None]:
    parts = ("#card", ".dock", ".session-top")
    return {part: page.locator(part).bounding_box() for part in parts}


def test_card_and_dock_stay_where_they_are_when_the_answer_comes(question: Page) -> None:
    before = places(question)
    question.keyboard.press("Space")
    expect(question.locator("#answer")).to_be_visible()
    assert places(question) == before
    with question.expect_response("**/ratings/"):
        question.keyboard.press("4")
    expect(question.locator("#answer")).to_be_hidden()
    assert places(question) == before


def test_nothing_shifts_on_the_study_page(question: Page) -> None:
    for _ in range(2):
        question.keyboard.press("Space")
        with question.expect_response("**/ratings/"):
            question.keyboard.press("3")
    question.reload()
    shifts = question.evaluate(
        """() => new Promise((resolve) => {
          const seen = [];
          const describe = ({ node, previousRect, currentRect }) => [node?.outerHTML ?? node,
            JSON.stringify(previousRect), JSON.stringify(currentRect)].join(" ");
          new PerformanceObserver((list) => seen.push(...list.getEntries()))
            .observe({ type: "layout-shift", buffered: true });
          requestAnimationFrame(() => requestAnimationFrame(() => resolve(
            seen.map((shift) => `${shift.value} ${shift.sources.map(describe)}`))));
        })"""
    )
    assert shifts == []
