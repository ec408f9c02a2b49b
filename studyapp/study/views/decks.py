"""The library and a deck, with where the learner stands in them."""

from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from studyapp import charts
from studyapp.accounts.access import learner_required
from studyapp.accounts.http import LearnerRequest, SignedInRequest
from studyapp.accounts.models import User
from studyapp.htmx import render_page
from studyapp.library.models import Card, Deck, DeckRating, ErrorReport, Note, Visibility
from studyapp.study.models.memory import cards_of, memory_of
from studyapp.study.planning import LONGEST, Candidate, new_cards, today_of, workload
from studyapp.study.scheduler import study_day
from studyapp.study.shelf import LibraryForm, shelf
from studyapp.study.standing import Standing, known_cards, standings
from studyapp.study.summary import day_in_words


@require_GET
@login_required
def deck_list(request: SignedInRequest) -> HttpResponse:
    """The library: every deck that the learner may study, searched, filtered and sorted."""
    form = LibraryForm(request.GET)
    context: dict[str, object] = {"form": form}
    if form.is_valid():
        context |= shelf(request.user, form, at=timezone.now())
        context["reports"] = ErrorReport.objects.news_for(request.user).count()
    status = 200 if form.is_valid() else 400
    return render_page(request, "study/deck_list.html", context, fragment="decks", status=status)


@require_GET
@learner_required
def deck(request: LearnerRequest, slug: str) -> HttpResponse:
    """One deck: what is due, how well it is known, and its cards."""
    learner, now = request.learner, timezone.now()
    visible = Deck.objects.visible_to(learner).select_related("subject", "author", "origin")
    found = get_object_or_404(visible, slug=slug)
    today = today_of(learner, now)
    this = Deck.objects.filter(pk=found.pk)
    known = known_cards(learner, this)
    standing = standings(learner, this, at=now, today=today, cards=known)[found.pk]
    work = workload(learner, known, at=now, today=today)
    due = min(work.fine_today, LONGEST)
    may_edit = Deck.objects.editable_by(learner).filter(pk=found.pk).exists()
    cards = cards_of(learner).filter(deck=found)
    rows = list((cards.kept() if may_edit else cards.active()).in_order())
    order = [
        Candidate(c.pk, found.pk, c.sibling_key, c.after_id, found.chains)
        for c in rows
        if not c.is_draft
    ]
    new = new_cards(order, known, work.due, today, limit=work.new_allowed)
    mastery = standing.mastery
    context = {
        "deck": found,
        "standing": standing,
        "coverage": None if mastery.coverage is None else 100 * mastery.coverage,
        "work": work,
        "due_count": due,
        "today_count": due or len(new),
        "next_due": _next_due(standing, learner, today),
        "stair": charts.stair(mastery.histogram, f"{mastery.cards} cards by mastery"),
        "legend": charts.legend(mastery.histogram),
        "cards": [_row(card, learner, today) for card in rows],
        "notes": list(Note.objects.visible_to(learner).filter(deck=found)),
        "may_edit": may_edit,
        "may_rate": not learner.is_guest and found.may_be_rated_by(learner),
        "may_copy": found.visibility == Visibility.PUBLIC and found.author_id != learner.pk,
        "stars": DeckRating.objects.of_deck(found, learner),
        "people": found.learners.count(),
    }
    return render(request, "study/deck.html", context)


def _row(card: Card, learner: User, today: date) -> dict[str, object]:
    memory = memory_of(card, learner)
    shown, fades = memory.shown(today), memory.fades(today)
    return {"card": card, "memory": memory, "shown": shown, "fades": fades}


def _next_due(standing: Standing, learner: User, today: date) -> str | None:
    """The day on which the deck's next card comes back, in words."""
    if standing.next_due_at is None:
        return None
    day = study_day(standing.next_due_at, learner.time_zone, learner.rollover_hour)
    return "later today" if day <= today else day_in_words(day, today)
