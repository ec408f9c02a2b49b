"""Errors that readers found: told, gathered for the author, settled with a word of thanks."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from studyapp.accounts.http import SignedInRequest, page_left, page_named
from studyapp.library.deck_forms import cleaned_text
from studyapp.library.models import Card, ErrorReport, Note

SHOWN = 100


class ReportForm(forms.Form):
    """What is wrong, in the reader's words."""

    text = forms.CharField(
        label="What is wrong?",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Say what is wrong."},
    )

    def clean_text(self) -> str:
        return cleaned_text(self.cleaned_data["text"])


class SettleForm(forms.Form):
    """The author's word on a report."""

    state = forms.ChoiceField(choices=[("accepted", "Mended"), ("declined", "Not an error")])
    reply = forms.CharField(required=False, max_length=1_000)

    def clean_reply(self) -> str:
        return cleaned_text(self.cleaned_data["reply"])


@require_http_methods(["GET", "POST"])
@login_required
def card_report(request: SignedInRequest, card_id: int) -> HttpResponse:
    """Tell the author of a card what is wrong with it."""
    readable = Card.objects.visible_to(request.user).select_related("deck")
    card = get_object_or_404(readable, pk=card_id)
    report = ErrorReport(card=card, version=card.version)
    back = reverse("study:deck", args=[card.deck.slug])
    return _report(request, "library/card_report.html", report, back)


@require_http_methods(["GET", "POST"])
@login_required
def note_report(request: SignedInRequest, slug: str) -> HttpResponse:
    """Tell the author of a note what is wrong with it."""
    note = get_object_or_404(Note.objects.visible_to(request.user), slug=slug)
    back = reverse("study:note", args=[slug])
    return _report(request, "library/note_report.html", ErrorReport(note=note), back)


def _report(
    request: SignedInRequest, template: str, report: ErrorReport, otherwise: str
) -> HttpResponse:
    back = page_named(request, page_left(request, otherwise))
    form = ReportForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        report.reporter, report.text = request.user, form.cleaned_data["text"]
        try:
            with transaction.atomic():
                report.save()
            messages.info(request, "Thank you. The author sees your report.")
        except IntegrityError:
            messages.info(request, "You have reported this already; the author sees it.")
        return redirect(back)
    context = {"report": report, "form": form, "back": back}
    status = 422 if form.errors else 200
    return render(request, template, context, status=status)


@require_GET
@login_required
def report_list(request: SignedInRequest) -> HttpResponse:
    """Reports that wait for this author, and what became of the author's own."""
    things = ("card__deck", "note", "reporter")
    waiting = ErrorReport.objects.to_settle(request.user).select_related(*things)[:SHOWN]
    mine = ErrorReport.objects.of(request.user).select_related(*things)[:SHOWN]
    context = {"waiting": list(waiting), "mine": list(mine)}
    response = render(request, "library/report_list.html", context)
    ErrorReport.objects.of(request.user).unseen().update(seen=True)
    return response


@require_POST
@login_required
def report_settle(request: SignedInRequest, report_id: int) -> HttpResponse:
    """Accept or decline a report on something of one's own."""
    mine = ErrorReport.objects.about_things_of(request.user)
    report = get_object_or_404(mine, pk=report_id)
    form = SettleForm(request.POST)
    if not form.is_valid():
        messages.info(request, "Say whether it was an error, in at most 1,000 characters.")
    elif report.settle(request.user, **form.cleaned_data):
        messages.info(request, "Settled. The reader is told, with thanks.")
    else:
        messages.info(request, "Somebody settled this report already.")
    return redirect("library:report_list")
