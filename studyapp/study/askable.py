"""A card as questions need it: its two sides as plain text, and what the author ties to it."""

from dataclasses import dataclass, replace
from enum import StrEnum

from studyapp.study.typed import is_typeable


class Format(StrEnum):
    """How a card is asked."""

    CHOICE = "choice"
    TRUE_FALSE = "true_false"
    TYPED = "typed"
    MATCH = "match"
    SELF = "self"


@dataclass(frozen=True, slots=True)
class Wrong:
    """A wrong answer by the author, with the misconception it catches."""

    text: str
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class Askable:
    """A card with its prompt and its right answer.

    ``accepted`` are further right answers. ``alike`` names what makes another card's answer as
    right as its own: the note they share, the concept they teach, under whatever name. ``topics``
    name what the card is about more broadly. A card that is a statement has its ``truth``, and is
    asked as true or false alone.
    """

    card: int
    prompt: str
    answer: str
    accepted: tuple[str, ...] = ()
    wrong: tuple[Wrong, ...] = ()
    alike: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    truth: bool | None = None
    cloze: bool = False
    whole: bool = True  # the answer shown is all of it, so it may be typed

    @property
    def right_answers(self) -> tuple[str, ...]:
        """What is right, the shown answer first, each once."""
        return tuple(dict.fromkeys((self.answer, *self.accepted)))

    @property
    def keys(self) -> tuple[str, ...]:
        """The answers that a learner can be expected to type."""
        typed = self.right_answers if self.whole else self.accepted
        return tuple(key for key in typed if is_typeable(key, cloze=self.cloze))

    @property
    def can_be_typed(self) -> bool:
        return self.truth is None and bool(self.keys)

    @property
    def can_be_turned(self) -> bool:
        return self.truth is None and not self.cloze

    def turned(self) -> "Askable":
        """The card asked from its answer to its prompt; the author's wrong answers stay behind."""
        return replace(
            self, prompt=self.answer, answer=self.prompt, accepted=(), wrong=(), cloze=False
        )
