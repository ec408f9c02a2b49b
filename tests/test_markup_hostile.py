"""Nothing hostile gets through, and no text is too much."""

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp import markup
from studyapp.markup import MarkupError, check, render
from tests.markup_page import Page

ROOT = Path(__file__).resolve().parent.parent
HOSTILE = (ROOT / "tests" / "hostile" / "markup.txt").read_text(encoding="utf-8").splitlines()
FRAMES = (
    *("{}", "a\n\n> - {}", "{{{{c1::{}}}}}", "$\\text{{{}}}$", "[{}](/x/)"),
    *("{{{{c1::a::{}}}}}", "|{}|\n|-|\n|**a**|", "> [!reveal] {}\n> a"),
)


@pytest.mark.parametrize("payload", HOSTILE)
def test_hostile_text_stays_text(payload: str) -> None:
    for source in (frame.format(payload) for frame in FRAMES):
        Page(render(source, cloze=1))
        Page(render(source, cloze=1, reveal=False))
        Page(render(source, note=True))
        check(source)


@pytest.mark.parametrize("source", ["{{7*7}}", "{% load static %}", "{{ x|safe }}", "${7*7}"])
def test_template_syntax_comes_back_as_it_was(source: str) -> None:
    assert Page(render(source)).text.strip() == source


def test_the_hostile_set_is_large() -> None:
    assert len(set(HOSTILE)) >= 80


HUGE = 18_000
PATHOLOGICAL = {
    "open marks": "{{c1::",
    "open marks with braces": "{{c1::{",
    "blanks": "{{c1::a}} ",
    "quotes": "> ",
    "lists": "- ",
    "stars": "*",
    "emphasis": "**a *b ",
    "brackets": "[",
    "links": "[a](",
    "pictures": "![",
    "dollars": "$a ",
    "open formulas": "$$x\n# h\n",
    "listed formulas": "- $$x\n",
    "backslashes": "$\\$",
    "fences": "```python\n",
    "entities": "&#x26;",
    "definitions": "[a]: /x\n",
    "call-outs": "> [!note] a\n> ",
    "deep formula": "$" + "{" * 499 + "x" + "}" * 499 + "$ ",
}


@pytest.mark.parametrize("unit", PATHOLOGICAL.values(), ids=PATHOLOGICAL.keys())
def test_pathological_text_is_rendered_or_refused(unit: str) -> None:
    source = (unit * (HUGE // len(unit) + 1))[:HUGE]
    Page(render(source, cloze=1, reveal=False))
    check(source)


def test_an_open_mark_is_sought_no_further_than_the_next_one() -> None:
    assert len(check("{{c1::a {{c2::b}}")) == 1
    assert len(check("{{c1::" + "a" * 2000 + "}}")) == 1


FRAGMENTS = st.lists(
    st.one_of(
        st.sampled_from(
            """{{c1:: {{c0:: }} :: | ~ $ $$ \\frac \\text{ { } [ ] ]( ) ![ /media/a.png
            javascript:a ** * _ ~~ ` ``` # > - 1. [!note] --- |-| <img/onerror=a> </math> & &lt; \\
            <svg> --> <!-- ]]> python > [!reveal open] [!tree] [!ladder] |""".split()  # noqa: SIM905
        ),
        st.sampled_from(
            ["\n", "\n\n", " ", "    ", "\t", "\0", "\ud800", "\x1b", "\u2028", "\u202e"]
        ),
        st.text(max_size=3),
    ),
    max_size=40,
).map("".join)


@settings(max_examples=200, deadline=None)
@given(FRAGMENTS | st.text(max_size=200), st.sampled_from([None, 1]), st.booleans(), st.booleans())
def test_any_text_renders_to_our_own_markup(
    source: str, cloze: int | None, reveal: bool, note: bool
) -> None:
    html = render(source, cloze=cloze, reveal=reveal, note=note)
    Page(html)
    assert "\0" not in html
    check(source)
    markup.cloze_numbers(source)


@settings(max_examples=100, deadline=None)
@given(FRAGMENTS)
def test_clean_text_is_settled_or_refuses(source: str) -> None:
    try:
        once = markup.clean_text(source)
    except MarkupError:
        assert re.search("[\0\ud800-\udfff]", source)
        return
    assert markup.clean_text(once) == once
    assert unicodedata.is_normalized("NFC", once)


def test_only_markup_marks_text_as_safe() -> None:
    unsafe = re.compile(
        r"mark_safe|SafeString\(|SafeText|__html__|\|\s*safe(seq)?\b|autoescape\s+off"
        r"|{%\s*filter\s+safe|format_html\((?!\s*r?[\"'])"
    )
    sources = [
        path
        for folder in ("studyapp", "quizzes", "templates")
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in (".py", ".html", ".txt", ".svg")
    ]
    found = {
        path.relative_to(ROOT).as_posix()
        for path in sources
        if unsafe.search(path.read_text(encoding="utf-8"))
    }
    assert sources
    assert found == {"studyapp/markup/__init__.py"}
