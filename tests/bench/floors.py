"""What a rating could cost: a view that does nothing, and one that does the same plainly."""

from datetime import timedelta
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.utils import timezone

from studyapp.accounts.http import SignedInRequest
from studyapp.effort.models import StudyDay
from studyapp.study.models import Memory, Review

CARD = engines["django"].from_string("""
<section id="card" class="flash" data-id="{{ memory.pk }}" aria-live="polite">
  <header>{{ memory.reps }} reviews <time>{{ memory.due_at|date:"j M" }}</time></header>
  <div class="flash-q">{{ memory.card.front_html|safe }}</div>
  <details><summary>Show answer</summary>{{ memory.card.back_html|safe }}</details>
  <form method="post">
    <input type="hidden" name="card" value="{{ memory.card_id }}">
    {% for rating in "12345" %}<button class="rate-btn mastery-{{ rating }}" name="rating"
      value="{{ rating }}" data-key="{{ rating }}">{{ rating }}</button>{% endfor %}
  </form>
</section>
""")


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse(b"ok")


@login_required
def plain_orm(request: SignedInRequest) -> HttpResponse:
    """A rating as anyone would first write it: lock, log, move, count, fetch the next card."""
    learner, now, rating = request.user, timezone.now(), int(request.POST["rating"])
    due = Memory.objects.of(learner).due(now).select_related("card")
    with transaction.atomic():
        memory = due.select_for_update(of=("self",))[0]
        Review.objects.create(
            learner=learner,
            card=memory.card,
            presentation_id=UUID(request.POST["presentation_id"]),
            rating=rating,
            grade=3,
            at=now,
            time_zone=learner.time_zone,
            study_day=now.date(),
        )
        memory.stability = (memory.stability or 0) * 1.01 + 0.1
        memory.due_at = now + timedelta(days=1)
        memory.reps += 1
        memory.version += 1
        memory.last_rating = rating
        memory.save(update_fields=["stability", "due_at", "reps", "version", "last_rating"])
        today, _ = StudyDay.objects.select_for_update().get_or_create(
            learner=learner, day=now.date(), defaults={"first_at": now, "last_at": now}
        )
        today.ratings += 1
        today.cards += 1
        today.last_at = now
        today.save(update_fields=["ratings", "cards", "last_at"])
    return HttpResponse(CARD.render({"memory": due[0]}, request))
