"""Quotes that begin with ``[!kind]``: call-outs, questions with their answer, trees, ladders."""

import re
from collections.abc import Sequence

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from studyapp.markup.cleaner import CALLOUTS, REVEAL

MARK = re.compile(r"\[!([^\]\n]*)\](?!\()[ \t]*([^\n]*)(?:\n|$)")
KINDS = {**{kind: kind for kind in CALLOUTS}, REVEAL: REVEAL, f"{REVEAL} open": REVEAL}
LISTS = {"tree": ("bullet_list", "bulleted"), "ladder": ("ordered_list", "numbered")}


def callouts(state: StateCore) -> None:
    """Make quotes what their first line says; what is wrong with one is noted on its token."""
    tokens: list[Token] = []
    opened: list[int] = []  # the places of the quotes that are open
    rest = iter(state.tokens)
    for token in rest:
        tokens.append(token)
        if token.type == "blockquote_open":
            opened.append(len(tokens) - 1)
        elif token.type == "blockquote_close":
            _finish(tokens, opened.pop())
        elif (
            token.type == "inline"
            and [before.type for before in tokens[-3:-1]] == ["blockquote_open", "paragraph_open"]
            and (mark := MARK.match(token.content))
        ):
            quote = tokens[-3]
            if not (kind := KINDS.get(" ".join(mark[1].lower().split()))):
                names = ", ".join((*CALLOUTS, REVEAL))
                quote.meta["problem"] = f"There is no call-out “{mark[1][:40]}”; there are {names}."
                continue
            paragraph = tokens[-2]
            tokens[-2:] = _head(quote, token, kind, mark)
            token.content = token.content[mark.end() :]
            if token.content:
                tokens += [paragraph, token]
            else:
                next(rest)  # the end of the paragraph, which was that line alone
    state.tokens = tokens


def _head(quote: Token, token: Token, kind: str, mark: re.Match[str]) -> list[Token]:
    """The tokens of the first line; the rest of its paragraph begins a line further down."""
    hides = kind == REVEAL
    quote.meta |= {"kind": kind, "words": mark[2].strip()}
    quote.tag = "details" if hides else "aside"
    quote.attrs = (
        {"class": REVEAL} if hides else {"class": f"callout callout-{kind}", "role": "note"}
    )
    if hides and mark[1].lower().endswith("open"):
        quote.attrs["open"] = ""
    first, last = token.map or [0, 1]
    token.map = [first + 1, last]
    title = Token("inline", "", 0, content=mark[2].strip() or kind.capitalize(), children=[])
    title.block, title.map, title.meta = True, [first, first + 1], {"pressed": hides}
    if hides:
        return [
            Token("question_open", "summary", 1, block=True),
            title,
            Token("question_close", "summary", -1, block=True),
            Token("answer_open", "div", 1, block=True, attrs={"class": "reveal-body"}),
        ]
    opening = Token("paragraph_open", "p", 1, block=True, attrs={"class": "callout-title"})
    return [opening, title, Token("paragraph_close", "p", -1, block=True)]


def _finish(tokens: list[Token], start: int) -> None:
    """Close the call-out that began there with its own tag, now that all of it is known."""
    quote, end = tokens[start], tokens[-1]
    kind = quote.meta.get("kind")
    if not kind:
        return
    end.tag = quote.tag
    if kind == REVEAL:
        if not quote.meta["words"]:
            quote.meta["problem"] = "A question stands on the line of its [!reveal]."
        elif len(tokens) - start == 6:
            quote.meta["problem"] = "This question has no answer: write it on the lines below."
        tokens.insert(-1, Token("answer_close", "div", -1, block=True))
    elif kind in LISTS:
        body = tokens[start + 4 : -1]
        if _is_one_list(body, LISTS[kind][0]):
            words = Token("structure", "p", 0, block=True, meta={"words": _told(kind, body)})
            tokens.insert(start + 4, words)
        else:
            quote.meta["problem"] = f"A {kind} is one {LISTS[kind][1]} list, and nothing else."


def _is_one_list(body: Sequence[Token], kind: str) -> bool:
    return bool(body) and (
        [token.type for token in body if token.level == body[0].level]
        == [f"{kind}_open", f"{kind}_close"]
    )


def _told(kind: str, body: Sequence[Token]) -> str:
    """The form of a list in a sentence, for those who do not see its lines or rungs."""
    levels = [token.level for token in body if token.type == "list_item_open"]
    if kind == "ladder":
        count = levels.count(min(levels))
        return f"A ladder of {count} rung{'s'[: count > 1]}, from the lowest to the highest."
    depth = len(set(levels))
    entries = f"{len(levels)} entr{'ies' if len(levels) > 1 else 'y'}"
    return f"A tree of {entries} on {depth} level{'s'[: depth > 1]}; branches follow their stem."
