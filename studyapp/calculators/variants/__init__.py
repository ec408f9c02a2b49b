"""Questions from calculators: a template and a seed give a question, the same for ever."""

from studyapp.calculators.variants import choosing, classes, numbers, production
from studyapp.calculators.variants.template import (
    Drawn,
    Template,
    Tolerance,
    Variant,
    Verdict,
    Wrong,
    draw_variant,
)

__all__ = [
    "TEMPLATES",
    "Drawn",
    "Template",
    "Tolerance",
    "Variant",
    "Verdict",
    "Wrong",
    "draw_variant",
]

TEMPLATES: dict[str, Template] = {
    template.id: template
    for family in (classes, numbers, production, choosing)
    for template in family.TEMPLATES
}
