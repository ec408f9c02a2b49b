"""A style sheet without the rules that no page can meet."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

TOKEN = re.compile(
    r"""/\*.*?\*/ | "(?:\\.|[^"\\])*" | '(?:\\.|[^'\\])*' | [{};] | [^{};"'/]+ | /""", re.S | re.X
)
GROUPS = ("@media", "@supports", "@layer", "@container")
CLASS = re.compile(r"\.(-?[_a-zA-Z][\w-]*)")
NEGATED = re.compile(r":not\([^()]*(?:\([^()]*\)[^()]*)*\)")
DECLARED = re.compile(r"^\s*(--[\w-]+)\s*:")
MOVED = re.compile(r"animation(?:-name)?:([^;}]+)")
WORD = re.compile(r"[\w-]+")
ASKED = re.compile(r"var\(\s*(--[\w-]+)")


@dataclass(slots=True)
class Rule:
    """A prelude with declarations, or with rules of its own."""

    prelude: str
    declarations: list[str] = field(default_factory=list)
    rules: list["Rule"] = field(default_factory=list)

    @property
    def moves(self) -> str | None:
        """What animations call these keyframes."""
        return self.prelude.split()[-1] if self.prelude.startswith("@keyframes") else None

    def __str__(self) -> str:
        inside = "".join(map(str, self.rules)) or ";".join(self.declarations)
        return f"{self.prelude}{{{inside}}}"


def trimmed(css: str, classes: Collection[str], beside: str = "") -> str:
    """The sheet without selectors of other classes, unmoving keyframes and unread variables.

    ``beside`` is what else the page loads and may read of this sheet.

    >>> trimmed(":root{--a:1;--b:2}.x,.y:not(.z){left:var(--a)}@media print{.z{top:0}}", {"x", "y"})
    ':root{--a:1}.x,.y:not(.z){left:var(--a)}'
    """
    kept = list(_used(_rules(css), classes))
    while True:
        text = "".join(map(str, kept))
        asked = set(ASKED.findall(text + beside))
        moving = set(WORD.findall(" ".join(MOVED.findall(text + beside))))
        for rule in _flat(kept):
            rule.declarations = [
                one
                for one in rule.declarations
                if not (name := DECLARED.match(one)) or name[1] in asked
            ]
        kept = [
            rule
            for rule in kept
            if (rule.rules or rule.declarations) and (rule.moves is None or rule.moves in moving)
        ]
        if "".join(map(str, kept)) == text:
            return text


def _rules(css: str) -> list[Rule]:
    stack, text = [Rule("")], ""
    for piece in TOKEN.findall(css):
        if piece.startswith("/*"):
            continue
        if piece == "{":
            stack.append(Rule(" ".join(text.split())))
            text = ""
        elif piece == ";":
            if len(stack) > 1:
                stack[-1].declarations.append(text.strip())
            text = ""
        elif piece == "}":
            if text.strip():
                stack[-1].declarations.append(text.strip())
            text = ""
            done = stack.pop()
            stack[-1].rules.append(done)
        else:
            text += piece
    return stack[0].rules


def _used(rules: list[Rule], classes: Collection[str]) -> Iterator[Rule]:
    for rule in rules:
        if rule.prelude.startswith(GROUPS):
            rule.rules = list(_used(rule.rules, classes))
            if rule.rules:
                yield rule
        elif rule.prelude.startswith("@"):
            yield rule
        else:
            selectors = [s for s in _selectors(rule.prelude) if _classes(s) <= set(classes)]
            if selectors:
                rule.prelude = ",".join(selectors)
                yield rule


def _selectors(prelude: str) -> list[str]:
    """
    >>> _selectors("a:is(.b, .c), .d > e")
    ['a:is(.b, .c)', '.d > e']
    """
    parts, depth = [""], 0
    for char in prelude:
        depth += (char == "(") - (char == ")")
        if char == "," and not depth:
            parts.append("")
        else:
            parts[-1] += char
    return [part.strip() for part in parts]


def _classes(selector: str) -> set[str]:
    return set(CLASS.findall(NEGATED.sub("", selector)))


def _flat(rules: list[Rule]) -> Iterator[Rule]:
    for rule in rules:
        yield rule
        yield from _flat(rule.rules)
