"""The cards of a note, or of one section of it, studied from its page."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.library.models import Card, Concept, Deck, Note, Objective, Section, Subject
from studyapp.study.aside import suspend
from studyapp.study.models import Session
from tests.factories import make_card, make_classroom, make_deck, make_history, rate
from tests.study.page import open_page, press, url_of
from tests.study.test_counts import queries

URL = reverse("study:session_start")
MOST_OF_A_PAGE = 14
MOST_OF_A_START = 18


class Reading:
    """A note of two sections beside a deck: four cards about flour, one about salt, one else."""

    def __init__(self, deck: Deck) -> None:
        self.subject = Subject.objects.create(slug="baking", title="Baking")
        self.goal = Objective.objects.create(subject=self.subject, slug="bake", text="Bake bread")
        self.deck = deck
        self.note = Note.objects.create(slug="grain", title="Grain and salt", deck=deck)
        self.flour, self.salt = self.concept("flour"), self.concept("salt")
        self.milling = self.section("milling", self.flour)
        self.seasoning = self.section("seasoning", self.salt)
        self.cards = [self.card(f"flour-{n}", self.flour, position=n) for n in range(4)]
        self.salty = self.card("salty", self.salt, position=4)
        self.other = make_card(deck, "other", front="Else?", position=5)

    def concept(self, slug: str, same_as: Concept | None = None) -> Concept:
        return Concept.objects.create(
            subject=self.subject, objective=self.goal, slug=slug, name=slug, definition="It is.",
            same_as=same_as,
        )  # fmt: skip

    def section(self, key: str, *concepts: Concept) -> Section:
        position = self.note.sections.count()
        made = Section.objects.create(note=self.note, key=key, title=key.title(), position=position)
        made.concepts.set(concepts)
        return made

    def card(self, key: str, concept: Concept, deck: Deck | None = None, **more: object) -> Card:
        made = make_card(deck or self.deck, key, front=f"What of {key}?", **more)
        made.concepts.add(concept)
        return made


@pytest.fixture
def reading(deck: Deck) -> Reading:
    return Reading(deck)


def start(client: Client, section: str = "") -> Session:
    response = client.post(URL, {"note": "grain", "section": section})
    return Session.objects.get(pk=int(response.headers["Location"].split("/")[-2]))


def planned(session: Session) -> list[int]:
    return [each.card for each in session.planned]


def note_page(client: Client) -> str:
    html = client.get(reverse("study:note", args=["grain"])).content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.split("<main")[1]))


def pks(*cards: Card) -> list[int]:
    return [card.pk for card in cards]


def test_a_note_is_studied_as_the_cards_of_what_its_sections_name(
    signed_in: Client, reading: Reading
) -> None:
    assert "Study as 5 cards" in note_page(signed_in)
    session = start(signed_in)
    assert planned(session) == pks(*reading.cards, reading.salty)
    assert (session.scope, session.deck, session.note) == ("note", None, reading.note)


def test_one_section_is_studied_as_its_own_cards(signed_in: Client, reading: Reading) -> None:
    page = note_page(signed_in)
    assert "Study as 4 cards : Milling" in page
    assert "Study as 1 card : Seasoning" in page
    session = start(signed_in, "seasoning")
    assert planned(session) == pks(reading.salty)
    assert session.section == reading.seasoning


def test_what_is_due_comes_first_and_new_cards_only_up_to_the_days_limit(
    signed_in: Client, ada: User, reading: Reading
) -> None:
    ada.new_cards_a_day = 2
    ada.save()
    make_history(ada, reading.deck, 4, at=timezone.now() - timedelta(days=20))
    assert "Study 3 of 5 cards" in note_page(signed_in)
    session = start(signed_in)
    assert planned(session) == pks(*reading.cards[:3])
    assert [each.new for each in session.planned] == [False, True, True]


def test_due_cards_of_the_deck_that_the_note_does_not_name_are_left_alone(
    signed_in: Client, ada: User, reading: Reading
) -> None:
    make_history(ada, reading.deck, *[4] * 6, at=timezone.now() - timedelta(days=20))
    assert "Study as 5 cards" in note_page(signed_in)
    assert reading.other.pk not in planned(start(signed_in))


def test_a_sibling_asked_today_elsewhere_is_respected(
    signed_in: Client, ada: User, reading: Reading
) -> None:
    Card.objects.filter(pk__in=pks(reading.salty, reading.other)).update(sibling_key="sides")
    Card.objects.exclude(pk=reading.other.pk).update(status="draft")
    make_history(ada, reading.deck, 4, at=timezone.now())
    Card.objects.update(status="published")
    assert "Study 4 of 5 cards" in note_page(signed_in)
    assert planned(start(signed_in)) == pks(*reading.cards)


def test_a_due_sibling_that_the_note_does_not_name_takes_no_place(
    signed_in: Client, ada: User, reading: Reading
) -> None:
    Card.objects.filter(pk=reading.other.pk).update(sibling_key="salty")
    long_ago = timezone.now() - timedelta(days=90)
    make_history(ada, reading.deck, *[4] * 5, at=long_ago)
    make_history(ada, reading.deck, 4, at=long_ago + timedelta(days=1))
    assert ada.memories.count() == 6
    assert planned(start(signed_in, "seasoning")) == pks(reading.salty)


def test_where_nothing_can_be_asked_the_page_says_when_the_next_card_comes(
    signed_in: Client, ada: User, reading: Reading
) -> None:
    session = start(signed_in, "seasoning")
    press(signed_in, session, 4)
    page = note_page(signed_in)
    assert "Its card is not asked right now. The next one comes on " in page
    response = signed_in.post(URL, {"note": "grain", "section": "seasoning"})
    assert response.headers["Location"] == "/notes/grain/#seasoning"
    assert Session.objects.count() == 1


def test_new_cards_beyond_the_days_limit_come_tomorrow(
    signed_in: Client, ada: User, reading: Reading
) -> None:
    ada.new_cards_a_day = 1
    ada.save()
    press(signed_in, start(signed_in, "seasoning"), 4)
    assert "None of its 4 cards is asked right now. The next one comes tomorrow." in note_page(
        signed_in
    )


@pytest.mark.parametrize(
    ("why", "sentence"),
    [
        ("no new cards", "Your settings allow no new cards."),
        ("set aside", "You have set it aside."),
        ("follows", "What is new here builds on cards that you have not met yet."),
    ],
)
def test_where_no_card_comes_by_itself_the_page_says_what_keeps_it_away(
    signed_in: Client, ada: User, reading: Reading, why: str, sentence: str
) -> None:
    if why == "no new cards":
        ada.new_cards_a_day = 0
        ada.save()
    elif why == "set aside":
        suspend(ada, reading.salty, on=True, at=timezone.now())
    else:
        Card.objects.filter(pk=reading.salty.pk).update(after=reading.cards[0])
    assert f"Its card is not asked right now. {sentence}" in note_page(signed_in)
    assert signed_in.post(URL, {"note": "grain", "section": "seasoning"}).status_code == 302
    assert not Session.objects.exists()


def test_a_failed_card_of_the_section_comes_later_today(
    signed_in: Client, ada: User, reading: Reading
) -> None:
    session = start(signed_in, "seasoning")
    rate(session, 1, at=timezone.now())
    assert "The next one comes later today." in note_page(signed_in)


def test_the_same_button_again_goes_on_with_the_open_session_of_that_section(
    signed_in: Client, reading: Reading
) -> None:
    session = start(signed_in, "milling")
    press(signed_in, session, 4)
    assert start(signed_in, "milling") == session
    assert start(signed_in, "seasoning") != session
    assert start(signed_in) != session


def test_the_summary_knows_what_was_studied_and_leads_back_to_it(
    signed_in: Client, reading: Reading
) -> None:
    session = start(signed_in, "seasoning")
    assert session.mastery_before == 0
    press(signed_in, session, 5)
    page = open_page(signed_in, session)
    assert "Grain and salt: Seasoning" in page
    assert "Mastery of this section" in page
    assert 'href="/notes/grain/#seasoning"' in page
    shown = re.search(r"<dd>(\d+)% <small>from 0%", page)
    assert shown
    assert int(shown[1]) > 80  # of one card, not of the deck's six


def test_the_summary_of_a_note_that_is_hidden_by_now_leads_to_today(
    signed_in: Client, reading: Reading
) -> None:
    session = start(signed_in)
    press(signed_in, session, 4)
    Note.objects.update(archived_at=timezone.now())
    page = signed_in.get(url_of(session, "session_summary")).content.decode()
    assert 'href="/notes/' not in page


def test_an_idea_without_cards_in_the_notes_deck_brings_those_of_other_decks(
    signed_in: Client, ada: User, carol: User, reading: Reading
) -> None:
    water, aqua = reading.concept("water"), None
    aqua = reading.concept("aqua", same_as=water)
    reading.section("wet", aqua)
    mine = make_deck(ada, "drinks")
    hers = make_deck(carol, "hers")
    card = reading.card("wet", water, mine)
    reading.card("hidden", water, hers)
    reading.card("draft", water, mine, status="draft")
    reading.card("salt-elsewhere", reading.salt, mine)
    assert planned(start(signed_in, "wet")) == pks(card)
    assert planned(start(signed_in, "seasoning")) == pks(reading.salty)
    assert "Study as 6 cards" in note_page(signed_in)


def test_a_card_of_the_same_idea_in_the_notes_deck_goes_before_other_decks(
    signed_in: Client, ada: User, reading: Reading
) -> None:
    other_name = reading.concept("sodium", same_as=reading.salt)
    reading.section("again", other_name)
    reading.card("elsewhere", other_name, make_deck(ada, "drinks"))
    assert planned(start(signed_in, "again")) == pks(reading.salty)


def test_drafts_archived_cards_and_archived_sections_do_not_count(
    signed_in: Client, reading: Reading
) -> None:
    Card.objects.filter(key="flour-0").update(status="draft")
    reading.cards[1].archive()
    Section.objects.filter(key="seasoning").update(archived_at=timezone.now())
    assert planned(start(signed_in)) == pks(*reading.cards[2:])
    assert signed_in.post(URL, {"note": "grain", "section": "seasoning"}).status_code == 404


def test_a_note_without_cards_offers_nothing(signed_in: Client, ada: User, deck: Deck) -> None:
    Note.objects.create(slug="grain", title="Grain", deck=deck, body="Read.")
    page = note_page(signed_in)
    assert "Study as" not in page
    assert "right now" not in page
    response = signed_in.post(URL, {"note": "grain"})
    assert response.headers["Location"] == "/notes/grain/"
    assert not Session.objects.exists()


@pytest.mark.parametrize(
    "sent",
    [
        {"note": "no-such-note"},
        {"note": "grain", "section": "no-such-section"},
        {"note": "grain", "section": "\0"},
        {"note": "grain", "deck": "bread"},
        {"section": "milling"},
        {"note": "x" * 10_000},
    ],
)
def test_what_is_not_there_is_not_found(
    signed_in: Client, reading: Reading, sent: dict[str, str]
) -> None:
    assert signed_in.post(URL, sent).status_code == 404
    assert not Session.objects.exists()


def test_a_note_of_someone_else_is_not_found(
    signed_in: Client, client: Client, boole: User, carol: User
) -> None:
    reading = Reading(make_deck(carol, "hers"))
    assert signed_in.post(URL, {"note": reading.note.slug}).status_code == 404
    classroom = make_classroom(boole, carol)
    Deck.objects.filter(pk=reading.deck.pk).update(visibility="class", classroom=classroom)
    assert signed_in.post(URL, {"note": reading.note.slug}).status_code == 404
    client.force_login(boole)
    assert len(start(client).planned) == 5


def test_a_note_of_many_sections_and_decks_takes_as_many_queries_as_a_short_one(
    signed_in: Client, ada: User, reading: Reading
) -> None:
    make_history(ada, reading.deck, 4, at=timezone.now() - timedelta(days=20))
    page = reverse("study:note", args=["grain"])
    few = queries(signed_in, "get", page), queries(signed_in, "post", URL, note="grain")
    Session.objects.all().delete()
    for number in range(5):
        idea = reading.concept(f"idea-{number}")
        reading.section(f"part-{number}", idea)
        for each in range(3):
            reading.card(f"more-{each}", idea, make_deck(ada, f"deck-{number}-{each}"))
    many = queries(signed_in, "get", page), queries(signed_in, "post", URL, note="grain")
    assert [len(each) for each in many] == [len(each) for each in few]
    assert len(many[0]) <= MOST_OF_A_PAGE
    assert len(many[1]) <= MOST_OF_A_START
