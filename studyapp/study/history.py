"""What happened to one card: each row of its log, with what was remembered after it."""

from dataclasses import dataclass
from datetime import date

from studyapp.accounts.models import User
from studyapp.library.models import Card
from studyapp.study.models.review import Kind, Review
from studyapp.study.replay import fuzz_key
from studyapp.study.scheduler import Recall, step
from studyapp.study.turns import LABELS

WORDS = {
    Kind.SUSPEND: "Set aside",
    Kind.RESUME: "Taken back into the queues",
    Kind.BURY: "Put off until the next day",
    Kind.RESET: "Made new again",
    Kind.PULL: "Brought forward",
    Kind.REPLAN: "Planned anew for how much you want to remember",
}


@dataclass(frozen=True, slots=True)
class Happening:
    """One event, and what it left."""

    review: Review
    what: str
    why: str
    counts: bool  # whether it was neither taken back nor replaced
    after: Recall
    days: int | None  # from the event to the day on which the card comes back


def history(learner: User, card: Card) -> list[Happening]:
    """The learner's log of the card, the newest first; a void shows on the row it takes back."""
    rows = Review.objects.of(learner).filter(card=card).with_fate()
    voided = set(rows.filter(kind=Kind.VOID).values_list("voids", flat=True))
    recall, told = Recall(), []
    for review in rows.exclude(kind=Kind.VOID):
        if not review.gone:
            recall = step(recall, review.event, fuzz=fuzz_key(learner, card))
        told.append(
            Happening(
                review=review,
                what=_what(review),
                why=_why(review, review.pk in voided),
                counts=not review.gone,
                after=recall,
                days=_days(recall.due_day, review.study_day),
            )
        )
    return told[::-1]


def _what(review: Review) -> str:
    if review.kind == Kind.RATING:
        return f"{review.rating} {LABELS[review.rating or 0]}"
    return WORDS[Kind(review.kind)]


def _why(review: Review, taken_back: bool) -> str:
    """What made the row, and what became of it."""
    if taken_back:
        return "taken back"
    if review.gone:
        return "corrected later"
    if review.supersedes_id:
        return "corrected rating"
    if review.kind == Kind.RATING:
        return "first ten cards" if review.source == "trial" else "rated in a session"
    return "your choice"


def _days(due: date | None, day: date) -> int | None:
    return None if due is None else (due - day).days
