"""Earlier wordings of a card: what it said, who wrote that, and when."""

from typing import Any, Self

from django.db import models

from studyapp.accounts.models import User
from studyapp.library.models.card import Card


class CardVersionQuerySet(models.QuerySet["CardVersion"]):
    def of(self, card: Card) -> Self:
        """The earlier wordings of the card, the latest first."""
        return self.filter(card=card).select_related("author").order_by("-version")


class CardVersion(models.Model):
    """A wording that another one replaced; what a card says now stands on the card alone."""

    WORDING = (
        "kind", "shape", "front", "back", "plain", "template", "parts", "hint", "explanation",
        "accepted", "key_points", "wrong_answers", "source", "tags",
    )  # fmt: skip

    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    wording = models.JSONField()
    author = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="card_versions"
    )
    written_at = models.DateTimeField()

    objects = CardVersionQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint("card", "version", name="one_wording_per_version"),)

    def __str__(self) -> str:
        return f"{self.card}, version {self.version}"

    @property
    def texts(self) -> list[tuple[str, str]]:
        """What it said, field by field, in the order of the editor; empty fields left out."""
        shown = {**self.wording}
        for name in ("accepted", "key_points", "tags"):
            shown[name] = "\n".join(shown.get(name, ()))
        shown["wrong_answers"] = "\n".join(wrong["text"] for wrong in shown["wrong_answers"])
        hidden = ("kind", "shape", "template", "parts")  # the back joins the parts
        names = [name for name in self.WORDING if name not in hidden and shown.get(name)]
        return [(name.replace("_", " ").capitalize(), shown[name]) for name in names]

    @classmethod
    def of_now(cls, card: Card) -> "CardVersion":
        """What the card says now, to be kept when the next wording replaces it; not stored yet."""
        return cls(
            card=card,
            version=card.version,
            wording=cls.wording_of(card),
            author_id=card.edited_by_id or card.deck.author_id,
            written_at=card.updated_at,
        )

    @classmethod
    def wording_of(cls, card: Card) -> dict[str, Any]:
        return {name: getattr(card, name) for name in cls.WORDING}
