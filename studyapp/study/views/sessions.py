"""A study session: question, answer, rating, undo, summary. Every state has its address."""

from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from studyapp import charts
from studyapp.accounts.access import GUEST, learner_of, learner_required, refuse_many_guests
from studyapp.accounts.http import LearnerRequest
from studyapp.accounts.models import User
from studyapp.library.models import Deck, Note, Section
from studyapp.study.forms import RatingForm, StartForm
from studyapp.study.models import Review, Session
from studyapp.study.next_card import resting
from studyapp.study.planning import NothingToStudy, start_session, start_trial
from studyapp.study.refusals import RatedElsewhere, Refusal
from studyapp.study.summary import summary_of
from studyapp.study.turns import LABELS, ago, turns


@require_POST
@learner_required
def session_start(request: LearnerRequest) -> HttpResponse:
    """Study one deck, the cards of a note or of its section, or everything that is due."""
    deck, note, section, form = None, None, None, StartForm(request.POST)
    if not form.is_valid():
        raise Http404
    asked = form.cleaned_data
    if asked["deck"]:
        deck = get_object_or_404(Deck.objects.visible_to(request.learner), slug=asked["deck"])
    if asked["note"]:
        note = get_object_or_404(Note.objects.visible_to(request.learner), slug=asked["note"])
    if note and asked["section"]:
        shown = note.sections.filter(archived_at__isnull=True)
        section = get_object_or_404(shown, key=asked["section"])
    try:
        started = start_session(
            request.learner, deck=deck, note=note, section=section, at=timezone.now()
        )
    except NothingToStudy:
        return redirect(_page_about(deck, note, section) or reverse("progress:today"))
    return redirect("study:session", started.pk)


def _page_about(deck: Deck | None, note: Note | None, section: Section | None) -> str:
    """The page of what a session is about; of all that is due there is none."""
    if note:
        place = f"#{section.key}" if section else ""
        return reverse("study:note", args=[note.slug]) + place
    return reverse("study:deck", args=[deck.slug]) if deck else ""


@require_POST
def trial_start(request: HttpRequest) -> HttpResponse:
    """Ten cards without an account: one guest for each browser."""
    deck = Deck.objects.with_trial().order_by("pk").first()
    if deck is None:
        raise Http404
    if request.user.is_authenticated:
        return redirect("study:deck", deck.slug)
    guest = learner_of(request)
    if guest is None and (refusal := refuse_many_guests(request)):
        return refusal
    try:
        with transaction.atomic():
            guest = guest or User.objects.create_guest(request.POST.get("time_zone", "UTC"))
            started = start_trial(guest, deck, at=timezone.now())
    except NothingToStudy:
        raise Http404 from None
    request.session[GUEST] = guest.pk
    return redirect("study:session", started.pk)


@require_GET
@learner_required
def session(request: LearnerRequest, session_id: int) -> HttpResponse:
    """The question of the card to ask now, with the next four cards behind it."""
    sitting = get_object_or_404(_mine(request), pk=session_id)
    return _page(request, sitting, first=request.GET.get("card", ""))


@require_GET
@learner_required
def session_answer(request: LearnerRequest, session_id: int, card_id: int) -> HttpResponse:
    """The answer of a card that the session is still to ask."""
    sitting = get_object_or_404(_mine(request), pk=session_id)
    return _page(request, sitting, first=str(card_id), revealed=True)


@require_POST
@learner_required
def session_rate(request: LearnerRequest, session_id: int) -> HttpResponse:
    """Keep one rating; a page that paints ahead gets the turns that it lacks."""
    form = RatingForm(request.POST)
    now = timezone.now()
    with transaction.atomic():
        sitting = get_object_or_404(Session.objects.of(request.learner).for_change(), pk=session_id)
        if not form.is_valid():
            return _refused(request, sitting, form.sentence, status=422)
        try:
            if form.cleaned_data["change"]:
                review = get_object_or_404(
                    Review.objects.of(request.learner).ratings().live(),
                    pk=form.cleaned_data["change"],
                )
                kept = sitting.change(
                    review, form.answer.rating, form.answer.presentation_id, now=now
                )
            else:
                kept = sitting.rate(form.answer, now=now)
        except RatedElsewhere as conflict:
            return _conflict(request, sitting, conflict, form)
        except Refusal as refusal:
            return _refused(request, sitting, str(refusal), status=refusal.status)
    if "held" not in request.POST:
        return redirect("study:session", session_id)
    return _top_up(request, sitting, kept, form.cleaned_data["held"], now)


@require_POST
@learner_required
def session_undo(request: LearnerRequest, session_id: int) -> HttpResponse:
    """Take back the newest rating and show its card again."""
    with transaction.atomic():
        sitting = get_object_or_404(Session.objects.of(request.learner).for_change(), pk=session_id)
        try:
            undone = sitting.undo(now=timezone.now())
        except Refusal as refusal:
            return _refused(request, sitting, str(refusal), status=refusal.status)
    return redirect(f"{reverse('study:session', args=[session_id])}?card={undone.card_id}&undone")


@require_GET
@learner_required
def session_summary(request: LearnerRequest, session_id: int) -> HttpResponse:
    """What the session came to; leaving early shows the same page."""
    sitting = get_object_or_404(_mine(request), pk=session_id)
    summary = summary_of(sitting, at=timezone.now())
    context = {
        "session": sitting,
        "summary": summary,
        "stair_before": charts.stair(summary.before, "Before this session"),
        "stair_after": charts.stair(summary.after, "After this session"),
        "legend": charts.legend(summary.after),
        "leave_url": _leave_url(sitting),
    }
    return render(request, "study/session_summary.html", context)


def _leave_url(sitting: Session) -> str:
    if sitting.learner.is_guest:
        return reverse("progress:landing")
    deck, note = sitting.deck, sitting.note
    if deck and not Deck.objects.visible_to(sitting.learner).contains(deck):
        deck = None
    if note and not Note.objects.visible_to(sitting.learner).contains(note):
        note = None
    return _page_about(deck, note, sitting.section) or reverse("progress:today")


def _mine(request: LearnerRequest) -> QuerySet[Session]:
    return Session.objects.of(request.learner).select_related("learner", "deck", "note", "section")


def _page(
    request: LearnerRequest, sitting: Session, *, first: str, revealed: bool = False
) -> HttpResponse:
    now = timezone.now()
    ahead = sitting.ahead(now)
    named = [card for card in sitting.shown_before if str(card) == first]
    if named and sitting.may_ask(named[0], ahead):
        ahead = [*named, *(card for card in ahead if card not in named)][: len(ahead) or 1]
    elif revealed:
        return redirect("study:session", sitting.pk)
    if not ahead:
        return redirect("study:session_summary", sitting.pk)
    context = {
        "session": sitting,
        "turns": turns(sitting, ahead, at=now),
        "revealed": revealed,
        "progress": sitting.progress,
        "skipped": sitting.skipped,
        "undone": "undone" in request.GET,
        "can_undo": any(not row.gone for row in sitting.log),
    }
    return render(request, "study/session.html", context)


def _top_up(
    request: LearnerRequest, sitting: Session, kept: Review, held: list[int], now: datetime
) -> HttpResponse:
    ahead = sitting.ahead(now)
    # a corrected card may be in the page's hand as it was before the correction
    lacking = [card for card in ahead if card not in held or card == kept.card_id]
    context = {
        "session": sitting,
        "turns": turns(sitting, lacking, at=now),
        "order": ahead,
        "progress": sitting.progress,
        "review": kept,
        "resting": kept.card_id in resting(sitting.asked),
    }
    return render(request, "study/_top_up.html", context)


def _conflict(
    request: LearnerRequest, sitting: Session, conflict: RatedElsewhere, form: RatingForm
) -> HttpResponse:
    context = {
        "session": sitting,
        "review": conflict.review,
        "rating": form.cleaned_data["rating"],
        "label_now": LABELS[form.cleaned_data["rating"]],
        "presentation_id": uuid4(),
        "sentence": str(conflict),
    }
    if review := conflict.review:
        context["label_before"] = LABELS[review.rating or 0]
        context["ago"] = ago(timezone.now() - review.recorded_at)
    return render(request, "study/session_conflict.html", context, status=conflict.status)


def _refused(
    request: LearnerRequest, sitting: Session, sentence: str, *, status: int
) -> HttpResponse:
    context = {"session": sitting, "sentence": sentence}
    return render(request, "study/session_refused.html", context, status=status)
