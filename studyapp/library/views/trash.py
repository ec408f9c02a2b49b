"""What a person deleted, for thirty days."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from studyapp.accounts.http import SignedInRequest
from studyapp.library.models import TRASH_LIFE, Card, Deck, Note

SHOWN = 200


@require_GET
@login_required
def trash(request: SignedInRequest) -> HttpResponse:
    """Decks, cards and notes that can still be brought back, the latest first."""
    since = timezone.now() - TRASH_LIFE
    kinds = (("deck", "Decks", Deck), ("card", "Cards", Card), ("note", "Notes", Note))
    groups = [
        (kind, title, list(model.objects.trash_of(request.user, since=since)[:SHOWN]))
        for kind, title, model in kinds
    ]
    context = {"days": TRASH_LIFE.days, "groups": [group for group in groups if group[2]]}
    return render(request, "library/trash.html", context)


@require_POST
@login_required
def trash_restore(request: SignedInRequest) -> HttpResponse:
    """Bring one thing back, with all that its learners knew of it."""
    since = timezone.now() - TRASH_LIFE
    kinds: dict[str, type[Deck] | type[Card] | type[Note]]
    kinds = {"deck": Deck, "card": Card, "note": Note}
    kind, number = request.POST.get("kind", ""), request.POST.get("id", "")
    found: Deck | Card | Note | None = None
    if kind in kinds and number.isdecimal() and len(number) < 19:
        found = kinds[kind].objects.trash_of(request.user, since=since).filter(pk=number).first()
    if found:
        found.restore()
        messages.info(request, f"“{found}” is back.")
    else:
        messages.info(request, "This is not in the trash any more.")
    return redirect("library:trash")
