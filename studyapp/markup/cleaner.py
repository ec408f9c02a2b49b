"""What authored HTML may hold: our own tags, classes, addresses and lengths, nothing else."""

import re

import nh3
from pygments.token import Comment, Keyword, Literal, Name, Operator

CALLOUTS = ("note", "tip", "warning", "example", "tree", "ladder")
REVEAL = "reveal"
ALIGNMENTS = {"text-align:right": "text-end", "text-align:center": "text-center"}
TOKEN_CLASSES = (
    (Comment, "tok-comment"),
    (Keyword, "tok-keyword"),
    (Operator.Word, "tok-keyword"),
    (Literal.String, "tok-string"),
    (Literal.Number, "tok-number"),
    (Name.Function, "tok-name"),
    (Name.Class, "tok-name"),
    (Name.Builtin, "tok-name"),
    (Name.Tag, "tok-name"),
)

LINK = re.compile(r"https?://[^\s\\/][^\s\\]*|mailto:[^\s\\]+|/(?![/\\])[^\s\\]*", re.I)
PICTURE = re.compile(r"/(?:media|static)/(?!\S*(?:\.\.|%2e))[\w.,/%+@~=-]+", re.I | re.A)
LENGTH = re.compile(r"[+-]?\d?(?:\.\d+)?(?:em|ex|px|pt)|0")
LENGTHS = {"width", "height", "depth", "lspace", "rspace", "minsize", "maxsize", "mathsize"}
TAGS = {
    *(
        "a",
        "aside",
        "blockquote",
        "br",
        "button",
        "code",
        "details",
        "div",
        "em",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
    ),
    *("img", "li", "ol", "p", "pre", "s", "span", "strong", "summary", "ul"),
    *("table", "tbody", "td", "th", "thead", "tr"),
}
MATH_TAGS = {
    *("math", "menclose", "mfrac", "mi", "mmultiscripts", "mn", "mo", "mover", "mpadded"),
    *("mphantom", "mprescripts", "mroot", "mrow", "mspace", "msqrt", "mstyle", "msub", "msubsup"),
    *("msup", "mtable", "mtd", "mtext", "mtr", "munder", "munderover", "none"),
}
ATTRIBUTES: dict[str, set[str]] = {
    "*": set(),  # else lang and title pass on every tag
    "a": {"href"},
    "button": {"aria-label", "data-hint"},
    "details": {"open"},
    "img": {"src", "alt"},
    "ol": {"start"},
    "menclose": {"notation"},
    "mfrac": {"linethickness"},
    "mi": {"mathvariant"},
    "mn": {"mathvariant"},
    "mo": {
        *("accent", "fence", "form", "largeop", "lspace", "mathvariant", "maxsize", "minsize"),
        *("movablelimits", "rspace", "separator", "stretchy"),
    },
    "mover": {"accent"},
    "mspace": {"width", "height", "depth"},
    "mstyle": {"displaystyle", "mathsize", "scriptlevel"},
    "mtable": {"columnalign", "columnlines", "rowlines", "displaystyle"},
    "mtd": {"columnalign"},
    "mtext": {"mathvariant"},
    "td": {"data-label"},
    "th": {"data-label"},
    "munder": {"accentunder"},
}
FIXED_VALUES = {
    "aside": {"role": {"note"}},
    "button": {"type": {"button"}, "aria-expanded": {"false"}},
    "div": {"role": {"group"}, "tabindex": {"0"}, "aria-label": {"Table"}},
    "img": {"loading": {"lazy"}},
    "math": {"display": {"block", "inline"}},
    "pre": {"tabindex": {"0"}},
    "th": {"scope": {"col", "row"}},
}
CLASSES = {
    "aside": {"callout", *(f"callout-{kind}" for kind in CALLOUTS)},
    "button": {"cloze"},
    "code": {"math-error"},
    "details": {REVEAL},
    "div": {"table-scroll", "math-block", "reveal-body"},
    "img": {"img-fluid"},
    "p": {"callout-title", "visually-hidden"},
    "pre": {"highlight"},
    "span": {
        "act",
        "s",
        "h",
        "cloze-answer",
        "cloze-blank",
        "text-nowrap",
        *(name for _, name in TOKEN_CLASSES),
    },
    "table": {"table"},
    "td": set(ALIGNMENTS.values()),
    "th": set(ALIGNMENTS.values()),
    "ul": {"lettered"},
}


def _kept(tag: str, name: str, value: str) -> str | None:
    if name in LENGTHS:
        return value if LENGTH.fullmatch(value) else None
    shape = {"href": LINK, "src": PICTURE}.get(name)
    return value if shape is None or shape.fullmatch(value) else None


CLEANER = nh3.Cleaner(
    tags=TAGS | MATH_TAGS,
    attributes=ATTRIBUTES,
    tag_attribute_values=FIXED_VALUES,
    allowed_classes=CLASSES,
    attribute_filter=_kept,
    url_schemes={"http", "https", "mailto"},
    link_rel="noopener noreferrer nofollow",
)
