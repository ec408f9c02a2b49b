"""Authored text (Markdown, formulas, cloze marks) to safe HTML; the only caller of mark_safe."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from markdown_it.rules_block.table import escapedSplit
from markdown_it.token import Token

from studyapp.markup.cleaner import CLEANER, LINK, PICTURE
from studyapp.markup.parser import MARKDOWN, MAX_NESTING, Blank, text_of
from studyapp.markup.typeset import formula

__all__ = [
    "QUESTIONS",
    "RENDERER_VERSION",
    "SOURCE_LIMIT",
    "Blank",
    "MarkupError",
    "check",
    "clean_text",
    "cloze_answers",
    "cloze_blanks",
    "cloze_numbers",
    "pictures",
    "plain_text",
    "render",
    "trusted",
]

RENDERER_VERSION = 9
QUESTIONS = ('<details class="reveal"', '<button class="cloze"')  # how they begin in a note
SOURCE_LIMIT = 20_000  # characters of one field

UNDER_HEADING = re.compile(r"\s*\|?(\s*:?-+:?\s*\|)+\s*(:?-+:?\s*)?$")
STRAY = re.compile(r"(?<!\{\{)c\d{1,3}(?:~\w{1,20})?::[^{}]{0,200}\}\}")
FORBIDDEN = re.compile("[\0\ud800-\udfff]")


class MarkupError(ValueError):
    """What an author must mend, as a sentence, with the line of the text it stands on."""

    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(message)
        self.line = line


def trusted(html: str) -> SafeString:
    """Markup that our own code built from escaped parts; never authored or posted text."""
    return mark_safe(html)  # noqa: S308


def clean_text(value: str) -> str:
    """The text as it is stored: composed characters and plain line ends.

    Refuses what PostgreSQL or UTF-8 cannot hold: NUL and lone surrogates.
    """
    if found := FORBIDDEN.search(value):
        line = value.count("\n", 0, found.start()) + 1
        raise MarkupError("This text holds a character that cannot be stored.", line)
    return unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))


def render(
    source: str, *, cloze: int | None = None, reveal: bool = True, note: bool = False
) -> SafeString:
    """The text as HTML of our own tags and classes, whatever the text holds.

    Blank ``cloze`` is marked when revealed, else replaced by its hint; other blanks
    show their first answer as plain text, or in a ``note`` as a button that a script hides
    and opens. Raises ``MarkupError`` only past the limit.
    """
    env = {"cloze": cloze, "reveal": reveal, "note": note}
    html = MARKDOWN.renderer.render(_parse(source, env), MARKDOWN.options, env)
    return trusted(CLEANER.clean(html))


def plain_text(source: str, *, hidden: int | None = None) -> str:
    """The words alone, on one line: for titles, search and finding duplicates.

    The blanks with the number ``hidden`` stay open.

    >>> plain_text("# The **mean**\\n\\n- is {{c1::pulled|drawn}} by [outliers](/o/)")
    'The mean is pulled by outliers'
    >>> plain_text("{{c1::Recall}} divides by {{c2::all positives}}.", hidden=2)
    'Recall divides by […].'
    """
    tokens = _parse(source)
    for token, _ in _inline(tokens):
        if token.type == "cloze" and token.meta["blank"].number == hidden:
            token.children, token.content = None, "[…]"
    return text_of(tokens)


def cloze_blanks(source: str) -> list[Blank]:
    """The blanks in reading order; marks in code or formulas are no blanks."""
    return [token.meta["blank"] for token, _ in _inline(_parse(source)) if token.type == "cloze"]


def cloze_numbers(source: str) -> list[int]:
    """The numbers in use, ascending: each is one card."""
    return sorted({blank.number for blank in cloze_blanks(source)})


def cloze_answers(source: str, number: int) -> list[str]:
    """The accepted answers of that number's blanks, in reading order, without marks.

    >>> cloze_answers("{{c1::recall|sensitivity::a rate}} is {{c2::TP}} / (TP + FN)", 1)
    ['recall', 'sensitivity']
    """
    return [a for blank in cloze_blanks(source) if blank.number == number for a in blank.answers]


def pictures(source: str) -> list[str]:
    """The addresses of the pictures, in reading order."""
    return [
        str(token.attrs["src"]) for token, _ in _inline(_parse(source)) if token.type == "image"
    ]


def check(source: str) -> list[MarkupError]:
    """What the author must mend before the text is kept, in the order of its lines."""
    if len(source) > SOURCE_LIMIT:
        return [_too_long()]
    errors = []
    try:
        clean_text(source)
    except MarkupError as error:
        errors.append(error)
    tokens = _parse(source)
    errors += [
        MarkupError("Quotes and lists are nested too deeply here.", (token.map or [0])[0] + 1)
        for token in tokens
        if token.type in ("blockquote_open", "list_item_open") and token.level >= MAX_NESTING - 1
    ][:1]
    errors += _uneven_tables(source, tokens)
    whole = ("math_block", "blockquote_open")
    blocks = [(token, (token.map or [0])[0] + 1) for token in tokens if token.type in whole]
    unclosed = 0
    for token, line in [*_inline(tokens), *blocks]:
        if message := _problem(token):
            errors.append(MarkupError(message, line))
            unclosed += token.content == "{{"
        elif token.type == "text" and STRAY.search(token.content):
            if unclosed:
                unclosed -= 1  # it closes the mark that is told already
            else:
                errors.append(MarkupError("This blank does not begin: write {{c1::answer}}.", line))
    return sorted(errors, key=lambda error: error.line)


def _problem(token: Token) -> str | None:
    match token.type:
        case "cloze_error" | "blockquote_open":
            return token.meta.get("problem")
        case "open_formula":
            return (
                "This $$ is not closed: end the formula with $$, or write \\$\\$ for two dollars."
            )
        case "math_inline" | "math_block":
            return formula(token.content, block=False)[1]
        case "image" if not PICTURE.fullmatch(str(token.attrs["src"])):
            return "Pictures must be uploaded here; this one has an address elsewhere."
        case "image" if not text_of(token.children or []):
            return "Describe this picture between its square brackets, for those who cannot see it."
        case "link_open" if not LINK.fullmatch(str(token.attrs["href"])):
            return "A link needs an address that begins with https://, http://, mailto: or /."
    return None


def _uneven_tables(source: str, tokens: Sequence[Token]) -> Iterator[MarkupError]:
    """Rows that the parser would fill up or cut to the width of their heading."""
    lines = re.split(r"\r\n?|\n", source)  # the line ends that the parser knows
    for token in tokens:
        start, end = token.map or (0, 0)
        if token.type == "table_open":
            width = _cells(lines[start])
            for number in range(start + 2, end):
                if (cells := _cells(lines[number])) != width:
                    message = (
                        f"A row of a table has the cells of its heading: {width}, not {cells}."
                    )
                    yield MarkupError(message, number + 1)
        elif token.type == "inline" and start + 1 < end and UNDER_HEADING.match(lines[start + 1]):
            message = "This heading of a table and the line under it differ in their cells."
            yield MarkupError(message, start + 1)


def _cells(row: str) -> int:
    cells = escapedSplit(row.strip().lstrip("> "))
    return len(cells) - (cells[0] == "") - (cells[-1] == "")


def _too_long() -> MarkupError:
    return MarkupError(f"This text is longer than {SOURCE_LIMIT:,} characters.")


def _parse(source: str, env: dict[str, Any] | None = None) -> list[Token]:
    if len(source) > SOURCE_LIMIT:
        raise _too_long()
    return MARKDOWN.parse(FORBIDDEN.sub("\ufffd", source), env)


def _inline(tokens: Sequence[Token]) -> Iterator[tuple[Token, int]]:
    """The inline tokens with their lines, those inside blanks included."""
    for block in tokens:
        line = (block.map or [0])[0] + 1
        for token in block.children or []:
            yield token, line
            if token.type == "cloze":
                yield from ((child, line) for child in token.children or [])
            line += token.type in ("softbreak", "hardbreak") or token.content.count("\n")
