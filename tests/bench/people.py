"""Learners with some weeks behind them, written in bulk."""

from django.conf import settings
from django.db import connection
from django.test import Client

from studyapp.accounts.models import User

LEARNERS = 200
DUE = 60  # cards of each learner that wait today
DAYS = 30

# every learner has met every card three times
MEMORIES = """
INSERT INTO study_memory (learner_id, card_id, version, starred, stability, difficulty, last_day,
  reps, lapses, due_day, due_at, first_pass_day, introduced_day, gate_day, failed, recovered,
  last_rating, passed, failures, suspended)
SELECT learner, card, 3, false, 9, 5, current_date - 10, 3, 0, due, due, current_date - 24,
  current_date - 24, current_date - 10, false, false, 4, true, 0, false
FROM (
  SELECT learner.id AS learner, card.id AS card, current_date
    + (row_number() OVER (PARTITION BY learner.id ORDER BY md5(card.key)))::integer - %s AS due
  FROM accounts_user AS learner, library_card AS card
)
"""
REVIEWS = """
INSERT INTO study_review (learner_id, card_id, presentation_id, kind, rating, grade, map_version,
  source, format, checked, hint, at, recorded_at, time_zone, study_day, ms, retention, cap,
  parameters)
SELECT learner_id, card_id, gen_random_uuid(), 'rating', 4, 3, 1, 'flashcard', 'self', false,
  false, day, day, 'UTC', day, 4000, 0.9, 365, 0
FROM study_memory, unnest(ARRAY[current_date - 24, current_date - 20, current_date - 10]) AS day
ORDER BY day
"""
STUDY_DAYS = """
INSERT INTO effort_studyday (learner_id, day, ratings, entered, cards, new_cards, due_today,
  due_done, active_ms, first_at, first_zone, last_at, last_zone)
SELECT id, current_date - back, 50, 45, 40, 5, 40, 40, 600000, current_date - back, 'UTC',
  current_date - back, 'UTC'
FROM accounts_user, generate_series(1, %s) AS back
"""


def fill() -> None:
    """Everyone who studies, over the cards that are loaded."""
    User.objects.bulk_create(
        User(email=f"learner{number}@example.org", password="!", new_cards_a_day=0)
        for number in range(LEARNERS)
    )
    with connection.cursor() as cursor:
        cursor.execute(MEMORIES, [DUE])
        cursor.execute(REVIEWS)
        cursor.execute(STUDY_DAYS, [DAYS])
        cursor.execute("VACUUM ANALYZE")


def signed_in() -> list[str]:
    """A browser session of each learner, by its key."""
    browser, keys = Client(), []
    for learner in User.objects.order_by("pk"):
        browser.force_login(learner)
        keys.append(browser.cookies[settings.SESSION_COOKIE_NAME].value)
        browser.cookies.clear()
    return keys
