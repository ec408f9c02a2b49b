"""What there is to know: a subject with its learning goals, concepts and course outline."""

from typing import Self

from django.db import models
from django.db.models import F, Q


class Subject(models.Model):
    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.title


class Objective(models.Model):
    """A group of concepts that a learner is to master; on screen a learning goal."""

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="objectives")
    slug = models.SlugField(max_length=80, unique=True)
    text = models.CharField(max_length=300)
    position = models.PositiveIntegerField(default=0)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.text


DIFFICULTIES = {1: "to recall", 2: "to apply or compare", 3: "to combine or judge"}


class ConceptQuerySet(models.QuerySet["Concept"]):
    def active(self) -> Self:
        """Concepts that the content still names."""
        return self.filter(archived_at__isnull=True).order_by("pk")

    def kin_of(self, concept: "Concept") -> Self:
        """Other names under which the same idea is taught."""
        return self.like(concept).exclude(pk=concept.pk)

    def like(self, concept: "Concept") -> Self:
        """The concept with all other names of its idea."""
        return self.filter(Q(pk=concept.idea) | Q(same_as=concept.idea))


class Concept(models.Model):
    """The smallest thing taught; cards, notes, items and calculators point to it."""

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="concepts")
    objective = models.ForeignKey(Objective, on_delete=models.PROTECT, related_name="concepts")
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    definition = models.TextField()
    same_as = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="restated_as"
    )
    difficulty = models.PositiveSmallIntegerField(default=1)
    needs = models.ManyToManyField("self", symmetrical=False, related_name="leads_to", blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = ConceptQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(difficulty__range=(1, 3)), name="difficulty_is_1_to_3"
            ),
            models.CheckConstraint(
                condition=~Q(same_as=F("pk")), name="a_concept_is_the_same_as_another_one"
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def idea(self) -> int:
        """The key of the concept whose definition this one has; all names of an idea share it."""
        return self.same_as_id or self.pk

    @property
    def difficulty_in_words(self) -> str:
        return DIFFICULTIES[self.difficulty]


class Outline(models.Model):
    """One place in a course: the course itself, a unit, a week or an activity in it."""

    class Kind(models.TextChoices):
        COURSE = "course"
        UNIT = "unit"
        WEEK = "week"
        ACTIVITY = "activity"

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="outlines")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT)
    kind = models.CharField(max_length=10, choices=Kind)
    activity_kind = models.CharField(max_length=40, blank=True)
    data_set = models.CharField(max_length=200, blank=True)
    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=200)
    position = models.PositiveIntegerField(default=0)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("position", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(kind="course", parent__isnull=True)
                | (~Q(kind="course") & Q(parent__isnull=False)),
                name="only_a_course_stands_alone",
            ),
        )

    def __str__(self) -> str:
        return self.title
