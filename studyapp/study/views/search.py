"""One field that finds everything."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from studyapp.accounts.http import SignedInRequest
from studyapp.htmx import render_page
from studyapp.study.planning import today_of
from studyapp.study.search import SearchForm, groups


@require_GET
@login_required
def search(request: SignedInRequest) -> HttpResponse:
    """Cards, notes and concepts that hold some words."""
    form = SearchForm(request.GET)
    found, words = [], ""
    if form.is_valid() and (words := form.cleaned_data["q"]):
        now = timezone.now()
        found = list(groups(request.user, form, at=now, today=today_of(request.user, now)))
    context = {
        "form": form,
        "searched": words,
        "groups": [group for group in found if group.total],
        "total": sum(len(group.hits) for group in found),
    }
    status = 200 if form.is_valid() else 400
    return render_page(request, "study/search.html", context, fragment="found", status=status)
