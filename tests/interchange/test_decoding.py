"""Bytes to text."""

import pytest

from studyapp.interchange.decoding import decoded, possible

TEXT = "Was ist Käse?\tMilch, haltbar gemacht\n"


@pytest.mark.parametrize(
    "data", [TEXT.encode(), b"\xef\xbb\xbf" + TEXT.encode(), TEXT.encode("utf-16")]
)
def test_utf_8_and_marked_utf_16_need_no_asking(data: bytes) -> None:
    assert decoded(data) == TEXT


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "utf-16-le"])
def test_other_encodings_are_asked_for_with_their_first_line(encoding: str) -> None:
    data = TEXT.encode(encoding)
    assert decoded(data) is None or encoding == "utf-16-le"
    name = "utf-16" if encoding == "utf-16-le" else encoding
    if encoding != "utf-16-le":
        assert possible(data)[name] == TEXT.strip()
    assert decoded(data, name) == TEXT


@pytest.mark.parametrize("data", [b"a\0b", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"])
def test_what_holds_no_text_is_none(data: bytes) -> None:
    assert decoded(data) is None
    assert "cp1252" not in possible(data)
