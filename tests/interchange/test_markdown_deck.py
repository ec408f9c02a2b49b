"""A deck as its file: what the library reads there is the deck again."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.interchange.formats.markdown_deck import write
from studyapp.interchange.records import CardRecord
from studyapp.library.card_templates import as_markdown
from studyapp.library.content.decks import read_deck
from studyapp.library.content.reader import read_library
from studyapp.library.content.records import DeckRecord, SectionRecord
from studyapp.library.content.source import Source
from studyapp.markup import clean_text

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"


def read_again(deck: DeckRecord, folder: Path) -> tuple[DeckRecord, list[str]]:
    """The deck from its written file, and what its reader has to say."""
    path = folder / f"{deck.slug}.md"
    path.write_text("".join(write(deck)), encoding="utf-8")
    source = Source(path, deck.file)
    read = read_deck(source, subject="", concepts=())
    return read, [f"{problem.line}: {problem.reason}" for problem in source.problems]


def test_every_deck_that_ships_reads_back_the_same(tmp_path: Path) -> None:
    for deck in read_library(FIXTURES).decks:
        assert read_again(deck, tmp_path) == (deck, [])


def deck_of(*cards: CardRecord) -> DeckRecord:
    return DeckRecord(
        slug="own", file="decks/own.md", title="My “own”: a deck", description="- yes\n# no",
        subject="baking", source="One\nTwo", sections=(SectionRecord("all", "1.2", "All", cards),),
    )  # fmt: skip


def card(key: str, front: str, back: str, **more: Any) -> CardRecord:
    facts: dict[str, Any] = {
        "sibling_key": key,
        "kind": "basic",
        "shape": "plain",
        "concepts": ("flour",),
    } | more
    return CardRecord(key=key, front=front, back=back, **facts)


def test_the_two_sides_of_a_note_and_its_blanks_stay_together(tmp_path: Path) -> None:
    text = "{{c1::Yeast}} eats {{c2::sugar}}"
    deck = deck_of(
        card("gas-back", "Carbon dioxide", "What rises?", kind="reversed", sibling_key="gas-back"),
        card("gas", "What rises?", "Carbon dioxide", sibling_key="gas-back"),
        card("eats-c1", text, "", kind="cloze", cloze_number=1, accepted=("Yeast",),
             sibling_key="eats"),
        card("eats-c2", text, "", kind="cloze", cloze_number=2, accepted=("sugar",),
             sibling_key="eats"),
    )  # fmt: skip
    assert read_again(deck, tmp_path) == (deck, [])


def test_chains_templates_plain_words_and_tags_travel(tmp_path: Path) -> None:
    text = "{{c1::Yeast}} eats {{c2::sugar}}"
    blank = {"kind": "cloze", "sibling_key": "eats"}
    deck = replace(
        deck_of(
            card("eats-c1", text, "", cloze_number=1, accepted=("Yeast",), **blank),
            card("eats-c2", text, "", cloze_number=2, accepted=("sugar",), **blank),
            card("mean", "Mean?", "A sum over a count", plain="The middle", source="Norm: 2",
                 tags=("week 3", "no"), after="eats-c1"),
            card("oven", "Oven?", "**Pros**\n\nlight\n\n**Cons**\n\ndear", template="pros_cons",
                 parts={"pros": "light", "cons": "dear"}, key_points=("Pros", "Cons"),
                 after="mean"),
        ),
        chains="apart",
    )  # fmt: skip
    assert read_again(deck, tmp_path) == (deck, [])


def test_a_chain_that_a_file_cannot_tell_is_left_out(tmp_path: Path) -> None:
    deck = deck_of(
        card("a", "A?", "a", after="b"), card("b", "B?", "b"), card("c", "C?", "c", after="b"),
        card("d", "D?", "d", after="b"), card("e", "E?", "e", after="gone"),
    )  # fmt: skip
    read, told = read_again(deck, tmp_path)
    assert told == []
    assert [c.after for c in read.cards] == ["", "", "b", "", ""]


@pytest.mark.parametrize("text", ["## Not a card", "a\n---\nb", "# x\n### Hint", "---"])
def test_text_that_would_end_the_card_gets_a_space(tmp_path: Path, text: str) -> None:
    read, told = read_again(deck_of(card("odd", f"Why?\n{text}", text)), tmp_path)
    assert told == []
    assert [line.strip() for line in read.cards[0].back.split("\n")] == text.split("\n")
    assert read.cards[0].front.startswith("Why?\n")


def test_code_that_is_never_closed_is_closed(tmp_path: Path) -> None:
    read, told = read_again(
        deck_of(card("odd", "Why?", "```\n# x"), card("b", "B?", "b")), tmp_path
    )
    assert told == []
    assert [c.back for c in read.cards] == ["```\n# x\n```", "b"]


def test_cards_without_a_section_stand_in_one_of_their_own(tmp_path: Path) -> None:
    loose = SectionRecord("", "", "", (card("gas", "What rises?", "Dough"),))
    named = SectionRecord("cards", "1", "Named", (card("salt", "How much?", "2 %"),))
    deck = DeckRecord("own", "decks/own.md", "Own", "", "", sections=(loose, named))
    read, told = read_again(deck, tmp_path)
    assert [(section.key, section.title) for section in read.sections] == [
        ("cards-2", "Cards"),
        ("cards", "Named"),
    ]
    assert read.cards == deck.cards
    assert told == ["2: “description” is missing.", "2: “subject” is missing."]


LINE = (
    st.text(
        st.characters(exclude_categories=["C", "Zl", "Zp"], exclude_characters="{}|`~\\$"),
        max_size=30,
    )
    .map(clean_text)
    .map(str.strip)
)
TEXT = st.lists(LINE, min_size=1, max_size=4).map("\n".join).map(str.strip).filter(bool)
WORD = LINE.filter(lambda line: line and line == line.strip())


@settings(max_examples=60, deadline=None)
@given(
    front=TEXT,
    back=TEXT,
    hint=st.one_of(st.just(""), TEXT),
    accepted=st.lists(WORD, max_size=2, unique=True),
    tags=st.lists(WORD, max_size=2, unique=True),
    parts=st.one_of(st.just({}), st.fixed_dictionaries({"pros": TEXT, "cons": TEXT})),
    plain=st.one_of(st.just(""), TEXT),
    title=WORD,
    source=st.one_of(st.just(""), TEXT),
)
def test_any_text_reads_back_with_the_same_words(
    tmp_path_factory: pytest.TempPathFactory,
    front: str,
    back: str,
    hint: str,
    accepted: list[str],
    tags: list[str],
    parts: dict[str, str],
    plain: str,
    title: str,
    source: str,
) -> None:
    template = "pros_cons" if parts else ""
    one = card("one", front, as_markdown(template, parts) or back, hint=hint, plain=plain,
               template=template, parts=parts, accepted=tuple(accepted), tags=tuple(tags),
               source=title)  # fmt: skip
    deck = DeckRecord("own", "decks/own.md", title, "x", "y", source=source,
                      sections=(SectionRecord("all", "", "All", (one,)),))  # fmt: skip
    read, _ = read_again(deck, tmp_path_factory.mktemp("deck"))
    again = read.cards[0]
    assert (read.title, read.source.split()) == (title, source.split())
    assert (again.accepted, again.tags, again.source) == (tuple(accepted), tuple(tags), title)
    texts = [(front, again.front), (one.back, again.back), (hint, again.hint), (plain, again.plain)]
    for was, now in [*texts, *((parts[name], again.parts[name]) for name in parts)]:
        assert [line.strip() for line in now.split("\n")] == [
            line.strip() for line in was.split("\n")
        ]
