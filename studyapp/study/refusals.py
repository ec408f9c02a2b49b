"""Why an action in a study session is refused; each has its sentence for the learner."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studyapp.library.models import Card
    from studyapp.study.models.review import Review


class Refusal(Exception):
    """An action that would be wrong; nothing is stored."""

    sentence = "That did not work."
    status = 409

    def __str__(self) -> str:
        return self.sentence


class NotInSession(Refusal):
    sentence = "This card is not part of this session."
    status = 404


class PresentationTaken(Refusal):
    sentence = "This rating belongs to another card. Reload the page and rate again."
    status = 422


class CardGone(Refusal):
    def __init__(self, card: "Card", *, set_aside: bool) -> None:
        self.card = card
        self.sentence = (
            "You set this card aside, so it is skipped."
            if set_aside
            else "This card was withdrawn by its author, so it is skipped."
        )


class RatedElsewhere(Refusal):
    """The card moved on since the page was made; ``review`` is the rating that did it, if one did.

    A rating from before the session is not in question and stays as it is.
    """

    sentence = "This card changed in another tab."

    def __init__(self, review: "Review | None") -> None:
        self.review = review


class NothingToUndo(Refusal):
    sentence = "There is nothing to undo in this session."


class LaterReviewInTheWay(Refusal):
    def __init__(self, review: "Review") -> None:
        self.review = review
        done = {
            "rating": "rated again",
            "bury": "skipped until tomorrow",
            "suspend": "set aside",
            "resume": "taken back",
        }.get(review.kind, "changed")
        self.sentence = f"“{review.card.title}” was {done} later, so its rating here stays."
