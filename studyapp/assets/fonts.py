"""A variable font with the characters and the weights that pages use, and no more."""

from io import BytesIO
from itertools import chain
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

# letters of Latin scripts, then punctuation, currencies, arrows and signs of mathematics
KEPT = (
    range(0x20, 0x7F),
    range(0xA0, 0x180),
    range(0x2000, 0x2070),
    range(0x20A0, 0x20C0),
    range(0x2100, 0x2300),
)
FEATURES = ["ccmp", "kern", "liga", "locl", "mark", "mkmk", "tnum"]


def latin(font: Path, *, heaviest: int) -> bytes:
    """The font as WOFF2: what it has of these characters, from regular to that weight."""
    options = Options(layout_features=FEATURES, hinting=False, flavor="woff2")
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=chain(*KEPT))
    whole = TTFont(font)
    subsetter.subset(whole)
    return _saved(instantiateVariableFont(_again(whole), {"wght": (400, heaviest)}))


def _again(font: TTFont) -> TTFont:
    """The font read anew: what was cut is cut in every table."""
    return TTFont(BytesIO(_saved(font)))


def _saved(font: TTFont) -> bytes:
    out = BytesIO()
    font.flavor = "woff2"
    font.save(out)
    return out.getvalue()
