"""Every page worth a look, with the people and the data that fill it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from io import StringIO
from uuid import uuid4

from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import FilePayload, Page

from studyapp.accounts.models import User
from studyapp.library.copying import copy_deck
from studyapp.library.models import Card, Deck, ErrorReport, Note
from studyapp.library.revision import revise
from studyapp.study.models import Session
from studyapp.study.models.session import Answer
from studyapp.study.planning import start_session
from tests.factories import make_deck, make_learner

WIDTHS = (320, 390, 1280)
THEMES = ("light", "dark")
DAYS = 12  # of study; enough for every chart to have something to show


@dataclass
class World:
    """The demo: a learner of some weeks in the middle of a session, and an instructor."""

    ada: User
    boole: User
    eve: User  # she has just signed up
    deck: Deck
    sitting: Session

    def url(self, name: str, *args: object) -> str:
        return reverse(name, args=args)

    @transaction.atomic
    def rate(self, rating: int) -> Card:
        """Ada rates the next card of her session, in another tab as it were."""
        session = Session.objects.for_change().get(pk=self.sitting.pk)
        now = timezone.now()
        card = Card.objects.get(pk=session.ahead(now, length=1)[0])
        memory = card.memories.filter(learner=self.ada).first()
        answer = Answer(card.pk, rating, uuid4(), memory.version if memory else 0, ms=9000)
        session.rate(answer, now=now)
        return card


def load() -> Deck:
    """The content that ships; the deck that strangers try."""
    call_command("load_content", stdout=StringIO())
    return Deck.objects.with_trial().earliest("pk")


def make_world() -> World:
    deck = load()
    call_command("demo", "--days", str(DAYS), stdout=StringIO())
    ada, boole = (User.objects.get(email=f"{name}@example.org") for name in ("ada", "boole"))
    own = Deck.objects.filter(author=boole).earliest("pk")
    Note.objects.create(
        slug="before", title="Before the first card", deck=own, body="# Why\n\nIt **helps**."
    )
    ada.new_cards_a_day = 40
    ada.save()
    world = World(
        ada, boole, make_learner("Eve"), deck, start_session(ada, deck=deck, at=timezone.now())
    )
    for rating in (4, 2, 5):
        world.rate(rating)
    return world


def nothing(page: Page, world: World) -> None:
    """The page as it comes."""


@dataclass(frozen=True)
class Shown:
    """One page: who looks at it, where it is, and what they do there first."""

    name: str
    viewer: str  # a name in the world, or nobody's
    url: Callable[[World], str]
    then: Callable[[Page, World], None] = field(default=nothing)
    status: int = 200


def at(name: str, *path: str) -> Callable[[World], str]:
    return lambda world: world.url(name, *path)


def of_session(name: str) -> Callable[[World], str]:
    return lambda world: world.url(name, world.sitting.pk)


def reveal(page: Page, world: World) -> None:
    page.keyboard.press("Space")


def submit_rating(page: Page, rating: int) -> None:
    """As the form does without JavaScript."""
    page.locator("[data-rate]").evaluate(
        """(form, value) => {
          const field = document.createElement("input");
          form.append(Object.assign(field, { name: "rating", value }));
          form.submit();
        }""",
        rating,
    )
    page.wait_for_load_state()
    page.locator("main h1").wait_for()


def rate_twice(page: Page, world: World) -> None:
    world.rate(4)
    with page.expect_navigation():
        submit_rating(page, 2)


def rate_nine(page: Page, world: World) -> None:
    with page.expect_navigation():
        submit_rating(page, 9)


def sign_in_wrongly(page: Page, world: World) -> None:
    page.locator("[name=login]").fill("ada@example.org")
    page.locator("[name=password]").fill("not hers")
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button", name="Sign in").click()


def try_ten_cards(page: Page, world: World) -> None:
    page.get_by_role("button", name="Try ten cards now").click()
    page.locator("#q").wait_for()


def list_shortcuts(page: Page, world: World) -> None:
    page.keyboard.press("?")


def open_a_question(page: Page, world: World) -> None:
    page.locator("details.reveal summary").first.click()


def open_folds(page: Page, world: World) -> None:
    page.evaluate("document.querySelectorAll('details').forEach((fold) => (fold.open = true))")


def set_two_aside(page: Page, world: World) -> None:
    for number in (0, 1):
        page.locator("[name=cards]").nth(number).check()
    with page.expect_navigation():
        page.get_by_role("button", name="Set aside", exact=True).click()


def choose_nothing(page: Page, world: World) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Set aside", exact=True).click()


def rated_card(world: World) -> str:
    return world.url("study:card_history", world.rate(3).pk)


def own(world: World) -> Deck:
    return Deck.objects.filter(author=world.boole, from_file=False).earliest("pk")


def own_address(name: str) -> Callable[[World], str]:
    return lambda world: world.url(name, own(world).slug)


def empty_deck(world: World) -> str:
    return world.url("library:deck_edit", make_deck(world.eve, "empty", title="Empty").slug)


def reworded_card(world: World) -> str:
    card = own(world).cards.earliest("pk")
    revise(card, {"back": "Said better."}, version=card.version, author=world.boole)
    return world.url("library:card_versions", card.pk)


def waiting_report(world: World) -> str:
    card = own(world).cards.latest("pk")
    ErrorReport.objects.create(card=card, reporter=world.ada, text="It says gas twice.", version=1)
    return world.url("library:report_list")


def reported_card(world: World) -> str:
    return world.url("library:card_report", world.deck.cards.earliest("pk").pk)


def full_trash(world: World) -> str:
    make_deck(world.boole, "gone", title="Stale bread").delete_by(world.boole)
    own(world).cards.latest("pk").archive()
    return world.url("library:trash")


def own_card(world: World) -> str:
    return world.url("library:card_edit", own(world).cards.earliest("pk").pk)


def copied_card(key: str) -> Callable[[World], str]:
    """A card of Boole's copy of a deck that came from a file, in the editor."""

    def address(world: World) -> str:
        deck = Deck.objects.get(slug="ml-production-basics")
        mine, _ = copy_deck(deck, world.boole, token="mine")
        return world.url("library:card_edit", mine.cards.get(key=key).pk)

    return address


SLIPPED = (
    "Lecture 3\nWhat is drift? (Hint: a boat)\nChange over time.\nWhat is skew?\nA difference."
)
MIXED = """Question\tAnswer\tAudio
What is drift?\tThe data change over time. (Hint: a boat)\tdrift.mp3
A model keeps its quality for ever.\tFalse. It decays.\t
What is schema skew?\t\t
Name three steps of a release.\t1) test 2) shadow 3) canary\t
what is drift?\tWhen y given x moves.\t"""


def bring(text: str) -> Callable[[Page, World], None]:
    """Paste the text and look at its preview."""

    def act(page: Page, world: World) -> None:
        page.locator("[name=text]").fill(text)
        page.locator("[name=title]").fill("Drift and skew, told apart")
        with page.expect_navigation():
            page.get_by_role("button", name="Check the lines").click()

    return act


def bring_and_import(page: Page, world: World) -> None:
    bring(MIXED)(page, world)
    with page.expect_navigation():
        page.get_by_role("button", name="Import 3 cards").click()


def bring_and_take_back(page: Page, world: World) -> None:
    bring_and_import(page, world)
    with page.expect_navigation():
        page.get_by_role("button", name="Take this import back").click()


def bring_windows_file(page: Page, world: World) -> None:
    content = "Was ist Käse?\tMilch".encode("cp1252")
    file = FilePayload(name="cards.txt", mimeType="text/plain", buffer=content)
    page.locator("[name=file]").set_input_files(file)
    page.locator("[name=title]").fill("Käse")
    with page.expect_navigation():
        page.get_by_role("button", name="Check the lines").click()


def own_deck(world: World) -> str:
    return world.url("study:deck", Deck.objects.filter(author=world.boole).earliest("pk").slug)


PAGES = (
    Shown("landing", "", at("progress:landing")),
    Shown("sign-up", "", at("account_signup")),
    Shown("sign-in", "", at("account_login")),
    Shown("sign-in-refused", "", at("account_login"), sign_in_wrongly),
    Shown("reset", "", at("account_reset_password")),
    Shown("reset-sent", "", at("account_reset_password_done")),
    Shown("reset-done", "", at("account_reset_password_from_key_done")),
    Shown("reset-dead-link", "", at("account_reset_password_from_key", "1", "set-password")),
    Shown("email-sent", "", at("account_email_verification_sent")),
    Shown("email-dead-link", "", at("account_confirm_email", "dead")),
    Shown("inactive", "", at("account_inactive")),
    Shown("trial", "", at("progress:landing"), try_ten_cards),
    Shown("not-found", "", lambda world: "/nowhere/", status=404),
    Shown("broken", "", lambda world: "/broken/", status=500),
    Shown("today-first-visit", "eve", at("progress:today")),
    Shown("library-new", "eve", at("study:deck_list")),
    Shown("deck-own", "boole", own_deck),
    Shown("deck-new", "eve", at("library:deck_create")),
    Shown("deck-edit", "boole", own_address("library:deck_edit"), open_folds),
    Shown("deck-edit-empty", "eve", empty_deck),
    Shown("card-versions", "boole", reworded_card),
    Shown("card-report", "eve", reported_card),
    Shown("reports", "boole", waiting_report),
    Shown("reports-none", "eve", at("library:report_list")),
    Shown("trash", "boole", full_trash),
    Shown("trash-empty", "eve", at("library:trash")),
    Shown("card-edit", "boole", own_card),
    Shown("card-edit-parts", "boole", copied_card("pw-canary-how")),
    Shown("card-edit-definitions", "boole", copied_card("pw-data-drift-what")),
    Shown("forbidden", "eve", lambda world: "/forbidden/", status=403),
    Shown("note", "boole", at("study:note", "before")),
    Shown("retention-new", "eve", at("study:retention")),
    Shown("password", "eve", at("account_change_password")),
    Shown("sign-out", "eve", at("account_logout")),
    Shown("import", "eve", at("interchange:deck_import")),
    Shown("import-refused", "eve", at("interchange:deck_import"), bring("Front,Back")),
    Shown("import-preview", "eve", at("interchange:deck_import"), bring(MIXED)),
    Shown("import-slipped", "eve", at("interchange:deck_import"), bring(SLIPPED)),
    Shown("import-encoding", "eve", at("interchange:deck_import"), bring_windows_file),
    Shown("import-done", "eve", at("interchange:deck_import"), bring_and_import),
    Shown("import-undone", "eve", at("interchange:deck_import"), bring_and_take_back),
    Shown("today", "ada", at("progress:today")),
    Shown("library", "ada", at("study:deck_list")),
    Shown("library-empty", "ada", lambda world: reverse("study:deck_list") + "?q=zymurgy"),
    Shown("library-notes", "ada", lambda world: reverse("study:deck_list") + "?show=notes"),
    Shown(
        "library-no-note", "ada", lambda world: reverse("study:deck_list") + "?show=notes&q=zymurgy"
    ),
    Shown("search-idle", "eve", at("study:search")),
    Shown("search", "ada", lambda world: reverse("study:search") + "?q=metric"),
    Shown("search-nothing", "ada", lambda world: reverse("study:search") + "?q=zymurgy"),
    Shown("browse", "ada", at("study:browse")),
    Shown("browse-new", "eve", at("study:browse")),
    Shown("browse-done", "ada", at("study:browse"), set_two_aside),
    Shown(
        "browse-own", "boole", lambda world: reverse("study:browse") + "?deck=" + own(world).slug
    ),
    Shown("card-history", "ada", rated_card),
    Shown("bulk-refused", "ada", at("study:browse"), choose_nothing),
    Shown("deck", "ada", lambda world: world.url("study:deck", world.deck.slug)),
    Shown("deck-with-notes", "ada", at("study:deck", "mlops-study-notes")),
    Shown("subject", "ada", at("progress:subject", "ml-in-production")),
    Shown("subject-open", "ada", at("progress:subject", "ml-in-production"), open_folds),
    Shown("objective", "ada", at("progress:objective", "lc-lo2")),
    Shown("objective-new", "eve", at("progress:objective", "lc-lo5")),
    Shown("concept", "ada", at("progress:concept", "lc-precision")),
    Shown("note-shipped", "ada", at("study:note", "mn-05-drift-skew-shift"), open_a_question),
    Shown("settings", "ada", at("accounts:settings")),
    Shown("retention", "ada", at("study:retention")),
    Shown("not-found-signed-in", "ada", lambda world: "/nowhere/", status=404),
    Shown("question", "ada", of_session("study:session")),
    Shown("answer", "ada", of_session("study:session"), reveal),
    Shown("shortcuts", "ada", of_session("study:session"), list_shortcuts),
    Shown("summary", "ada", of_session("study:session_summary")),
    Shown("refused", "ada", of_session("study:session"), rate_nine),
    Shown("conflict", "ada", of_session("study:session"), rate_twice),
)


def visit(page: Page, world: World, shown: Shown) -> None:
    """Open the page and bring it to the state that it is to be looked at in."""
    response = page.goto(shown.url(world))
    assert response is not None and response.status == shown.status, shown.name
    shown.then(page, world)


def looks(page: Page, widths: Sequence[int] = WIDTHS) -> Iterator[tuple[int, str]]:
    """The loaded page in every width and theme, changed in place."""
    for width in widths:
        for theme in THEMES:
            page.set_viewport_size({"width": width, "height": 844 if width < 500 else 800})
            page.evaluate("theme => document.documentElement.dataset.bsTheme = theme", theme)
            yield width, theme
