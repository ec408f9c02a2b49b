"""The library and a deck, with where the learner stands in them."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from studyapp import charts
from studyapp.accounts.access import learner_required
from studyapp.accounts.http import LearnerRequest, SignedInRequest
from studyapp.htmx import render_page
from studyapp.library.models import Deck
from studyapp.study.models.memory import cards_of, memory_of
from studyapp.study.planning import today_of, workload
from studyapp.study.shelf import LibraryForm, shelf
from studyapp.study.standing import known_cards, standings


@require_GET
@login_required
def deck_list(request: SignedInRequest) -> HttpResponse:
    """The library: every deck that the learner may study, searched, filtered and sorted."""
    form = LibraryForm(request.GET)
    context = {"form": form}
    if form.is_valid():
        context |= shelf(request.user, form, at=timezone.now())
    status = 200 if form.is_valid() else 400
    return render_page(request, "study/deck_list.html", context, fragment="decks", status=status)


@require_GET
@learner_required
def deck(request: LearnerRequest, slug: str) -> HttpResponse:
    """One deck: what is due, how well it is known, and its cards."""
    learner, now = request.learner, timezone.now()
    visible = Deck.objects.visible_to(learner).select_related("subject", "author")
    found = get_object_or_404(visible, slug=slug)
    today = today_of(learner, now)
    this = Deck.objects.filter(pk=found.pk)
    known = known_cards(learner, this)
    standing = standings(learner, this, at=now, today=today)[found.pk]
    cards = cards_of(learner).filter(deck=found).active().in_order()
    rows = [(card, memory_of(card, learner)) for card in cards]
    context = {
        "deck": found,
        "standing": standing,
        "work": workload(learner, known, at=now, today=today),
        "stair": charts.stair(standing.mastery.histogram, ""),
        "legend": charts.legend(standing.mastery.histogram),
        "cards": [(card, memory, memory.shown(today)) for card, memory in rows],
        "note": found.notes.filter(archived_at__isnull=True).first(),
        "may_edit": Deck.objects.editable_by(learner).filter(pk=found.pk).exists(),
    }
    return render(request, "study/deck.html", context)


