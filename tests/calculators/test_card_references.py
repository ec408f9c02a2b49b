"""The calculators that shipped cards open, with their numbers."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings

from studyapp.calculators.metrics import FUNCTIONS
from studyapp.library.content.calculators import INPUTS
from tests.calculators.definitions import SHIPPED, opened

REFERENCE = re.compile(r"^calculator:[^\n]*\n(?: [^\n]*\n)*", re.MULTILINE)


def _references() -> list[Any]:
    found = []
    for path in sorted((Path(settings.BASE_DIR) / "fixtures" / "decks").glob("*.md")):
        for match in REFERENCE.finditer(path.read_text(encoding="utf-8")):
            reference = yaml.safe_load(match[0])["calculator"]
            if isinstance(reference, str):  # words of a card, not its field
                continue
            name = f"{path.stem}-{reference['id']}-{match.start()}"
            found.append(pytest.param(reference["id"], reference.get("inputs", {}), id=name))
    return found


def test_every_calculator_of_the_catalogue_is_defined() -> None:
    assert set(SHIPPED) == set(FUNCTIONS) and len(FUNCTIONS) == 25


def test_cards_know_the_calculators_by_the_names_of_their_inputs() -> None:
    assert set(INPUTS) - {"roc"} == set(SHIPPED)
    for id, names in INPUTS.items():
        assert set(names.split()) <= SHIPPED["threshold" if id == "roc" else id].names


@pytest.mark.parametrize(("id", "values"), _references())
def test_a_shipped_card_opens_its_calculator_with_its_numbers(
    id: str, values: dict[str, Any]
) -> None:
    calculator, part, inputs = opened(id, values)
    assert set(values) <= set(inputs)
    assert calculator.compute(part, inputs).values
