"""Bytes to text: UTF-8 as a matter of course, anything else by asking; pure."""

import re

FORBIDDEN = re.compile("[\0\ud800-\udfff]")
ASKED = {"cp1252": "Western European (Windows)", "latin-1": "Western European (Latin-1)",
         "utf-16": "Unicode (UTF-16)"}  # fmt: skip
MARKS = (b"\xff\xfe", b"\xfe\xff")


def decoded(data: bytes, encoding: str | None = None) -> str | None:
    """The text, or nothing when the bytes are no text in that encoding.

    Unasked it is UTF-8, or UTF-16 where a byte order mark says so.

    >>> decoded("﻿Käse".encode()), decoded(b"K\\xe4se"), decoded(b"K\\xe4se", "cp1252")
    ('Käse', None, 'Käse')
    """
    name = encoding or ("utf-16" if data.startswith(MARKS) else "utf-8-sig")
    try:
        text = data.decode(name)
    except (UnicodeError, LookupError):
        return None
    return None if FORBIDDEN.search(text) else text.removeprefix("\ufeff")


def possible(data: bytes) -> dict[str, str]:
    """The encodings in which the bytes are text, each with its first line.

    Of two that read the same only the first is named.

    >>> list(possible(b"K\\xe4se")), list(possible(b"K\\x81se")), possible(bytes([0, 1, 2]))
    (['cp1252'], ['latin-1'], {})
    """
    texts = {text: name for name in reversed(ASKED) if (text := decoded(data, name))}
    if b"\0" not in data and not data.startswith(MARKS):  # any even number of bytes would pass
        texts = {text: name for text, name in texts.items() if name != "utf-16"}
    named = {name: text.strip().split("\n")[0][:80] for text, name in texts.items()}
    return {name: named[name] for name in ASKED if name in named}
