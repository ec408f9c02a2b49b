"""The cards of decks, and the sections in which they stand."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.safestring import SafeString

from studyapp import markup
from studyapp.accounts.models import User
from studyapp.library.faces import card_faces
from studyapp.library.models.deck import Deck
from studyapp.library.models.subject import Concept
from studyapp.library.words import matching


class Section(models.Model):
    """An ordered part of a deck or a note; its printed number is data, not its place."""

    deck = models.ForeignKey(
        Deck, null=True, blank=True, on_delete=models.PROTECT, related_name="sections"
    )
    note = models.ForeignKey(
        "Note", null=True, blank=True, on_delete=models.PROTECT, related_name="sections"
    )
    key = models.SlugField(max_length=80)
    number = models.CharField(max_length=12, blank=True)
    title = models.CharField(max_length=200)
    position = models.PositiveIntegerField(default=0)
    archived_at = models.DateTimeField(null=True, blank=True)
    concepts = models.ManyToManyField(Concept, related_name="sections", blank=True)
    calculators = ArrayField(models.SlugField(max_length=40), default=list, blank=True)
    body = models.TextField(blank=True)  # of a note's section
    body_html = models.TextField(blank=True, editable=False)
    renderer = models.PositiveSmallIntegerField(editable=False, default=0)

    RENDERED = ("body_html", "renderer")

    class Meta:
        ordering = ("position", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(deck__isnull=False, note__isnull=True)
                | Q(deck__isnull=True, note__isnull=False),
                name="a_section_is_part_of_one_thing",
            ),
            models.UniqueConstraint("deck", "key", name="one_section_per_key_of_a_deck"),
            models.UniqueConstraint("note", "key", name="one_section_per_key_of_a_note"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def body_face(self) -> SafeString:
        return markup.trusted(self.body_html)

    def render(self) -> None:
        """Make the face of the text as it is now, its blanks to be pressed."""
        self.body_html = markup.render(self.body, note=True) if self.body else ""
        self.renderer = markup.RENDERER_VERSION

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.render()
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, *self.RENDERED}
        super().save(*args, **kwargs)


class Status(models.TextChoices):
    DRAFT = "draft"
    PUBLISHED = "published"


class CardQuerySet(models.QuerySet["Card"]):
    def kept(self) -> Self:
        """Cards that are not archived, in a deck that is not archived; drafts as well."""
        return self.filter(archived_at__isnull=True, deck__archived_at__isnull=True)

    def active(self) -> Self:
        """Cards that may be asked: published and not archived, in a deck that is not archived."""
        return self.kept().filter(status=Status.PUBLISHED)

    def visible_to(self, user: User) -> Self:
        return self.active().filter(deck__in=Deck.objects.visible_to(user))

    def editable_by(self, user: User) -> Self:
        return self.filter(deck__in=Deck.objects.editable_by(user), archived_at__isnull=True)

    def trash_of(self, user: User, *, since: datetime) -> Self:
        """Cards deleted after that moment from decks that the person may change.

        A blank that its text has no more comes back with the text alone.
        """
        text = models.TextField()
        number = Cast("cloze_number", text)
        mark = Concat(Value(r"\{\{c0*", text), number, Value(r"(~\w+)?::", text))
        asked = Q(cloze_number__isnull=True) | Q(front__regex=mark)
        decks = Deck.objects.editable_by(user)
        found = self.filter(asked, deck__in=decks, archived_at__gt=since).select_related("deck")
        return found.order_by("-archived_at", "pk")

    def matching(self, words: str) -> Self:
        """Cards that hold all the words, in any of their texts."""
        return matching(self, words)

    def in_order(self) -> Self:
        return self.order_by("deck", F("section__position").asc(nulls_first=True), "position", "pk")

    @transaction.atomic
    def add_tags(self, tags: Iterable[str]) -> int:
        """Give each card the tags that it has not; how many cards these are."""
        return self._retag(lambda held: list(dict.fromkeys([*held, *tags])))

    @transaction.atomic
    def remove_tags(self, tags: Iterable[str]) -> int:
        gone = set(tags)
        return self._retag(lambda held: [tag for tag in held if tag not in gone])

    def _retag(self, change: Callable[[list[str]], list[str]]) -> int:
        cards = list(self.select_for_update().order_by("pk").only("tags"))
        for card in cards:
            card.tags = change(card.tags)
        self.bulk_update(cards, ["tags"], batch_size=500)
        return len(cards)

    def duplicates_of(self, card: "Card") -> Self:
        """Other cards of the same deck with the same front, whatever its case."""
        return self.active().filter(deck=card.deck, front__iexact=card.front).exclude(pk=card.pk)


class Card(models.Model):
    """One thing to remember, asked in one direction: front, back, kind and shape."""

    class Kind(models.TextChoices):
        BASIC = "basic"
        REVERSED = "reversed"
        CLOZE = "cloze"

    class Shape(models.TextChoices):
        PLAIN = "plain"
        TRUE_FALSE = "true_false", "true or false"
        CHOICE = "choice"
        LIST = "list"
        TABLE = "table"
        ORDERING = "ordering"
        COMPARISON = "comparison"
        CALCULATOR = "calculator"

    class Template(models.TextChoices):
        PROFILE = "profile"
        PROS_CONS = "pros_cons", "pros and cons"

    deck = models.ForeignKey(Deck, on_delete=models.PROTECT, related_name="cards")
    section = models.ForeignKey(
        Section, null=True, blank=True, on_delete=models.PROTECT, related_name="cards"
    )
    key = models.SlugField(max_length=100)
    sibling_key = models.SlugField(max_length=100)
    kind = models.CharField(max_length=8, choices=Kind, default="basic")
    shape = models.CharField(max_length=10, choices=Shape, default="plain")
    cloze_number = models.PositiveSmallIntegerField(null=True, blank=True)
    front = models.TextField()
    back = models.TextField(blank=True)
    plain = models.TextField("in plain words", blank=True)  # beside the formal definition
    template = models.CharField(max_length=10, choices=Template, blank=True)
    parts = models.JSONField(default=dict, blank=True)  # of the template; the back joins them
    hint = models.TextField(blank=True)
    explanation = models.TextField(blank=True)
    accepted = ArrayField(models.CharField(max_length=300), default=list, blank=True)
    key_points = ArrayField(models.TextField(), default=list, blank=True)
    wrong_answers = models.JSONField(default=list, blank=True)
    calculator = models.JSONField(null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)
    tags = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    language = models.CharField(max_length=16, blank=True)
    position = models.PositiveIntegerField(default=0)
    concepts = models.ManyToManyField(Concept, related_name="cards", blank=True)
    after = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="followers"
    )
    version = models.PositiveIntegerField(default=1)
    status = models.CharField(max_length=9, choices=Status, default="published")
    archived_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    edited_by = models.ForeignKey(
        User, null=True, editable=False, on_delete=models.SET_NULL, related_name="edited_cards"
    )

    title = models.CharField(max_length=300, editable=False)
    summary = models.CharField(max_length=300, editable=False, blank=True)
    front_html = models.TextField(editable=False)
    back_html = models.TextField(editable=False)
    plain_html = models.TextField(editable=False, blank=True)
    hint_html = models.TextField(editable=False, blank=True)
    explanation_html = models.TextField(editable=False, blank=True)
    renderer = models.PositiveSmallIntegerField(editable=False, default=0)

    RENDERED = (
        "title", "summary", "front_html", "back_html", "plain_html", "hint_html",
        "explanation_html", "renderer",
    )  # fmt: skip

    objects = CardQuerySet.as_manager()

    class Meta:
        indexes = (models.Index("deck", "position", name="card_of_deck"),)
        constraints = (
            models.UniqueConstraint("deck", "key", name="one_card_per_key"),
            models.CheckConstraint(
                condition=Q(kind="cloze", cloze_number__isnull=False, cloze_number__gte=1)
                | (~Q(kind="cloze") & Q(cloze_number__isnull=True)),
                name="only_a_cloze_card_has_a_number",
            ),
            models.CheckConstraint(condition=~Q(front=""), name="a_card_has_a_front"),
            models.CheckConstraint(
                condition=Q(kind="cloze") | ~Q(back=""), name="a_card_has_a_back"
            ),
            models.CheckConstraint(condition=~Q(after=F("pk")), name="a_card_follows_another_one"),
            models.CheckConstraint(
                condition=Q(template="", parts={}) | (~Q(template="") & ~Q(parts={})),
                name="only_a_template_has_parts",
            ),
            models.CheckConstraint(
                condition=Q(plain="") | (~Q(kind="cloze") & Q(template="")),
                name="only_a_definition_is_put_in_plain_words",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def row_key(self) -> str:
        """The key of the text that the card was made from: blanks of one text share it."""
        return self.key.removesuffix(f"-c{self.cloze_number}") if self.cloze_number else self.key

    @property
    def texts(self) -> tuple[str, ...]:
        """All that its author wrote in the markup."""
        return (self.front, self.back, self.plain, self.hint, self.explanation)

    @property
    def is_draft(self) -> bool:
        return self.status == Status.DRAFT

    @property
    def lang(self) -> str:
        return self.language or self.deck.language

    @property
    def front_face(self) -> SafeString:
        return markup.trusted(self.front_html)

    @property
    def back_face(self) -> SafeString:
        return markup.trusted(self.back_html)

    @property
    def hint_face(self) -> SafeString:
        return markup.trusted(self.hint_html)

    @property
    def explanation_face(self) -> SafeString:
        return markup.trusted(self.explanation_html)

    def question(self, definitions: str) -> SafeString:
        """The front as the learner likes definitions: formal or plain, where it has both."""
        if self.plain_html and self.kind == self.Kind.REVERSED and definitions == "plain":
            return markup.trusted(self.plain_html)
        return self.front_face

    def answers(self, definitions: str) -> list[tuple[str, SafeString]]:
        """The back, and a definition in both wordings: each with its label, theirs first.

        On a reversed card the definition is what was asked, and its other wording follows.
        """
        plain = ("In plain words", markup.trusted(self.plain_html))
        if not self.plain_html:
            return [("", self.back_face)]
        if self.kind == self.Kind.REVERSED:
            other = ("Formally", self.front_face) if definitions == "plain" else plain
            return [("", self.back_face), other]
        both = [("Formally", self.back_face), plain]
        return both[::-1] if definitions == "plain" else both

    def render(self) -> None:
        """Make the faces of the text as it is now; nothing renders it on the way to a page."""
        for name, value in card_faces(self).items():
            setattr(self, name, value)
        self.renderer = markup.RENDERER_VERSION

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.render()
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, *self.RENDERED}
        super().save(*args, **kwargs)

    def archive(self) -> None:
        """Take the card out of every queue; what learners did with it stays."""
        self.archived_at = timezone.now()
        Card.objects.filter(pk=self.pk).update(archived_at=self.archived_at)

    def restore(self) -> None:
        """Take the card out of the trash; it is asked again as if it had never left."""
        Card.objects.filter(pk=self.pk).update(archived_at=None)
