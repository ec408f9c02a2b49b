"""Markdown with formulas, cloze marks and call-outs: its rules and the HTML it becomes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from studyapp.markup.cleaner import ALIGNMENTS, CALLOUTS, PICTURE, REVEAL
from studyapp.markup.typeset import CLOZE_LIKE, formula, highlighted

MAX_NESTING = 20
FORMULA_LINES = 50
CLOZE_LIMIT = 1_000

CALLOUT = re.compile(rf"\[!({'|'.join((*CALLOUTS, REVEAL))})\][ \t]*([^\n]*)(?:\n|$)", re.I)
FORMULA = re.compile(
    r"\$\$((?:[^$\\]|\\.)++)\$\$|(?<!\d)\$(?!\s)((?:[^$\\]|\\.)++)(?<!\s)\$(?!\d)", re.S
)
CLOZE = re.compile(r"\{\{c(\d{1,3})(?:~(\w{1,20}))?::")
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
        return False
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
    """Put headings under the title of their page, align cells by class, make quotes call-outs."""
    tokens: list[Token] = []
    quotes: list[str] = []  # the kind of each quote that is open
    swallow = False
    for token, following in zip_longest(state.tokens, state.tokens[1:]):
        if token.type.startswith("heading_"):
            token.tag = f"h{min(int(token.tag[1]) + 1, 6)}"
        elif token.type in ("th_open", "td_open"):
            if name := ALIGNMENTS.get(str(token.attrs.pop("style", ""))):
                token.attrs["class"] = name
            if token.tag == "th" and following and not following.content.strip():
                token.tag = "td"  # a heading without words names nothing
            elif token.tag == "th":
                token.attrs["scope"] = "col"
        elif token.type == "th_close" and tokens[-2].tag == "td":
            token.tag = "td"
        elif token.type == "blockquote_open":
            quotes.append("")
        elif token.type == "blockquote_close":
            if kind := quotes.pop():
                token.tag = "details" if kind == REVEAL else "aside"
            if kind == REVEAL:
                tokens.append(Token("reveal_body_close", "div", -1, block=True))
        elif token.type == "paragraph_close" and swallow:
            swallow = False
            continue
        elif (
            token.type == "inline"
            and [before.type for before in tokens[-2:]] == ["blockquote_open", "paragraph_open"]
            and (found := CALLOUT.match(token.content))
        ):
            quotes[-1] = kind = found[1].lower()
            _open_callout(tokens, token, kind, found[2].strip() or kind.capitalize())
            first, last = token.map or [0, 1]
            token.content, token.map = token.content[found.end() :], [first + 1, last]
            if not token.content:
                swallow = True
                continue
            tokens.append(Token("paragraph_open", "p", 1, block=True))
        tokens.append(token)
    state.tokens = tokens


def _open_callout(tokens: list[Token], token: Token, kind: str, words: str) -> None:
    """The quote just opened becomes a call-out with its title, or a question with its answer."""
    hides = kind == REVEAL
    quote, head = tokens[-2:]
    quote.tag = "details" if hides else "aside"
    quote.attrs = (
        {"class": REVEAL} if hides else {"class": f"callout callout-{kind}", "role": "note"}
    )
    head.tag = "summary" if hides else "p"
    head.attrs = {} if hides else {"class": "callout-title"}
    first = (token.map or [0])[0]
    title = Token("inline", "", 0, content=words)
    title.block, title.map, title.children = True, [first, first + 1], []
    tokens.append(title)
    tokens.append(Token("paragraph_close", head.tag, -1, block=True))
    if hides:
        body = Token("reveal_body_open", "div", 1, block=True)
        body.attrs = {"class": "reveal-body"}
        tokens.append(body)


class Renderer(RendererHTML):
    """HTML of our tokens; what it forgets to escape, the cleaner removes."""

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
        return formula(tokens[at].content, block=tokens[at].markup == "$$")[0]

    def math_block(self, tokens: Sequence[Token], at: int, *_: Any) -> str:
        math, _problem = formula(tokens[at].content, block=True)
        return f'<div class="math-block" tabindex="0">{math}</div>\n'

    def cloze(self, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType) -> str:
        blank: Blank = tokens[at].meta["blank"]
        asked = blank.number == env["cloze"]
        if asked and not env["reveal"]:
            return f'<span class="cloze-blank">[{escapeHtml(blank.hint) or "…"}]</span>'
        answer = self.renderInline(tokens[at].children or [], options, env)
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
    parser.core.ruler.before("inline", "house_style", _house_style)
    return parser


class _Parser(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802
        """Every address is parsed, so that ``check`` can name it; the cleaner drops unsafe ones."""
        return True


MARKDOWN = _parser()
