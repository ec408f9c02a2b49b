"""Content files become rows, again and again, without harm to what learners have done."""

from io import StringIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from studyapp.library.models import Card, Concept, Deck, Objective, Section, Subject
from studyapp.study.models import Memory, Review
from studyapp.study.models.session import Answer, Session
from studyapp.study.planning import start_session
from tests.factories import NOON, make_user
from tests.interchange.content_files import DECK, SUBJECT, write_content

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_content(tmp_path)


def load(folder: Path) -> str:
    out = StringIO()
    call_command("load_content", folder, stdout=out)
    return out.getvalue().strip()


def row_versions() -> dict[str, list[tuple[str, ...]]]:
    """The transaction that last wrote each row, of every table that content fills."""
    tables = [model._meta.db_table for model in (Subject, Objective, Concept, Deck, Section, Card)]
    tables += [Card.concepts.through._meta.db_table, Concept.needs.through._meta.db_table]
    versions = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT id, xmin::text, ctid::text FROM {table} ORDER BY id")
            versions[table] = cursor.fetchall()
    return versions


def test_a_folder_becomes_a_subject_and_a_deck(folder: Path) -> None:
    assert load(folder) == (
        "Content: 1 objective, 2 concepts, 1 deck, 2 sections, 8 cards added, nothing changed, "
        "nothing archived. Now 1 objective, 2 concepts, 1 deck, 2 sections, 8 cards."
    )
    deck = Deck.objects.get()
    assert (deck.slug, deck.title, deck.tags, deck.trial) == (
        "bread", "Bread", ["bread"], ["gas", "sugar-c1"],
    )  # fmt: skip
    assert (deck.from_file, deck.visibility, deck.author) == (True, "public", None)
    assert deck.subject is not None and deck.subject.slug == "baking"
    assert deck.source == "A baker, Bread (2020)"
    assert [(s.key, s.number, s.title) for s in deck.sections.all()] == [
        ("rising", "1", "Rising"),
        ("baking", "2", "Baking"),
    ]
    assert [need.slug for need in Concept.objects.get(slug="proofing").needs.all()] == ["yeast"]


def test_the_parts_of_a_card_are_kept_and_rendered(folder: Path) -> None:
    load(folder)
    card = Card.objects.get(key="gas")
    assert card.front == "Which gas makes dough rise?"
    assert card.accepted == ["carbon dioxide", "CO2"]
    assert card.wrong_answers == [{"text": "Oxygen", "feedback": "Yeast uses it up."}]
    assert "<math" in card.back_html
    assert "sparkling" in card.hint_html
    assert "<table" in card.explanation_html
    assert [concept.slug for concept in card.concepts.all()] == ["yeast"]
    assert Card.objects.get(key="steps").key_points == ["Mix", "Rest", "Bake"]
    assert Card.objects.get(key="gauge").calculator == {
        "id": "feature_selection",
        "inputs": {"x": 1, "y": [0.5, 2], "table": [[1, 2], [3, 4]]},
    }


def test_named_parts_become_the_back_and_the_key_points(folder: Path) -> None:
    rest = """
## rest
concepts: [proofing]
template: profile
source: "A baker, Bread, chapter 2"

What is a rest?

---

### Use
For *every* dough.

### What
A pause.
"""
    write_content(folder, DECK + rest)
    load(folder)
    card = Card.objects.get(key="rest")
    assert card.parts == {"what": "A pause.", "use": "For *every* dough."}
    assert card.back == "**What**\n\nA pause.\n\n**Use**\n\nFor *every* dough."
    assert card.key_points == ["What", "Use"]
    assert "<dt>Use</dt><dd><p>For <em>every</em> dough.</p>" in card.back_html
    before = row_versions()
    load(folder)
    assert row_versions() == before

    write_content(folder, DECK + rest.replace("A pause", "A break"))
    load(folder)
    assert Card.objects.get(key="rest").version == 2
    write_content(folder, DECK + rest.replace("A pause", "A break").replace("chapter 2", "3"))
    load(folder)
    sourced = Card.objects.get(key="rest")
    assert (sourced.source, sourced.version) == ("A baker, Bread, 3", 2)


def test_a_definition_in_plain_words_is_kept_and_rendered(folder: Path) -> None:
    write_content(folder, DECK.replace("### Hint", "### Plain\nThe *bubbles*.\n\n### Hint", 1))
    load(folder)
    card = Card.objects.get(key="gas")
    assert card.plain == "The *bubbles*."
    assert "<em>bubbles</em>" in card.plain_html


def test_a_cloze_entry_becomes_one_card_for_each_number(folder: Path) -> None:
    load(folder)
    first, second = Card.objects.filter(kind="cloze").order_by("key")
    assert (first.key, first.cloze_number, first.accepted) == ("sugar-c1", 1, ["sugar", "sugars"])
    assert (second.key, second.cloze_number, second.accepted) == ("sugar-c2", 2, ["gas"])
    assert first.sibling_key == second.sibling_key == "sugar"


def test_cards_tied_by_sibling_are_one_note(folder: Path) -> None:
    load(folder)
    notes = dict(Card.objects.values_list("key", "sibling_key"))
    assert notes["gas-back"] == notes["gas"] == "gas"
    assert notes["cold"] == "cold"


def test_cards_stand_in_the_order_of_the_file(folder: Path) -> None:
    load(folder)
    assert list(Card.objects.in_order().values_list("key", flat=True)) == [
        "gas", "gas-back", "cold", "sugar-c1", "sugar-c2", "first", "steps", "gauge",
    ]  # fmt: skip


def test_a_second_run_writes_no_row_at_all(folder: Path) -> None:
    load(folder)
    before = row_versions()
    told = load(folder)
    assert row_versions() == before
    assert told.startswith("Content: nothing added, nothing changed, nothing archived.")


def test_a_file_with_windows_line_ends_and_a_mark_at_its_start_is_the_same_file(
    folder: Path,
) -> None:
    load(folder)
    before = row_versions()
    write_content(folder, "\ufeff" + DECK.replace("\n", "\r\n"), SUBJECT.replace("\n", "\r\n"))
    load(folder)
    assert row_versions() == before


def test_new_wording_makes_a_new_version_of_that_card_alone(folder: Path) -> None:
    load(folder)
    before = {card.key: card for card in Card.objects.all()}
    write_content(folder, DECK.replace("Which gas makes dough rise?", "What lifts dough?"))
    assert "1 card changed" in load(folder)
    for card in Card.objects.all():
        old = before[card.key]
        assert card.pk == old.pk
        assert card.version == (2 if card.key == "gas" else 1)
        assert (card.updated_at > old.updated_at) == (card.key == "gas")
    changed = Card.objects.get(key="gas")
    assert (changed.front, changed.title) == ("What lifts dough?", "What lifts dough?")
    assert "What lifts dough?" in changed.front_html


def test_a_card_that_moves_keeps_its_version(folder: Path) -> None:
    load(folder)
    start, end = DECK.index("## cold"), DECK.index("# baking")
    cold = DECK[start:end]
    write_content(folder, DECK.replace(cold, "") + "\n" + cold)
    load(folder)
    moved = Card.objects.get(key="cold")
    assert moved.section is not None and moved.section.key == "baking"
    assert moved.version == 1
    assert Card.objects.in_order().last() == moved


def test_cards_of_an_older_renderer_are_rendered_again_without_a_new_version(folder: Path) -> None:
    load(folder)
    Card.objects.filter(key="gas").update(renderer=0, front_html="old")
    load(folder)
    card = Card.objects.get(key="gas")
    assert "Which gas" in card.front_html
    assert card.version == 1


def test_a_card_that_left_its_file_is_archived_and_comes_back_with_it(folder: Path) -> None:
    load(folder)
    card = Card.objects.get(key="cold")
    start, end = DECK.index("## cold"), DECK.index("# baking")
    write_content(folder, DECK[:start] + DECK[end:])
    assert "1 card archived" in load(folder)
    card.refresh_from_db()
    assert card.archived_at is not None
    assert Card.objects.active().count() == 7

    write_content(folder)
    assert "1 card changed" in load(folder)
    card.refresh_from_db()
    assert not card.archived_at
    assert card.version == 1
    assert Card.objects.count() == 8


def test_a_deck_whose_file_is_gone_is_archived_and_comes_back_with_it(folder: Path) -> None:
    other = folder / "decks" / "cake.md"
    other.write_text(
        DECK.replace("deck: bread", "deck: cake").replace("trial: [gas, sugar-c1]\n", "")
    )
    load(folder)
    text = other.read_text()
    other.unlink()
    assert "1 deck archived" in load(folder)
    assert Deck.objects.get(slug="cake").archived_at is not None
    assert Card.objects.active().count() == 8
    other.write_text(text)
    load(folder)
    assert Deck.objects.get(slug="cake").archived_at is None


def test_a_concept_that_left_its_file_is_archived(folder: Path) -> None:
    load(folder)
    write_content(
        folder,
        subject=SUBJECT
        + SUBJECT[SUBJECT.index("  - slug: yeast") :]
        .split("  - slug: proofing")[0]
        .replace("yeast", "salt"),
    )
    load(folder)
    write_content(folder)
    assert "1 concept archived" in load(folder)
    assert Concept.objects.get(slug="salt").archived_at is not None


def test_a_concept_that_repeats_an_earlier_one_has_its_definition(folder: Path) -> None:
    load(folder)
    kin = "  - {slug: leaven, name: Leaven, objective: goal-dough, difficulty: 1, same_as: yeast}\n"
    write_content(folder, subject=SUBJECT + kin)
    assert "1 concept added, nothing changed" in load(folder)
    leaven, yeast = (Concept.objects.get(slug=slug) for slug in ("leaven", "yeast"))
    assert (leaven.same_as, leaven.definition) == (yeast, "A fungus that turns sugar into gas.")
    assert yeast.same_as is None

    before = row_versions()
    load(folder)
    assert row_versions() == before

    write_content(folder, subject=SUBJECT + kin.replace("yeast", "proofing"))
    assert "1 concept changed" in load(folder)
    leaven.refresh_from_db()
    assert leaven.same_as == Concept.objects.get(slug="proofing")
    write_content(folder, subject=SUBJECT + kin.replace("same_as: yeast", "definition: Its own."))
    assert "1 concept changed" in load(folder)
    assert Concept.objects.get(slug="leaven", same_as=None).definition == "Its own."


def test_what_learners_remember_survives(folder: Path) -> None:
    load(folder)
    ada = make_user("ada@example.org")
    session = start_session(ada, deck=Deck.objects.get(), at=NOON)
    card = Card.objects.get(key="gas")
    Session.objects.for_change().get(pk=session.pk).rate(
        Answer(card=card.pk, rating=4, presentation_id=uuid4(), version=0), now=NOON
    )
    before = Memory.objects.values().get()

    start, end = DECK.index("## gas\n"), DECK.index("## gas-back")
    shorter = (DECK[:start] + DECK[end:]).replace("sibling: gas\n", "sibling: cold\n")
    write_content(folder, shorter.replace("trial: [gas, sugar-c1]", "trial: [sugar-c1]"))
    load(folder)
    write_content(folder, DECK.replace("Which gas makes", "What makes"))
    load(folder)
    assert Memory.objects.values().get() == before
    assert Review.objects.get().card == card
    card.refresh_from_db()
    assert not card.archived_at
    assert card.version == 2


def test_two_hundred_cards_cost_few_queries(
    tmp_path: Path, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    card = "## k{}\nconcepts: [yeast]\n\nFront {}\n\n---\n\nBack\n\n"
    cards = "".join(card.format(n, n) for n in range(200))
    head = DECK[: DECK.index("# rising")].replace("trial: [gas, sugar-c1]\n", "")
    write_content(tmp_path, f"{head}# one | 1 | One\n\n{cards}")
    with django_assert_max_num_queries(50):
        load(tmp_path)
    with CaptureQueriesContext(connection) as queries:
        load(tmp_path)
    assert not [q for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


def test_cards_follow_each_other_as_the_file_says(folder: Path) -> None:
    chained = DECK.replace("tags: [bread]", "tags: [bread]\nchains: apart").replace(
        "## first\n", "## first\nafter: sugar\n"
    )
    write_content(folder, chained.replace("kind: cloze\n", "kind: cloze\nafter: gas\n"))
    load(folder)
    assert Deck.objects.get().chains == "apart"
    assert dict(Card.objects.filter(after__isnull=False).values_list("key", "after__key")) == {
        "sugar-c1": "gas", "sugar-c2": "gas", "first": "sugar-c1",
    }  # fmt: skip
    before = row_versions()
    load(folder)
    assert row_versions() == before

    write_content(folder, DECK)
    assert "1 deck, 3 cards changed" in load(folder)
    assert not Card.objects.filter(after__isnull=False).exists()
    assert set(Card.objects.values_list("version", flat=True)) == {1}


def test_a_card_may_have_tags(tmp_path: Path) -> None:
    load(write_content(tmp_path, deck=DECK.replace('"CO2"]', '"CO2"]\ntags: [gases, dough]')))
    assert Card.objects.get(key="gas").tags == ["gases", "dough"]
    assert Card.objects.get(key="sugar-c1").tags == []
