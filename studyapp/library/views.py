"""Pages of the material itself: a card to write."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from studyapp.accounts.http import SignedInRequest, page_named
from studyapp.htmx import render_page, wants_fragment
from studyapp.library.forms import CardForm
from studyapp.library.models import Card
from studyapp.library.revision import CardChanged


@require_http_methods(["GET", "POST"])
@login_required
def card_edit(request: SignedInRequest, card_id: int) -> HttpResponse:
    """The wording of one card of a deck that the person may change."""
    mine = Card.objects.editable_by(request.user).select_related("deck")
    card = get_object_or_404(mine, pk=card_id)
    posted = request.POST.copy() if request.method == "POST" else None
    form = CardForm(posted, card=card)
    back = page_named(request, reverse("study:deck", args=[card.deck.slug]))
    stored, status = None, 200

    if posted is not None and form.is_valid() and not wants_fragment(request):
        try:
            messages.info(request, "Card saved." if form.save() else "Nothing was changed.")
            return redirect(back)
        except CardChanged as clash:
            stored, status = clash.stored, 409
            posted["version"] = str(stored.version)
    elif form.errors and not wants_fragment(request):
        status = 422

    context = {
        "card": form.preview() if form.is_bound else card,
        "form": form,
        "stored": stored,
        "twins": Card.objects.duplicates_of(card),
        "back": back,
    }
    template = "library/card_edit.html"
    return render_page(request, template, context, fragment="card-preview", status=status)
