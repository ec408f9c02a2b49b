"""Why content files are refused."""

from collections.abc import Sequence
from typing import NamedTuple


class Problem(NamedTuple):
    """What an author must mend, and where."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


class ContentRefused(Exception):
    """The files hold mistakes, all of them listed; nothing of any file is loaded."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = sorted(problems)
        super().__init__("\n".join(map(str, self.problems)))
