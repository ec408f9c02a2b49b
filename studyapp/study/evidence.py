"""What an outcome found by the app does to the memory of a card.

A memory stands for free recall of its card. A wrong answer says that recall failed, whatever the
format, as far as guessing leaves little doubt. A right choice says little, since recognising is
easier than recalling, and a right answer minutes after the answer was on the screen says nothing.
"""

from dataclasses import dataclass
from enum import StrEnum

from studyapp.study.askable import Format
from studyapp.study.match import PAIR_WEIGHT
from studyapp.study.scheduler import AGAIN, GOOD

SLIP = {Format.MATCH: 0.1}
USUAL_SLIP = 0.05
GUESS = {Format.TYPED: 0.02, Format.CHOICE: 0.25, Format.TRUE_FALSE: 0.5, Format.MATCH: 0.5}


class Effect(StrEnum):
    """What happens to the memory of the card; evidence about its topic is kept in any case."""

    NOTHING = "nothing"
    FRONT = "front"  # it moves to the front of the new cards
    PULL = "pull"  # it is due tomorrow at the latest
    ENTER = "enter"  # the grade enters memory, as far as the day gate lets it
    OVERRIDE = "override"  # the day is graded anew, from the state before it


@dataclass(frozen=True, slots=True)
class Outcome:
    """An answer that the app checked, and what is known of its card on that study day.

    ``introduced`` means that the card was rated, or typed right, before. ``remembered_today``
    that an event entered its memory today, ``passed_today`` that the learner rated it 3 or better
    today. ``helped`` stands for a hint, an answer already on the screen, or "I was right";
    ``own_card`` is false for a quiz item that is not linked to this very card.
    """

    format: Format
    right: bool
    introduced: bool = True
    remembered_today: bool = False
    passed_today: bool = False
    helped: bool = False
    own_card: bool = True

    def __post_init__(self) -> None:
        if self.format is Format.SELF:
            raise ValueError("A self-check is a rating, not something that the app found.")
        if self.passed_today and not self.introduced:
            raise ValueError("A card that was rated today is introduced.")


@dataclass(frozen=True, slots=True)
class Decision:
    """The effect, the grade that enters where one does, and the reason as a sentence."""

    effect: Effect
    reason: str = ""
    grade: int | None = None

    @property
    def illusion(self) -> bool:
        """Whether the learner's own rating of today was proved too high."""
        return self.effect is Effect.OVERRIDE


def decide(outcome: Outcome) -> Decision:
    """What the outcome does to the memory of its card.

    >>> wrong = Outcome(Format.CHOICE, right=False)
    >>> decide(wrong).effect.value, decide(wrong).grade, decide(wrong).reason
    ('enter', 1, 'You missed a question on this today.')
    """
    if outcome.format is Format.MATCH:
        return Decision(Effect.NOTHING, "Pairs are found by elimination, so they say little.")
    if outcome.helped:
        return Decision(Effect.NOTHING, "You had help with this one.")
    if not outcome.own_card:
        return Decision(Effect.NOTHING, "This question was about the topic, not about this card.")
    typed_right = outcome.right and outcome.format is Format.TYPED
    if not outcome.introduced and not typed_right:
        return Decision(Effect.FRONT, "You met a question on this before the card itself.")
    if outcome.right:
        return _right(outcome)
    return _wrong(outcome)


def _right(outcome: Outcome) -> Decision:
    if outcome.format is not Format.TYPED:
        return Decision(Effect.NOTHING, "Recognising an answer is easier than recalling it.")
    if outcome.remembered_today:
        return Decision(Effect.NOTHING, "This card counted once today already.")
    return Decision(Effect.ENTER, "You typed the answer today.", GOOD)


def _wrong(outcome: Outcome) -> Decision:
    missed = "You missed a question on this today."
    if outcome.format is Format.TRUE_FALSE:
        return Decision(Effect.PULL, missed)
    if outcome.passed_today:
        return Decision(Effect.OVERRIDE, missed, AGAIN)
    return Decision(Effect.ENTER, missed, AGAIN)


def chance_known(before: float, *, right: bool, guess: float, slip: float = USUAL_SLIP) -> float:
    """The chance that the learner knows the card after an answer (Bayes' rule).

    >>> round(chance_known(0.9, right=False, guess=GUESS[Format.CHOICE]), 3)
    0.375
    """
    known = before * ((1 - slip) if right else slip)
    unknown = (1 - before) * (guess if right else 1 - guess)
    return known / (known + unknown)


def topic_weight(how: Format) -> float:
    """How much an answer says of its topic; a pair of a board says a quarter."""
    return PAIR_WEIGHT if how is Format.MATCH else 1.0
