"""What one learner knows of a subject: its concepts, the cards that teach them, and memory."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from studyapp.accounts.models import User
from studyapp.library.models import Card, Concept, Deck, Subject
from studyapp.study.standing import KnownCard, known_cards
from studyapp.study.topics import TopicMastery, topic_mastery

KNOWN_FROM = 3  # the lowest rating that says "I knew it"


class Place(NamedTuple):
    """A section of a deck, or what stands in none of its sections."""

    deck: int
    section: int | None


@dataclass(frozen=True)
class Knowledge:
    """A subject as its learner knows it; a card set aside counts neither as known nor at all."""

    today: date
    concepts: dict[int, Concept]  # in the subject's order
    taught: dict[Place, list[Concept]]  # in the order of the cards
    cards: dict[int, set[int]]  # of each concept, under all names of its idea
    known: list[KnownCard]  # whatever deck they are of
    seen: dict[int, KnownCard]

    def share(self, concept: Concept) -> tuple[int, int]:
        """How many of the concept's cards are known now, and how many there are."""
        cards = self.cards[concept.pk]
        shown = [self.seen[pk].shown(self.today) for pk in cards & self.seen.keys()]
        return sum(rating >= KNOWN_FROM for rating in shown), len(cards)

    def mastery(self, concepts: Iterable[Concept]) -> TopicMastery:
        """What memory says of these concepts; a card counts once, however many it teaches."""
        cards = set[int]().union(*(self.cards[concept.pk] for concept in concepts))
        seen = [self.seen[pk] for pk in sorted(cards & self.seen.keys())]
        recalls = [card.recall(self.today) if card.passed else 0.0 for card in seen]
        return topic_mastery([], recalls, self.today)

    def of_goal(self, objective: int) -> list[Concept]:
        return [each for each in self.concepts.values() if each.objective_id == objective]


def knowledge(learner: User, subject: Subject, today: date) -> Knowledge:
    """What the learner may see and knows of the subject, in three queries whatever its size."""
    concepts = {concept.pk: concept for concept in Concept.objects.active().filter(subject=subject)}
    known = known_cards(learner, Deck.objects.visible_to(learner))
    aside = {card.card for card in known if card.suspended}

    cards: dict[int, set[int]] = defaultdict(set)  # of each idea
    taught: dict[Place, dict[Concept, None]] = defaultdict(dict)
    rows = Card.objects.visible_to(learner).filter(concepts__in=concepts).in_order()
    for card, deck, section, concept in rows.values_list("pk", "deck", "section", "concepts"):
        taught[Place(deck, section)][concepts[concept]] = None
        if card not in aside:
            cards[concepts[concept].idea].add(card)
    return Knowledge(
        today=today,
        concepts=concepts,
        taught={place: list(found) for place, found in taught.items()},
        cards={pk: cards[concept.idea] for pk, concept in concepts.items()},
        known=known,
        seen={card.card: card for card in known if card.stability is not None},
    )


def needs_among(concepts: Iterable[int]) -> dict[int, list[int]]:
    """For each of the concepts those of them to know before it."""
    needs: dict[int, list[int]] = {pk: [] for pk in concepts}
    rows = Concept.needs.through.objects.filter(from_concept__in=needs, to_concept__in=needs)
    for concept, need in rows.order_by("pk").values_list("from_concept", "to_concept"):
        needs[concept].append(need)
    return needs
