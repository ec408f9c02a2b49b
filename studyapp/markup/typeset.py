"""Formulas to MathML and code to coloured spans."""

import re
from html import unescape
from xml.etree.ElementTree import Element, tostring

from latex2mathml.converter import convert_to_element
from markdown_it.common.utils import escapeHtml
from pygments.lexers import get_lexer_by_name

from studyapp.markup.cleaner import TOKEN_CLASSES

CODE_LIMIT = 5_000  # characters of one block that are still coloured
FORMULA_LIMIT = 1_000
LANGUAGES = frozenset(
    (
        *("bash", "c", "console", "cpp", "css", "diff", "docker", "go", "html", "ini", "java"),
        *("javascript", "js", "json", "py", "pycon", "python", "r", "rust", "sh", "sql"),
        *("toml", "ts", "typescript", "xml", "yaml"),
    )
)

# macros can double at each step, and the rest reaches outside mathematics
FORBIDDEN_TEX = re.compile(
    r"\\(?:(?:re|provide)?(?:new)?(?:command|environment)|[gex]?def|let|DeclareMathOperator"
    r"|class|cssId|style|href|url|html\w*|require|includegraphics)(?![A-Za-z])"
)
CLOZE_LIKE = re.compile(r"\{\{c[\d:~]")
ARGUMENTS = {"mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2} | {
    "msubsup": 3,
    "munderover": 3,
}
UNKNOWN_TEX = re.compile(r"\\[A-Za-z]+")
MATRIX = re.compile(r"\\begin\{(?:[bBpvV]|small)?matrix\*?\}|\\begin\{array\}")
ESCAPED = re.compile(r"\\.", re.DOTALL)


def formula(tex: str, *, block: bool) -> tuple[str, str | None]:
    """The formula as MathML, or its source as code with what is wrong with it."""
    failed = f'<code class="math-error">{escapeHtml(tex)}</code>'
    incomplete = "This formula is not complete: look for a missing brace or argument."
    if len(tex) > FORMULA_LIMIT:
        return failed, f"A formula may have {FORMULA_LIMIT:,} characters."
    if CLOZE_LIKE.search(tex):
        return failed, "Put the whole formula inside the blank: {{c1::$x$}}."
    if command := FORBIDDEN_TEX.search(tex):
        return failed, f"Formulas cannot use {command[0]}."
    if (bare := ESCAPED.sub("", tex)).count("{") != bare.count("}"):
        return failed, incomplete  # the converter would close it where the formula ends
    try:
        math = convert_to_element(tex, display="block" if block else "inline")
    except Exception:  # the converter's own errors, and whatever it trips over besides
        return failed, incomplete
    for element in math.iter():
        # the converter leaves entities in its text, and would write authored < and & unescaped
        element.text = unescape(element.text or "")
        if command := UNKNOWN_TEX.search(element.text):
            return failed, f"Formulas do not know {command[0]}."
        if len(element) != ARGUMENTS.get(element.tag, len(element)):
            return failed, incomplete
        if element.tag == "mtable" and MATRIX.search(tex) and _is_uneven(element):
            return (
                failed,
                "The rows of a matrix have the same number of entries: look for a missing &.",
            )
    return tostring(math, encoding="unicode"), None


def _is_uneven(table: Element) -> bool:
    """Whether rows differ in their cells; an empty row at the end is only a last line break."""
    rows = [row for row in table if "".join(row.itertext()).strip() or len(row) > 1]
    return len({len(row) for row in rows}) > 1


def highlighted(code: str, language: str) -> str:
    if language not in LANGUAGES or len(code) > CODE_LIMIT:
        return escapeHtml(code)
    lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    parts = []
    for kind, text in lexer.get_tokens(code):
        name = next((name for base, name in TOKEN_CLASSES if base in kind.split()), None)
        parts.append(
            f'<span class="{name}">{escapeHtml(text)}</span>' if name else escapeHtml(text)
        )
    return "".join(parts)
