"""A draft is looked at, confirmed once, and stays as the batch that it became."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.library.models import (
    Card,
    CardVersion,
    Concept,
    Deck,
    Objective,
    Picture,
    Subject,
)
from studyapp.study.models import Memory
from tests.factories import NOON, make_card, make_classroom, make_deck, make_history
from tests.interchange.drafts import bring, confirm, file, import_text, sides, states, take_back

HTMX = {"HX-Request": "true"}


def test_nothing_is_written_before_the_number_is_pressed(browser: Client, deck: Deck) -> None:
    url = bring(browser, deck)
    page = browser.get(url).content.decode()
    assert "Import 2 cards" in page
    assert "Guessed: tab-separated, 2 lines" in page
    assert not Card.objects.exists()
    assert browser.get(url).content.decode().count("Leave out") == 2


def test_confirming_makes_cards_and_the_batch_stays(browser: Client, deck: Deck) -> None:
    make_card(deck, "first", position=4)
    batch = import_text(browser, deck)
    assert sides(deck)[1:] == [
        ("What is drift?", "Change over time"),
        ("What is skew?", "A difference of sides"),
    ]
    assert list(deck.cards.order_by("pk").values_list("position", flat=True)) == [4, 5, 6]
    assert "Change over time" in deck.cards.get(front="What is drift?").back_html
    assert batch.counts == {"added": 2, "changed": 0, "same": 0, "left_out": 0, "problems": 0}
    page = browser.get(reverse("interchange:transfer", args=[batch.pk])).content.decode()
    assert "Import done" in page
    assert "Nothing was lost." in page


def test_confirming_twice_imports_once(browser: Client, deck: Deck) -> None:
    url = bring(browser, deck)
    confirm(browser, url)
    again = browser.post(url, {"told": "2-0-0-0"})
    assert again.status_code == 302
    assert deck.cards.count() == 2


def test_a_deck_that_changed_meanwhile_is_shown_again(browser: Client, deck: Deck) -> None:
    url = bring(browser, deck)
    told = browser.get(url).context["plan"].told
    make_card(deck, front="What is drift?", back="Something else")
    response = browser.post(url, {"told": told})
    assert response.status_code == 409
    page = response.content.decode()
    assert "This deck changed meanwhile." in page
    assert "Changed" in page
    assert deck.cards.count() == 1


def test_a_deck_that_was_taken_from_the_person_gets_nothing(
    client: Client, boole: User, ada: User
) -> None:
    shared = make_deck(ada, visibility="class", classroom=make_classroom(boole, ada))
    client.force_login(boole)
    url = bring(client, shared)
    Deck.objects.update(visibility="private", classroom=None)
    response = client.post(url, {"told": "2-0-0-0"})
    assert response.status_code == 409
    assert "You may no longer change this deck." in response.content.decode()
    assert not Card.objects.exists()


def test_an_instructor_imports_into_the_class_deck(client: Client, boole: User, ada: User) -> None:
    shared = make_deck(ada, visibility="class", classroom=make_classroom(boole, ada))
    client.force_login(boole)
    import_text(client, shared)
    assert shared.cards.count() == 2


def test_the_same_text_again_finds_its_cards(browser: Client, deck: Deck) -> None:
    import_text(browser, deck)
    url = bring(browser, deck)
    assert states(browser, url) == [(1, "same"), (2, "same")]
    page = browser.get(url).content.decode()
    assert "You imported the same text on" in page
    assert "There is nothing to import" in page
    assert browser.post(url, {"told": "0-0-2-0"}).status_code == 409
    assert deck.cards.count() == 2


def test_a_new_answer_changes_the_card_and_ratings_stay(
    browser: Client, deck: Deck, ada: User
) -> None:
    import_text(browser, deck)
    make_history(ada, deck, 4, 5, at=NOON)
    before = list(Memory.objects.order_by("pk").values())
    url = bring(
        browser, deck, "What is  DRIFT?\tThe data move\nWhat is skew?\tA difference of sides"
    )
    assert states(browser, url) == [(1, "changed"), (2, "same")]
    assert "Import 1 card" in browser.get(url).content.decode()
    confirm(browser, url)
    card = deck.cards.get(front="What is  DRIFT?")
    assert (card.back, card.version, deck.cards.count()) == ("The data move", 2, 2)
    assert list(Memory.objects.order_by("pk").values()) == before


def test_an_id_finds_a_card_whose_question_changed(browser: Client, deck: Deck) -> None:
    import_text(browser, deck, "id,front,back,hint\ndrift,What is drift?,Change,a boat")
    import_text(browser, deck, "id,front,back\ndrift,What drifts?,The data")
    card = deck.cards.get()
    assert (card.key, card.front, card.back) == ("drift", "What drifts?", "The data")
    assert card.hint == "a boat"  # the second table says nothing of hints


def test_lines_that_make_no_card_are_told_and_left_out(browser: Client, deck: Deck) -> None:
    text = "A?\ta\nA?\tb\nB?\t\n\tc\nC?\t![x](http://elsewhere/x.png)\nD?\t" + "x" * 20_001
    url = bring(browser, deck, text)
    assert states(browser, url) == [
        (1, "new"), (2, "duplicate"), (3, "faulty"), (4, "faulty"), (5, "faulty"), (6, "faulty"),
    ]  # fmt: skip
    page = browser.get(url).content.decode()
    for line, reason in (
        (2, "Same question as line 1."),
        (3, "The answer is missing."),
        (4, "The question is missing."),
        (5, "The answer: Pictures must be uploaded here; this one has an address elsewhere."),
        (6, "The answer: This text is longer than 20,000 characters."),
    ):
        assert f'#l{line}">Line {line}</a>: {reason}' in page
    batch = confirm(browser, url)
    assert sides(deck) == [("A?", "a")]
    assert [line for line, _ in batch.problems] == [2, 3, 4, 5, 6]
    page = browser.get(url).content.decode()
    assert "Line 3: The answer is missing." in page


LACKING = "What is drift?\t\nWhat is skew?\tTwo sides\n\tA boat"


def test_what_a_line_lacks_is_typed_in_its_place_and_counts(browser: Client, deck: Deck) -> None:
    url = bring(browser, deck, LACKING)
    page = browser.get(url).content.decode()
    assert 'name="back-1"' in page
    assert 'name="front-3"' in page
    assert "Leave out all 2" in page
    assert "Import 1 card" in page
    browser.post(url, {"fill": "1", "back-1": " Change = $x$ ", "front-3": " ", "back-2": "Mine"})
    page = browser.get(url).content.decode()
    assert "Import 2 cards" in page
    assert "Leave out the one" in page
    assert not Card.objects.exists()
    browser.post(url, {"skip": "2", "front-3": "What swims?"})
    confirm(browser, url)
    assert sides(deck) == [("What is drift?", "Change = $x$"), ("What swims?", "A boat")]


def test_a_line_that_stands_alone_gets_its_answer(browser: Client, deck: Deck) -> None:
    url = bring(browser, deck, "What?\nThat.\nWhy?")
    browser.post(url, {"fill": "1", "back-3": "So."})
    confirm(browser, url)
    assert sides(deck) == [("What?", "That."), ("Why?", "So.")]


def test_to_fix_lines_first_leads_to_the_first_of_them(browser: Client, deck: Deck) -> None:
    text = "".join(f"What is {n}?\tIt is {n}\n" for n in range(150))
    url = bring(browser, deck, f"{text}Who?\t\n")
    response = browser.post(url, {"told": "150-0-0-1", "problems": "mend"})
    assert response.headers["Location"] == f"{url}?page=2#l151"
    assert not Card.objects.exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("x" * 2_001, "Line 1: at most 2,000 characters can be typed here."),
        ("a\0b", "cannot be stored"),
    ],
)
def test_what_cannot_be_typed_is_told(
    browser: Client, deck: Deck, typed: str, sentence: str
) -> None:
    url = bring(browser, deck, LACKING)
    response = browser.post(url, {"fill": "1", "back-1": typed})
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert states(browser, url)[0] == (1, "faulty")


def test_what_was_typed_is_forgotten_when_the_text_is_read_otherwise(
    browser: Client, deck: Deck
) -> None:
    url = bring(browser, deck, LACKING)
    browser.post(url, {"fill": "1", "back-1": "Change"})
    browser.post(url, {"format": "lines"})
    assert "Change" not in browser.get(url).content.decode()
    text = "Odd\t![x](http://elsewhere/x.png)\nB?\t"
    other = bring(browser, deck, text)
    browser.post(other, {"fill": "1", "back-2": "<script>alert(1)</script>", "back-99": "x"})
    page = browser.get(other).content.decode()
    assert "<script>alert" not in page
    assert "Import 1 card" in page


def test_a_line_can_be_left_out_and_taken_again(browser: Client, deck: Deck) -> None:
    url = bring(browser, deck)
    assert browser.post(url, {"skip": "1"}).status_code == 302
    page = browser.get(url).content.decode()
    assert "Import 1 card" in page
    assert "Take in" in page
    browser.post(url, {"take": "1"})
    fragment = browser.post(url, {"skip": "2"}, headers=HTMX).content.decode().strip()
    assert fragment.startswith('<div class="cols cols-main" id="preview">')
    batch = confirm(browser, url)
    assert sides(deck) == [("What is drift?", "Change over time")]
    assert batch.problems == [[2, "You left this line out."]]


def test_pairs_that_slipped_are_mended_with_one_press(browser: Client, deck: Deck) -> None:
    url = bring(browser, deck, "Lecture 3\nWhat?\nThat.\nWhy?\nSo.\nWho?\nThey.")
    assert "Line 1 seems to stand alone" in browser.get(url).content.decode()
    browser.post(url, {"mend": "1"})
    assert "The pairs were put right." in browser.get(url).content.decode()
    confirm(browser, url)
    assert sides(deck) == [("What?", "That."), ("Why?", "So."), ("Who?", "They.")]


def test_the_guess_can_be_overridden(browser: Client, deck: Deck) -> None:
    url = bring(browser, deck, "What, why?\nThis, that\nWho, where?\nThey, there")
    assert browser.get(url).context["plan"].format == "comma"
    browser.post(url, {"format": "lines", "tidy": "on"})
    planned = browser.get(url).context["plan"]
    assert (planned.format, planned.reason, planned.ready) == (
        "lines", "Read as question and answer on lines in turn", 2,
    )  # fmt: skip
    assert browser.post(url, {"format": "odd"}).status_code == 422


def test_question_and_answer_may_be_other_columns(browser: Client, deck: Deck) -> None:
    url = bring(browser, deck, "a\tA?\nb\tB?")
    both = {"format": "tab", "question": "1", "answer": "1"}
    assert "two different columns" in browser.post(url, both).content.decode()
    browser.post(url, both | {"answer": "0"})
    confirm(browser, url)
    assert sides(deck) == [("A?", "a"), ("B?", "b")]


def test_what_is_recognised_is_shown_and_may_be_switched_off(browser: Client, deck: Deck) -> None:
    text = "Yeast lives.\tTrue.\nHow?\t1) mix 2) knead\nWhat? (Hint: this)\tThat"
    url = bring(browser, deck, text)
    page = browser.get(url).content.decode()
    for found in ("True or false", "List", "Hint"):
        assert f'<span class="tag">{found}</span>' in page
    plain = bring(browser, deck, text)
    browser.post(plain, {"format": "tab"})
    assert [e.row.found for e in browser.get(plain).context["plan"].entries] == [(), (), ()]
    confirm(browser, url)
    shapes = list(deck.cards.in_order().values_list("shape", "accepted", "hint"))
    assert shapes == [("true_false", ["true"], ""), ("list", [], ""), ("plain", [], "this")]


def test_blanks_become_a_card_each(browser: Client, deck: Deck) -> None:
    url = bring(browser, deck, "Front\tBack\n{{c1::Yeast}} eats {{c2::sugar}}\t")
    assert "Import 2 cards" in browser.get(url).content.decode()
    confirm(browser, url)
    cards = deck.cards.order_by("cloze_number")
    assert [(c.kind, c.cloze_number, c.accepted) for c in cards] == [
        ("cloze", 1, ["Yeast"]), ("cloze", 2, ["sugar"]),
    ]  # fmt: skip
    assert len({card.sibling_key for card in cards}) == 1
    again = bring(browser, deck, "Front\tBack\n{{c1::Yeast}} eats {{c2::sugar}}\tMostly")
    assert states(browser, again) == [(2, "changed")]


def test_concepts_that_are_known_are_tied_and_others_told(browser: Client, deck: Deck) -> None:
    subject = Subject.objects.create(slug="baking", title="Baking")
    goal = Objective.objects.create(subject=subject, slug="bake", text="Bake")
    facts = {"subject": subject, "objective": goal, "definition": "It lives."}
    yeast = Concept.objects.create(slug="b-yeast", name="Yeast", **facts)
    batch = import_text(browser, deck, "Front\tBack\tConcepts\nA?\ta\tyeast, odd\nB?\tb\tb-yeast")
    assert set(yeast.cards.values_list("front", flat=True)) == {"A?", "B?"}
    assert batch.problems == [[2, "No concept is called “odd”."]]


def test_newer_fields_come_along_and_what_does_not_fit_is_told(browser: Client, deck: Deck) -> None:
    parts = '"{""pros"": ""light"", ""cons"": ""dear""}"'
    text = (
        "id,front,back,plain,template,parts,source,tags,after\n"
        'mean,Mean?,A sum over a count,The middle,,,Norm: Means,"week 3, sums",\n'
        f"oven,Oven?,It is hot,,pros_cons,{parts},,,mean\n"
        "salt,Salt?,Little,,profile,{},,,none\n"
        "pan,Pan?,A thing,,,,,,pan\n"
    )
    batch = import_text(browser, deck, text)
    mean, oven, salt, pan = deck.cards.in_order()
    assert (mean.plain, mean.source, mean.tags) == ("The middle", "Norm: Means", ["week 3", "sums"])
    assert (oven.template, oven.parts) == ("pros_cons", {"pros": "light", "cons": "dear"})
    assert oven.back == "**Pros**\n\nlight\n\n**Cons**\n\ndear"
    assert oven.after == mean
    assert (salt.template, salt.after, pan.after) == ("", None, None)
    assert [tuple(problem) for problem in batch.problems] == [
        (3, "Its answer was put together from its parts."),
        (4, "No card “none” stands before this one, so it follows none."),
        (4, "The parts of its answer fit no template; its answer is one text."),
        (5, "No card “pan” stands before this one, so it follows none."),
    ]
    import_text(browser, deck, "id,front,back\noven,Oven?,It glows")
    oven.refresh_from_db()
    assert (oven.back, oven.template, oven.parts) == ("It glows", "", {})


def test_a_card_that_follows_another_now_changes_but_for_its_wording(
    browser: Client, deck: Deck
) -> None:
    import_text(browser, deck, "id,front,back\na,A?,a\nb,B?,b")
    table = "id,front,back,after\na,A?,a,\nb,B?,b,a"
    url = bring(browser, deck, table)
    assert states(browser, url) == [(2, "same"), (3, "changed")]
    batch = confirm(browser, url)
    leader, follower = deck.cards.order_by("key")
    assert (follower.after, follower.version) == (leader, 1)
    assert not CardVersion.objects.exists()
    assert states(browser, bring(browser, deck, table)) == [(2, "same"), (3, "same")]
    take_back(browser, batch)
    assert deck.cards.get(key="b").after is None


def test_no_table_leads_a_chain_in_a_circle(browser: Client, deck: Deck) -> None:
    import_text(browser, deck, "id,front,back,after\na,A?,a,\nb,B?,b,a\nc,C?,c,b")
    url = bring(browser, deck, "id,front,back,after\na,A?,a,c")
    assert states(browser, url) == [(2, "same")]


def test_the_wording_before_is_kept_with_who_wrote_it(
    client: Client, boole: User, ada: User
) -> None:
    shared = make_deck(ada, visibility="class", classroom=make_classroom(boole, ada))
    card = make_card(shared, front="What is drift?", back="Old")
    client.force_login(boole)
    batch = import_text(client, shared)
    card.refresh_from_db()
    assert (card.edited_by, card.back) == (boole, "Change over time")
    old = card.versions.get()
    assert (old.version, old.author, old.wording["back"]) == (1, ada, "Old")
    take_back(client, batch)
    card.refresh_from_db()
    assert (card.back, card.version) == ("Old", 3)
    newest = CardVersion.objects.of(card).first()
    assert newest
    assert (newest.version, newest.wording["back"]) == (2, "Change over time")


def test_pictures_of_ones_own_are_tied_to_the_cards_that_show_them(
    browser: Client, deck: Deck, ada: User, carol: User
) -> None:
    facts = {"content": b"", "kind": "image/webp", "width": 1, "height": 1}
    mine, hers = (Picture.objects.create(author=person, **facts) for person in (ada, carol))
    text = "".join(f"Which {n}?\t![bread]({p.get_absolute_url()})\n"
                   for n, p in enumerate((mine, hers)))  # fmt: skip
    import_text(browser, deck, text)
    assert list(mine.cards.values_list("front", flat=True)) == ["Which 0?"]
    assert not hers.cards.exists()


def test_hostile_text_comes_out_harmless(browser: Client, deck: Deck) -> None:
    bad = '<script>alert(1)</script>"><img src=x onerror=alert(1)>{{ 7*7 }}{% load x %}'
    text = f"Front\tBack\t{bad}\n{bad}\t{bad}\t{bad}"
    url = bring(browser, None, "", file=file(text.encode(), f"{bad}.csv"), title=bad)
    batch = confirm(browser, url)
    assert batch.deck
    for address in (url, "/decks/import/", f"/decks/{batch.deck.slug}/"):
        page = browser.get(address).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "{{ 7*7 }}" in page or address == "/decks/import/"


def test_a_foreign_import_is_not_found(
    browser: Client, client: Client, deck: Deck, carol: User
) -> None:
    draft = bring(browser, deck)
    batch = reverse("interchange:transfer", args=[import_text(browser, deck).pk])
    client.force_login(carol)
    for url in (draft, batch):
        assert client.get(url).status_code == 404
        assert client.post(url, {"told": "2-0-0-0"}).status_code == 404


def test_an_archived_deck_gets_nothing(browser: Client, deck: Deck) -> None:
    url = bring(browser, deck)
    Deck.objects.update(archived_at=timezone.now())
    assert browser.post(url, {"told": "2-0-0-0"}).status_code == 409
    assert not Card.objects.exists()


def queries_of(browser: Client, deck: Deck, count: int) -> int:
    text = "".join(f"What is {deck.pk}-{n}?\tIt is {n}\n" for n in range(count))
    url = bring(browser, deck, text)
    told = browser.get(url).context["plan"].told
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert browser.post(url, {"told": told}).status_code == 302
    assert deck.cards.count() == count
    return len(captured)


def test_as_many_statements_for_one_card_as_for_many(browser: Client, ada: User) -> None:
    counts = [queries_of(browser, make_deck(ada, f"deck-{n}"), n) for n in (1, 50, 300)]
    assert len(set(counts)) == 1
    assert counts[0] < 20


def test_ten_thousand_rows_come_in_at_once(browser: Client, deck: Deck) -> None:
    text = "".join(f"What is {n}?\tIt is {n}\n" for n in range(10_000))
    assert import_text(browser, deck, text).counts["added"] == 10_000
    assert deck.cards.count() == 10_000


@pytest.mark.django_db(transaction=True)
def test_presses_at_once_import_once(browser: Client, deck: Deck) -> None:
    drafts = [bring(browser, deck) for _ in range(2)]

    def press(url: str) -> int:
        other = Client()
        other.cookies = browser.cookies
        try:
            return other.post(url, {"told": "2-0-0-0"}).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as threads:
        statuses = list(threads.map(press, drafts * 3))
    assert sorted(set(statuses)) == [302, 409]
    assert deck.cards.count() == 2


@pytest.mark.parametrize("page", ["1", "3", "9", "x"])
def test_a_long_preview_has_pages(browser: Client, deck: Deck, page: str) -> None:
    text = "".join(f"What is {n}?\tIt is {n}\n" for n in range(250))
    response = browser.get(bring(browser, deck, text), {"page": page})
    shown = {"1": 100, "3": 50, "9": 50, "x": 100}[page]
    assert response.content.decode().count('<tr role="row" id="l') == shown
