"""Definitions of calculators as they stand in files and rows, to what they mean."""

import re
from collections.abc import Mapping
from dataclasses import fields
from typing import Any, TypeVar

from studyapp.calculators.inputs import RULES, as_text, read_inputs
from studyapp.calculators.metrics import FUNCTIONS
from studyapp.calculators.schema import PLACE, Calculator, Input, Kind, Output, Part, Preset

COUNT = 1_000_000_000
MAGNITUDE = 1e12
NAME = re.compile(r"[A-Za-z]\w{0,39}")
FRONT = 4  # results that stand in front

Noun = TypeVar("Noun", Input, Output, Preset)


class DefinitionRefused(ValueError):
    """A definition that does not hold together, and where."""


def read_definition(document: Any) -> Calculator:
    """The calculator of a document of plain values; refuses one that does not hold together.

    Held to: a known id and its parts, names that match the arithmetic, defaults and presets that
    keep the rules of their fields, formulas that name only what exists.
    """
    if not isinstance(document, Mapping):
        raise DefinitionRefused("A definition is a mapping.")
    id = document.get("calculator")
    if id not in FUNCTIONS:
        raise DefinitionRefused(f"There is no calculator “{id!s:.40}”.")
    try:
        calculator = Calculator(
            id=id,
            version=int(document["version"]),
            title=document["title"],
            purpose=document["purpose"],
            parts=tuple(_part(part) for part in document["parts"]),
            mistake=document["mistake"],
            edges=tuple(document["edges"]),
            source=document["source"],
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise DefinitionRefused(f"{id}: {error!s:.200}") from error
    if {part.id for part in calculator.parts} != set(FUNCTIONS[id]):
        raise DefinitionRefused(f"{id}: its parts are {', '.join(FUNCTIONS[id])}.")
    for part in calculator.parts:
        _check(calculator, part)
    return calculator


def _part(document: Mapping[str, Any]) -> Part:
    outputs = tuple(_made(Output, entry) for entry in document["outputs"])
    return Part(
        id=document["part"],
        title=document["title"],
        inputs=tuple(_input(entry) for entry in document["inputs"]),
        outputs=outputs,
        front=min(FRONT, int(document.get("front", FRONT)), len(outputs)),
        presets=tuple(_made(Preset, entry) for entry in document.get("presets", ())),
        equal=tuple(document.get("equal", ())),
        rules=tuple(document.get("rules", ())),
    )


def _input(entry: Mapping[str, Any]) -> Input:
    kind = Kind(entry["kind"])
    whole = kind in (Kind.INT, Kind.INTS) or entry.get("whole", False)
    domain = {"low": 0 if whole else -MAGNITUDE, "high": COUNT if whole else MAGNITUDE}
    settled: dict[str, Any] = domain | dict(entry) | {"kind": kind}
    settled["columns"] = tuple(settled.get("columns", ()))
    return _made(Input, settled)


def _made(noun: type[Noun], entry: Mapping[str, Any]) -> Noun:
    unknown = set(entry) - {field.name for field in fields(noun)}
    if unknown:
        raise DefinitionRefused(f"There is no {', '.join(sorted(unknown))} in {entry!s:.80}.")
    return noun(**entry)


def _check(calculator: Calculator, part: Part) -> None:
    where = f"{calculator.id}, {part.id}"
    known = [*(field.name for field in part.inputs), *(output.name for output in part.outputs)]
    for name in known:
        if not NAME.fullmatch(name):
            raise DefinitionRefused(f"{where}: “{name!s:.40}” is no name.")
    for output in part.outputs:
        for place in PLACE.findall(output.formula):
            if place not in known:
                raise DefinitionRefused(f"{where}: the formula of {output.name} names {place}.")
    if unknown := set(part.equal) - part.names or set(part.rules) - set(RULES):
        raise DefinitionRefused(f"{where}: there is no {', '.join(sorted(unknown))}.")
    for preset in (part.defaults, *(preset.values for preset in part.presets)):
        if unknown := set(preset) - part.names:
            raise DefinitionRefused(f"{where}: there is no input {', '.join(sorted(unknown))}.")
        raw = {name: as_text(part.input(name), value) for name, value in preset.items()}
        reading = read_inputs(calculator, {"part": part.id, **raw})
        if reading.problems:
            raise DefinitionRefused(f"{where}: {reading.problems[0].sentence}")
        try:
            computed = calculator.compute(part, reading.inputs).values
        except KeyError as error:
            raise DefinitionRefused(f"{where}: nothing computes {error}.") from error
        if len(computed) != len(part.outputs):
            raise DefinitionRefused(f"{where}: an output stands twice.")
