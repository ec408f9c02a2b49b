"""The front page for strangers, Today for those who learn here, and the map of a subject."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from studyapp import charts
from studyapp.accounts.access import learner_of, learner_required
from studyapp.accounts.http import LearnerRequest, SignedInRequest
from studyapp.library.models import Concept, Deck, Objective, Subject
from studyapp.progress.knowledge import knowledge, needs_among
from studyapp.progress.learning_path import learning_path
from studyapp.progress.overview import first_decks, overview
from studyapp.progress.subjects import cards_teaching, chapters, course_outline, sections_teaching
from studyapp.study.models import Session
from studyapp.study.planning import today_of
from studyapp.study.turns import LABELS


@require_GET
def landing(request: HttpRequest) -> HttpResponse:
    """What Recto is, beside the first of the ten cards that anyone may try."""
    if request.user.is_authenticated:
        return redirect("progress:today")
    guest = learner_of(request)
    trial = Session.objects.of(guest).trials().last() if guest else None
    deck = Deck.objects.with_trial().order_by("pk").first()
    context = {
        "deck": deck,
        "card": deck.cards.active().filter(key=deck.trial[0]).first() if deck else None,
        "trial": trial,
        "is_over": trial is not None and not trial.ahead(timezone.now(), length=1),
        "labels": LABELS,
    }
    return render(request, "progress/landing.html", context)


@require_GET
@login_required
def today(request: SignedInRequest) -> HttpResponse:
    """What is due and how long it takes, the day's goal, and how everything stands."""
    day = overview(request.user, timezone.now())
    context: dict[str, Any] = {"day": day}
    if day.is_first_visit:
        context |= {"first_decks": first_decks(request.user)}
    else:
        context |= {
            "decks": [
                (deck, standing, charts.stair(standing.mastery.histogram, deck.title))
                for deck, standing in day.decks
            ],
            "legend": charts.legend(),
            "dots": charts.day_dots(day.cards_by_day, day.today),
            "bars": charts.due_bars(day.ahead, day.today),
        }
    return render(request, "progress/today.html", context)


@require_GET
@learner_required
def subject(request: LearnerRequest, slug: str) -> HttpResponse:
    """All that there is to learn of a subject, and how well each of its goals is mastered."""
    found = get_object_or_404(Subject, slug=slug)
    learner, now = request.learner, timezone.now()
    what = knowledge(learner, found, today_of(learner, now))
    goals = found.objectives.filter(archived_at__isnull=True)
    context = {
        "subject": found,
        "chapters": chapters(learner, found, what, now),
        "goals": [(goal, what.mastery(what.of_goal(goal.pk))) for goal in goals],
        "courses": course_outline(found),
    }
    return render(request, "progress/subject.html", context)


@require_GET
@learner_required
def objective(request: LearnerRequest, slug: str) -> HttpResponse:
    """One learning goal: how well it is mastered, and in which order to learn what it takes."""
    goals = Objective.objects.filter(archived_at__isnull=True).select_related("subject")
    goal = get_object_or_404(goals, slug=slug)
    what = knowledge(request.learner, goal.subject, today_of(request.learner, timezone.now()))
    mine = what.of_goal(goal.pk)
    first, then = learning_path(needs_among(what.concepts), [concept.pk for concept in mine])

    def steps(path: list[int]) -> list[tuple[Concept, int, int]]:
        return [(what.concepts[pk], *what.share(what.concepts[pk])) for pk in path]

    context = {
        "goal": goal,
        "mastery": what.mastery(mine),
        "first": steps(first),
        "then": steps(then),
    }
    return render(request, "progress/objective.html", context)


@require_GET
@learner_required
def concept(request: LearnerRequest, slug: str) -> HttpResponse:
    """One topic: what it means, what it builds on, and the cards and notes that teach it."""
    active = Concept.objects.active()
    found = get_object_or_404(active.select_related("subject", "objective"), slug=slug)
    context = {
        "concept": found,
        "kin": active.kin_of(found).select_related("objective"),
        "needs": active.filter(leads_to=found),
        "leads_to": active.filter(needs=found),
        "cards": cards_teaching(found, request.learner, timezone.now()),
        "sections": sections_teaching(found, request.learner),
    }
    return render(request, "progress/concept.html", context)
