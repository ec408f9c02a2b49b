"""The samples beside the content, one for each format."""

from pathlib import Path
from typing import Any

from studyapp.interchange.decoding import decoded
from studyapp.interchange.formats import guess, read
from studyapp.interchange.records import Reading
from studyapp.markup import clean_text

SAMPLES = Path(__file__).resolve().parents[2] / "fixtures/interchange"


def sample(name: str) -> str:
    text = decoded((SAMPLES / name).read_bytes())
    assert text is not None
    return clean_text(text)


def reading_of(text: str, **choices: Any) -> Reading:
    """The text in the format that it is guessed to be in."""
    return read(text, guess(text).name, **choices)


def sides(reading: Reading) -> list[tuple[int, str, str]]:
    return [(row.line, row.card.front, row.card.back) for row in reading.rows if not row.fault]


def faults(reading: Reading) -> list[tuple[int, str]]:
    return [(row.line, row.fault) for row in reading.rows if row.fault]
