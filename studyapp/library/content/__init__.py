"""The library's part of the content files, to rows."""

from pathlib import Path

from studyapp.library.content.difference import Tally
from studyapp.library.content.problems import ContentRefused, Problem
from studyapp.library.content.reader import read_library
from studyapp.library.content.writer import write_library

__all__ = ["ContentRefused", "Problem", "Tally", "load"]


def load(folder: Path) -> Tally:
    """Make subject, decks and cards what the files say, inside the caller's transaction.

    Rows are found by their keys and changed in place; what left its file is archived and comes
    back with it. Files that say what the rows say write nothing. Raises ``ContentRefused``.
    """
    return write_library(read_library(folder))
