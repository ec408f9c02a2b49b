"""How much to aim to remember, in the learner's own numbers."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from studyapp.accounts.http import SignedInRequest
from studyapp.study.models import Memory
from studyapp.study.retention import forecasts, replan


@require_http_methods(["GET", "POST"])
@login_required
@transaction.atomic
def retention(request: SignedInRequest) -> HttpResponse:
    """What each choice costs with the learner's cards; a POST plans all of them anew."""
    if request.method == "POST":
        moved = replan(request.user, at=timezone.now())
        messages.info(request, f"{moved} card{' has' if moved == 1 else 's have'} a new day.")
        return redirect("study:retention")
    known = Memory.objects.of(request.user).introduced().filter(suspended=False)
    stabilities = known.values_list("stability", flat=True)
    rows = forecasts((s for s in stabilities if s), request.user.maximum_interval)
    return render(request, "study/retention.html", {"forecasts": rows, "cards": len(stabilities)})
