"""The mathematics of the shipped decks and notes, against the calculators."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from studyapp.calculators.formulas import FormulaRefused, conflicts, identify, read_statements

FIXTURES = Path(settings.BASE_DIR) / "fixtures"
FILES = sorted([*FIXTURES.glob("decks/*.md"), *FIXTURES.glob("notes/*.md")])
MATHS = re.compile(r"\$\$?([^$\n]{3,300})\$\$?")


def mathematics(path: Path) -> list[str]:
    return MATHS.findall(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_shipped_content_calls_every_formula_by_its_name(path: Path) -> None:
    assert {text: found for text in mathematics(path) if (found := conflicts(text))} == {}


def test_the_formulas_of_the_decks_are_recognised() -> None:
    found = set()
    for path in FILES:
        for text in mathematics(path):
            try:
                found |= {identify(side) for chain in read_statements(text) for side in chain[1:]}
            except FormulaRefused:
                continue
    assert found >= {
        *("accuracy", "precision", "recall", "specificity", "fpr", "f1", "mse", "r2"),
        *("mean", "var_pop", "pearson", "min_max", "z", "l2_normalised_row", "l_infinity"),
        *("concurrency",),
    }
