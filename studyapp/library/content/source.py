"""One content file: its text, its YAML with line numbers, and what is wrong with it."""

import re
from collections.abc import Collection
from pathlib import Path
from typing import Any

import yaml

from studyapp import markup
from studyapp.library.content.problems import Problem

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class Source:
    """A file that is being read; problems are collected, so that all are told at once."""

    def __init__(self, path: Path, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []
        self.text = self._text_of(path)
        self.readable = not self.problems

    def _text_of(self, path: Path) -> str:
        try:
            data = path.read_bytes()
            return markup.clean_text(data.decode("utf-8-sig"))
        except OSError as error:
            self.refuse(1, f"This file cannot be read: {error.strerror}.")
        except UnicodeDecodeError as error:
            self.refuse(data.count(b"\n", 0, error.start) + 1, "This is not UTF-8 text.")
        except markup.MarkupError as error:
            self.refuse(error.line, str(error))
        return ""

    def refuse(self, line: int, reason: str) -> None:
        self.problems.append(Problem(self.name, line, reason))

    def check_markup(self, text: str, line: int) -> None:
        for error in markup.check(text):
            self.refuse(line + error.line - 1, str(error))

    def is_slug(self, value: str, line: int, *, limit: int = 80) -> bool:
        if SLUG.fullmatch(value) and len(value) <= limit:
            return True
        self.refuse(
            line, f"“{value[:40]}” is no key: up to {limit} small letters, digits and hyphens."
        )
        return False

    def fields(self, text: str, line: int) -> "Fields":
        """The YAML mapping in that text, which begins on that line of the file."""
        try:
            loader = _Loader(text)
            loader.first_line = line
            value = loader.get_single_data()
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            self.refuse(line + (mark.line if mark else 0), f"This YAML is broken: {error.problem}.")
        except yaml.YAMLError:
            self.refuse(line, "This YAML holds a character that does not belong in text.")
        else:
            if isinstance(value, _Lined):
                return Fields(self, value)
            self.refuse(line, "Lines of the form “name: value” belong here.")
        return Fields(self, None)


class _Lined(dict[str, Any]):
    """A mapping that knows the line of each of its names."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}


class _Loader(yaml.SafeLoader):
    first_line = 1


def _mapping(loader: _Loader, node: yaml.MappingNode) -> _Lined:
    made = _Lined(loader.first_line + node.start_mark.line)
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, str) or key in made:
            reason = "the same name twice" if isinstance(key, str) else "a name that is no text"
            raise yaml.constructor.ConstructorError(
                problem=reason, problem_mark=key_node.start_mark
            )
        try:
            made[key] = loader.construct_object(value_node, deep=True)
        except ValueError:  # such as a 31st of February
            raise yaml.constructor.ConstructorError(
                problem="no such date or number; text belongs in quotes",
                problem_mark=value_node.start_mark,
            ) from None
        made.lines[key] = loader.first_line + key_node.start_mark.line
    return made


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)


class Fields:
    """The named values of one YAML mapping; each is taken once, what is left over is refused.

    Without a mapping, because its YAML is broken, nothing more is said of what is missing.
    """

    def __init__(self, source: Source, mapping: _Lined | None) -> None:
        self.source = source
        self.broken = mapping is None
        self.mapping = _Lined(1) if mapping is None else mapping
        self.line = self.mapping.line
        self.left = set(self.mapping)

    def __contains__(self, name: str) -> bool:
        return name in self.mapping

    def line_of(self, name: str) -> int:
        return self.mapping.lines.get(name, self.line)

    def refuse(self, name: str, reason: str) -> None:
        self.source.refuse(self.line_of(name), reason)

    def _take(self, name: str, kind: type, *, required: bool, what: str) -> Any:
        self.left.discard(name)
        value = self.mapping.get(name)
        if value is None:
            if required and not self.broken:
                self.source.refuse(self.line, f"“{name}” is missing.")
        elif type(value) is not kind:
            self.refuse(name, f"“{name}” must be {what}.")
            value = None
        return value

    def text(self, name: str, *, limit: int, required: bool = True, default: str = "") -> str:
        value = self._take(name, str, required=required, what="text; put it in quotes")
        value = (value or "").strip() or default
        if required and name in self and self.mapping[name] == "":
            self.refuse(name, f"“{name}” is empty.")
        if len(value) > limit:
            self.refuse(name, f"“{name}” is longer than {limit:,} characters.")
        return value

    def slug(self, name: str, *, required: bool = True, limit: int = 80) -> str:
        value = self.text(name, limit=markup.SOURCE_LIMIT, required=required)
        if value:
            self.source.is_slug(value, self.line_of(name), limit=limit)
        return value

    def choice(self, name: str, options: Collection[str], *, default: str = "") -> str:
        """One of the options; without a default it must be written."""
        value = self.text(name, limit=40, required=not default, default=default)
        if value and value not in options:
            self.refuse(name, f"“{value[:40]}” is no {name}; there are {', '.join(options)}.")
            return default
        return value

    def number(self, name: str, allowed: range) -> int:
        value = self._take(name, int, required=True, what="a whole number")
        if value is not None and value not in allowed:
            self.refuse(name, f"“{name}” must be {allowed.start} to {allowed.stop - 1}.")
        return value if value in allowed else allowed.start

    def flag(self, name: str) -> bool:
        return bool(self._take(name, bool, required=False, what="true or false"))

    def words(self, name: str, *, limit: int, required: bool = False) -> tuple[str, ...]:
        """A list of texts; none of them empty, too long or written twice."""
        value = self._take(name, list, required=required, what="a list in square brackets") or []
        if any(not isinstance(word, str) for word in value):
            self.refuse(name, f"“{name}” holds something that is no text; put it in quotes.")
            return ()
        words = tuple(word.strip() for word in value)
        if required and name in self and not words:
            self.refuse(name, f"“{name}” is empty.")
        for word in words:
            if not word or len(word) > limit:
                self.refuse(name, f"Each of “{name}” has 1 to {limit} characters.")
        for word in sorted({word for word in words if words.count(word) > 1}):
            self.refuse(name, f"“{word[:40]}” stands twice in “{name}”.")
        return words

    def mapping_of(self, name: str, *, required: bool = False) -> "Fields | None":
        value = self._take(name, _Lined, required=required, what="a mapping of names to values")
        return Fields(self.source, value) if value is not None else None

    def mappings(self, name: str) -> "list[Fields]":
        value = self._take(name, list, required=True, what="a list") or []
        if any(not isinstance(each, _Lined) for each in value):
            self.refuse(name, f"Each of “{name}” is a mapping of names to values.")
        return [Fields(self.source, each) for each in value if isinstance(each, _Lined)]

    def anything(self, name: str) -> Any:
        self.left.discard(name)
        return self.mapping.get(name)

    def end(self) -> None:
        """Refuse the names that nobody asked for."""
        for name in sorted(self.left):
            self.refuse(name, f"There is no “{name[:40]}” here.")
