"""Chance that follows from a seed alone, the same on every machine and with every version."""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import TypeVar

T = TypeVar("T")
SPAN = 1 << 64


def u64(text: str) -> int:
    """A number below 2⁶⁴: the first eight bytes of the text's SHA-256, big endian."""
    return int.from_bytes(sha256(text.encode()).digest()[:8], "big")


class Draw:
    """A row of draws: number i comes from ``seed|i``.

    >>> draw = Draw("preview")
    >>> [draw.between(1, 100) for _ in range(3)]
    [74, 73, 45]
    """

    def __init__(self, seed: str) -> None:
        self.seed, self.drawn = seed, 0

    def below(self, n: int) -> int:
        """A whole number below n, each as likely as the others."""
        while True:
            number = u64(f"{self.seed}|{self.drawn}")
            self.drawn += 1
            if number < SPAN - SPAN % n:
                return number % n

    def between(self, low: int, high: int) -> int:
        return low + self.below(high - low + 1)

    def choice(self, items: Sequence[T]) -> T:
        return items[self.below(len(items))]

    def shuffled(self, items: Iterable[T]) -> list[T]:
        """The items in a new order (Fisher and Yates, from the end)."""
        order = list(items)
        for last in range(len(order) - 1, 0, -1):
            other = self.below(last + 1)
            order[last], order[other] = order[other], order[last]
        return order
