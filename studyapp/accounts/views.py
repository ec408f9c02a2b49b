from copy import copy

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from studyapp.accounts.forms import SettingsForm
from studyapp.accounts.http import SignedInRequest, page_named
from studyapp.accounts.models import Theme, User
from studyapp.htmx import render_page, wants_fragment


@require_http_methods(["GET", "POST"])
@login_required
def settings(request: SignedInRequest) -> HttpResponse:
    """The person's preferences, saved as each one changes."""
    posted = request.POST if request.method == "POST" else None
    # a copy: a refused name must not show in the header
    form = SettingsForm(posted, instance=copy(request.user))
    if form.is_valid():
        form.save()
        if not wants_fragment(request):
            messages.success(request, "Saved.")
            return redirect("accounts:settings")
    return render_page(
        request,
        "accounts/settings.html",
        {"form": form},
        fragment="settings-state",
        status=422 if form.errors else 200,
    )


@require_POST
@login_required
def theme(request: SignedInRequest) -> HttpResponse:
    """Keeps the theme that the header's button names, and goes back to the page."""
    chosen = request.POST.get("theme")
    if chosen not in Theme.values:
        return HttpResponseBadRequest("Choose device, light or dark.", content_type="text/plain")
    User.objects.filter(pk=request.user.pk).update(theme=chosen)
    if wants_fragment(request):
        return HttpResponse(status=204)
    return redirect(page_named(request, reverse("accounts:settings")))
