"""What ``make screens`` runs; the checks do not collect it."""

from collections.abc import Callable

import pytest
from django.conf import settings
from playwright.sync_api import BrowserContext

from tests.browser.conftest import Problems
from tests.browser.pages import PAGES, World, looks, make_world, visit

pytestmark = pytest.mark.urls("tests.test_error_pages")


@pytest.mark.parametrize("viewer", ["", "eve", "boole", "ada"])
def test_picture(
    new_context: Callable[..., BrowserContext],
    transactional_db: None,
    problems: Problems,
    viewer: str,
) -> None:
    problems.expect("status of")
    world: World = make_world()
    user = getattr(world, viewer) if viewer else None
    page = new_context(user, reduced_motion="reduce").new_page()
    folder = settings.BASE_DIR / "screens"
    for shown in PAGES:
        if shown.viewer == viewer:
            visit(page, world, shown)
            for width, theme in looks(page, (390, 1280)):
                # as tall as the page, so that the bars at its foot are at its foot
                height = page.evaluate("document.documentElement.scrollHeight")
                page.set_viewport_size({"width": width, "height": height})
                page.screenshot(path=folder / f"{shown.name}-{width}-{theme}.png")
