"""A deck of one's own: made, described, written row by row."""

import re

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.views.decorators.http import require_http_methods, require_POST

from studyapp.accounts.http import SignedInRequest
from studyapp.htmx import wants_fragment
from studyapp.library.bulk import BulkForm
from studyapp.library.copying import copy_deck
from studyapp.library.deck_forms import DeckForm, RowForm
from studyapp.library.models import Card, Concept, Deck, DeckRating, Visibility
from studyapp.library.models.deck import SMALL
from studyapp.library.revision import CardChanged
from studyapp.library.rows import KEY, Row, RowRefused, move_row, rows_of, save_row

ON_A_PAGE = 100
STARS = ("1", "2", "3", "4", "5")


def _mine(request: SignedInRequest) -> QuerySet[Deck]:
    return Deck.objects.editable_by(request.user)


@require_http_methods(["GET", "POST"])
@login_required
def deck_create(request: SignedInRequest) -> HttpResponse:
    """A new deck, before its first card."""
    posted = request.POST if request.method == "POST" else None
    form = DeckForm(posted, author=request.user)
    if form.is_valid():
        deck = Deck.objects.create_for(request.user, **form.cleaned_data)
        return redirect("library:deck_edit", deck.slug)
    status = 422 if form.errors else 200
    return render(request, "library/deck_create.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
@login_required
def deck_edit(request: SignedInRequest, slug: str) -> HttpResponse:
    """The deck's facts, which a POST changes, and its rows, which save themselves."""
    deck = get_object_or_404(_mine(request).select_related("classroom"), slug=slug)
    posted = request.POST if request.method == "POST" else None
    form = DeckForm(posted, author=request.user, deck=deck)
    if form.is_valid():
        deck.describe(**form.cleaned_data)
        messages.info(request, "Deck saved.")
        return redirect(request.path)

    page = _page_number(request)
    rows = rows_of(deck)
    last = max(1, -(-len(rows) // ON_A_PAGE))
    first = (min(page, last) - 1) * ON_A_PAGE
    context = {
        "deck": deck,
        "form": form,
        "bulk": BulkForm(deck=deck),
        "concepts": Concept.objects.filter(archived_at__isnull=True).only("slug", "name"),
        "blank": {"key": f"card-{get_random_string(10, SMALL)}"},
        "rows": rows[first : first + ON_A_PAGE],
        "first": first,
        "count": len(rows),
        "page": min(page, last),
        "pages": range(1, last + 1),
    }
    status = 422 if form.errors else 200
    return render(request, "library/deck_edit.html", context, status=status)


@require_POST
@login_required
def deck_row(request: SignedInRequest, slug: str) -> HttpResponse:
    """Save one row; the answer is what stands under it then."""
    deck = get_object_or_404(_mine(request), slug=slug)
    form = RowForm(request.POST)
    row, stored, status = None, None, 200
    if form.is_valid():
        try:
            row = save_row(deck, author=request.user, **form.cleaned_data)
        except CardChanged as clash:
            stored, status = clash.stored, 409
        except RowRefused as refused:
            form.add_error(None, str(refused))
    if form.errors:
        status = 422
    if not wants_fragment(request) and row:
        return redirect("library:deck_edit", slug)
    context = _row_context(deck, row) | {"form": form, "stored": stored}
    return render(request, "library/deck_row.html", context, status=status)


def _row_context(deck: Deck, row: Row | None) -> dict[str, object]:
    twin = Card.objects.duplicates_of(row.card).first() if row else None
    return {"deck": deck, "row": row, "twin": twin, "at": timezone.now()}


@require_POST
@login_required
def deck_row_move(request: SignedInRequest, slug: str) -> HttpResponse:
    """Change a row's place with its neighbour's."""
    deck = get_object_or_404(_mine(request), slug=slug)
    key = request.POST.get("key", "")
    if not re.fullmatch(KEY, key):
        return redirect("library:deck_edit", slug)
    move_row(deck, key, down=request.POST.get("down") == "1")
    if wants_fragment(request):
        return HttpResponse(status=204)
    return redirect(reverse("library:deck_edit", args=[slug]) + f"#row-{key}")


@require_POST
@login_required
def deck_rows(request: SignedInRequest, slug: str) -> HttpResponse:
    """Do one thing with all chosen rows: delete, take back, tag, tie to a concept."""
    deck = get_object_or_404(_mine(request), slug=slug)
    form = BulkForm(request.POST, deck=deck)
    said = form.save(at=timezone.now()) if form.is_valid() else form.sentence
    if wants_fragment(request):
        context = {"deck": deck, "said": said, "form": form, "keys": form.keys}
        status = 200 if form.is_valid() else 422
        return render(request, "library/deck_rows.html", context, status=status)
    messages.info(request, said)
    return redirect("library:deck_edit", slug)


@require_POST
@login_required
def deck_delete(request: SignedInRequest, slug: str) -> HttpResponse:
    """Put the deck in the trash, from where it comes back for thirty days."""
    deck = get_object_or_404(Deck.objects.of(request.user), slug=slug)
    deck.delete_by(request.user)
    messages.info(request, f"“{deck.title}” is in the trash for 30 days.")
    return redirect("library:trash")


@require_POST
def deck_copy(request: HttpRequest, slug: str) -> HttpResponse:
    """A copy of somebody else's deck, the person's own to edit; a guest is asked to sign in."""
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("study:deck", args=[slug]))
    found = get_object_or_404(Deck.objects.copyable_by(request.user), slug=slug)
    copy, made = copy_deck(found, request.user, token=get_random_string(8).lower())
    told = "This copy is yours: edit it as you like." if made else "You already have a copy."
    messages.info(request, told)
    return redirect("study:deck", copy.slug)


@require_POST
@login_required
def deck_rate(request: SignedInRequest, slug: str) -> HttpResponse:
    """The person's stars for a deck of somebody else that is shared with them."""
    shared = Deck.objects.visible_to(request.user).exclude(author=request.user)
    deck = get_object_or_404(shared.exclude(visibility=Visibility.PRIVATE), slug=slug)
    stars = request.POST.get("stars", "")
    if stars in STARS:
        DeckRating.objects.rate(deck, request.user, int(stars))
        messages.info(request, "Thank you for your stars.")
    else:
        messages.info(request, "Choose one to five stars.")
    return redirect("study:deck", slug)


def _page_number(request: SignedInRequest) -> int:
    asked = request.GET.get("page", "1")
    return max(1, int(asked)) if asked.isdecimal() and len(asked) < 7 else 1
