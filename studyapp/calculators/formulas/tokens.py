"""The signs of a formula, in LaTeX or plain."""

import re
from collections.abc import Iterator

from studyapp.calculators.formulas.tree import CALLED, FormulaRefused

DIGITS = 15

GREEK = {
    **{letter: letter for letter in ("alpha", "beta", "lambda", "mu", "rho", "sigma", "tau")},
    "kappa": "kappa",
    "infty": "inf",
}
SYMBOLS = frozenset(GREEK.values())
SPACES = frozenset(("left", "right", "displaystyle", "bigl", "bigr", "big"))
WORDS = frozenset(("text", "mathrm", "operatorname", "mathit", "textit", "mathbf", "textbf"))
COMMANDS = {
    "cdot": "*",
    "times": "*",
    "div": "/",
    "lvert": "|",
    "rvert": "|",
    "vert": "|",
    "lceil": "⌈",
    "rceil": "⌉",
    "approx": "=",
    "quad": "\\quad",
    "qquad": "\\quad",
}
SIGNS = str.maketrans(
    {"−": "-", "–": "-", "×": "*", "·": "*", "∗": "*", "⋅": "*", "÷": "/", "≈": "=", "∑": "Σ"}
    | {"[": "(", "]": ")", "\u00a0": " ", "\u202f": " ", "’": "'", "\u2032": "'", ";": " "}
)
UNICODE = {"λ": "lambda", "σ": "sigma", "β": "beta", "α": "alpha", "ρ": "rho", "μ": "mu"} | {
    "κ": "kappa",
    "τ": "tau",
    "Σ": "\\sum",
    "√": "\\sqrt",
    "ŷ": "y_hat",
    "x̄": "x_bar",
    "ȳ": "y_bar",
    "²": "^2",
}
# words that are one name though they are written as several, or in capitals
PHRASE = (
    r"(?:true|false|actual|predicted) (?:positives?|negatives?)|human level|false positive rate"
    r"|true positive rate|base rate|(?:standard|population|sample) (?:deviation|sd)"
)
TOKEN = re.compile(
    r"\s+|\\[,;:! ]"
    rf"|(?P<phrase>{PHRASE})(?![A-Za-z])"
    r"|\\(?P<word>text|mathrm|operatorname|mathit|textit|mathbf|textbf)\{(?P<words>[\w\s.'-]*)\}"
    r"|\\(?P<command>[A-Za-z]+)"
    r"|(?P<number>\d+(?:\{,\}\d{3})*(?:\.\d+)?(?P<power>[eE][+-]?\d+)?|\.\d+)"
    r"|(?P<unicode>x̄|[λσβαρμκτΣ√ŷȳ²])"
    r"|(?P<letters>[A-Za-z]+\d?)"
    r"|(?P<sign>\*\*|[-+*/^_(){}|=,'⌈⌉])"
)
ABBREVIATIONS = frozenset(
    (
        *("tp", "fp", "fn", "tn", "tpr", "fpr", "tnr", "fnr", "ppv", "npv", "fdr", "mse", "mae"),
        *("rmse", "sse", "sst", "iqr", "mad", "auc", "mcc", "psi", "sd", "se", "sp", "js", "kl"),
    )
)


def canonical(name: str) -> str:
    """The name under which a quantity is looked up: one letter as it is, words in small letters.

    >>> canonical("TP"), canonical("P"), canonical("True  positives")
    ('tp', 'P', 'true_positive')
    """
    words = name.split()
    joined = "_".join(words)
    if len(joined) < 2 or (len(joined) == 2 and joined[1] == "'"):
        return joined
    joined = joined.lower()
    if joined.endswith(("positives", "negatives")):
        joined = joined[:-1]
    return joined.replace("-", "_").replace(".", "").replace("'", "")


def tokens_of(text: str) -> tuple[list[str], list[int]]:
    """Signs as they are, numbers as digits, names with a leading "@", commands with a "\\".

    Beside them stand the places in the text at which they begin.
    """
    text = text.translate(SIGNS)
    found: list[str] = []
    starts: list[int] = []
    place = 0
    while place < len(text):
        match = TOKEN.match(text, place)
        if match is None:
            raise FormulaRefused(f"“{text[place]}” is no sign of a formula.")
        for token in _read_token(match):
            found.append(token)
            starts.append(place)
        place = match.end()
    return found, starts


def _read_token(match: "re.Match[str]") -> Iterator[str]:
    if match["word"]:
        word = canonical(match["words"])
        yield f"\\{word}" if word in CALLED else f"@{word}"
    elif command := match["command"]:
        if command in SPACES:
            return
        if command in GREEK:
            yield f"@{GREEK[command]}"
        else:
            yield COMMANDS.get(command, f"\\{command}")
    elif phrase := match["phrase"]:
        yield f"@{canonical(phrase)}"
    elif written := match["number"]:
        number = written.replace("{,}", "")
        if match["power"]:
            raise FormulaRefused("Write powers of ten with a raised number, as 10^3.")
        if len(number.replace(".", "")) > DIGITS:
            raise FormulaRefused(f"A number may have {DIGITS} digits.")
        yield number
    elif letter := match["unicode"]:
        found = UNICODE[letter]
        yield from ("^", "2") if found == "^2" else (found if "\\" in found else f"@{found}",)
    elif letters := match["letters"]:
        yield from _names(letters)
    elif sign := match["sign"]:
        yield "^" if sign == "**" else sign


def _names(letters: str) -> Iterator[str]:
    """A run of letters: a function, a name, or as in 2PR a product of single letters."""
    small = letters.lower()
    if small in CALLED:
        yield f"\\{small}"
    elif len(letters) in (2, 3) and letters.isupper() and small not in ABBREVIATIONS:
        yield from (f"@{letter}" for letter in letters)
    else:
        yield f"@{canonical(letters)}"
