import copy
from typing import Any

import pytest
import yaml

from studyapp.calculators.definitions import DefinitionRefused, read_definition
from tests.calculators.definitions import FILES, SHIPPED

COST: dict[str, Any] = yaml.safe_load(
    next(path for path in FILES if path.stem == "cost").read_text(encoding="utf-8")
)


def changed(*place: str | int, to: Any) -> dict[str, Any]:
    document = copy.deepcopy(COST)
    at: Any = document
    for step in place[:-1]:
        at = at[step]
    at[place[-1]] = to
    return document


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        ([], "A definition is a mapping."),
        (changed("calculator", to="alchemy"), "no calculator “alchemy”"),
        (changed("version", to="first"), "cost: invalid literal"),
        (changed("parts", to=[]), "its parts are cost"),
        (changed("parts", 0, "inputs", 0, "colour", to="red"), "There is no colour"),
        (changed("parts", 0, "inputs", 0, "kind", to="colour"), "colour"),
        (changed("parts", 0, "inputs", 0, "default", to=-1), "“-1” is outside"),
        (changed("parts", 0, "outputs", 0, "name", to="a b"), "“a b” is no name"),
        (changed("parts", 0, "outputs", 0, "formula", to="<gold>"), "names gold"),
        (changed("parts", 0, "equal", to=["gold"]), "there is no gold"),
        (changed("parts", 0, "rules", to=["gold"]), "there is no gold"),
        (changed("parts", 0, "presets", 0, "values", to={"gold": 1}), "no input gold"),
        (changed("parts", 0, "presets", 0, "values", to={"hours": 999}), "“999” is outside"),
        (changed("parts", 0, "outputs", 0, "name", to="gold"), "gold"),
        (changed("parts", 0, "outputs", 0, "name", to="dedicated"), "stands twice"),
        ({name: value for name, value in COST.items() if name != "title"}, "title"),
    ],
)
def test_a_definition_that_does_not_hold_together_is_refused(document: Any, reason: str) -> None:
    with pytest.raises(DefinitionRefused, match=reason):
        read_definition(document)


@pytest.mark.parametrize("calculator", SHIPPED.values(), ids=SHIPPED)
def test_a_calculator_has_a_story_a_mistake_and_at_most_four_results_in_front(
    calculator: Any,
) -> None:
    assert calculator.mistake.endswith(".") and calculator.purpose.endswith(".")
    assert calculator.edges and all(edge.endswith(".") for edge in calculator.edges)
    for part in calculator.parts:
        assert 1 <= part.front <= 4
    assert any(part.presets for part in calculator.parts)
    for preset in (preset for part in calculator.parts for preset in part.presets):
        assert preset.story.endswith(".")
