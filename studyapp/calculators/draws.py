"""Chance that can be repeated: the same seed draws the same on every machine and version."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

Item = TypeVar("Item")
SPAN = 1 << 64


@dataclass
class Draw:
    """Integers from SHA-256 of "seed|0", "seed|1", …; each draw goes on where the last stopped."""

    seed: str
    drawn: int = 0

    def below(self, n: int) -> int:
        """An integer from 0 to n − 1, all of them equally likely.

        >>> Draw("precision|seed-1|0").below(5)
        0
        """
        fair = SPAN - SPAN % n
        while True:
            digest = hashlib.sha256(f"{self.seed}|{self.drawn}".encode()).digest()
            self.drawn += 1
            number = int.from_bytes(digest[:8], "big")
            if number < fair:
                return number % n

    def between(self, low: int, high: int) -> int:
        """An integer from low to high, both included."""
        return low + self.below(high - low + 1)

    def choice(self, items: Sequence[Item]) -> Item:
        return items[self.below(len(items))]

    def shuffled(self, items: Sequence[Item]) -> list[Item]:
        """Fisher and Yates from the end."""
        mixed = list(items)
        for last in range(len(mixed) - 1, 0, -1):
            other = self.below(last + 1)
            mixed[last], mixed[other] = mixed[other], mixed[last]
        return mixed
