"""Decks, their sections and their cards."""

from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import slugify

from studyapp import markup
from studyapp.accounts.models import User
from studyapp.classes.models import Classroom
from studyapp.library.faces import card_faces
from studyapp.library.models.subject import Concept, Subject


class Visibility(models.TextChoices):
    PRIVATE = "private"
    CLASS = "class"
    PUBLIC = "public"


RESERVED = {"import", "new"}  # addresses beside those of the decks


class DeckQuerySet(models.QuerySet["Deck"]):
    def create_for(self, author: User, title: str) -> "Deck":
        """A new private deck of that author, under a slug that nobody has."""
        base = slugify(title)[:70].strip("-") or "deck"
        taken = RESERVED | set(self.filter(slug__startswith=base).values_list("slug", flat=True))
        names = [base, *(f"{base}-{number}" for number in range(2, len(taken) + 9))]
        for slug in names:
            if slug not in taken:
                facts = {"author": author, "title": title}
                deck, created = self.get_or_create(slug=slug, defaults=facts)
                if created:
                    return deck
        raise RuntimeError(f"No free slug for “{base}”.")

    def visible_to(self, user: User) -> Self:
        """Decks that the person may study: public ones, their own, and those of their classes."""
        mine = Q(author=user)
        of_my_classes = Q(visibility=Visibility.CLASS, classroom__in=Classroom.objects.of(user))
        return self.filter(
            Q(visibility=Visibility.PUBLIC) | mine | of_my_classes, archived_at__isnull=True
        )

    def editable_by(self, user: User) -> Self:
        """Decks that the person may change here; a deck loaded from a file is nobody's to edit."""
        mine = Q(author=user)
        of_my_classes = Q(
            visibility=Visibility.CLASS, classroom__in=Classroom.objects.taught_by(user)
        )
        return self.filter(mine | of_my_classes, from_file=False, archived_at__isnull=True)

    def with_trial(self) -> Self:
        """Public decks that name ten cards for a first look."""
        return self.filter(visibility=Visibility.PUBLIC, archived_at__isnull=True, trial__len__gt=0)

    def with_card_count(self) -> Self:
        active = Q(cards__status=Status.PUBLISHED, cards__archived_at__isnull=True)
        return self.annotate(card_count=models.Count("cards", filter=active))

    def matching(self, words: str) -> Self:
        """Decks in whose title, description or cards every word occurs."""
        found = self
        for word in words.split():
            inside = Card.objects.active().filter(
                Q(front__icontains=word) | Q(back__icontains=word)
            )
            found = found.filter(
                Q(title__icontains=word)
                | Q(description__icontains=word)
                | Q(pk__in=inside.values("deck"))
            )
        return found


class Deck(models.Model):
    """An ordered set of cards."""

    subject = models.ForeignKey(
        Subject, null=True, blank=True, on_delete=models.PROTECT, related_name="decks"
    )
    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    tags = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    language = models.CharField(max_length=16, default="en")
    source = models.TextField("source note", blank=True)
    visibility = models.CharField(max_length=7, choices=Visibility, default="private")
    author = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="decks"
    )
    classroom = models.ForeignKey(
        Classroom, null=True, blank=True, on_delete=models.PROTECT, related_name="decks"
    )
    from_file = models.BooleanField(default=False, editable=False)
    trial = ArrayField(models.SlugField(max_length=80), default=list, blank=True)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = DeckQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(visibility="class") | Q(classroom__isnull=False),
                name="a_class_deck_has_a_class",
            ),
            models.CheckConstraint(
                condition=Q(from_file=True) | Q(author__isnull=False),
                name="a_deck_has_an_author_or_a_file",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def by(self) -> str:
        return self.author.name if self.author else "Recto"


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
        self.body_html = markup.render(self.body) if self.body else ""
        self.renderer = markup.RENDERER_VERSION


class Status(models.TextChoices):
    DRAFT = "draft"
    PUBLISHED = "published"


class CardQuerySet(models.QuerySet["Card"]):
    def active(self) -> Self:
        """Cards that may be asked: published and not archived, in a deck that is not archived."""
        return self.filter(
            status=Status.PUBLISHED, archived_at__isnull=True, deck__archived_at__isnull=True
        )

    def visible_to(self, user: User) -> Self:
        return self.active().filter(deck__in=Deck.objects.visible_to(user))

    def editable_by(self, user: User) -> Self:
        return self.filter(deck__in=Deck.objects.editable_by(user), archived_at__isnull=True)

    def in_order(self) -> Self:
        return self.order_by("deck", F("section__position").asc(nulls_first=True), "position", "pk")

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
    hint = models.TextField(blank=True)
    explanation = models.TextField(blank=True)
    accepted = ArrayField(models.CharField(max_length=300), default=list, blank=True)
    key_points = ArrayField(models.TextField(), default=list, blank=True)
    wrong_answers = models.JSONField(default=list, blank=True)
    calculator = models.JSONField(null=True, blank=True)
    language = models.CharField(max_length=16, blank=True)
    position = models.PositiveIntegerField(default=0)
    concepts = models.ManyToManyField(Concept, related_name="cards", blank=True)
    version = models.PositiveIntegerField(default=1)
    status = models.CharField(max_length=9, choices=Status, default="published")
    archived_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)

    title = models.CharField(max_length=300, editable=False)
    summary = models.CharField(max_length=300, editable=False, blank=True)
    front_html = models.TextField(editable=False)
    back_html = models.TextField(editable=False)
    hint_html = models.TextField(editable=False, blank=True)
    explanation_html = models.TextField(editable=False, blank=True)
    renderer = models.PositiveSmallIntegerField(editable=False, default=0)

    RENDERED = (
        "title", "summary", "front_html", "back_html", "hint_html", "explanation_html", "renderer",
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
        )

    def __str__(self) -> str:
        return self.title

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
