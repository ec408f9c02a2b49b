"""Cards that keep slipping: when to say so, and to whom."""

FIRST_LAPSES, EVERY = 8, 4
LEARNERS, SHARE = 10, 0.2


def is_leech(lapses: int) -> bool:
    """Whether the card is marked; what then happens to it is up to the learner."""
    return lapses >= FIRST_LAPSES


def offers_help(lapses: int) -> bool:
    """Whether this lapse is one at which the learner is offered to edit, hint, suspend or go on.

    >>> [lapses for lapses in range(21) if offers_help(lapses)]
    [8, 12, 16, 20]
    """
    return is_leech(lapses) and (lapses - FIRST_LAPSES) % EVERY == 0


def to_rewrite(leeches: int, learners: int) -> bool:
    """Whether the card is at fault: one in five of ten learners or more keep losing it.

    >>> to_rewrite(2, 10), to_rewrite(2, 11), to_rewrite(9, 9)
    (True, False, False)
    """
    return learners >= LEARNERS and leeches >= SHARE * learners
