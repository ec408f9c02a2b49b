"""At 100,000 cards of 1,000 authors no page reads the whole table of cards."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from studyapp.accounts.models import User
from studyapp.library.models import Card, Deck
from tests.factories import make_user
from tests.study.test_counts import MEMORIES, PEOPLE, UNCHECKED

AUTHORS, EACH = 1_000, 100
DECKS = """
INSERT INTO library_deck (slug, title, description, tags, language, source, visibility, author_id,
    from_file, trial, updated_at, chains)
SELECT 'deck-' || id, 'Deck ' || id, '', '{}', 'en', '',
    CASE WHEN id %% 10 = 0 THEN 'public' ELSE 'private' END, id, false, '{}', now(),
    'in_order'
FROM accounts_user WHERE id > %(after)s
"""
# each card has a word of its own and one that a thousand share; nine in ten are not hers to see
CARDS = """
INSERT INTO library_card (deck_id, key, sibling_key, kind, shape, front, back, hint, explanation,
    accepted, key_points, wrong_answers, tags, language, position, version, status, updated_at,
    title, summary, front_html, back_html, hint_html, explanation_html, renderer,
    plain, plain_html, template, parts, source)
SELECT d.id, 'card-' || n, 'card-' || n, 'basic', 'plain', 'What is ' || own || '?',
    'A ' || shared || ' thing', '', '', '{}', '{}', '[]', '{}', '', n, 1, 'published', now(),
    'What is ' || own || '?', 'A ' || shared || ' thing', '<p>What is ' || own || '?</p>',
    '<p>A ' || shared || ' thing</p>', '', '', 0, '', '', '', '{}', ''
FROM library_deck d, generate_series(0, %(last)s) n, LATERAL (SELECT
    translate(md5(d.id || '-' || n), '0123456789', 'ghijklmnop') AS own,
    translate(md5((n %% 100)::text), '0123456789', 'ghijklmnop') AS shared) w
"""
# everybody studies all of their own
STUDIED = MEMORIES.replace(
    "WHERE l.id = ANY(%(learners)s)",
    "WHERE c.deck_id IN (SELECT id FROM library_deck WHERE author_id = l.id)",
).replace("%%", "%")


@pytest.fixture
def reader(db: None) -> User:
    """One of a thousand authors of a hundred cards each, who studies all of hers."""
    before = make_user("zero@example.org")
    with connection.cursor() as cursor:
        cursor.execute(PEOPLE, {"first": 1, "last": AUTHORS})
        cursor.execute(DECKS, {"after": before.pk})
        cursor.execute(CARDS, {"last": EACH - 1})
        cursor.execute(UNCHECKED)
        cursor.execute(STUDIED)
        cursor.execute("ANALYZE library_card, library_deck, study_memory, accounts_user")
    assert Card.objects.count() == AUTHORS * EACH
    reader: User = User.objects.get(email="learner500@example.org")
    return reader


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for part in plan.get("Plans", []):
        yield from nodes(part)


def whole_reads(statement: str) -> list[str]:
    """The big tables that the statement would read from end to end."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}")
        (plan,) = cursor.fetchone()
    return [
        node["Relation Name"]
        for node in nodes(plan[0]["Plan"])
        if node["Node Type"] == "Seq Scan"
        and node["Relation Name"] in ("library_card", "study_memory")
    ]


def test_no_page_reads_all_cards_and_each_asks_few_questions(client: Client, reader: User) -> None:
    client.force_login(reader)
    deck = Deck.objects.get(author=reader)
    card = deck.cards.earliest("pk")
    own, shared = card.title.split()[-1].strip("?"), card.summary.split()[1]
    search, browse = reverse("study:search"), reverse("study:browse")
    history = reverse("study:card_history", args=[card.pk])
    pages: list[tuple[str, dict[str, Any], int]] = [
        (search, {"q": own}, 5),
        (search, {"q": shared}, 5),
        (search, {"q": f"{shared} {own[:6]}"}, 5),
        (search, {"q": f"{own[:9]}x{own[9:]}"}, 5),
        (search, {"q": shared, "state": "4"}, 5),
        (browse, {}, 9),
        (browse, {"q": own}, 9),
        (browse, {"state": "due"}, 9),
        (browse, {"deck": deck.slug}, 9),
        (browse, {"deck": deck.slug, "page": 2, "state": "3"}, 9),
        (reverse("study:deck_list"), {"q": own}, 9),
        (history, {}, 9),
        (reverse("library:trash"), {}, 9),
        (reverse("library:report_list"), {}, 9),
        (reverse("library:deck_edit", args=[deck.slug]), {}, 9),
        (reverse("study:deck", args=[deck.slug]), {}, 25),
        (browse, {"state": "leech"}, 9),
        (browse, {"tag": "rye"}, 9),
        (reverse("interchange:deck_import"), {}, 9),
    ]
    slow: dict[str, Any] = {}
    for address, given, most in pages:
        with CaptureQueriesContext(connection) as asked:
            response = client.get(address, given)
        assert response.status_code == 200
        statements = [query["sql"] for query in asked.captured_queries]
        reads = [read for sql in statements for read in whole_reads(sql)]
        if reads or len(statements) > most:
            slow[f"{address} {given}"] = (reads, len(statements))
    assert slow == {}
