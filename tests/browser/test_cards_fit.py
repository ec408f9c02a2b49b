"""Every card that ships, laid out as a session lays it out."""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from playwright.sync_api import BrowserContext

from studyapp.accounts.models import User
from studyapp.library.models import Card

LAY_OUT = """(cards) => {
  document.body.innerHTML = '<div class="session"><main class="wrap w-100"></main></div>';
  const main = document.querySelector("main");
  return cards.filter(([key, front, back]) => {
    main.innerHTML = `<article class="flash"><div class="flash-q">${front}</div>
      <div class="flash-a">${back}</div></article>`;
    return document.documentElement.scrollWidth > innerWidth;
  }).map(([key]) => key);
}"""


@pytest.mark.django_db(transaction=True)
def test_no_card_is_wider_than_a_small_phone(
    new_context: Callable[..., BrowserContext], ada: User
) -> None:
    call_command("load_content")
    cards = [
        (card.key, card.front_html, f"{card.back_html}<div>{card.explanation_html}</div>")
        for card in Card.objects.all()
    ]
    assert len(cards) > 700
    page = new_context(ada, viewport={"width": 320, "height": 900}).new_page()
    page.goto("/settings/")
    assert page.evaluate(LAY_OUT, cards) == []
