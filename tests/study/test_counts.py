"""What a page costs does not grow with the deck, the history or the number of learners."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.effort.models import StudyDay
from studyapp.library.models import Card, Deck
from studyapp.study.models import Memory, Review
from studyapp.study.planning import start_session
from tests.factories import make_cards, make_deck, make_history
from tests.study.page import asked, open_page, start, turns_in, url_of

MOST_QUERIES = 12
MOST_BUFFERS = 6

PEOPLE = """
INSERT INTO accounts_user (password, is_superuser, email, display_name, role, is_guest, is_staff,
    is_active, joined_at, last_seen, time_zone, rollover_hour, theme, shortcuts, shows_intervals,
    daily_goal, new_cards_a_day, desired_retention, maximum_interval, fuzz_key,
    definitions)
SELECT '', false, 'learner' || n || '@example.org', '', 'learner', false, false, true, now(), now(),
    'UTC', 4, 'device', true, true, 10, 10, 0.9, 365, gen_random_uuid(), 'plain'
FROM generate_series(%(first)s, %(last)s) n
"""
# as a class studies: a tenth of the cards is due, many of them on the same day
MEMORIES = """
INSERT INTO study_memory (learner_id, card_id, version, starred, stability, difficulty, last_day,
    reps, lapses, due_day, introduced_day, gate_day, failed, recovered, last_rating, passed,
    failures, suspended, due_at)
SELECT l.id, c.id, 1, false, 10, 5, current_date - 30, 3, 0, d.day, current_date - 30,
    current_date - 30, false, false, 4, true, 0, c.position %% 50 = 7, d.day + time '04:00'
FROM accounts_user l, library_card c,
    LATERAL (SELECT current_date + (c.position %% 40) - 4 AS day) d
WHERE l.id = ANY(%(learners)s)
"""
LOG = """
INSERT INTO study_review (learner_id, card_id, session_id, presentation_id, kind, rating, grade,
    map_version, source, format, checked, hint, at, recorded_at, time_zone, study_day, ms,
    retention, cap, parameters)
SELECT m.learner_id, m.card_id, NULL, gen_random_uuid(), 'rating', 4, 3, 1, 'flashcard', 'self',
    false, false, now() - interval '30 days', now() - interval '30 days', 'UTC',
    current_date - 30, 900, 0.9, 365, 0
FROM study_memory m WHERE m.learner_id = ANY(%(learners)s)
"""
# what bulk rows point to is there; the test's transaction takes the keys back
UNCHECKED = """
SET CONSTRAINTS ALL IMMEDIATE;
DO $$ DECLARE c record; BEGIN
    FOR c IN SELECT conrelid::regclass AS relation, conname FROM pg_constraint WHERE contype = 'f'
        AND conrelid IN ('study_memory'::regclass, 'study_review'::regclass)
    LOOP EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', c.relation, c.conname); END LOOP;
END $$;
"""


def make_big_deck(author: User, slug: str, cards: int) -> Deck:
    """A deck written at once, its faces as if they had been rendered."""
    deck = make_deck(author, slug)
    Card.objects.bulk_create(
        Card(
            deck=deck, key=f"card-{n}", sibling_key=f"card-{n}", front="f", back="b", position=n,
            title=f"front {n}", front_html="<p>f</p>", back_html="<p>b</p>",
        )
        for n in range(cards)
    )  # fmt: skip
    return deck


def sql(statement: str, **given: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, given or None)


def grow(first: int, last: int) -> None:
    """Learners who know every card, with one row of the log for each of their memories."""
    sql(PEOPLE, first=first, last=last)
    emails = [f"learner{n}@example.org" for n in range(first, last + 1)]
    learners = list(User.objects.filter(email__in=emails).values_list("pk", flat=True))
    sql(MEMORIES, learners=learners)
    sql(LOG, learners=learners)
    for table in ("accounts_user", "library_card", "study_memory", "study_review"):
        sql(f"ANALYZE {table}")


def explained(statement: str) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {statement}")
        found = cursor.fetchone()[0]
    plan: dict[str, Any] = (json.loads(found) if isinstance(found, str) else found)[0]["Plan"]
    return plan


def nodes(plan: dict[str, Any]) -> list[dict[str, Any]]:
    return [plan, *(node for child in plan.get("Plans", ()) for node in nodes(child))]


def buffers(rows: QuerySet[Any]) -> int:
    plan = json.loads(rows.explain(analyze=True, buffers=True, format="json"))[0]["Plan"]
    return int(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"])


def queries(client: Client, method: str, address: str, **sent: Any) -> list[str]:
    """The statements of one request, without the marks of the test's own transaction."""
    with CaptureQueriesContext(connection) as caught:
        response = getattr(client, method)(address, sent)
    assert response.status_code < 400
    return [query["sql"] for query in caught if "SAVEPOINT" not in query["sql"]]


def rating(client: Client, deck: Deck) -> list[str]:
    """The statements of the day's first rating, of a new card, on a page that paints ahead."""
    session = start(client, deck)
    sent = asked(client, session).rated(4, held="")
    return queries(client, "post", url_of(session, "session_rate"), **sent)


def test_a_rating_takes_few_queries_whatever_the_deck_and_the_history(
    signed_in: Client, ada: User, deck: Deck
) -> None:
    make_cards(deck, 6)
    few = rating(signed_in, deck)
    Review.objects.all().delete()
    StudyDay.objects.all().delete()
    Memory.objects.all().delete()

    ada.new_cards_a_day = 100
    ada.save()
    known = make_big_deck(ada, "known", 2_000)
    sql(MEMORIES, learners=[ada.pk])
    sql(LOG, learners=[ada.pk])
    Memory.objects.filter(card__deck=deck).delete()
    Memory.objects.update(due_day=timezone.now() + timedelta(days=9), due_at=timezone.now())
    Memory.objects.update(due_at=timezone.now() + timedelta(days=9))
    new = make_big_deck(ada, "new", 2_000)
    many = rating(signed_in, new)

    assert len(many) == len(few) <= MOST_QUERIES
    assert Memory.objects.filter(card__deck=known).count() == 2_000


def test_a_rating_in_the_midst_of_a_session_takes_no_more(signed_in: Client, deck: Deck) -> None:
    make_cards(deck, 8)
    session = start(signed_in, deck)
    counts = []
    for value in (1, 4, 2, 5):
        sent = asked(signed_in, session).rated(value, held="")
        counts.append(len(queries(signed_in, "post", url_of(session, "session_rate"), **sent)))
    assert max(counts) <= MOST_QUERIES


@pytest.mark.parametrize("page", ["/decks/", "/decks/bread/", "/today/", "session", "summary"])
def test_a_page_takes_as_many_queries_for_many_rows_as_for_few(
    signed_in: Client, ada: User, deck: Deck, page: str
) -> None:
    ada.new_cards_a_day = 100
    ada.save()
    past = timezone.now() - timedelta(days=40)
    make_cards(deck, 20)
    make_history(ada, deck, 4, 1, at=past)
    session = start(signed_in, deck)
    turn = asked(signed_in, session)
    signed_in.post(url_of(session, "session_rate"), turn.rated(2))
    named = {"session": url_of(session), "summary": url_of(session, "session_summary")}
    address = named.get(page, page)
    few = queries(signed_in, "get", address)
    for number in range(4):
        other = make_deck(ada, f"deck-{number}")
        make_cards(other, 5)
        make_history(ada, other, 4, 3, 1, at=past)
    for value in (2, 2, 4, 1, 4, 5):
        turn = turns_in(open_page(signed_in, session))[0]
        signed_in.post(url_of(session, "session_rate"), turn.rated(value))
    assert len(queries(signed_in, "get", address)) == len(few)


def test_a_search_takes_one_query_more_than_a_look(signed_in: Client, deck: Deck) -> None:
    make_cards(deck, 5)
    look = queries(signed_in, "get", "/decks/")
    assert len(queries(signed_in, "get", "/decks/", q="front", sort="title")) == len(look) + 1


def test_at_scale_the_next_card_is_found_at_once_and_no_log_is_walked(
    signed_in: Client, ada: User
) -> None:
    deck = make_big_deck(ada, "big", 1_000)
    sql(UNCHECKED)
    at = timezone.now()
    read = {}
    for first, last in ((1, 10), (11, 300)):
        grow(first, last)
        learner = User.objects.get(email="learner5@example.org")
        due = Memory.objects.of(learner).due(at)
        assert due.count() > 50
        read[Memory.objects.count()] = buffers(due[:1])
    assert list(read) == [10_000, 300_000]
    # thirty times the rows are one more level of the index, and nothing else
    assert read[10_000] <= read[300_000] <= min(MOST_BUFFERS, read[10_000] + 1), read

    session = start(signed_in, deck)
    sent = asked(signed_in, session).rated(4, held="")
    statements = queries(signed_in, "post", url_of(session, "session_rate"), **sent)
    statements += queries(signed_in, "get", url_of(session))
    for statement in statements:
        if statement.startswith("SELECT"):
            walked = [
                node["Relation Name"]
                for node in nodes(explained(statement))
                if node["Node Type"] == "Seq Scan"
            ]
            assert not {"study_review", "study_memory"} & set(walked), statement


def test_the_first_rating_of_a_day_in_a_session_of_the_day_before_takes_no_more(
    signed_in: Client, ada: User, deck: Deck
) -> None:
    make_cards(deck, 6)
    session = start_session(ada, deck=deck, at=timezone.now() - timedelta(days=1))
    sent = asked(signed_in, session).rated(4, held="")
    assert len(queries(signed_in, "post", url_of(session, "session_rate"), **sent)) <= MOST_QUERIES


def test_a_learner_first_seen_today_by_a_rating_takes_no_more(
    signed_in: Client, ada: User, deck: Deck
) -> None:
    make_cards(deck, 6)
    session = start(signed_in, deck)
    sent = asked(signed_in, session).rated(4, held="")
    User.objects.update(last_seen=timezone.now() - timedelta(days=2))
    taken = queries(signed_in, "post", url_of(session, "session_rate"), **sent)
    about_studying = [each for each in taken if "last_seen" not in each.split("SET")[-1]]
    assert len(about_studying) <= MOST_QUERIES
