"""Decks are read and archived here; what they say comes from files and the editor."""

from django.contrib import admin

from studyapp.library.models import Deck


@admin.register(Deck)
class DeckAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("title", "visibility", "author")
    list_filter = ("visibility",)
    search_fields = ("title", "slug")
    autocomplete_fields = ("author",)
