"""A parser that refuses every element, attribute, class and address that is not ours."""

import re
from html.parser import HTMLParser

# written out again rather than imported: the test must not believe the cleaner
VOID = {"br", "hr", "img"}
TEXT_TAGS = set(
    """a aside blockquote br button code details div em h2 h3 h4 h5 h6 hr img li ol p pre s span
    strong summary table tbody td th thead tr ul""".split()  # noqa: SIM905
)
MATH_TAGS = set(
    """math menclose mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow
    mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover none""".split()  # noqa: SIM905
)
PLAIN_ATTRIBUTES = {
    "a": {"href", "rel"},
    "aside": {"class", "role"},
    "button": {"class", "type", "aria-expanded", "aria-label", "data-hint"},
    "details": {"class", "open"},
    "div": {"class", "role", "tabindex", "aria-label"},
    "img": {"src", "alt", "class", "loading"},
    "ol": {"start"},
    "pre": {"class", "tabindex"},
    "td": {"class", "data-label"},
    "th": {"class", "scope", "data-label"},
} | {tag: {"class"} for tag in ("code", "p", "span", "table", "ul")}
MATH_ATTRIBUTES = set(
    """accent accentunder columnalign columnlines depth display displaystyle fence form height
    largeop linethickness lspace mathsize mathvariant maxsize minsize movablelimits notation
    rowlines rspace scriptlevel separator stretchy width""".split()  # noqa: SIM905
)
CLASS = re.compile(
    "callout|callout-(note|tip|warning|example|tree|ladder|title)|reveal|reveal-body|math-(error|block)|table|table-scroll"
    "|img-fluid|highlight|cloze-(answer|blank)|text-(end|center|nowrap)|lettered"
    "|visually-hidden|act|[sh]|cloze|tok-(comment|keyword|string|number|name)"
)
HREF = re.compile(r"(?i:https?)://[^/\\\s][^\\\s]*|(?i:mailto):[^\\\s]+|/([^/\\\s][^\\\s]*)?")
SRC = re.compile(r"/(media|static)/[^\s\\?#]+")


class Page(HTMLParser):
    """The elements a browser would see, refused when one is not ours."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.open: list[str] = []
        self.feed(html)
        self.close()
        assert not self.open, self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TEXT_TAGS | MATH_TAGS
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names))
        assert set(names) <= (
            MATH_ATTRIBUTES if tag in MATH_TAGS else PLAIN_ATTRIBUTES.get(tag, set())
        ), (tag, names)
        values = {name: value or "" for name, value in attrs}
        assert all(CLASS.fullmatch(name) for name in values.get("class", "").split())
        if "href" in values:
            assert HREF.fullmatch(values["href"])
            assert values["rel"] == "noopener noreferrer nofollow"
        if tag == "img":
            assert SRC.fullmatch(values["src"])
            assert "alt" in values
            assert not re.search(r"\.\.|%2e", values["src"], re.I)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)

    def handle_pi(self, data: str) -> None:
        raise AssertionError(data)

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(data)
