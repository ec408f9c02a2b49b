"""The reader of formulas: a small grammar of our own, with everything in it counted.

Sums, products, fractions, powers, roots, sizes, a few functions, and named quantities. What is
read is a tree of our own nodes; nothing is ever executed.
"""

import re
from dataclasses import dataclass

import numpy as np

from studyapp.calculators.formulas.tokens import SYMBOLS, tokens_of
from studyapp.calculators.formulas.tree import CALLED, PAIRS, Formula, FormulaRefused, Node, walk

LENGTH = 500
NODES = 200
DEPTH = 30
EXPONENT = 100
# written without a bracket, as in \ln x
LOOSE = frozenset(("ln", "log", "log2", "exp", "sum", "prod", "max", "min"))


def read_formula(text: str) -> Formula:
    """The formula of one expression, without an equals sign.

    >>> sorted(read_formula(r"\\frac{TP}{TP + FN}").names)
    ['fn', 'tp']
    """
    (chain,) = read_statements(text, single=True)
    return chain[0]


def read_statements(text: str, *, single: bool = False) -> list[tuple[Formula, ...]]:
    r"""The statements of a text, each a chain of expressions between equals signs.

    >>> [len(chain) for chain in read_statements(r"P = \frac{TP}{TP + FP} \qquad n = 3")]
    [2, 2]
    """
    if len(text) > LENGTH:
        raise FormulaRefused(f"A formula may have {LENGTH} characters.")
    reader = _Reader(text, *tokens_of(text))
    statements: list[tuple[Formula, ...]] = []
    while not statements or reader.here == "\\quad":
        reader.skip("\\quad")
        chain = [reader.formula()]
        while reader.here == "=":
            reader.skip("=")
            chain.append(reader.formula())
        statements.append(tuple(chain))
    if reader.here:
        raise FormulaRefused(f"“{reader.here[:20]}” is not expected there.")
    if single and (len(statements) > 1 or len(statements[0]) > 1):
        raise FormulaRefused("One formula is wanted here, without an equals sign.")
    return statements


@dataclass
class _Reader:
    """Reads tokens from left to right, one call for each level of binding."""

    text: str
    tokens: list[str]
    starts: list[int]
    place: int = 0
    depth: int = 0
    nodes: int = 0
    in_size: int = 0

    @property
    def here(self) -> str:
        return self.tokens[self.place] if self.place < len(self.tokens) else ""

    def skip(self, sign: str) -> bool:
        found = self.here == sign
        self.place += found
        return found

    def need(self, sign: str) -> None:
        if not self.skip(sign):
            shown = f"“{self.here[:20].lstrip('@')}”" if self.here else "the end"
            raise FormulaRefused(f"“{sign}” is missing before {shown}.")

    def formula(self) -> Formula:
        begun = self.place
        tree = self.sum_of_terms()
        ends = (*self.starts, len(self.text))
        return Formula(tree, self.text[ends[begun] : ends[self.place]].strip())

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > DEPTH:
            raise FormulaRefused(f"A formula may be nested {DEPTH} deep.")

    def made(self, kind: str, *parts: Node, value: float = 0, name: str = "") -> Node:
        self.nodes += 1
        if self.nodes > NODES:
            raise FormulaRefused(f"A formula may have {NODES} parts.")
        return Node(kind, parts, value, name)

    def sum_of_terms(self) -> Node:
        negative = self.skip("-")
        if not negative:
            self.skip("+")
        total = self.product()
        if negative:
            total = self.made("negative", total)
        while self.here in ("+", "-"):
            kind = "add" if self.here == "+" else "subtract"
            self.place += 1
            total = self.made(kind, total, self.product())
        return total

    def product(self) -> Node:
        total = self.power()
        while True:
            if self.skip("*"):
                total = self.made("multiply", total, self.signed())
            elif self.skip("/"):
                total = self.made("divide", total, self.signed())
            elif self.begins():
                self.refuse_call()
                total = self.made("multiply", total, self.power())
            else:
                return total

    def signed(self) -> Node:
        return self.made("negative", self.power()) if self.skip("-") else self.power()

    def begins(self) -> bool:
        """Whether something begins here that multiplies what stands before it."""
        sign = self.here
        if sign == "|":
            return not self.in_size
        return bool(sign) and (sign in "({⌈" or (sign[0] in "@\\0123456789." and sign != "\\quad"))

    def refuse_call(self) -> None:
        """A word before a bracket looks like a function, and is none that we know."""
        word = self.tokens[self.place - 1]
        if self.here == "(" and word[0] == "@" and len(word) > 2 and word[1:] not in SYMBOLS:
            raise FormulaRefused(f"There is no function “{word[1:41]}”; write × for a product.")

    def power(self) -> Node:
        base = self.primary()
        if not self.skip("^"):
            return base
        self.deeper()
        exponent = self.group() if self.here == "{" else self.signed()
        self.depth -= 1
        if not any(node.kind == "name" for node in walk(exponent)):
            size = Formula(exponent).evaluate({})
            if np.any(np.abs(size) > EXPONENT):
                raise FormulaRefused(f"An exponent may be up to {EXPONENT}.")
        return self.made("power", base, exponent)

    def group(self) -> Node:
        self.need("{")
        inner = self.sum_of_terms()
        self.need("}")
        return inner

    def argument(self) -> Node:
        """What stands in braces, or as in \\frac12 the next sign alone."""
        if self.here == "{":
            return self.group()
        if self.here.isdigit() and len(self.here) > 1:
            first, self.tokens[self.place] = self.here[0], self.here[1:]
            return self.made("number", value=float(first))
        return self.primary()

    def primary(self) -> Node:
        self.deeper()
        node = self.one()
        self.depth -= 1
        return node

    def one(self) -> Node:
        """A number, a name, a command, or what stands in brackets."""
        sign = self.here
        if not sign:
            raise FormulaRefused("Something is missing at the end.")
        self.place += 1
        if sign[0].isdigit() or (sign[0] == "." and len(sign) > 1):
            return self.made("number", value=float(sign))
        if sign[0] == "@":
            return self.named(sign[1:])
        if sign[0] == "\\":
            return self.command(sign[1:])
        if sign in ("(", "{"):
            outer, self.in_size = self.in_size, 0
            inner = self.sum_of_terms()
            self.in_size = outer
            self.need(")" if sign == "(" else "}")
            return inner
        if sign in ("|", "⌈"):
            return self.enclosed(sign)
        raise FormulaRefused(f"“{sign}” is not expected there.")

    def enclosed(self, sign: str) -> Node:
        self.in_size += sign == "|"
        inner = self.sum_of_terms()
        self.in_size -= sign == "|"
        self.need("|" if sign == "|" else "⌉")
        return self.made("abs" if sign == "|" else "ceil", inner)

    def named(self, name: str) -> Node:
        if self.skip("'"):
            name += "'"
        if index := self.subscript():
            name = (
                f"{name}_{index}".lower() if name.isascii() and len(name) > 1 else f"{name}_{index}"
            )
        if not name:
            raise FormulaRefused("A name is missing.")
        return self.made("name", name=name)

    def subscript(self) -> str:
        """What stands below, if it tells quantities apart; a running index does not."""
        if not self.skip("_"):
            return ""
        braced = self.skip("{")
        if not self.here:
            raise FormulaRefused("Something is missing at the end.")
        found = [self.here.lstrip("@\\")]
        self.place += 1
        while braced and not self.skip("}"):
            if not self.here:
                raise FormulaRefused("“}” is missing at the end.")
            found.append(self.here.lstrip("@\\"))
            self.place += 1
        index = "".join(found)
        return "" if re.match(r"[ijkb](?:=|$)", index) else index

    def command(self, name: str) -> Node:
        if name in ("frac", "dfrac", "tfrac"):
            return self.made("divide", self.argument(), self.argument())
        if name == "sqrt":
            if self.skip("("):  # the order of a root, as [3]
                inner = self.sum_of_terms()
                self.need(")")
                if self.here != "{":
                    return self.made("sqrt", inner)
                one = self.made("number", value=1)
                return self.made("power", self.group(), self.made("divide", one, inner))
            return self.made("sqrt", self.primary())
        if name in ("hat", "bar", "tilde", "overline"):
            braced = self.skip("{")
            inner = self.primary()
            if braced:
                self.need("}")
            if inner.kind != "name":
                raise FormulaRefused(f"“\\{name}” stands over a name.")
            mark = "bar" if name == "overline" else name
            self.subscript()
            return self.made("name", name=f"{inner.name}_{mark}")
        if name in CALLED:
            return self.called(name)
        raise FormulaRefused(f"Formulas do not know “\\{name[:20]}”.")

    def called(self, name: str) -> Node:
        if name == "log" and self.subscript() == "2":
            name = "log2"
        if name in ("sum", "prod", "max", "min"):
            self.subscript()
            if self.skip("^"):
                self.argument()
        arguments = self.arguments(name)
        if not arguments:
            return self.made("name", name=name)
        return self.made(name, *arguments)

    def arguments(self, name: str) -> list[Node]:
        if self.here == "(" and not (name in ("sum", "prod") and self._goes_on()):
            self.place += 1
            found = [self.sum_of_terms()]
            while self.skip(","):
                found.append(self.sum_of_terms())
            self.need(")")
            if len(found) > 2 or (len(found) == 2 and name not in PAIRS):
                raise FormulaRefused(f"“{name}” does not take {len(found)} values.")
            if len(found) == 1 and name == "cov":
                raise FormulaRefused("“cov” takes two lists.")
            return found
        if not self.begins() or name not in LOOSE:
            return []
        # Σ takes the whole product that follows, ln only the next factor
        return [self.product() if name in ("sum", "prod") else self.power()]

    def _goes_on(self) -> bool:
        """Whether the bracket here is only the first factor of what follows Σ."""
        depth = 0
        for at in range(self.place, len(self.tokens)):
            depth += self.tokens[at] == "("
            depth -= self.tokens[at] == ")"
            if depth == 0:
                after = self.tokens[at + 1] if at + 1 < len(self.tokens) else ""
                return after in ("^", "*", "/", "(") or after[:1] in ("@", "\\")
        return False
