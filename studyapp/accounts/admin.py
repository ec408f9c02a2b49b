from typing import Any

from allauth.account.models import EmailAddress
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from studyapp.accounts.models import User

admin.site.unregister(EmailAddress)  # it follows the account's own address


@admin.register(User)
class UserAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Roles and access; people make and keep the rest of their account themselves."""

    list_display = ("email", "display_name", "role", "is_staff", "is_active", "last_seen")
    list_filter = ("role", "is_staff", "is_active")
    search_fields = ("email", "display_name")
    ordering = ("email",)
    fields = (
        "email",
        "display_name",
        "role",
        "is_active",
        "is_staff",
        "is_superuser",
        "groups",
        "joined_at",
        "last_seen",
    )
    readonly_fields = ("email", "joined_at", "last_seen")
    filter_horizontal = ("groups",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).filter(is_guest=False)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Only a superuser hands out access to this admin."""
        access = () if request.user.is_superuser else ("is_staff", "is_superuser", "groups")
        return (*self.readonly_fields, *access)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
