"""Bytes to text."""

import pytest

from studyapp.interchange.decoding import decoded, possible

TEXT = "Was ist Käse?\tMilch, haltbar gemacht\n"


@pytest.mark.parametrize(
    "data", [TEXT.encode(), b"\xef\xbb\xbf" + TEXT.encode(), TEXT.encode("utf-16")]
)
def test_utf_8_and_marked_utf_16_need_no_asking(data: bytes) -> None:
    assert decoded(data) == TEXT


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode("cp1252"), "cp1252"),
        (TEXT.encode("cp1252") + b"\x81", "latin-1"),
        (TEXT.encode("utf-16-le"), "utf-16"),
    ],
)
def test_other_encodings_are_asked_for_with_their_first_line(data: bytes, encoding: str) -> None:
    assert decoded(data) is None
    assert possible(data)[encoding].startswith(TEXT[:14])
    text = decoded(data, encoding)
    assert text is not None and text.startswith(TEXT[:14])


@pytest.mark.parametrize("data", [b"a\0b", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"])
def test_what_holds_no_text_is_none(data: bytes) -> None:
    assert decoded(data) is None
    assert "cp1252" not in possible(data)
