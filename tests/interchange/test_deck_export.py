"""A deck as a table and as its file."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from studyapp.accounts.models import User
from studyapp.library.content.decks import read_deck
from studyapp.library.content.source import Source
from studyapp.library.models import Deck, Section
from tests.factories import make_card, make_classroom, make_deck
from tests.interchange.drafts import bring, file, sides, states


def export(browser: Client, deck: Deck, kind: str = "csv") -> str:
    response = browser.get(reverse("interchange:deck_export", args=[deck.slug, kind]))
    assert response.status_code == 200
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{deck.slug}.{kind}"'
    assert response.headers["Content-Type"].endswith("; charset=utf-8")
    return response.getvalue().decode()


def test_a_table_holds_what_the_cards_say(browser: Client, deck: Deck) -> None:
    section = Section.objects.create(deck=deck, key="last", title="Last")
    make_card(deck, "salt", front="How much?", back="2 %\n\nof flour", hint="little")
    make_card(deck, "gas", section=section, accepted=["CO2", "gas"])
    rows = list(csv.DictReader(StringIO(export(browser, deck).removeprefix("\ufeff"), newline="")))
    assert [
        (row["id"], row["front"], row["back"], row["hint"], row["accepted"]) for row in rows
    ] == [
        ("salt", "How much?", "2 %\n\nof flour", "little", ""),
        ("gas", "Which gas makes dough rise?", "Carbon dioxide", "", "CO2\ngas"),
    ]


def test_no_cell_is_a_formula_and_the_table_comes_back_as_it_was(
    browser: Client, deck: Deck
) -> None:
    for number, start in enumerate(["=1+1", "+1", "-1", "@SUM(A1)", "'=1", "\uff1d1", "- a\n- b"]):
        make_card(deck, f"odd-{number}", front=f"{start} {number}?", back=start, hint=start)
    text = export(browser, deck)
    cells = [cell for row in csv.reader(StringIO(text[1:], newline="")) for cell in row]
    assert not [cell for cell in cells if cell.startswith(tuple("=+-@\t\r\uff1d"))]
    url = bring(browser, deck, "", file=file(text.encode()))
    assert {state for _, state in states(browser, url)} == {"same"}


def test_every_kind_of_card_comes_back_as_it_was(browser: Client, ada: User, deck: Deck) -> None:
    blank = {"kind": "cloze", "sibling_key": "eats", "front": "{{c1::It}} {{c2::eats}}", "back": ""}
    make_card(deck, "eats-c1", cloze_number=1, accepted=["It"], **blank)
    make_card(deck, "eats-c2", cloze_number=2, accepted=["eats"], **blank)
    make_card(deck, "back", front="Gas", kind="reversed", sibling_key="gas")
    make_card(deck, "true", front="It lives.", shape="true_false", accepted=["true"])
    make_card(deck, "draft", front="Not yet?", status="draft", language="de")
    make_card(
        deck, "choice", front="Which?", shape="choice", accepted=["This"],
        wrong_answers=[{"text": "That", "feedback": "No."}], key_points=["one", "two\nlines"],
    )  # fmt: skip
    text = export(browser, deck)
    url = bring(browser, deck, "", file=file(text.encode()))
    assert [state for _, state in states(browser, url)] == ["same"] * 5
    other = make_deck(ada, "other")
    url = bring(browser, other, "", file=file(text.encode()))
    browser.post(url, {"told": browser.get(url).context["plan"].told})
    names = ("key", "kind", "shape", "front", "back", "accepted", "wrong_answers", "key_points",
             "sibling_key", "cloze_number", "status", "language")  # fmt: skip
    assert list(other.cards.order_by("key").values(*names)) == list(
        deck.cards.order_by("key").values(*names)
    )


def test_the_file_of_the_deck_reads_back_with_its_cards(
    browser: Client, deck: Deck, tmp_path: Path
) -> None:
    section = Section.objects.create(deck=deck, key="rising", number="1.1", title="Rising")
    make_card(deck, "gas", section=section, hint="Air", accepted=["CO2"], key_points=["a gas"])
    make_card(deck, "salt", front="How much?", back="2 %")
    path = tmp_path / f"{deck.slug}.md"
    path.write_text(export(browser, deck, "md"))
    read = read_deck(Source(path, path.name), subject="", concepts=())
    assert [(s.key, s.title, [c.key for c in s.cards]) for s in read.sections] == [
        ("cards", "Cards", ["salt"]), ("rising", "Rising", ["gas"]),
    ]  # fmt: skip
    gas = read.cards[1]
    assert (gas.front, gas.back, gas.hint) == (
        "Which gas makes dough rise?",
        "Carbon dioxide",
        "Air",
    )
    assert (gas.accepted, gas.key_points) == (("CO2",), ("a gas",))


@pytest.mark.parametrize("kind", ["csv", "md"])
def test_a_deck_is_exported_by_those_who_see_it(
    client: Client, ada: User, boole: User, carol: User, kind: str
) -> None:
    shared = make_deck(boole, visibility="class", classroom=make_classroom(boole, ada))
    make_card(shared)
    make_card(shared, "draft", front="Not yet?", status="draft")
    make_card(shared, "gone", front="No more?", archived_at="2026-01-01T00:00Z")
    address = reverse("interchange:deck_export", args=[shared.slug, kind])
    for person, status, drafts in ((boole, 200, True), (ada, 200, False), (carol, 404, False)):
        client.force_login(person)
        response = client.get(address)
        assert response.status_code == status
        if status == 200:
            text = response.getvalue().decode()
            assert ("Not yet?" in text) is drafts
            assert "No more?" not in text


def test_there_are_no_other_kinds(browser: Client, deck: Deck) -> None:
    assert browser.get(f"/decks/{deck.slug}/export.apkg").status_code == 404


def test_an_empty_deck_is_a_table_of_headings(browser: Client, deck: Deck) -> None:
    assert export(browser, deck).count("\n") == 1
    assert export(browser, deck, "md").startswith("---\ndeck: bread\n")
    assert sides(deck) == []
