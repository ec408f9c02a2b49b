"""Quizzes and their items. The quiz pages fill this in; the rows others point to stand here."""

from django.db import models
from django.db.models import Q

from studyapp.accounts.models import User
from studyapp.library.models import Concept


class Quiz(models.Model):
    """An ordered set of questions that an instructor gives."""

    title = models.CharField(max_length=200)
    slug = models.SlugField(max_length=80, unique=True)
    author = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "quizzes"

    def __str__(self) -> str:
        return self.title


class Item(models.Model):
    """A question; what it asks stands in its versions."""

    quiz = models.ForeignKey(Quiz, on_delete=models.PROTECT, related_name="items")
    key = models.SlugField(max_length=80)
    position = models.PositiveIntegerField()
    concepts = models.ManyToManyField(Concept, related_name="items", blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("position", "pk")
        constraints = (models.UniqueConstraint("quiz", "key", name="one_item_per_key"),)

    def __str__(self) -> str:
        return self.key


class ItemVersion(models.Model):
    """One unchangeable state of an item."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    content = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint("item", "number", name="one_version_per_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="versions_count_from_1"),
        )

    def __str__(self) -> str:
        return f"{self.item} v{self.number}"


class Attempt(models.Model):
    """One learner's pass through a quiz."""

    quiz = models.ForeignKey(Quiz, on_delete=models.PROTECT, related_name="attempts")
    learner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="attempts")
    seed = models.CharField(max_length=64)
    started_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True)
                | Q(submitted_at__gte=models.F("started_at")),
                name="an_attempt_is_submitted_after_its_start",
            ),
        )

    def __str__(self) -> str:
        return f"{self.learner}: {self.quiz}"


class Response(models.Model):
    """One answer in an attempt; ``seq`` counts the learner's edits."""

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="responses")
    version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT, related_name="responses")
    raw = models.JSONField(null=True)
    seq = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint("attempt", "version", name="one_response_per_item"),)

    def __str__(self) -> str:
        return f"{self.attempt}, {self.version}"
