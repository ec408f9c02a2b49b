"""A note to read, with the cards that ask for what it says."""

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from studyapp.accounts.access import learner_required
from studyapp.accounts.http import LearnerRequest
from studyapp.library.models import Concept, Note
from studyapp.study.offers import offers_of


@require_GET
@learner_required
def note(request: LearnerRequest, slug: str) -> HttpResponse:
    """A page to read before its deck, or beside it."""
    readable = Note.objects.visible_to(request.learner)
    found = get_object_or_404(readable.select_related("deck__subject", "deck__author"), slug=slug)
    taught = Prefetch("concepts", Concept.objects.active())
    sections = list(found.sections.filter(archived_at__isnull=True).prefetch_related(taught))
    context = {
        "note": found,
        "sections": sections,
        "minutes": found.minutes(sections),
        "questions": found.questions(sections),
        "offers": offers_of(request.learner, found, sections, at=timezone.now()),
    }
    return render(request, "study/note.html", context)
