"""What a rating could cost: views that do less, or the same by the shortest way."""

from datetime import timedelta
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.decorators import login_required
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.utils import timezone

from studyapp.accounts.http import SignedInRequest
from studyapp.effort.models import StudyDay
from studyapp.study.models import Memory, Review

CARD = engines["django"].from_string("""
<section id="card" class="flash" data-id="{{ id }}" aria-live="polite">
  <header><span>{{ reps }} reviews</span>
    <time datetime="{{ due|date:'c' }}">{{ due|date:"j M" }}</time></header>
  <div class="flash-q">{{ front|safe }}</div>
  <details class="flash-a"><summary>Show answer</summary><div>{{ back|safe }}</div></details>
  <form method="post">
    <input type="hidden" name="card" value="{{ card }}">
    {% for rating in "12345" %}<button class="rate-btn mastery-{{ rating }}" name="rating"
      value="{{ rating }}" data-key="{{ rating }}">{{ rating }}</button>
    {% endfor %}
  </form>
</section>
""")
COLUMNS = ("id", "reps", "due", "card", "front", "back")

RATE = """
WITH learner AS (
  SELECT id FROM accounts_user WHERE id = %(learner)s AND is_active
), rated AS (
  SELECT id, card_id, learner_id FROM study_memory
  WHERE learner_id = (SELECT id FROM learner) AND due_at <= now() AND NOT suspended
  ORDER BY due_at, id LIMIT 1 FOR UPDATE
), moved AS (
  UPDATE study_memory AS memory
  SET stability = stability * 1.01 + 0.1, due_at = now() + interval '1 day', reps = reps + 1,
    version = version + 1, last_rating = %(rating)s
  FROM rated WHERE memory.id = rated.id
), logged AS (
  INSERT INTO study_review (learner_id, card_id, presentation_id, kind, rating, grade,
    map_version, source, format, checked, hint, at, recorded_at, time_zone, study_day, ms,
    retention, cap, parameters)
  SELECT learner_id, card_id, %(presentation)s, 'rating', %(rating)s, 3, 1, 'flashcard', 'self',
    false, false, now(), now(), 'UTC', current_date, 4000, 0.9, 365, 0
  FROM rated
), counted AS (
  INSERT INTO effort_studyday AS day (learner_id, day, ratings, entered, cards, new_cards,
    due_today, due_done, active_ms, last_at)
  SELECT learner_id, current_date, 1, 1, 1, 0, 0, 1, 4000, now() FROM rated
  ON CONFLICT (learner_id, day) DO UPDATE
  SET ratings = day.ratings + 1, cards = day.cards + 1, last_at = excluded.last_at
)
SELECT memory.id, reps, due_at, card.id, front_html, back_html
FROM study_memory AS memory JOIN library_card AS card ON card.id = card_id
WHERE learner_id = (SELECT id FROM learner) AND due_at <= now() AND NOT suspended
ORDER BY due_at, memory.id OFFSET 1 LIMIT 1
"""


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
            ms=4000,
        )
        memory.stability = (memory.stability or 0) * 1.01 + 0.1
        memory.due_at = now + timedelta(days=1)
        memory.reps += 1
        memory.version += 1
        memory.last_rating = rating
        memory.save(update_fields=["stability", "due_at", "reps", "version", "last_rating"])
        today, _ = StudyDay.objects.select_for_update().get_or_create(
            learner=learner, day=now.date(), defaults={"last_at": now}
        )
        today.ratings += 1
        today.cards += 1
        today.last_at = now
        today.save(update_fields=["ratings", "cards", "last_at"])
        after = due[0]
    card = after.card
    row = (after.pk, after.reps, after.due_at, card.pk, card.front_html, card.back_html)
    return HttpResponse(CARD.render(dict(zip(COLUMNS, row, strict=True)), request))


def by_hand(request: HttpRequest) -> HttpResponse:
    """The same in two round trips: the browser's session, then one statement for the rest."""
    given = {
        "learner": request.session[SESSION_KEY],
        "rating": int(request.POST["rating"]),
        "presentation": request.POST["presentation_id"],
    }
    with connection.cursor() as cursor:
        cursor.execute(RATE, given)
        row = cursor.fetchone()
    return HttpResponse(CARD.render(dict(zip(COLUMNS, row, strict=True))))
