"""Who studies here, and how each likes it."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Self
from uuid import uuid4

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from studyapp.accounts.time_zones import known_zone


class Role(models.TextChoices):
    LEARNER = "learner"
    INSTRUCTOR = "instructor"


class Theme(models.TextChoices):
    DEVICE = "device", "Same as device"
    LIGHT = "light"
    DARK = "dark"


class Definitions(models.TextChoices):
    PLAIN = "plain", "In plain words first"
    FORMAL = "formal", "Formal first"


class UserQuerySet(models.QuerySet["User"]):
    def guests(self) -> Self:
        return self.filter(is_guest=True)

    def unseen_since(self, moment: datetime) -> Self:
        return self.filter(last_seen__lt=moment)


class UserManager(BaseUserManager["User"].from_queryset(UserQuerySet)):  # type: ignore[misc]
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user: User = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def create_guest(self, time_zone: str = "UTC") -> "User":
        """One browser's row, without an e-mail address, until it signs up or expires."""
        guest: User = self.model(is_guest=True, time_zone=known_zone(time_zone, otherwise="UTC"))
        guest.set_unusable_password()
        guest.save()
        return guest


class User(AbstractBaseUser, PermissionsMixin):
    """A person, or a guest who studies in one browser without an account."""

    email = models.EmailField(null=True, blank=True, unique=True)
    display_name = models.CharField("name", max_length=80, blank=True)
    role = models.CharField(max_length=10, choices=Role, default="learner")
    is_guest = models.BooleanField(default=False, editable=False)
    is_staff = models.BooleanField("staff", default=False)
    is_active = models.BooleanField("active", default=True)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)
    last_seen = models.DateTimeField(default=timezone.now, editable=False)

    time_zone = models.CharField(max_length=64, default="UTC")
    rollover_hour = models.PositiveSmallIntegerField(
        "a new study day starts at", default=4, validators=[MaxValueValidator(12)]
    )
    theme = models.CharField(max_length=6, choices=Theme, default="device")
    shortcuts = models.BooleanField("single-key shortcuts", default=True)
    shows_intervals = models.BooleanField("show when a card returns", default=True)
    definitions = models.CharField(max_length=6, choices=Definitions, default="plain")
    daily_goal = models.PositiveSmallIntegerField(
        "cards a day", default=10, validators=[MinValueValidator(1), MaxValueValidator(500)]
    )
    new_cards_a_day = models.PositiveSmallIntegerField(
        default=10, validators=[MaxValueValidator(100)]
    )
    desired_retention = models.DecimalField(
        "aim to remember",
        max_digits=3,
        decimal_places=2,
        default=Decimal("0.90"),
        validators=[MinValueValidator(Decimal("0.80")), MaxValueValidator(Decimal("0.95"))],
    )
    maximum_interval = models.PositiveIntegerField(default=365, editable=False)
    fuzz_key = models.UUIDField(default=uuid4, editable=False)

    objects = UserManager()

    EMAIL_FIELD = USERNAME_FIELD = "email"

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(email=Lower("email")), name="email_is_lower_case"),
            models.CheckConstraint(
                condition=Q(is_guest=True, email__isnull=True)
                | Q(is_guest=False, email__isnull=False),
                name="an_account_has_an_email_and_a_guest_none",
            ),
            models.CheckConstraint(
                condition=Q(rollover_hour__lte=12), name="rollover_hour_is_0_to_12"
            ),
            models.CheckConstraint(
                condition=Q(new_cards_a_day__lte=100), name="new_cards_a_day_is_0_to_100"
            ),
            models.CheckConstraint(
                condition=Q(desired_retention__range=(Decimal("0.80"), Decimal("0.95"))),
                name="desired_retention_is_80_to_95_in_100",
            ),
            models.CheckConstraint(condition=Q(daily_goal__gte=1), name="daily_goal_is_positive"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What others call this person; never the e-mail address."""
        return self.display_name or ("Guest" if self.is_guest else f"Learner {self.pk}")

    @property
    def initials(self) -> str:
        return "".join(word[0] for word in self.name.split()[:2]).upper()

    @property
    def is_instructor(self) -> bool:
        return self.role == Role.INSTRUCTOR

    def note_seen(self, at: datetime) -> bool:
        """Keeps the moment, at most once a day; true when it did."""
        if at - self.last_seen < timedelta(days=1):
            return False
        self.last_seen = at
        self.save(update_fields=["last_seen"])
        return True

    def promote_to_instructor(self) -> None:
        self.role = Role.INSTRUCTOR
        self.save(update_fields=["role"])
