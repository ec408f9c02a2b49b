"""The shipped definitions, read once."""

from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from studyapp.calculators.definitions import read_definition
from studyapp.calculators.inputs import as_text, read_inputs
from studyapp.calculators.schema import Calculator, Part

FILES = sorted((Path(settings.BASE_DIR) / "fixtures" / "calculators").glob("*.yml"))
SHIPPED: dict[str, Calculator] = {
    path.stem: read_definition(yaml.safe_load(path.read_text(encoding="utf-8"))) for path in FILES
}


def opened(id: str, values: dict[str, Any]) -> tuple[Calculator, Part, dict[str, Any]]:
    """The calculator as an address or a card opens it: the values as text, read again."""
    calculator = SHIPPED[id]
    part = calculator.part_for(values)
    assert part is not None, (id, values)
    raw = {name: as_text(part.input(name), value) for name, value in values.items()}
    reading = read_inputs(calculator, raw)
    assert not reading.problems
    return calculator, reading.part, reading.inputs
