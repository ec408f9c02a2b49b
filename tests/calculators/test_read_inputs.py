import pytest

from studyapp.calculators.inputs import as_text, read_inputs
from tests.calculators.definitions import SHIPPED

LONG = 10_000_000


def refused(id: str, **raw: str) -> str:
    """The one sentence that refuses these texts."""
    reading = read_inputs(SHIPPED[id], raw)
    assert len(reading.problems) == 1, reading
    return reading.problems[0].sentence


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (
            {"tp": ""},
            "True positives: is empty. Whole numbers from 0 to 1,000,000,000 are allowed.",
        ),
        ({"tp": "-1"}, "True positives: “-1” is outside. Whole numbers from 0 to 1,000,000,000"),
        ({"tp": "2000000000"}, "True positives: “2000000000” is outside."),
        ({"tp": "1.5"}, "True positives: “1.5” is not a whole number."),
        ({"tp": "many"}, "True positives: “many” is not a number."),
        ({"tp": "NaN"}, "True positives: “NaN” is not a number."),
        ({"beta": "inf"}, "Weight of recall (β): “inf” is not a number."),
        ({"beta": "0"}, "Weight of recall (β): “0” is outside. Numbers above 0 to 100 are"),
        ({"beta": "1e99"}, "Weight of recall (β): “1e99” is outside."),
        ({"beta": "1e999"}, "Weight of recall (β): “1e999” is not a number."),
        ({"beta": "2 3"}, "Weight of recall (β): takes one number, without spaces."),
        ({"cost_fp": "1,234"}, "could be thousands or decimals. Write a decimal point."),
        ({"tp": "9" * 30}, "is too long; a number has 25 characters."),
        ({"tp": "9" * LONG}, "the text is too long; at most 40 characters are read."),
        ({"tp": "9**9**9"}, "True positives: “9**9**9” is not a number."),
        ({"tp": "٤٢"}, "is not a number."),
    ],
)
def test_a_number_that_keeps_no_rule_is_refused_by_name_and_rule(
    raw: dict[str, str], sentence: str
) -> None:
    assert sentence in refused("confusion", **raw)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "12 ms, 15 ms",
            "Latencies: value 2: “ms” is not a number. Write the numbers alone, in ms.",
        ),
        ("12, 15ms", "Latencies: value 2: “15ms” is not a number. Write the numbers alone, in ms."),
        ("12,,15", "Latencies: value 2: is missing between two separators."),
        ("0,5\n0,6", "“0,5” could be one number or two. Write decimal points, or semicolons"),
        ("1, " * 1001, "Latencies: has 1,001 values; at most 1,000 are read."),
        ("1," * LONG, "Latencies: the text is too long; at most 40,000 characters are read."),
        (
            "-1, 2",
            "Latencies: value 1: “-1” is outside. Numbers from 0 to 1,000,000,000 are allowed.",
        ),
        ("nan, 2", "Latencies: value 1: “nan” is not a number."),
    ],
)
def test_a_pasted_list_that_keeps_no_rule_is_refused(text: str, sentence: str) -> None:
    assert sentence in refused("latency", ms=text)


@pytest.mark.parametrize(
    "text",
    ["1, 2.5, 3", "1 2.5 3", "1\n2.5\n3\n", "1\t2.5\t3", "1; 2,5; 3", "1,2.5,3,", " 1;2.5;3 "],
)
def test_lists_are_read_with_every_usual_separator(text: str) -> None:
    assert read_inputs(SHIPPED["descriptive"], {"x": text}).inputs == {"x": (1, 2.5, 3)}


def test_a_minus_of_print_and_a_decimal_comma_are_read() -> None:
    reading = read_inputs(SHIPPED["penalty"], {"w": "−1.5 2", "lam": "0,5"})
    assert reading.inputs["w"] == (-1.5, 2) and reading.inputs["lam"] == 0.5


def test_lists_of_unequal_length_are_refused_with_both_counts() -> None:
    sentence = refused("regression", y="1 2 3", y_hat="1 2")
    assert sentence == (
        "Predicted values: has 2 values, but True values has 3. Both need the same number."
    )


@pytest.mark.parametrize(
    ("id", "raw", "sentence"),
    [
        ("multiclass", {"matrix_rows_actual": "1, 2\n3"}, "line 2 has 1 numbers, but each line"),
        ("multiclass", {"matrix_rows_actual": "1, 2"}, "needs at least 2 lines."),
        ("multiclass", {"matrix_rows_actual": "1 2\n3 x"}, "line 2, value 2: “x” is not a number."),
        ("multiclass", {"ignore_absent": "maybe"}, "is yes or no."),
        ("bias_variance", {"shots": "1, 2, 3"}, "line 1 has 3 numbers; at most 2 are read."),
        ("active_learning", {"probabilities": "0.5 0.6"}, "line 1 adds up to 1.1; it must be 1."),
        ("error_priority", {"slices": "fog 1 2 3"}, "line 1 is not “name: acc, hlp, share”."),
        ("error_priority", {"slices": "a: 1,1,.6\nb: 1,1,.6"}, "the shares add up to 1.2; at most"),
        ("error_priority", {"slices": "a: 1,1,.5\na: 1,1,.5"}, "“a” stands twice."),
        ("kfold", {"n": "3", "k": "5"}, "Folds: 3 cases do not fill 5 folds."),
        ("kfold", {"labels": "0: 2\n1: 1", "k": "5"}, "Folds: 3 cases do not fill 5 folds."),
        ("kfold", {"n": "3", "k": "1"}, "Folds: “1” is outside."),
        ("drift_numeric", {"edges": "1 3 2"}, "Edges of the bins: must ascend."),
        ("sample_size", {"correct": "9", "n": "8"}, "Right answers: is more than the 8 cases."),
        ("sample_size", {"sd": "9", "p1": "0.5"}, "do not belong to one question. Choose one."),
        ("agreement", {"rater1": "y,,n", "rater2": "y,n,n"}, "value 2 is empty."),
        ("agreement", {"rater1": f"y,{'n' * 41}"}, "value 2 is longer than 40 characters."),
        ("base_rate", {"prevalence": "50 %"}, "“50 %” is not a number. Write the numbers alone."),
    ],
)
def test_rules_of_tables_and_between_fields(id: str, raw: dict[str, str], sentence: str) -> None:
    assert sentence in refused(id, **raw)


def test_the_part_may_be_named_and_is_otherwise_the_one_that_takes_the_fields() -> None:
    latency = SHIPPED["latency"]
    assert read_inputs(latency, {}).part.id == "in_flight"
    assert read_inputs(latency, {"rho": "0.5"}).part.id == "queue"
    assert read_inputs(latency, {"part": "batching"}).part.id == "batching"
    assert read_inputs(latency, {"page": "2"}).part.id == "in_flight"


def test_what_is_optional_may_stay_empty() -> None:
    reading = read_inputs(SHIPPED["sample_size"], {"population": ""})
    assert reading.inputs["population"] is None and not reading.problems


@pytest.mark.parametrize("id", SHIPPED)
def test_every_default_and_preset_reads_back_from_its_text(id: str) -> None:
    calculator = SHIPPED[id]
    for part in calculator.parts:
        for values in (part.defaults, *(preset.values for preset in part.presets)):
            raw = {name: as_text(part.input(name), value) for name, value in values.items()}
            reading = read_inputs(calculator, {"part": part.id, **raw})
            assert not reading.problems
            again = {name: as_text(part.input(name), reading.inputs[name]) for name in raw}
            assert again == raw


@pytest.mark.parametrize(
    "junk",
    [{"a": 1}, [[]], "text", 10**5000, object(), [[[1]]], True],
    ids=["mapping", "empty", "text", "digits", "object", "nested", "flag"],
)
def test_values_of_another_kind_become_texts_that_are_refused(junk: object) -> None:
    for calculator in SHIPPED.values():
        for part in calculator.parts:
            for entry in part.inputs:
                if entry.kind in ("labels", "flag"):
                    continue
                raw = {"part": part.id, entry.name: as_text(entry, junk)}
                assert read_inputs(calculator, raw).problems, (calculator.id, entry.name)
