"""Who learns with whom, and who teaches them."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from studyapp.accounts.models import User


class Role(models.TextChoices):
    """What a person is in one class."""

    LEARNER = "learner"
    ASSISTANT = "assistant"
    INSTRUCTOR = "instructor"


class ClassroomQuerySet(models.QuerySet["Classroom"]):
    def of(self, user: User) -> Self:
        """Classes in which the person has a place today."""
        return self.filter(enrolments__user=user, enrolments__left_at__isnull=True)

    def taught_by(self, user: User) -> Self:
        return self.filter(
            enrolments__user=user,
            enrolments__role__in=(Role.INSTRUCTOR, Role.ASSISTANT),
            enrolments__left_at__isnull=True,
        )


class Classroom(models.Model):
    title = models.CharField(max_length=120)
    slug = models.SlugField(max_length=80, unique=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = ClassroomQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title


class Enrolment(models.Model):
    """A person's place in a class; leaving keeps the row."""

    classroom = models.ForeignKey(Classroom, on_delete=models.PROTECT, related_name="enrolments")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="enrolments")
    role = models.CharField(max_length=10, choices=Role, default="learner")
    joined_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint("classroom", "user", name="one_enrolment_per_class"),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(left_at__gte=models.F("joined_at")),
                name="nobody_leaves_before_joining",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} in {self.classroom}"
