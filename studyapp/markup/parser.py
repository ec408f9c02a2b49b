"""Markdown with formulas, cloze marks and call-outs: its rules and the HTML it becomes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from studyapp.markup.callouts import callouts
from studyapp.markup.cleaner import ALIGNMENTS, PICTURE
from studyapp.markup.typeset import CLOZE_LIKE, formula, highlighted

MAX_NESTING = 20
FORMULA_LINES = 50
CLOZE_LIMIT = 1_000

FORMULA = re.compile(
    r"\$\$((?:[^$\\]|\\.)++)\$\$|(?<!\d)\$(?!\s)((?:[^$\\]|\\.)++)(?<!\s)\$(?!\d)", re.S
)
CALCULATOR = re.compile(r"\{\{calculator [^{}\n]+\}\}")  # put in its place later
# not {{ padded }}, as templates are written
UNNUMBERED = re.compile(r"\{\{[^\W\d_][^{}\n]{0,200}(?<!\s)\}\}")
CLOSING_MARKS = re.compile(r"[.,;:!?)\]”’…]+")
LETTERED = re.compile(r"\([a-z]\) ")
CLOZE = re.compile(r"\{\{c(\d{1,3})(?:~(\w{1,20}))?::")
TAG = re.compile(r"<[^>]*>")
BRACE = re.compile(r"[{}]")
PART = re.compile(rf"\\.|{FORMULA.pattern}|`[^`]*`|::|\|", re.S)


@dataclass(frozen=True)
class Blank:
    """One cloze mark; blanks of one group may be filled in any order."""

    number: int
    answers: tuple[str, ...]
    hint: str = ""
    group: str = ""


def text_of(tokens: Sequence[Token]) -> str:
    def pieces(tokens: Sequence[Token]) -> Iterator[str]:
        for token in tokens:
            if token.children is not None:
                yield from pieces(token.children)
            elif token.type in ("softbreak", "hardbreak"):
                yield " "
            elif token.nesting == 0:
                yield token.content
            if token.block and token.nesting <= 0:
                yield " "

    return " ".join("".join(pieces(tokens)).split())


def _formula_rule(state: StateInline, silent: bool) -> bool:
    found = FORMULA.match(state.src, state.pos, state.posMax)
    if not found and state.src.startswith("$$", state.pos, state.posMax):
        if not silent:
            state.push("open_formula", "", 0).content = "$$"
        state.pos += 2
        return True
    if not found or not (tex := (found[1] or found[2]).strip()):
        return False
    if not silent:
        token = state.push("math_inline", "", 0)
        token.content, token.markup = tex, "$$" if found[1] else "$"
    state.pos = found.end()
    return True


def _formula_block_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    at = state.bMarks[start] + state.tShift[start]
    if state.is_code_block(start) or not state.src.startswith("$$", at):
        return False
    lines: list[str] = []
    for line in range(start, min(end, start + FORMULA_LINES)):
        if line > start and (state.sCount[line] < state.blkIndent or state.isEmpty(line)):
            return False
        at = at + 2 if line == start else state.bMarks[line] + state.tShift[line]
        text = state.src[at : state.eMarks[line]].rstrip()
        lines.append(text.removesuffix("$$"))
        if "$$" in lines[-1]:
            return False
        if text.endswith("$$"):
            break
    else:
        return False
    if not (tex := "\n".join(lines).strip()):
        return False
    if not silent:
        token = state.push("math_block", "", 0)
        token.block, token.content, token.map = True, tex, [start, line + 1]
        state.line = line + 1
    return True


def _cloze_rule(state: StateInline, silent: bool) -> bool:
    if not CLOZE_LIKE.match(state.src, state.pos, state.posMax):
        return _unnumbered(state, silent)
    mark = CLOZE.match(state.src, state.pos, state.posMax)
    end = _cloze_end(state.src, mark.end(), state.posMax) if mark else -1
    answers, hint = _answers(state.src[mark.end() : end]) if mark and end >= 0 else ([], "")
    problem = None
    if not answers:
        problem = "This blank is not closed or not well formed: write {{c1::answer::hint}}."
    elif not all(answers):
        problem = "This blank has an empty answer."
    elif mark and int(mark[1]) == 0:
        problem = "Blanks are numbered from 1: write {{c1::answer}}."
    if problem or mark is None:
        if not silent:
            token = state.push("cloze_error", "", 0)
            token.content, token.meta = "{{", {"problem": problem}
        state.pos += 2
        return True
    if not silent:
        parsed = [state.md.parseInline(answer)[0].children or [] for answer in answers]
        token = state.push("cloze", "", 0)
        token.children = parsed[0]
        texts = tuple(text_of(children) for children in parsed)
        token.meta = {"blank": Blank(int(mark[1]), texts, hint, mark[2] or "")}
    state.pos = end + 2
    return True


def _unnumbered(state: StateInline, silent: bool) -> bool:
    """A mark without a number stays as it was written, and so does the place of a calculator."""
    kept = CALCULATOR.match(state.src, state.pos, state.posMax)
    found = kept or UNNUMBERED.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent:
        token = state.push("text" if kept else "cloze_error", "", 0)
        token.content = found[0]
        if not kept:
            problem = "A blank has a number: write {{c1::answer}}, or put code between backticks."
            token.meta = {"problem": problem}
    state.pos = found.end()
    return True


def _answers(content: str) -> tuple[list[str], str]:
    """The answers and the hint; what is in formulas, in code or escaped parts nothing."""
    cuts, end, hint = [-1], len(content), ""
    for found in PART.finditer(content):
        if found[0] == "|":
            cuts.append(found.start())
        elif found[0] == "::":
            end, hint = found.start(), content[found.end() :].strip()
            break
    return [content[a + 1 : b].strip() for a, b in pairwise([*cuts, end])], hint


def _cloze_end(source: str, start: int, stop: int) -> int:
    """Where the closing braces of a mark begin, braces of its answer balanced; or -1."""
    stop = min(stop, start + CLOZE_LIMIT)
    if following := CLOZE_LIKE.search(source, start, stop):
        stop = following.start()
    depth = 0
    for brace in BRACE.finditer(source, start, stop):
        if brace[0] == "{":
            depth += 1
        elif depth:
            depth -= 1
        elif source.startswith("}}", brace.start(), stop):
            return brace.start()
    return source.find("}}", start, stop)


def _house_style(state: StateCore) -> None:
    """Put headings under the title of their page, and align cells by class."""
    for at, token in enumerate(state.tokens):
        if token.type.startswith("heading_"):
            token.tag = f"h{min(int(token.tag[1]) + 1, 6)}"
        elif token.type in ("th_open", "td_open"):
            if name := ALIGNMENTS.get(str(token.attrs.pop("style", ""))):
                token.attrs["class"] = name
            if token.tag == "th" and not state.tokens[at + 1].content.strip():
                _become(state.tokens, at, "td")  # a heading without words names nothing
            elif token.tag == "th":
                token.attrs["scope"] = "col"


def _become(tokens: Sequence[Token], at: int, tag: str) -> None:
    """Give a cell, which is its opening, its words and its end, another tag."""
    tokens[at].tag = tokens[at + 2].tag = tag


def _lettered_lists(state: StateCore) -> None:
    """A list whose entries all begin with a letter, as “(a)”, needs no bullets beside them."""
    open_lists: list[tuple[Token, list[bool]]] = []
    for at, token in enumerate(state.tokens):
        if token.type == "bullet_list_open":
            open_lists.append((token, []))
        elif token.type == "list_item_open" and token.markup in "-*+":
            begins = state.tokens[at + 2 : at + 3]  # after the opening of its paragraph
            open_lists[-1][1].append(bool(begins) and bool(LETTERED.match(begins[0].content)))
        elif token.type == "bullet_list_close":
            opening, lettered = open_lists.pop()
            if all(lettered):
                opening.attrs["class"] = "lettered"


def _cells_know_their_heading(state: StateCore) -> None:
    """Each cell carries its heading as a label; in a note a bold first cell heads its row."""
    heads: list[str] = []
    column = 0
    for at, token in enumerate(state.tokens):
        if token.type == "table_open":
            heads = []
        elif token.type == "tr_open":
            column = 0
        elif token.type == "th_open":
            heads.append(_label(state.tokens[at + 1].children or []))
        elif token.type == "td_open":
            if not column and state.env.get("note") and _is_bold(state.tokens[at + 1]):
                _become(state.tokens, at, "th")
                token.attrs["scope"] = "row"
            if label := "".join(heads[column : column + 1]):
                token.attrs["data-label"] = label
            column += 1


def _label(words: Sequence[Token]) -> str:
    """What a heading says; its blanks stay open, for they may be asked."""
    gap = Token("text", "", 0, content="[…]")
    return text_of([gap if token.type == "cloze" else token for token in words])


def _is_bold(cell: Token) -> bool:
    kinds = [t.type for t in cell.children or [] if t.type != "text" or t.content]
    return kinds[:1] == ["strong_open"] and kinds.index("strong_close") == len(kinds) - 1


def _blanks_in_what_is_pressed(state: StateCore) -> None:
    """A blank in a link or a question is plain: nothing to press stands in another."""
    for block in state.tokens:
        pressed = int(block.meta.get("pressed", False))
        for token in block.children or []:
            pressed += token.nesting if token.type.startswith("link_") else 0
            if token.type == "cloze":
                links = any(child.type == "link_open" for child in token.children or [])
                token.meta["plain"] = bool(pressed) or links


class Renderer(RendererHTML):
    """HTML of our tokens; what it forgets to escape, the cleaner removes."""

    def question_open(self, tokens: Sequence[Token], at: int, *_: Any) -> str:
        return "<summary><span>"

    def question_close(self, tokens: Sequence[Token], at: int, *_: Any) -> str:
        return (
            '</span><span class="act"><span class="s">Show the answer</span>'
            '<span class="h">Hide</span></span></summary>\n'
        )

    def structure(self, tokens: Sequence[Token], at: int, *_: Any) -> str:
        return f'<p class="visually-hidden">{escapeHtml(tokens[at].meta["words"])}</p>\n'

    def table_open(self, tokens: Sequence[Token], at: int, *_: Any) -> str:
        # a group, not a region: landmarks of one name may not repeat on a page
        return (
            '<div class="table-scroll" tabindex="0" role="group" aria-label="Table">'
            '<table class="table">\n'
        )

    def table_close(self, tokens: Sequence[Token], at: int, *_: Any) -> str:
        return "</table></div>\n"

    def fence(self, tokens: Sequence[Token], at: int, *_: Any) -> str:
        language = (tokens[at].info.split() or [""])[0].lower()
        code = highlighted(tokens[at].content, language)
        return f'<pre class="highlight" tabindex="0"><code>{code}</code></pre>\n'

    def code_block(self, tokens: Sequence[Token], at: int, *_: Any) -> str:
        return self.fence(tokens, at)

    def image(self, tokens: Sequence[Token], at: int, *_: Any) -> str:
        address, text = str(tokens[at].attrs["src"]), escapeHtml(text_of(tokens[at].children or []))
        if not PICTURE.fullmatch(address):
            return text
        return f'<img src="{escapeHtml(address)}" alt="{text}" class="img-fluid" loading="lazy">'

    def math_inline(self, tokens: Sequence[Token], at: int, *_: Any) -> str:
        math = formula(tokens[at].content, block=tokens[at].markup == "$$")[0]
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        if not following or following.type != "text":
            return math
        if not (marks := CLOSING_MARKS.match(following.content)):
            return math
        # a browser may break the line between a formula and its comma
        following.content = following.content[marks.end() :]
        return f'<span class="text-nowrap">{math}{escapeHtml(marks[0])}</span>'

    def open_formula(self, tokens: Sequence[Token], at: int, *_: Any) -> str:
        return tokens[at].content

    def math_block(self, tokens: Sequence[Token], at: int, *_: Any) -> str:
        math, _problem = formula(tokens[at].content, block=True)
        return f'<div class="math-block" tabindex="0">{math}</div>\n'

    def cloze(self, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType) -> str:
        blank: Blank = tokens[at].meta["blank"]
        asked = blank.number == env["cloze"]
        if asked and not env["reveal"]:
            return f'<span class="cloze-blank">[{escapeHtml(blank.hint) or "…"}]</span>'
        answer = self.renderInline(tokens[at].children or [], options, env)
        if env["note"] and not tokens[at].meta["plain"]:
            # the words of a formula do not name a button, so they are said again
            name = f' aria-label="{TAG.sub("", answer)}"' if "<math" in answer else ""
            hint = f' data-hint="{escapeHtml(blank.hint)}"' if blank.hint else ""
            attributes = f'class="cloze" type="button" aria-expanded="false"{name}{hint}'
            return f"<button {attributes}>{answer}</button>"
        return f'<span class="cloze-answer">{answer}</span>' if asked else answer

    def cloze_error(self, tokens: Sequence[Token], at: int, *_: Any) -> str:
        return escapeHtml(tokens[at].content)


def _parser() -> MarkdownIt:
    options = {"html": False, "linkify": False, "typographer": False, "maxNesting": MAX_NESTING}
    parser = _Parser("commonmark", options, renderer_cls=Renderer)
    parser.enable(["table", "strikethrough"])
    parser.inline.ruler.before("escape", "formula", _formula_rule)
    parser.inline.ruler.before("escape", "cloze", _cloze_rule)
    parser.block.ruler.before("fence", "formula", _formula_block_rule)
    parser.core.ruler.before("inline", "callouts", callouts)
    parser.core.ruler.before("inline", "house_style", _house_style)
    parser.core.ruler.after("inline", "lettered", _lettered_lists)
    parser.core.ruler.after("inline", "labels", _cells_know_their_heading)
    parser.core.ruler.after("inline", "blanks", _blanks_in_what_is_pressed)
    return parser


class _Parser(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802
        """Every address is parsed, so that ``check`` can name it; the cleaner drops unsafe ones."""
        return True


MARKDOWN = _parser()
