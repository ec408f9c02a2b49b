"""The shipped cards as questions see them."""

from functools import cache
from pathlib import Path

from django.conf import settings

from studyapp import markup
from studyapp.library.content.reader import read_library
from studyapp.library.content.records import CardRecord
from studyapp.library.faces import FIRST_SENTENCE
from studyapp.study.askable import Askable, Wrong


@cache
def shipped_decks() -> dict[str, list[Askable]]:
    """The published cards of each shipped deck, in order."""
    library = read_library(Path(settings.BASE_DIR) / "fixtures")
    same = {concept.slug: concept.same_as or concept.slug for concept in library.subject.concepts}
    goals = {concept.slug: concept.objective for concept in library.subject.concepts}
    decks: dict[str, list[Askable]] = {}
    numbers = iter(range(10_000))
    for deck in library.decks:
        published = (card for card in deck.cards if card.status == "published")
        decks[deck.slug] = [
            _askable(
                next(numbers),
                card,
                alike=frozenset({f"note {card.sibling_key}", *(same[c] for c in card.concepts)}),
                topics=frozenset(goals[concept] for concept in card.concepts),
            )
            for card in published
        ]
    return decks


def _askable(
    number: int, card: CardRecord, alike: frozenset[str], topics: frozenset[str]
) -> Askable:
    first_sentence = FIRST_SENTENCE.split(markup.plain_text(card.back), 1)[0]
    return Askable(
        card=number,
        prompt=markup.plain_text(card.front, hidden=card.cloze_number),
        answer=card.accepted[0] if card.accepted else first_sentence,
        accepted=card.accepted[1:],
        wrong=tuple(
            Wrong(markup.plain_text(wrong["text"]), wrong["feedback"])
            for wrong in card.wrong_answers
        ),
        alike=alike,
        topics=topics,
        truth=card.accepted == ("true",) if card.shape == "true_false" else None,
        cloze=card.kind == "cloze",
        whole=bool(card.accepted) and card.shape != "choice",
    )
