from django.contrib import admin

from studyapp.classes.models import Classroom, Enrolment


class EnrolmentInline(admin.TabularInline):  # type: ignore[type-arg]
    model = Enrolment
    autocomplete_fields = ("user",)
    extra = 0


@admin.register(Classroom)
class ClassroomAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("title", "archived_at")
    search_fields = ("title",)
    prepopulated_fields = {"slug": ("title",)}
    inlines = (EnrolmentInline,)
