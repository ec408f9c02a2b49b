"""What a learner decides about one card: star it, skip it for today, set it aside."""

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from studyapp.accounts.access import learner_required
from studyapp.accounts.http import LearnerRequest, page_named
from studyapp.htmx import wants_fragment
from studyapp.library.models import Card
from studyapp.study import aside
from studyapp.study.browsing import row
from studyapp.study.history import history
from studyapp.study.models import Memory
from studyapp.study.models.memory import cards_of
from studyapp.study.planning import today_of


@require_GET
@learner_required
def card_history(request: LearnerRequest, card_id: int) -> HttpResponse:
    """One card with both sides open, and all that the learner did with it."""
    learner, now = request.learner, timezone.now()
    card = get_object_or_404(cards_of(learner).visible_to(learner), pk=card_id)
    today = today_of(learner, now)
    context = {
        "row": row(card, learner, today=today),
        "history": history(learner, card),
        "may_edit": Card.objects.editable_by(learner).filter(pk=card.pk).exists(),
    }
    return render(request, "study/card_history.html", context)


@require_POST
@learner_required
def card_star(request: LearnerRequest, card_id: int) -> HttpResponse:
    """Star the card, or take the star away."""
    card = get_object_or_404(Card.objects.visible_to(request.learner), pk=card_id)
    starred = Memory.objects.star(request.learner, card, on=request.POST.get("on") == "1")
    if wants_fragment(request):
        return render(request, "study/_star.html", {"card": card, "starred": starred})
    return _back(request, card)


@require_POST
@learner_required
@transaction.atomic
def card_bury(request: LearnerRequest, card_id: int) -> HttpResponse:
    """Leave the card alone until tomorrow."""
    card = get_object_or_404(Card.objects.visible_to(request.learner), pk=card_id)
    aside.bury(request.learner, card, at=timezone.now())
    return _back(request, card)


@require_POST
@learner_required
@transaction.atomic
def card_suspend(request: LearnerRequest, card_id: int) -> HttpResponse:
    """Set the card aside until the learner takes it back."""
    card = get_object_or_404(Card.objects.visible_to(request.learner), pk=card_id)
    aside.suspend(request.learner, card, on=request.POST.get("on") == "1", at=timezone.now())
    return _back(request, card)


def _back(request: LearnerRequest, card: Card) -> HttpResponse:
    return redirect(page_named(request, reverse("study:deck", args=[card.deck.slug])))
