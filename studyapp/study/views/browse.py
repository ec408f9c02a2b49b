"""Cards as a list, and what is done to many of them at once."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ObjectDoesNotExist
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from studyapp.accounts.http import SignedInRequest, page_named
from studyapp.htmx import render_page
from studyapp.library.models import Deck
from studyapp.study import bulk
from studyapp.study.browsing import PAGE, BrowseForm, listed, row, scope_of
from studyapp.study.forms import BulkForm
from studyapp.study.models import BulkChange
from studyapp.study.models.bulk_change import Verb
from studyapp.study.planning import today_of


@require_GET
@login_required
def browse(request: SignedInRequest) -> HttpResponse:
    """Cards as a list, both sides open: of a deck, of a topic, or all of one's own."""
    form, person, now = BrowseForm(request.GET), request.user, timezone.now()
    context = {"form": form, "address": _address(request.GET), "verbs": Verb}
    if form.is_valid():
        try:
            cards, scope = scope_of(person, form.cleaned_data)
        except ObjectDoesNotExist as missing:
            raise Http404 from missing
        today = today_of(person, now)
        found = listed(cards, form.cleaned_data, at=now, today=today)
        page = Paginator(found, PAGE).get_page(request.GET.get("page"))
        context |= {
            "scope": scope,
            "page": page,
            "rows": [row(card, person, today=today) for card in page],
            "decks": Deck.objects.editable_by(person).order_by("title"),
            "done": _done(request),
        }
    status = 200 if form.is_valid() else 400
    return render_page(request, "study/browse.html", context, fragment="card-list", status=status)


@require_POST
@login_required
def bulk_change(request: SignedInRequest) -> HttpResponse:
    """Do one thing to all the chosen cards."""
    back = page_named(request, reverse("study:browse"))
    form = BulkForm(request.POST, person=request.user)
    if not form.is_valid():
        context = {"sentence": form.sentence, "back": back}
        return render(request, "study/bulk_change.html", context, status=422)
    data = form.cleaned_data
    made = bulk.change(
        request.user,
        Verb(data["verb"]),
        data["cards"],
        at=timezone.now(),
        deck=data["deck"],
        tag=data["tag"],
    )
    if made is None:
        messages.info(request, "Nothing changed: no card here is otherwise, or yours to change.")
        return redirect(back)
    path, _, query = back.partition("?")
    address = QueryDict(query, mutable=True)
    address["done"] = str(made.pk)
    return redirect(f"{path}?{address.urlencode()}")


@require_POST
@login_required
def bulk_undo(request: SignedInRequest, change_id: int) -> HttpResponse:
    """Take back what was done to many cards at once."""
    made = get_object_or_404(BulkChange.objects.of(request.user), pk=change_id)
    bulk.undo(made, at=timezone.now())
    made.refresh_from_db()
    messages.info(request, made.undone)
    return redirect(page_named(request, reverse("study:browse")))


def _address(given: QueryDict) -> str:
    """This list without what was last done to it, as the address that leads back to it."""
    kept = given.copy()
    kept.pop("done", None)
    return f"{reverse('study:browse')}?{kept.urlencode()}"


def _done(request: SignedInRequest) -> BulkChange | None:
    """What was done last, while it can still be taken back."""
    word = request.GET.get("done", "")
    if not (word.isascii() and word.isdigit() and len(word) < 19):
        return None
    return BulkChange.objects.of(request.user).filter(pk=int(word), undone_at__isnull=True).first()
