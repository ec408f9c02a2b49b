"""The front page for strangers, and Today for those who learn here."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from studyapp import charts
from studyapp.accounts.access import learner_of
from studyapp.accounts.http import SignedInRequest
from studyapp.library.models import Deck
from studyapp.progress.overview import first_decks, overview
from studyapp.study.models import Session
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
