from datetime import date, timedelta
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from studyapp import charts
from studyapp.study.turns import LABELS

TODAY = date(2026, 11, 24)  # a Tuesday
COUNTS = [2, 3, 4, 6, 6, 3]


def drawn(markup: str) -> Element:
    return ElementTree.fromstring(f"<div>{markup}</div>")


def numbers(element: Element, *names: str) -> list[float]:
    return [float(element.attrib[name]) for name in names]


def test_the_steps_are_named_as_the_ratings_are() -> None:
    assert ("New", *LABELS.values()) == charts.STEPS


def test_a_stair_is_as_wide_at_each_step_as_cards_stand_on_it() -> None:
    (svg,) = drawn(charts.stair(COUNTS))
    assert svg.attrib["viewBox"] == "0 0 24 10"
    assert [numbers(step, "x", "width") for step in svg] == [
        [0, 2], [2, 3], [5, 4], [9, 6], [15, 6], [21, 3],
    ]  # fmt: skip
    assert [step.attrib["class"] for step in svg] == [f"mastery-{n}" for n in range(6)]


def test_a_stair_rises_and_stands_on_one_ground() -> None:
    (svg,) = drawn(charts.stair(COUNTS))
    heights = [numbers(step, "height")[0] for step in svg]
    assert heights == sorted(heights)
    assert {sum(numbers(step, "y", "height")) for step in svg} == {10}


def test_a_stair_says_its_counts_in_words() -> None:
    (svg,) = drawn(charts.stair(COUNTS))
    assert svg.attrib["role"] == "img"
    assert svg.attrib["aria-label"] == (
        "24 cards by mastery: 2 new, 3 not at all, 4 barely, 6 with effort, 6 well, 3 perfectly"
    )


def test_a_stair_leaves_out_steps_without_cards() -> None:
    (svg,) = drawn(charts.stair([0, 0, 5, 0, 0, 0]))
    assert [step.attrib["class"] for step in svg] == ["mastery-2"]


def test_a_deck_without_cards_still_has_a_stair() -> None:
    (svg,) = drawn(charts.stair([0] * 6))
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


def fortnight(*counts: int) -> list[tuple[date, int]]:
    return [(TODAY + timedelta(days=at), count) for at, count in enumerate(counts)]


def test_a_bar_is_as_high_as_its_share_of_the_highest() -> None:
    svg, _ = drawn(charts.due_bars(fortnight(40, 10, 0, 20), TODAY))
    bars = svg.findall("rect")
    assert [numbers(bar, "height")[0] for bar in bars] == [140, 35, 70]
    assert {sum(numbers(bar, "y", "height")) for bar in bars} == {170}
    assert [bar.attrib["class"] for bar in bars] == ["hi", "ink", "ink"]


def test_days_without_reviews_draw_no_bar_and_are_still_said() -> None:
    svg, table = drawn(charts.due_bars(fortnight(*[0] * 14), TODAY))
    assert not svg.findall("rect")
    assert svg.attrib["aria-label"].startswith("Reviews due in the next 14 days: 0 today, then 0,")
    assert len(table.findall(".//tbody/tr")) == 14


def test_the_table_holds_the_numbers_of_the_bars() -> None:
    _, table = drawn(charts.due_bars(fortnight(51, 9, 5), TODAY))
    rows = [[cell.text for cell in row] for row in table.findall(".//tbody/tr")]
    assert rows == [["Today", "51"], ["Wed 25 Nov", "9"], ["Thu 26 Nov", "5"]]


def test_every_day_of_the_weeks_has_a_dot_and_today_the_ring() -> None:
    svg, _ = drawn(charts.day_dots({TODAY: 12}, TODAY, weeks=26))
    *dots, ring = svg.findall("circle")
    assert len(dots) == 25 * 7 + 3
    assert ring.attrib["class"] == "today"
    assert numbers(ring, "cx", "cy") == numbers(dots[-1], "cx", "cy")
    assert [dot.attrib["class"] for dot in dots].count("ink") == 1


def test_more_cards_make_a_larger_dot() -> None:
    days = {TODAY - timedelta(days=back): cards for back, cards in enumerate((50, 20, 6, 1))}
    svg, _ = drawn(charts.day_dots(days, TODAY))
    sizes = [numbers(dot, "r")[0] for dot in svg.findall("circle")[:-1]]
    assert sizes[-5:] == [1.5, 3, 4.4, 5.8, 7.2]


def test_the_dots_say_how_many_days_were_studied() -> None:
    svg, table = drawn(charts.day_dots({TODAY: 3, date(2026, 10, 31): 9}, TODAY))
    assert "2 of 178 days studied" in svg.attrib["aria-label"]
    rows = [[cell.text for cell in row] for row in table.findall(".//tbody/tr")]
    assert rows[-2:] == [["October 2026", "1"], ["November 2026", "1"]]


def test_no_chart_needs_a_style_attribute() -> None:
    for markup in (
        charts.stair(COUNTS),
        charts.legend(COUNTS),
        charts.due_bars(fortnight(1, 2), TODAY),
        charts.day_dots({}, TODAY),
    ):
        assert not [e for e in drawn(markup).iter() if "style" in e.attrib]
