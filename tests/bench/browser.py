"""What a learner waits for in Chromium: after showing an answer, after rating it."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect, sync_playwright

from studyapp.library.models import Deck
from studyapp.operations.localpg import Cluster
from studyapp.operations.management.commands.up import Command
from studyapp.operations.supervision import Processes, leave_database, listen
from studyapp.study.planning import start_session
from tests.browser.conftest import sign_in
from tests.chromium import FLAGS, installed
from tests.factories import make_learner

# playwright's sync API keeps an event loop in this thread, which Django's ORM would refuse
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

CARDS = 20
LATENCY = 400  # ms; Chromium's own loss of packets is for calls only, so loss stays out
SHORTEST = 16  # ms; a faster interaction leaves no entry

WATCH = """() => {
  window.interactions = [];
  window.painted = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (entry.interactionId) interactions.push(entry.duration);
    }
  }).observe({ type: "event", durationThreshold: 16 });
  addEventListener("keydown", (event) => {
    const before = document.querySelector("#q").textContent;
    requestAnimationFrame(() => setTimeout(() => {
      const wait = performance.now() - event.timeStamp;
      if (document.querySelector("#q").textContent !== before) painted.push(wait);
    }));
  }, true);
}"""


def measure() -> dict[str, float]:
    """The longest waits of a short session in milliseconds, by what the learner did."""
    with served() as page:
        page.evaluate(WATCH)
        study(page)
        interaction = page.evaluate("Math.max(0, ...interactions)")
        near = page.evaluate("Math.max(...painted)")
        page.evaluate("painted.length = 0")
        line = page.context.new_cdp_session(page)
        line.send("Network.enable")
        line.send(
            "Network.emulateNetworkConditions",
            {
                "offline": False,
                "latency": LATENCY,
                "downloadThroughput": -1,
                "uploadThroughput": -1,
            },
        )
        study(page)
        far = page.evaluate("Math.max(...painted)")
    return {
        "Interaction to next paint, reveal or rate, ms (goal 50)": max(SHORTEST, interaction),
        "Next card painted after its rating, ms": near,
        f"The same with {LATENCY} ms to the server, ms (goal 100)": far,
    }


def study(page: Page) -> None:
    for _ in range(CARDS):
        page.keyboard.press(" ")
        expect(page.locator("#answer")).to_be_visible()
        with page.expect_response("**/ratings/"):
            page.keyboard.press("4")
        expect(page.locator("#answer")).to_be_hidden()


@contextmanager
def served() -> Iterator[Page]:
    """The first card of a session, from the web server that `make run` starts."""
    with ExitStack() as stack:
        listener = stack.enter_context(listen("127.0.0.1:0"))
        stack.enter_context(Cluster(settings.LOCAL / "pg").session())
        stack.callback(leave_database)
        Command().prepare(demo=False)
        web = Processes(settings.BASE_DIR, listener)
        stack.push(web)
        web.start("web")
        web.wait_for_web()
        playwright = stack.enter_context(sync_playwright())
        chromium = playwright.chromium.launch(executable_path=installed(), args=FLAGS)
        context = chromium.new_context(base_url=web.url)
        learner = make_learner("Grace", new_cards_a_day=100)
        deck = Deck.objects.with_trial().earliest("pk")
        sitting = start_session(learner, deck=deck, at=timezone.now())
        sign_in(context, learner, web.url)
        page = context.new_page()
        page.goto(reverse("study:session", args=[sitting.pk]))
        yield page
