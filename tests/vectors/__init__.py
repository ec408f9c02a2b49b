"""Cases computed from the specification by code that is not the product's."""

import json
from pathlib import Path
from typing import Any

import pytest


def read_whole(name: str) -> Any:
    """Everything in the file, its cases and what stands beside them."""
    return json.loads((Path(__file__).parent / f"{name}.json").read_text())


def read(name: str) -> list[dict[str, Any]]:
    held = read_whole(name)
    cases: list[dict[str, Any]] = held["vectors"] if isinstance(held, dict) else held
    return cases


def cases(name: str, kind: str) -> pytest.MarkDecorator:
    """Parametrise a test with the inputs and expectations of every case of that kind."""
    chosen = [case for case in read(name) if case["id"].split("-")[0] == kind]
    return pytest.mark.parametrize(
        ("given", "expected"),
        [pytest.param(case["input"], case["expected"], id=case["id"]) for case in chosen],
    )
