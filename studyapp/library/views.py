"""Pages of the material itself: a card to write."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.views.decorators.http import require_http_methods, require_POST

from studyapp.accounts.http import SignedInRequest, page_named
from studyapp.htmx import render_page, wants_fragment
from studyapp.library.copying import copy_deck
from studyapp.library.forms import CardForm
from studyapp.library.models import Card, Deck
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

    shown = form.preview() if form.is_bound else card
    context = {
        "card": shown,
        "question": shown.question(request.user.definitions),
        "answers": shown.answers(request.user.definitions),
        "form": form,
        "stored": stored,
        "twins": Card.objects.duplicates_of(card),
        "back": back,
    }
    template = "library/card_edit.html"
    return render_page(request, template, context, fragment="card-preview", status=status)


@require_POST
def deck_copy(request: HttpRequest, slug: str) -> HttpResponse:
    """A copy of a deck from a file, the person's own to edit; a guest is asked to sign in."""
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("study:deck", args=[slug]))
    found = get_object_or_404(Deck.objects.copyable_by(request.user), slug=slug)
    copy, made = copy_deck(found, request.user, token=get_random_string(8).lower())
    told = "This copy is yours: edit it as you like." if made else "You already have a copy."
    messages.info(request, told)
    return redirect("study:deck", copy.slug)
