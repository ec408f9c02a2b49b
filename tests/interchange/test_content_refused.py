"""A wrong content file is refused whole, with file, line and reason."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from studyapp.library.content import ContentRefused
from studyapp.library.content.reader import read_library
from studyapp.library.models import Card, Concept, Subject
from tests.interchange.content_files import DECK, SUBJECT, write_content

DECK_MISTAKES = [
    # the file
    (
        "title: Bread",
        "title: 2026-02-31",
        3,
        "This YAML is broken: no such date or number; text belongs in quotes.",
    ),
    ("deck: bread", "deck: cake", 2, "The file of the deck “cake” must have its name."),
    ("---\ndeck", "deck", 1, "The file must begin with its facts between two lines “---”."),
    ("title: Bread", "title: Bread\ntitle: Cake", 4, "This YAML is broken: the same name twice."),
    (
        "title: Bread",
        "\ttitle: Bread",
        3,
        "This YAML is broken: found character '\\t' that cannot start any token.",
    ),
    ("title: Bread", "titel: Bread", 2, "“title” is missing."),
    ("title: Bread", "titel: Bread", 3, "There is no “titel” here."),
    ("title: Bread", "title: 12", 3, "“title” must be text; put it in quotes."),
    ("title: Bread", f"title: {'x' * 201}", 3, "“title” is longer than 200 characters."),
    ("tags: [bread]", f"tags: [{'x' * 41}]", 6, "Each of “tags” has 1 to 40 characters."),
    ("subject: baking", "subject: brewing", 5, "There is no subject “brewing”."),
    ("trial: [gas,", "trial: [water,", 9, "Learners see no card “water” in this deck."),
    ("tags: [bread]", "chains: mixed", 6, "“mixed” is no chains; there are in_order, apart."),
    (
        "kind: reversed",
        "after: water\nkind: reversed",
        37,
        "There is no card “water” in this deck.",
    ),
    ("kind: reversed", "after: cold\nkind: reversed", 37, "“cold” does not stand above this card."),
    (
        "shape: true_false",
        "after: cold\nshape: true_false",
        48,
        "“cold” does not stand above this card.",
    ),
    ("kind: reversed", "after: 7\nkind: reversed", 37, "“after” must be text; put it in quotes."),
    ("trial: [gas,", "trial: [sugar-c1,", 9, "“sugar-c1” stands twice in “trial”."),
    ("\n# rising", "\nHello\n\n# rising", 11, "This text stands before the first section."),
    ("Put the steps", "Put\0the steps", 89, "This text holds a character that cannot be stored."),
    # sections
    (
        "# rising | 1 | Rising",
        "# rising | 1",
        12,
        "A section is written “# key | printed number | title”.",
    ),
    (
        "# rising | 1 | Rising",
        "# Ris ing | 1 | R",
        12,
        "“Ris ing” is no key: up to 80 small letters, digits and hyphens.",
    ),
    ("# baking | 2", "# rising | 2", 58, "The key “rising” is taken: see line 12."),
    (
        "# baking | 2 | Baking",
        "# empty | 2 | Empty\n\n# baking | 3 | Baking",
        58,
        "This section holds no card.",
    ),
    ("# rising | 1 | Rising\n", "", 13, "A card stands before the first section."),
    # cards
    ("## cold", "## gas", 47, "The key “gas” is taken: see line 14."),
    ("## cold", "## sugar-c2", 60, "The key “sugar-c2” is taken: see line 47."),
    ("## cold", "## Cold", 47, "“Cold” is no key: up to 90 small letters, digits and hyphens."),
    (
        "concepts: [yeast]\naccepted",
        "concepts: [salt]\naccepted",
        15,
        "There is no concept “salt”.",
    ),
    ("concepts: [yeast]\naccepted", "accepted", 15, "“concepts” is missing."),
    ("concepts: [yeast]\naccepted", "concepts: []\naccepted", 15, "“concepts” is empty."),
    (
        "concepts: [yeast]\naccepted",
        "concepts: yeast\naccepted",
        15,
        "“concepts” must be a list in square brackets.",
    ),
    (
        "concepts: [yeast]\naccepted",
        "level: 3\nconcepts: [yeast]\naccepted",
        15,
        "There is no “level” here.",
    ),
    (
        'accepted: ["carbon dioxide", "CO2"]',
        "accepted: [2]",
        16,
        "“accepted” holds something that is no text; put it in quotes.",
    ),
    ('"CO2"', f'"{"x" * 301}"', 16, "Each of “accepted” has 1 to 300 characters."),
    ('"CO2"', '"oxygen"', 33, "“Oxygen” is accepted and wrong at once."),
    (
        "---\n\n**Carbon dioxide.** See $6 \\cdot 7$.",
        "",
        14,
        "This card has no answer: write it below a line “---”.",
    ),
    ("Which gas makes dough rise?\n", "", 14, "This card asks nothing."),
    ("$6 \\cdot 7$", "$\\nope$", 22, "Formulas do not know \\nope."),
    (
        "See $6",
        "\n\n![](/media/loaf.png) $6",
        24,
        "Describe this picture between its square brackets, for those who cannot see it.",
    ),
    (
        "See $6",
        "\n\n![loaf](https://example.org/loaf.png) $6",
        24,
        "Pictures must be uploaded here; this one has an address elsewhere.",
    ),
    (
        "| carbon dioxide | CO2 |",
        "| carbon dioxide |",
        30,
        "A row of a table has the cells of its heading: 2, not 1.",
    ),
    (
        "|---|---|",
        "|---|",
        28,
        "This heading of a table and the line under it differ in their cells.",
    ),
    # definitions, named parts and sources
    ("### Hint", "### What", 25, "“What” belongs to a card with a template."),
    (
        "concepts: [yeast]\naccepted",
        "concepts: [yeast]\ntemplate: swot\naccepted",
        16,
        "“swot” is no template; there are profile, pros_cons.",
    ),
    (
        "concepts: [yeast]\naccepted",
        "concepts: [yeast]\ntemplate: profile\naccepted",
        23,
        "Write a back or the parts of a template, not both.",
    ),
    (
        "concepts: [yeast]\naccepted",
        "concepts: [yeast]\ntemplate: profile\naccepted",
        16,
        "Write at least 2 parts of it: What, How, Goal, Features, Use.",
    ),
    (
        "cold\nshape: true_false",
        "cold\ntemplate: pros_cons\nshape: true_false",
        48,
        "A card with a template has no other kind or shape.",
    ),
    (
        "**True.** Yeast slows down.",
        "### Plain\nYeast is slow.",
        57,
        "Only a definition is said again in plain words.",
    ),
    ("It is in sparkling water.", "x\n\n### Plain\n$\\nope$", 28, "Formulas do not know \\nope."),
    (
        "concepts: [yeast]\naccepted",
        f"concepts: [yeast]\nsource: {'x' * 301}\naccepted",
        16,
        "“source” is longer than 300 characters.",
    ),
    ("### Hint", "### Hnit", 24, "“Hnit” is no part of a card."),
    ("### Explanation", "### Hint", 27, "“Hint” stands in this card twice."),
    ("It is in sparkling water.", "", 24, "“Hint” is empty."),
    ("It is in sparkling water.", "x" * 20_001, 25, "This text is longer than 20,000 characters."),
    ("It is in sparkling water.", "```\nwater", 25, "This code block is never closed."),
    (
        "  - Yeast uses it up.\n",
        "",
        33,
        "Say in one nested “- ” line what this wrong answer mistakes.",
    ),
    ("- Knead\n", "- Bake\n", 82, "The wrong answer “Bake” stands here twice."),
    ("- Oxygen\n  - Yeast", "Oxygen\nYeast", 33, "Wrong answers are a list, one “- ” for each."),
    # kinds and shapes
    (
        "kind: reversed",
        "kind: forward",
        37,
        "“forward” is no kind; there are basic, reversed, cloze.",
    ),
    ("sibling: gas", "sibling: oxygen", 38, "There is no other card “oxygen” in this deck."),
    ("sibling: gas", "sibling: gas-back", 38, "There is no other card “gas-back” in this deck."),
    ("sibling: gas\n", "", 36, "A reversed card names its other side as “sibling”."),
    (
        "shape: true_false",
        "shape: maybe",
        48,
        "“maybe” is no shape; there are plain, true_false, choice, list, table, ordering, "
        "comparison, calculator.",
    ),
    (
        'accepted: ["true"]',
        'accepted: ["yes"]',
        47,
        'A true or false card needs accepted: ["true"] or ["false"].',
    ),
    ("kind: cloze\n", "", 63, "Only a card of kind cloze has {{c1::…}} marks."),
    (
        "{{c1::sugar|sugars::sweet}}",
        "{{c1::sugar",
        64,
        "This blank is not closed or not well formed: write {{c1::answer::hint}}.",
    ),
    (
        "Yeast eats {{c1::sugar|sugars::sweet}} and makes {{c2::gas}}.",
        "Yeast eats.",
        60,
        "A cloze card needs {{c1::…}} marks in its text.",
    ),
    (
        "kind: cloze\n",
        'kind: cloze\naccepted: ["x"]\n',
        62,
        "A cloze card takes its answers from its marks.",
    ),
    ('accepted: ["Weigh the flour"]\n', "", 68, "A choice needs its right option as “accepted”."),
    (
        "### Wrong answers\n- Bake\n  - That is last.\n- Knead\n  - Mix first.\n",
        "",
        68,
        "A choice needs “### Wrong answers”.",
    ),
    (
        "### Key points\n- Mix\n- Rest\n- Bake\n",
        "",
        85,
        "An ordering needs its steps as “### Key points”.",
    ),
    ("- Mix\n", "- Mix\n  - well\n", 96, "Key points are a plain list, one “- ” for each."),
    (
        "calculator: {id: feature_selection, "
        "inputs: {x: 1, y: [0.5, 2], table: [[1, 2], [3, 4]]}}\n",
        "",
        100,
        "A calculator card needs “calculator” with id and inputs.",
    ),
    ("shape: calculator\n", "", 101, "Only a card of shape calculator names one."),
    (
        "x: 1",
        'x: "one"',
        102,
        "“x” must be a number, a list of numbers or a table of them.",
    ),
    (
        "[[1, 2], [3, 4]]",
        "[[1, 2], [3]]",
        102,
        "“table” must be a number, a list of numbers or a table of them.",
    ),
    ("feature_selection", "feature-selection", 102, "There is no calculator “feature-selection”."),
    ("x: 1", "X: 1", 102, "The calculator “feature_selection” takes no “X”."),
]
SUBJECT_MISTAKES = [
    (
        "needs: []",
        "needs: [proofing]",
        9,
        "These concepts need each other in a circle: yeast → proofing → yeast.",
    ),
    ("needs: []", "needs: [salt]", 9, "There is no concept “salt”."),
    ("slug: proofing", "slug: yeast", 11, "“yeast” stands here twice."),
    (
        "goal-dough\n    difficulty: 1",
        "goal\n    difficulty: 1",
        7,
        "There is no objective “goal”.",
    ),
    ("difficulty: 1", "difficulty: 4", 8, "“difficulty” must be 1 to 3."),
    ("difficulty: 1", "difficulty: one", 8, "“difficulty” must be a whole number."),
    ("    definition: A fungus that turns sugar into gas.\n", "", 5, "“definition” is missing."),
    (
        "    definition: The rest in which a dough rises.\n",
        "    same_as: salt\n",
        16,
        "No concept above defines “salt”; name one that does.",
    ),
    (
        "    definition: A fungus that turns sugar into gas.\n",
        "    same_as: proofing\n",
        10,
        "No concept above defines “proofing”; name one that does.",
    ),
    (
        "    needs: [yeast]\n",
        "    needs: [yeast]\n    same_as: yeast\n",
        16,
        "Write “definition” or “same_as”, not both.",
    ),
    ("objectives:", "objectives: [", 3, "This YAML is broken"),
    ("subject: {slug", "themes: []\nsubject: {slug", 1, "There is no “themes” here."),
    ("slug: baking", "slug: Baking", 1, "“Baking” is no key"),
    (SUBJECT, "just text", 1, "Lines of the form “name: value” belong here."),
]


@pytest.mark.parametrize(("right", "wrong", "line", "reason"), DECK_MISTAKES)
def test_a_mistake_in_a_deck_is_told_with_its_line(
    tmp_path: Path, right: str, wrong: str, line: int, reason: str
) -> None:
    assert DECK.count(right) >= 1
    write_content(tmp_path, DECK.replace(right, wrong, 1))
    with pytest.raises(ContentRefused) as refused:
        read_library(tmp_path)
    assert f"decks/bread.md:{line}: {reason}" in str(refused.value).split("\n")


@pytest.mark.parametrize(("right", "wrong", "line", "reason"), SUBJECT_MISTAKES)
def test_a_mistake_in_the_subject_is_told_with_its_line(
    tmp_path: Path, right: str, wrong: str, line: int, reason: str
) -> None:
    assert SUBJECT.count(right) >= 1
    write_content(tmp_path, subject=SUBJECT.replace(right, wrong, 1))
    with pytest.raises(ContentRefused) as refused:
        read_library(tmp_path)
    assert f"subject.yml:{line}: {reason}" in str(refused.value)


def test_cards_that_follow_each_other_in_a_circle_are_told_where_it_closes(tmp_path: Path) -> None:
    circle = DECK.replace("kind: reversed", "after: gas\nkind: reversed")
    write_content(tmp_path, circle.replace("accepted", "after: gas-back\naccepted", 1))
    with pytest.raises(ContentRefused) as refused:
        read_library(tmp_path)
    assert str(refused.value) == "decks/bread.md:16: “gas-back” does not stand above this card."


def test_a_second_card_after_the_same_one_is_told(tmp_path: Path) -> None:
    fork = DECK.replace("kind: reversed", "after: gas\nkind: reversed")
    write_content(tmp_path, fork.replace("shape: true_false", "after: gas\nshape: true_false"))
    with pytest.raises(ContentRefused) as refused:
        read_library(tmp_path)
    assert str(refused.value) == (
        "decks/bread.md:49: Another card follows “gas” already; follow that."
    )


def test_the_small_deck_of_these_tests_is_right(tmp_path: Path) -> None:
    assert len(read_library(write_content(tmp_path)).decks[0].cards) == 8


def test_a_third_name_of_an_idea_names_the_first_not_the_second(tmp_path: Path) -> None:
    second = SUBJECT[SUBJECT.index("  - slug: proofing") :].replace("proofing", "leaven")
    again = second.replace("definition: The rest in which a dough rises.", "same_as: yeast")
    third = again.replace("slug: leaven", "slug: barm").replace("as: yeast", "as: leaven")
    write_content(tmp_path, subject=SUBJECT + again + third)
    with pytest.raises(ContentRefused, match=r"subject.yml:28: No concept above defines “leaven”"):
        read_library(tmp_path)


def test_a_part_of_another_template_is_told(tmp_path: Path) -> None:
    parts = (
        "template: profile\nconcepts: [proofing]\n\nWhy?\n\n### What\nA rest.\n\n### Pros\nGood.\n"
    )
    write_content(tmp_path, f"{DECK}\n## rest\n{parts}")
    with pytest.raises(ContentRefused) as refused:
        read_library(tmp_path)
    line = DECK.count("\n") + 12
    assert f"decks/bread.md:{line}: The template profile has no “Pros”." in str(refused.value)


def test_bytes_that_are_no_text_are_told_with_their_line(tmp_path: Path) -> None:
    write_content(tmp_path)
    (tmp_path / "decks" / "bread.md").write_bytes(DECK.encode() + b"\n\xff\n")
    with pytest.raises(ContentRefused, match=rf"bread.md:{DECK.count(chr(10)) + 2}: .* not UTF-8"):
        read_library(tmp_path)


def test_a_file_that_cannot_be_read_is_told_once(tmp_path: Path) -> None:
    write_content(tmp_path, DECK.replace("Put", "\0"), SUBJECT.replace("objectives:", "[]:"))
    with pytest.raises(ContentRefused) as refused:
        read_library(tmp_path)
    assert len(refused.value.problems) == 2


def test_headings_and_rules_inside_code_are_text(tmp_path: Path) -> None:
    code = "```python\n# no section\n## no card\n---\n```"
    write_content(tmp_path, DECK.replace("Which gas makes dough rise?", code))
    card = read_library(tmp_path).decks[0].cards[0]
    assert card.front == code
    assert card.back.startswith("**Carbon dioxide.**")


def test_only_one_deck_has_a_trial(tmp_path: Path) -> None:
    write_content(tmp_path)
    (tmp_path / "decks" / "cake.md").write_text(DECK.replace("deck: bread", "deck: cake"))
    with pytest.raises(ContentRefused, match=r"decks/cake.md:1: Only one deck has a trial"):
        read_library(tmp_path)


def test_a_folder_without_content_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentRefused) as refused:
        read_library(tmp_path)
    assert "subject.yml:1: This file cannot be read: No such file or directory." in str(
        refused.value
    )
    assert "subject.yml:1: There is no deck in decks/ beside this file." in str(refused.value)


@pytest.mark.django_db
def test_one_mistake_in_one_file_keeps_all_files_out_and_all_are_told(tmp_path: Path) -> None:
    write_content(tmp_path, DECK.replace("[proofing]", "[salt]"), SUBJECT.replace("y: 2", "y: 5"))
    with pytest.raises(CommandError) as refused:
        call_command("load_content", tmp_path)
    told = str(refused.value).split("\n")
    assert told[0] == "Nothing was loaded; mend these first:"
    assert [line.partition(" ")[0] for line in told[1:]] == [
        "decks/bread.md:50:", "decks/bread.md:71:", "decks/bread.md:87:", "decks/bread.md:103:",
        "subject.yml:14:",
    ]  # fmt: skip
    assert not Subject.objects.exists() and not Concept.objects.exists()
    assert not Card.objects.exists()
