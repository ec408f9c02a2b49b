"""Named-field templates: answers written in named parts, each of which has its own field."""

from collections.abc import Mapping

TEMPLATES = {
    "profile": {"what": "What", "how": "How", "goal": "Goal", "features": "Features", "use": "Use"},
    "pros_cons": {"pros": "Pros", "cons": "Cons"},
}
LABELS = {name: label for parts in TEMPLATES.values() for name, label in parts.items()}
FEWEST = 2


def labelled(template: str, parts: Mapping[str, str]) -> list[tuple[str, str]]:
    """The parts that are written, each with its label, in the order of the template.

    >>> labelled("profile", {"goal": "Bread", "what": "Dough"})
    [('What', 'Dough'), ('Goal', 'Bread')]
    """
    names = TEMPLATES.get(template, {})
    return [(label, parts[name]) for name, label in names.items() if parts.get(name)]


def as_markdown(template: str, parts: Mapping[str, str]) -> str:
    """The answer as one text, for search and for formats that know no templates."""
    return "\n\n".join(f"**{label}**\n\n{text}" for label, text in labelled(template, parts))
