"""What authors write and what pages show."""

import pytest

from studyapp import markup
from studyapp.markup import SOURCE_LIMIT, Blank, MarkupError, check, render
from tests.markup_page import Page


def problems(source: str) -> list[tuple[int, str]]:
    return [(error.line, str(error)) for error in check(source)]


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("**a** *b* ~~c~~ `d`", "<strong>a</strong> <em>b</em> <s>c</s> <code>d</code>"),
        ("# A\n## B\n###### F", "<h2>A</h2>\n<h3>B</h3>\n<h6>F</h6>"),
        ("A\n=", "<h2>A</h2>"),
        ("- a\n  1. b", "<ul>\n<li>a\n<ol>\n<li>b</li>\n</ol>\n</li>\n</ul>"),
        ("3. c", '<ol start="3">'),
        ("<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>"),
        ("[x](https://a.b/?c=1&d=2)", '<a href="https://a.b/?c=1&amp;d=2" rel="noopener'),
        ("[x](/decks/1/)", '<a href="/decks/1/" rel='),
        ("[x](mailto:a@b.c)", '<a href="mailto:a@b.c" rel='),
        ("![A *plot*](/media/a.png)", '<img src="/media/a.png" alt="A plot" class="img-fluid"'),
        ("![Two dots](/media/größe.png)", 'src="/media/gr%C3%B6%C3%9Fe.png"'),
        ("![x](https://a.b/c.png)", "<p>x</p>"),
        (
            "|a|b|\n|:-:|--:|\n|1|2|",
            '<td class="text-center" data-label="a">1</td>\n<td class="text-end"',
        ),
        (
            "|a|\n|-|",
            '<div class="table-scroll" tabindex="0" role="group" aria-label="Table">'
            '<table class="table">\n<thead>\n<tr>\n<th scope="col">a</th>',
        ),
        ("```python\nif x: pass # y\n```", '<pre class="highlight" tabindex="0"><code><span'),
        ("```python\nif x\n```", '<span class="tok-keyword">if</span> x'),
        ("```none\na < b\n```", "<code>a &lt; b\n</code></pre>"),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>"),
        (
            "> [!note] Mind *this*\n> text",
            '<aside class="callout callout-note" role="note">\n'
            '<p class="callout-title">Mind <em>this</em></p>\n<p>text</p>\n</aside>',
        ),
        ("> [!WARNING]\n>\n> - a", '<p class="callout-title">Warning</p>\n<ul>'),
        ("> > [!tip] a\n> b", '<blockquote>\n<aside class="callout callout-tip" role="note">'),
        ("> [!other] a", "<blockquote>\n<p>[!other] a</p>"),
    ],
)
def test_markdown_becomes_this_html(source: str, html: str) -> None:
    assert html in render(source)
    Page(render(source))


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("$x$, then", "</math>,</span> then"),
        ("$x$), **y**", '<span class="text-nowrap"><math display="inline">'),
        ("$x$ is 5", '<math display="inline"><mrow><mi>x</mi></mrow></math> is 5'),
        ("a $$x$$ b", 'a <math display="block"><mrow><mi>x</mi></mrow></math> b'),
        ("$$\nx\n- y\n$$", '<div class="math-block" tabindex="0"><math display="block">'),
        ("$$x$$", '<div class="math-block" tabindex="0"><math display="block">'),
        ("> $$\n> x\n> $$", "<blockquote>\n<div"),
        (r"$\frac{1}{2}$", "<mfrac><mrow><mn>1</mn></mrow><mrow><mn>2</mn></mrow></mfrac>"),
        ("$a<b$", "<mo>&lt;</mo>"),
        (r"$\text{a<b & c}$", "<mtext>a&lt;b&nbsp;&amp;&nbsp;c</mtext>"),
        (r"$\foo$", r'<code class="math-error">\foo</code>'),
        (r"$\frac{1}$", r'<code class="math-error">\frac{1}</code>'),
        (r"\$x\$", "<p>$x$</p>"),
        ("It costs $5, not $6.", "<p>It costs $5, not $6.</p>"),
        ("5$ or 6$", "<p>5$ or 6$</p>"),
        ("- $$x\n- y$$", "<li>$$x</li>\n<li>y$$</li>"),
    ],
)
def test_formulas_become_mathml(source: str, html: str) -> None:
    assert html in render(source)
    Page(render(source))


CLOZE = "{{c1::**TP**|hits::counts}} of {{c2::TP + FN}}"


@pytest.mark.parametrize(
    ("source", "cloze", "reveal", "html"),
    [
        (CLOZE, None, True, "<strong>TP</strong> of TP + FN"),
        (CLOZE, None, False, "<strong>TP</strong> of TP + FN"),
        (CLOZE, 1, False, '<span class="cloze-blank">[counts]</span> of TP + FN'),
        (CLOZE, 2, False, '<strong>TP</strong> of <span class="cloze-blank">[…]</span>'),
        (CLOZE, 2, True, '<strong>TP</strong> of <span class="cloze-answer">TP + FN</span>'),
        (r"{{c1::$\frac{a}{b}$}}", 1, True, "<mfrac>"),
        (r"{{c1::\{ }} {{c1::b}}", 1, True, '<span class="cloze-answer">b</span>'),
        ("`{{c1::x}}`", 1, False, "<code>{{c1::x}}</code>"),
        (r"\{{c1::x}}", 1, False, "{{c1::x}}"),
        ("[{{c1::x}}](/a/)", 1, False, '<span class="cloze-blank">[…]</span></a>'),
    ],
)
def test_cloze_marks_hide_and_show(source: str, cloze: int | None, reveal: bool, html: str) -> None:
    assert html in render(source, cloze=cloze, reveal=reveal)


def test_a_hidden_answer_is_nowhere_in_the_page() -> None:
    source = "# {{c1::secret}}\n\n> [!note] {{c1::secret|geheim}}\n\n|a|\n|-|\n|{{c1::**secret**}}|"
    assert "secret" in render(source)
    hidden = render(source, cloze=1, reveal=False)
    assert "secret" not in hidden
    assert "geheim" not in hidden
    assert hidden.count("cloze-blank") == 3


def test_blanks_have_numbers_answers_hints_and_groups() -> None:
    source = "{{c2~x::code}} and {{c2~x::data}}, then {{c1::$P(A|B)$|`a|b`|*c*::what}}"
    assert markup.cloze_numbers(source) == [1, 2]
    assert markup.cloze_answers(source, 2) == ["code", "data"]
    assert markup.cloze_answers(source, 3) == []
    assert markup.cloze_blanks(source) == [
        Blank(2, ("code",), group="x"),
        Blank(2, ("data",), group="x"),
        Blank(1, ("P(A|B)", "a|b", "c"), hint="what"),
    ]
    assert markup.cloze_blanks(r"{{c1::`a::b`|c\::d\|e::f::g}}") == [
        Blank(1, ("a::b", "c::d|e"), hint="f::g")
    ]
    assert markup.cloze_answers("{{c1::$5|$6}}", 1) == ["$5", "$6"]


def test_a_bar_in_a_table_parts_answers_too() -> None:
    assert markup.cloze_answers("|a|\n|-|\n|{{c1::x\\|y}}|", 1) == ["x", "y"]


@pytest.mark.parametrize(
    ("source", "line", "word"),
    [
        ("a\n\n{{c1::b", 3, "not closed"),
        ("{{c1:b}}", 1, "not closed"),
        ("{{c::b}}", 1, "not closed"),
        ("{{c1::a {{c2::b}}", 1, "not closed"),
        ("a\nthe {{concept}} is", 2, "has a number"),
        ("{{a}} name::hint}}", 1, "has a number"),
        ("a\n\nb c1::x}} d", 3, "does not begin"),
        ("a\n\n$$\nx = 1\n\nb", 3, "not closed"),
        ("it is $$x = 1", 1, "not closed"),
        (r"$\begin{matrix} a & b \\ c \end{matrix}$", 1, "same number of entries"),
        ("a\n\n$$\n\\begin{pmatrix}\na \\\\\nb & c\n\\end{pmatrix}\n$$", 3, "same number"),
        ("{{c0::b}}", 1, "from 1"),
        ("a\nb {{c1::}}", 2, "empty"),
        ("{{c1::a|}}", 1, "empty"),
        ("{{c1::a||b}}", 1, "empty"),
        ("{{c1::::hint}}", 1, "empty"),
        ("$x = {{c1::y}}$", 1, "whole formula"),
        ("a $x$\n$\\foo$", 2, r"\foo"),
        ("a\n\n$$\n\\frac{1}\n$$", 3, "not complete"),
        ("$x_{$", 1, "not complete"),
        ("$\\sqrt{x$", 1, "not complete"),
        ("$\\text{a$", 1, "not complete"),
        ("{{c1::$\\foo$}}", 1, r"\foo"),
        (r"$\def\a{b}\a$", 1, r"\def"),
        ("$" + "x" * 1001 + "$", 1, "1,000"),
        ("![](/media/a.png)", 1, "Describe"),
        ("![ ](/media/a.png)", 1, "Describe"),
        ("- a\n- ![x](https://a.b/c.png)", 2, "uploaded"),
        ("![x](data:image/png;base64,AA)", 1, "uploaded"),
        ("|a|\n|-|\n|[x](javascript:a)|", 3, "address"),
        ("> " * 30 + "a", 1, "nested"),
        ("- " * 30 + "a", 1, "nested"),
        ("a\nb\0", 2, "stored"),
        ("a\ud800", 1, "stored"),
        ("x" * (SOURCE_LIMIT + 1), 1, "20,000"),
    ],
)
def test_the_author_is_told_what_to_mend_and_where(source: str, line: int, word: str) -> None:
    (problem,) = problems(source)
    assert problem[0] == line
    assert word in problem[1]


@pytest.mark.parametrize(
    "source",
    [
        "",
        "plain {{ name }} and `{{name}}` and \\{\\{name\\}\\}",
        "{{calculator confusion tp=40 fp=5}} and {{calculator kfold grid_sizes=3,4 k=5}}",
        r"\$\$ and $\begin{bmatrix} a & b \\ c & d \\ \end{bmatrix}$",
        r"$\begin{cases} a & x \gt 0 \\ b \end{cases}$",
        "{{c1::a|b::hint}} $\\alpha \\le \\frac{1}{2}$ ![a](/static/img/a.svg) [b](/c/)",
        "\\{{c1::not a blank}} `{{c1::`",
        "> [!example] a\n> - b\n>   - c\n>     - d",
        r"$\text{true positives} \lt \operatorname{argmax}_x \mathbb{E}[x] \setminus \{1\}$",
    ],
)
def test_a_sound_text_has_no_problems(source: str) -> None:
    assert problems(source) == []


def test_problems_come_in_the_order_of_the_lines() -> None:
    source = "{{c0::a}}\n\n$$\n\\foo\n$$\n\n![](/media/a.png)"
    assert [line for line, _ in problems(source)] == [1, 3, 7]


def test_a_list_with_letters_of_its_own_has_no_bullets() -> None:
    assert '<ul class="lettered">' in render("- (a) one\n- (b) **two**\n\n  - more\n")
    assert render("- (a) one\n- two").startswith("<ul>")
    assert render("- one\n  - (a) two\n  - (b) three").count('class="lettered"') == 1


def test_a_mark_without_a_number_and_a_calculator_come_back_as_they_were() -> None:
    for source in ("{{recall}} is", "see {{calculator confusion tp=40}} there"):
        assert render(source) == f"<p>{source}</p>\n"
        assert markup.plain_text(f"$x$, {source}") == f"x, {source}"


def test_plain_text_holds_the_words_alone() -> None:
    source = "# A\n\n> [!note] B\n> c\n\n|d|e|\n|-|-|\n|{{c1::f\\|g::h}}|$x$|"
    source += "\n\n```\ni\n```\n![j](/k)\nl"
    assert markup.plain_text(source) == "A B c d e f x i j l"


def test_stored_text_is_composed_and_free_of_what_cannot_be_stored() -> None:
    assert markup.clean_text("e\u0301\r\nb\rc") == "é\nb\nc"
    for bad in ("a\0", "\ud83d", "\udfff"):
        with pytest.raises(MarkupError):
            markup.clean_text(bad)


def test_a_text_past_the_limit_is_not_rendered() -> None:
    render("x" * SOURCE_LIMIT)
    with pytest.raises(MarkupError):
        render("x" * (SOURCE_LIMIT + 1))


def test_a_heading_of_a_table_without_words_is_no_heading() -> None:
    html = render("| | recall |\n|---|---|\n| a | 1 |\n")
    assert '<tr>\n<td></td>\n<th scope="col">recall</th>\n</tr>' in html


def test_a_cell_is_labelled_with_its_heading() -> None:
    html = render("|*Kind*|{{c1::share}}| |\n|-|-|-|\n|**rye**|8 %|x|\n", cloze=1, reveal=False)
    assert '<td data-label="Kind"><strong>rye</strong></td>' in html
    assert '<td data-label="[…]">8 %</td>\n<td>x</td>' in html


def test_in_a_note_a_bold_first_cell_heads_its_row() -> None:
    html = render("|Kind|Share|\n|-|-|\n|**rye**|**8 %**|\n|rye **and** oat|9 %|\n", note=True)
    assert '<th scope="row" data-label="Kind"><strong>rye</strong></th>' in html
    assert '<td data-label="Share"><strong>8 %</strong></td>' in html
    assert '<td data-label="Kind">rye <strong>and</strong> oat</td>' in html


def test_in_a_note_a_blank_is_pressed_open() -> None:
    html = render("{{c1::**TP**::a <count>}} of {{c2::TP + FN}}", note=True)
    button = '<button class="cloze" type="button" aria-expanded="false"'
    hinted = f'{button} data-hint="a &lt;count&gt;"><strong>TP</strong></button>'
    assert f"{hinted} of {button}>TP + FN</button>" in html
    Page(html)


def test_a_formula_to_be_pressed_has_a_name() -> None:
    html = render(r"{{c1::$P(x) < 1$}}", note=True)
    assert 'aria-expanded="false" aria-label="P(x)&lt;1"><math' in html
    Page(html)


@pytest.mark.parametrize(
    "source",
    ["[a {{c1::word}}](/x/)", "{{c1::a [word](/x/)}}", "> [!reveal] Which {{c1::word}}?\n> Any."],
)
def test_nothing_to_press_stands_in_another(source: str) -> None:
    html = render(source, note=True)
    assert "word" in html
    assert "<button" not in html


def test_a_question_hides_its_answer() -> None:
    html = render("> [!reveal] Why $x$?\n> **Because.**\n>\n> - so\n")
    assert html.startswith(
        '<details class="reveal">\n<summary><span>Why <span class="text-nowrap"><math'
    )
    words = '<span class="s">Show the answer</span><span class="h">Hide</span>'
    assert f'</span><span class="act">{words}</span></summary>' in html
    assert '<div class="reveal-body">\n<p><strong>Because.</strong></p>\n<ul>' in html
    assert html.rstrip().endswith("</ul>\n</div>\n</details>")


def test_an_answer_may_be_open_at_first() -> None:
    html = render("> [!reveal open] Why?\n> So.\n\n> [!reveal] And?\n> So.\n")
    assert html.count('<details class="reveal" open="">') == 1
    assert html.count('<details class="reveal">') == 1


@pytest.mark.parametrize(
    ("source", "html", "words"),
    [
        (
            "> [!tree] Issues\n> - data\n>   - drift\n>   - skew\n",
            "<ul>\n<li>data\n<ul>\n<li>drift</li>",
            "A tree of 3 entries on 2 levels; branches follow their stem.",
        ),
        (
            "> [!tree] Alone\n> - data\n",
            "<ul>\n<li>data</li>",
            "A tree of 1 entry on 1 level; branches follow their stem.",
        ),
        (
            "> [!ladder] Issues\n> 1. low\n>    - x\n> 2. high\n",
            "<ol>\n<li>low",
            "A ladder of 2 rungs, from the lowest to the highest.",
        ),
    ],
)
def test_a_structure_is_a_titled_list_told_in_a_sentence(
    source: str, html: str, words: str
) -> None:
    assert problems(source) == []
    page = render(source)
    kind = source[4:].partition("]")[0]
    assert f'<aside class="callout callout-{kind}" role="note">' in page
    assert f'</p>\n<p class="visually-hidden">{words}</p>\n{html}' in page
    assert words not in markup.plain_text(source)


@pytest.mark.parametrize(
    ("source", "line", "word"),
    [
        ("a\n\n> [!foo] b\n> c", 3, "no call-out “foo”; there are note, tip,"),
        ("> [!note open] b\n> c", 1, "no call-out “note open”"),
        ("- a\n\n  > [!reveal]\n  > An answer.", 3, "A question stands"),
        ("> [!reveal] Why?", 1, "no answer"),
        ("> [!reveal open] Why?\n\nBecause.", 1, "no answer"),
        ("> [!tree] a\n> b", 1, "one bulleted list"),
        ("> [!tree] a\n> 1. b", 1, "one bulleted list"),
        ("> [!tree] a", 1, "one bulleted list"),
        ("> [!ladder] a\n> - b", 1, "one numbered list"),
        ("> [!ladder] a\n> 1. b\n>\n> c", 1, "and nothing else"),
    ],
)
def test_a_call_out_that_is_not_well_formed_is_refused(source: str, line: int, word: str) -> None:
    (problem,) = problems(source)
    assert problem[0] == line
    assert word in problem[1]


def test_a_link_at_the_start_of_a_quote_is_no_call_out() -> None:
    assert problems("> [!foo](/x/) is a link") == []
