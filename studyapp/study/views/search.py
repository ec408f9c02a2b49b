"""One field that finds everything."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from studyapp.accounts.http import SignedInRequest
from studyapp.htmx import render_page
from studyapp.study.scheduler import study_day
from studyapp.study.search import SearchForm, groups


@require_GET
@login_required
def search(request: SignedInRequest) -> HttpResponse:
    """Cards, notes and concepts that hold some words."""
    form = SearchForm(request.GET)
    person, now, found, words = request.user, timezone.now(), [], ""
    if form.is_valid() and (words := form.cleaned_data["q"]):
        today = study_day(now, person.time_zone, person.rollover_hour)
        found = groups(person, form, at=now, today=today)
    context = {
        "form": form,
        "searched": words,
        "groups": found,
        "total": sum(len(group.hits) for group in found),
    }
    status = 200 if form.is_valid() else 400
    return render_page(request, "study/search.html", context, fragment="found", status=status)
