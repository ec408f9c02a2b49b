"""A card to write, and what it said before."""

import re

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from studyapp.accounts.http import SignedInRequest, page_named
from studyapp.htmx import render_page, wants_fragment
from studyapp.library.forms import CardForm
from studyapp.library.models import Card, CardVersion, Concept, Note
from studyapp.library.revision import CardChanged, revise

SMALL_NUMBER = re.compile(r"\d{1,6}$")


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
            messages.info(
                request, "Card saved." if form.save(author=request.user) else "Nothing was changed."
            )
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
        "concepts": Concept.objects.active().only("slug", "name"),
        "twins": Card.objects.duplicates_of(card),
        "back": back,
    }
    template = "library/card_edit.html"
    return render_page(request, template, context, fragment="card-preview", status=status)


@require_http_methods(["GET", "POST"])
@login_required
def card_versions(request: SignedInRequest, card_id: int) -> HttpResponse:
    """What the card said before, by whom and when; a POST makes it say one of these again."""
    mine = Card.objects.editable_by(request.user).select_related("deck", "edited_by")
    card = get_object_or_404(mine, pk=card_id)
    versions = CardVersion.objects.of(card)
    if request.method == "POST":
        number, seen = request.POST.get("version", ""), request.POST.get("seen", "")
        old = versions.filter(version=int(number)).first() if SMALL_NUMBER.match(number) else None
        if old is None or not SMALL_NUMBER.match(seen):
            messages.info(request, "There is no such version.")
        else:
            try:
                revise(card, old.wording, version=int(seen), author=request.user)
                messages.info(request, f"The card says again what it said in version {number}.")
            except CardChanged:
                messages.info(request, "Somebody changed the card meanwhile; look again.")
        return redirect(request.path)
    return render(request, "library/card_versions.html", {"card": card, "versions": versions})


@require_POST
@login_required
def note_delete(request: SignedInRequest, slug: str) -> HttpResponse:
    """Put a note of one's own in the trash."""
    found = get_object_or_404(Note.objects.editable_by(request.user), slug=slug)
    found.archive()
    messages.info(request, f"“{found}” is in the trash for 30 days.")
    return redirect("library:trash")
