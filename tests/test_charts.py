from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from studyapp import charts
from studyapp.study.turns import LABELS

COUNTS = [2, 3, 4, 6, 6, 3]


def drawn(markup: str) -> Element:
    return ElementTree.fromstring(f"<div>{markup}</div>")


def numbers(element: Element, *names: str) -> list[float]:
    return [float(element.attrib[name]) for name in names]


def test_the_steps_are_named_as_the_ratings_are() -> None:
    assert ("New", *LABELS.values()) == charts.STEPS


def test_a_stair_is_as_wide_at_each_step_as_cards_stand_on_it() -> None:
    (svg,) = drawn(charts.stair(COUNTS, "24 cards by mastery"))
    assert svg.attrib["viewBox"] == "0 0 24 10"
    assert [numbers(step, "x", "width") for step in svg] == [
        [0, 2], [2, 3], [5, 4], [9, 6], [15, 6], [21, 3],
    ]  # fmt: skip
    assert [step.attrib["class"] for step in svg] == [f"mastery-{n}" for n in range(6)]


def test_a_stair_rises_and_stands_on_one_ground() -> None:
    (svg,) = drawn(charts.stair(COUNTS, "24 cards by mastery"))
    heights = [numbers(step, "height")[0] for step in svg]
    assert heights == sorted(heights)
    assert {sum(numbers(step, "y", "height")) for step in svg} == {10}


def test_a_stair_says_its_counts_in_words() -> None:
    (svg,) = drawn(charts.stair(COUNTS, "24 cards by mastery"))
    assert svg.attrib["role"] == "img"
    assert svg.attrib["aria-label"] == (
        "24 cards by mastery: 2 new, 3 not at all, 4 barely, 6 with effort, 6 well, 3 perfectly"
    )


def test_a_stair_leaves_out_steps_without_cards() -> None:
    (svg,) = drawn(charts.stair([0, 0, 5, 0, 0, 0], "5 cards"))
    assert [step.attrib["class"] for step in svg] == ["mastery-2"]


def test_a_deck_without_cards_still_has_a_stair() -> None:
    (svg,) = drawn(charts.stair([0] * 6, "0 cards"))
    assert (svg.attrib["viewBox"], list(svg)) == ("0 0 1 10", [])


def test_a_label_cannot_break_out_of_its_attribute() -> None:
    (svg,) = drawn(charts.stair(COUNTS, '"><script>'))
    assert svg.attrib["aria-label"].startswith('"><script>: 2 new')


def test_a_legend_names_every_step_with_its_count() -> None:
    (legend,) = drawn(charts.legend(COUNTS))
    assert ["".join(row.itertext()) for row in legend] == [
        " New 2", "1 Not at all 3", "2 Barely 4", "3 With effort 6", "4 Well 6", "5 Perfectly 3",
    ]  # fmt: skip


def test_a_legend_of_several_decks_has_no_counts() -> None:
    (legend,) = drawn(charts.legend())
    assert "".join(legend[1].itertext()) == "1 Not at all"
