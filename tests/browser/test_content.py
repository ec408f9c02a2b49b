"""Every card and note that ships, as a small phone shows it."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from playwright.sync_api import BrowserContext, Page

from studyapp.accounts.models import User
from studyapp.library.models import Card, Section
from tests.browser.test_pages import violations

LAY_OUT = """(cards) => {
  document.body.innerHTML = '<div class="session"><main class="wrap w-100"></main></div>';
  const main = document.querySelector("main");
  return cards.filter(([key, front, back]) => {
    main.innerHTML = `<article class="flash"><div class="flash-q">${front}</div>
      <div class="flash-a">${back}</div></article>`;
    return document.documentElement.scrollWidth > innerWidth;
  }).map(([key]) => key);
}"""
BROKEN = """(tables) => {
  document.body.innerHTML = '<div class="session"><main class="wrap w-100"></main></div>';
  const main = document.querySelector("main"), broken = [];
  for (const [key, back] of tables) {
    main.innerHTML = `<article class="flash"><div class="flash-a">${back}</div></article>`;
    for (const cell of main.querySelectorAll("td, th")) {
      const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
      for (let text = texts.nextNode(); text; text = texts.nextNode()) {
        for (const word of text.data.matchAll(/\\p{L}{2,}/gu)) {
          const range = document.createRange();
          range.setStart(text, word.index);
          range.setEnd(text, word.index + word[0].length);
          const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
          if (lines.size > 1) broken.push(`${key}: ${word[0]}`);
        }
      }
    }
    for (const wide of main.querySelectorAll(".table-scroll, .math-block")) {
      if (wide.scrollWidth > wide.clientWidth) broken.push(`${key}: wide`);
    }
  }
  return broken;
}"""
SHOW = """(html) => {
  document.body.innerHTML = `<main class="wrap prose"><h1>All</h1><h2>Of it</h2>${html}</main>`;
}"""
AT_ONCE = 150


@pytest.fixture
def phone(transactional_db: None, new_context: Callable[..., BrowserContext], ada: User) -> Page:
    call_command("load_content")
    page = new_context(ada, viewport={"width": 320, "height": 900}).new_page()
    page.goto("/settings/")
    return page


def test_no_card_is_wider_than_a_small_phone(phone: Page) -> None:
    cards = [
        (
            card.key,
            card.front_html,
            f"{card.back_html}<div>{card.plain_html}{card.explanation_html}</div>",
        )
        for card in Card.objects.all()
    ]
    assert len(cards) > 700
    assert phone.evaluate(LAY_OUT, cards) == []


def test_no_table_of_a_card_breaks_a_word_or_hides_a_column_on_a_phone(phone: Page) -> None:
    phone.set_viewport_size({"width": 390, "height": 844})
    cards = Card.objects.all()
    assert phone.evaluate(BROKEN, [(c.key, c.back_html + c.explanation_html) for c in cards]) == []


def test_no_card_or_note_breaks_a_rule_of_accessibility(phone: Page) -> None:
    texts = [
        card.front_html + card.back_html + card.plain_html + card.explanation_html
        for card in Card.objects.all()
    ]
    texts += Section.objects.exclude(body="").values_list("body_html", flat=True)
    phone.evaluate(Axe().axe_script)
    for start in range(0, len(texts), AT_ONCE):
        phone.evaluate(SHOW, "".join(texts[start : start + AT_ONCE]))
        for theme in ("light", "dark"):
            phone.evaluate("theme => document.documentElement.dataset.bsTheme = theme", theme)
            assert violations(phone, theme) == []
        assert phone.evaluate("document.documentElement.scrollWidth") == 320
