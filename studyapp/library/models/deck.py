"""Decks: who made them, who may see them, who studies them."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from itertools import count
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.text import slugify

from studyapp.accounts.models import User
from studyapp.classes.models import Classroom
from studyapp.library.models.subject import Subject

RESERVED = {"new", "import"}  # words that stand in the place of a deck's slug in an address
TRASH_LIFE = timedelta(days=30)
SMALL = "abcdefghijklmnopqrstuvwxyz0123456789"


class Visibility(models.TextChoices):
    PRIVATE = "private"
    CLASS = "class"
    PUBLIC = "public"


class Chains(models.TextChoices):
    """What a deck does with ideas that build on each other."""

    IN_ORDER = "in_order", "in order"
    APART = "apart", "on different days"


class DeckQuerySet(models.QuerySet["Deck"]):
    def create_for(self, author: User, title: str, **facts: Any) -> "Deck":
        """A new deck of that author, private unless said otherwise, under a slug of its own."""
        base = slugify(title)[:60].strip("-") or "deck"
        taken = RESERVED | set(self.filter(slug__startswith=base).values_list("slug", flat=True))
        free = (slug for n in count(2) if (slug := f"{base}-{n}") not in taken)
        slug = base if base not in taken else next(free)
        try:
            with transaction.atomic():
                return self.create(author=author, title=title, slug=slug, **facts)
        except IntegrityError:  # somebody took it meanwhile
            slug = f"{base}-{get_random_string(8, SMALL)}"
            return self.create(author=author, title=title, slug=slug, **facts)

    def of(self, author: User) -> Self:
        """Decks that the person made and has not deleted."""
        return self.filter(
            author=author, from_file=False, archived_at__isnull=True, withdrawn_at__isnull=True
        )

    def visible_to(self, user: User) -> Self:
        """Decks that the person may study: public ones, their own, and those of their classes.

        A deck that its author took back stays with those who study it, and with nobody else.
        """
        mine = Q(author=user)
        of_my_classes = Q(visibility=Visibility.CLASS, classroom__in=Classroom.objects.of(user))
        offered = Q(visibility=Visibility.PUBLIC) | mine | of_my_classes
        kept = Q(pk__in=DeckLearner.objects.filter(learner=user).values("deck")) & ~mine
        return self.filter(
            (offered & Q(withdrawn_at__isnull=True)) | (kept & Q(withdrawn_at__isnull=False)),
            archived_at__isnull=True,
        )

    def editable_by(self, user: User) -> Self:
        """Decks that the person may change here; a deck loaded from a file is nobody's to edit."""
        mine = Q(author=user)
        of_my_classes = Q(
            visibility=Visibility.CLASS, classroom__in=Classroom.objects.taught_by(user)
        )
        return self.filter(
            mine | of_my_classes,
            from_file=False,
            archived_at__isnull=True,
            withdrawn_at__isnull=True,
        )

    def trash_of(self, user: User, *, since: datetime) -> Self:
        """Decks of the person that were deleted or taken back after that moment."""
        deleted = Q(archived_at__gt=since) | Q(withdrawn_at__gt=since)
        mine = self.filter(deleted, author=user, from_file=False)
        return mine.order_by(Coalesce("withdrawn_at", "archived_at").desc())

    def copyable_by(self, user: User) -> Self:
        """Decks shared with everybody, of which the person may have a copy to edit."""
        return self.visible_to(user).filter(visibility=Visibility.PUBLIC).exclude(author=user)

    def with_trial(self) -> Self:
        """Public decks that name ten cards for a first look."""
        return self.filter(
            visibility=Visibility.PUBLIC,
            archived_at__isnull=True,
            withdrawn_at__isnull=True,
            trial__len__gt=0,
        )

    def with_card_count(self) -> Self:
        active = Q(cards__status="published", cards__archived_at__isnull=True)
        return self.annotate(card_count=models.Count("cards", filter=active))

    def matching(self, words: str, inside: Callable[[str], models.QuerySet[Any]]) -> Self:
        """Decks in whose title, description or cards every word occurs.

        ``inside`` gives the cards that hold a word.
        """
        found = self
        for word in words.split():
            found = found.filter(
                Q(title__icontains=word)
                | Q(description__icontains=word)
                | Q(pk__in=inside(word).values("deck"))
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
    chains = models.CharField(max_length=8, choices=Chains, default="in_order")
    origin = models.ForeignKey(
        "self", null=True, blank=True, editable=False, on_delete=models.SET_NULL,
        related_name="copies",
    )  # fmt: skip
    trial = ArrayField(models.SlugField(max_length=80), default=list, blank=True)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)  # kept by those who study it

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
            models.UniqueConstraint(
                "author",
                "origin",
                condition=Q(archived_at__isnull=True),
                name="one_copy_of_a_deck_for_each_author",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def by(self) -> str:
        return self.author.name if self.author else "Recto"

    def may_be_rated_by(self, person: User) -> bool:
        """Whether it is shared with that person by somebody else."""
        return self.author_id != person.pk and self.visibility != Visibility.PRIVATE

    def describe(self, **facts: Any) -> None:
        """Store new facts of the deck."""
        for name, value in facts.items():
            setattr(self, name, value)
        self.updated_at = timezone.now()
        self.save(update_fields=[*facts, "updated_at"])

    @transaction.atomic
    def delete_by(self, author: User) -> None:
        """Put the deck in its author's trash; those who study it keep it.

        Deleting it twice changes nothing the second time.
        """
        deck = Deck.objects.select_for_update().get(pk=self.pk)
        if deck.archived_at or deck.withdrawn_at:
            return
        others = deck.learners.exclude(learner=author).exists()
        setattr(deck, "withdrawn_at" if others else "archived_at", timezone.now())
        deck.save(update_fields=["archived_at", "withdrawn_at"])

    def restore(self) -> None:
        """Take the deck out of the trash, with all that was known of its cards."""
        Deck.objects.filter(pk=self.pk).update(archived_at=None, withdrawn_at=None)


class DeckLearnerQuerySet(models.QuerySet["DeckLearner"]):
    def note(self, learner: User, decks: Iterable[int]) -> None:
        """Note that the learner studies these decks; a guest is nobody yet."""
        if not learner.is_guest:
            rows = [DeckLearner(deck_id=deck, learner=learner) for deck in set(decks)]
            self.bulk_create(rows, ignore_conflicts=True)


class DeckLearner(models.Model):
    """That a learner has studied a deck; whoever asks its cards notes it."""

    deck = models.ForeignKey(Deck, on_delete=models.CASCADE, related_name="learners")
    learner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="studied_decks")
    since = models.DateTimeField(default=timezone.now)

    objects = DeckLearnerQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint("deck", "learner", name="a_learner_studies_a_deck_once"),
        )

    def __str__(self) -> str:
        return f"{self.learner}, {self.deck}"
