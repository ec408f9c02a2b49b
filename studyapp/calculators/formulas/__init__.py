"""Formulas of authors and of the catalogue: read, evaluated, and recognised."""

from studyapp.calculators.formulas.known import Conflict, conflicts, identify
from studyapp.calculators.formulas.reader import read_formula, read_statements
from studyapp.calculators.formulas.tree import Formula, FormulaRefused

__all__ = [
    "Conflict",
    "Formula",
    "FormulaRefused",
    "conflicts",
    "identify",
    "read_formula",
    "read_statements",
]
