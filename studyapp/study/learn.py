"""Learn: cards climb from recognised to produced to recalled, in rounds of up to seven.

A card stands at stage 0 (new), 1 (recognised), 2 (produced) or 3 (rated 3 or better after a
flip). Everything follows from the log, so a round goes on wherever its log is read, and an answer
taken back leaves nothing behind.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from studyapp.study.askable import Format

ROUND, ASKS, OTHERS_BETWEEN = 7, 3, 3
NEW, RECOGNISED, PRODUCED, LEARNED = range(4)
PASSING_RATING = 3
CHOSEN = frozenset((Format.CHOICE, Format.TRUE_FALSE, Format.TYPED))  # those that can be turned off


@dataclass(frozen=True, slots=True)
class Question:
    """A card, how it is asked, and the stage that a right answer brings it to."""

    card: int
    format: Format
    stage: int


@dataclass(frozen=True, slots=True)
class RoundStarted:
    """The cards of a new round, in their order."""

    cards: tuple[int, ...]

    def __post_init__(self) -> None:
        if not 1 <= len(set(self.cards)) == len(self.cards) <= ROUND:
            raise ValueError(f"A round has from 1 to {ROUND} cards, each once: {self.cards}.")


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer that stands. A self-check is right when it was rated 3 or better."""

    question: Question
    right: bool


@dataclass(frozen=True, slots=True)
class Lapsed:
    """An Again entered the memory of the card, by whatever mode."""

    card: int


Event = RoundStarted | Answered | Lapsed


@dataclass(frozen=True, slots=True)
class Learning:
    """Where a learner stands with a deck: the stage of each card met, and the round that is on.

    ``before`` holds the stages at the start of the round, ``answers`` what was answered in it,
    ``failed`` the cards answered wrong in it.
    """

    stages: Mapping[int, int] = field(default_factory=dict)
    cards: tuple[int, ...] = ()
    before: Mapping[int, int] = field(default_factory=dict)
    answers: tuple[Answered, ...] = ()

    def stage(self, card: int) -> int:
        return self.stages.get(card, NEW)

    @property
    def failed(self) -> tuple[int, ...]:
        wrong = {answer.question.card for answer in self.answers if not answer.right}
        return tuple(card for card in self.cards if card in wrong)

    @property
    def finished(self) -> set[int]:
        """Cards that the round does not ask again: right once, or asked three times."""
        asked = [answer.question.card for answer in self.answers]
        passed = {answer.question.card for answer in self.answers if answer.right}
        return passed | {card for card in asked if asked.count(card) >= ASKS}


@dataclass(frozen=True, slots=True)
class Summary:
    """How a round went, each card in one list; missed are those never right in it, or fallen."""

    moved_up: tuple[int, ...]
    stayed: tuple[int, ...]
    missed: tuple[int, ...]


def fold(events: Iterable[Event]) -> Learning:
    """The state to which the log leads."""
    learning = Learning()
    for event in events:
        learning = step(learning, event)
    return learning


def step(learning: Learning, event: Event) -> Learning:
    """The state after one more event.

    A right answer brings the card to the stage it was asked for, a wrong one a stage back; a
    lapse brings a learned card back to recognised.
    """
    match event:
        case RoundStarted(cards):
            return Learning(learning.stages, cards, before=learning.stages)
        case Answered(question, right):
            reached = question.stage if right else max(NEW, learning.stage(question.card) - 1)
            return replace(
                learning,
                stages={**learning.stages, question.card: reached},
                answers=(*learning.answers, event),
            )
        case Lapsed(card):
            if learning.stage(card) < LEARNED:
                return learning
            return replace(learning, stages={**learning.stages, card: RECOGNISED})


def next_round(learning: Learning, deck: Sequence[int]) -> tuple[int, ...]:
    """The cards of the next round, none when all of the deck is learned.

    First those that the last round failed, then produced ones, recognised ones, and new ones in
    the order of the deck.
    """
    failed = set(learning.failed)
    order = (PRODUCED, RECOGNISED, NEW)
    unlearned = [card for card in deck if learning.stage(card) < LEARNED]
    unlearned.sort(key=lambda card: (card not in failed, order.index(learning.stage(card))))
    return tuple(unlearned[:ROUND])


def next_question(
    learning: Learning,
    carried: Mapping[int, Collection[Format]],
    on: Collection[Format] = CHOSEN,
    gone: Collection[int] = (),
) -> Question | None:
    """What the round asks now; none when it is over.

    A card answered wrong returns after three other questions, sooner only when nothing else is
    left, and is asked three times at most. ``carried`` says how each card can be asked, ``on``
    which formats the learner wants; cards that are ``gone`` are not asked.
    """
    done = learning.finished.union(gone)
    last_asked = {answer.question.card: n for n, answer in enumerate(learning.answers)}
    open_cards = [card for card in learning.cards if card not in done]
    repeats = sorted(
        (card for card in open_cards if card in last_asked), key=last_asked.__getitem__
    )
    fresh = [card for card in open_cards if card not in last_asked]
    ready = [card for card in repeats if len(learning.answers) - last_asked[card] > OTHERS_BETWEEN]
    upcoming = [*ready, *fresh, *repeats]
    if not upcoming:
        return None
    card = upcoming[0]
    return question_for(card, learning.stage(card), carried.get(card, ()), on)


def question_for(
    card: int, stage: int, carried: Collection[Format], on: Collection[Format] = CHOSEN
) -> Question:
    """How the card is asked for its next stage.

    A stage whose formats are all off is skipped. A card that cannot be asked the way its stage
    wants falls back: a choice to true or false, and that, like typing, to a self-check.
    """
    ways = ((RECOGNISED, (Format.CHOICE, Format.TRUE_FALSE)), (PRODUCED, (Format.TYPED,)))
    for reached, formats in ways:
        wanted = [how for how in formats if how in on]
        if stage < reached and wanted:
            how = next((how for how in wanted if how in carried), Format.SELF)
            return Question(card, how, reached)
    return Question(card, Format.SELF, LEARNED)


def summary(learning: Learning) -> Summary:
    """What became of each card of the round that was asked."""
    asked = {answer.question.card for answer in learning.answers}
    passed = {answer.question.card for answer in learning.answers if answer.right}
    moved = {
        card: learning.stage(card) - learning.before.get(card, NEW)
        for card in learning.cards
        if card in asked
    }
    return Summary(
        moved_up=tuple(card for card, by in moved.items() if by > 0),
        stayed=tuple(card for card, by in moved.items() if by == 0 and card in passed),
        missed=tuple(card for card, by in moved.items() if by < 0 or card not in passed),
    )


def progress(learning: Learning, gone: Collection[int] = ()) -> tuple[int, int]:
    """Finished cards of the round, of all that it asks."""
    done = learning.finished
    return len(done), sum(card in done or card not in gone for card in learning.cards)
