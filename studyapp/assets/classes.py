"""The class names that pages may carry, read from what writes them."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import crispy_bootstrap5
import crispy_forms

CRISPY = Path(crispy_bootstrap5.__path__[0]) / "templates" / "bootstrap5"
CRISPY_FIELD = Path(crispy_forms.__path__[0]) / "templatetags" / "crispy_forms_field.py"
# crispy's templates of what no form here is made of
UNUSED = ("accordion", "alert", "inline", "modal", "prepended", "tab", "table", "toast")

TAG = re.compile(r"{[%{].*?[%}]}", re.S)
NAMED = re.compile(r"""class\w*["']?\]?\s*[=:(]\s*(?P<mark>["'`])(?P<names>.*?)(?P=mark)""", re.S)
LISTED = re.compile(r"classList\.\w+\(([^)]*)\)")
WORD = re.compile(r"[\w-]+")


def class_names(base: Path) -> set[str]:
    """Class names in the product's templates, scripts and code, and in the forms of crispy."""
    found = set(WORD.findall(CRISPY_FIELD.read_text()))
    for file in _writers(base):
        text = file.read_text()
        found.update(WORD.findall(" ".join(LISTED.findall(text))))
        bare = TAG.sub(" ", text)
        for part in (text, bare) if file.suffix == ".html" else (text,):
            found.update(w for m in NAMED.finditer(part) for w in WORD.findall(m["names"]))
    return found


def _writers(base: Path) -> Iterator[Path]:
    yield from _files(base / "templates", "*.html")
    yield from _files(base / "static" / "js", "*.js")
    yield from _files(base / "studyapp", "*.py")
    yield from _files(base / "quizzes", "*.py")
    yield from (f for f in _files(CRISPY, "*.html") if not f.stem.startswith(UNUSED))


def _files(folder: Path, pattern: str) -> Iterable[Path]:
    return sorted(folder.rglob(pattern))
