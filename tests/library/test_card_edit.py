"""An author changes the wording of a card of their own."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.classes.models import Classroom, Enrolment
from studyapp.library.models import Card, Deck
from tests.factories import make_card, make_deck

HTMX = {"HX-Request": "true"}


@pytest.fixture
def deck(boole: User) -> Deck:
    return make_deck(boole)


@pytest.fixture
def card(deck: Deck) -> Card:
    return make_card(deck)


def url(card: Card) -> str:
    return reverse("library:card_edit", args=[card.pk])


def texts(card: Card, **changes: str) -> dict[str, str]:
    """What the form of the card posts, with these changes."""
    return {
        "front": card.front,
        "back": card.back,
        "hint": card.hint,
        "explanation": card.explanation,
        "accepted": "\n".join(card.accepted),
        "key_points": "\n".join(card.key_points),
        "version": str(card.version),
    } | changes


def test_the_form_shows_the_card_as_it_is(client: Client, boole: User, deck: Deck) -> None:
    card = make_card(deck, accepted=["CO2", "carbon dioxide"], key_points=["a gas"])
    client.force_login(boole)
    page = client.get(url(card)).content.decode()
    assert "Which gas makes dough rise?" in page
    assert "CO2\ncarbon dioxide" in page
    assert "<h1>Edit card</h1>" in page


def test_saving_stores_a_new_version_and_returns_to_the_deck(
    client: Client, boole: User, card: Card
) -> None:
    client.force_login(boole)
    before = timezone.now()
    posted = texts(card, front="What is in the **holes**?\r\nSay it.", accepted="CO2\n\n CO2 \ngas")
    response = client.post(url(card), posted)
    assert response.headers["Location"] == reverse("study:deck", args=[card.deck.slug])
    card.refresh_from_db()
    assert card.front == "What is in the **holes**?\nSay it."
    assert "<strong>holes</strong>" in card.front_html
    assert card.title == "What is in the holes? Say it."
    assert card.accepted == ["CO2", "gas"]
    assert card.version == 2
    assert card.updated_at > before
    assert Deck.objects.get().updated_at > before


def test_saving_without_a_change_makes_no_new_version(
    client: Client, boole: User, card: Card
) -> None:
    client.force_login(boole)
    client.post(url(card), texts(card))
    stored = Card.objects.get()
    assert stored.version == 1
    assert stored.updated_at == card.updated_at


def test_saving_returns_to_the_page_that_led_here(client: Client, boole: User, card: Card) -> None:
    client.force_login(boole)
    page = client.get(url(card) + "?next=/sessions/7/").content.decode()
    assert '<input type="hidden" name="next" value="/sessions/7/">' in page
    response = client.post(url(card), texts(card, next="/sessions/7/"))
    assert response.headers["Location"] == "/sessions/7/"


@pytest.mark.parametrize("elsewhere", ["https://example.com/", "//example.com", "javascript:1"])
def test_a_page_elsewhere_is_not_returned_to(
    client: Client, boole: User, card: Card, elsewhere: str
) -> None:
    client.force_login(boole)
    response = client.post(url(card), texts(card, next=elsewhere))
    assert response.headers["Location"] == reverse("study:deck", args=[card.deck.slug])


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"front": " "}, "Write what the card asks."),
        ({"back": ""}, "Write the answer of the card."),
        ({"front": "x" * 20_001}, "This text is longer than 20,000 characters."),
        ({"key_points": "x\n" * 10_001}, "This text is longer than 20,000 characters."),
        ({"hint": "a\0b"}, "Null characters are not allowed."),
        ({"accepted": "a\0b"}, "Null characters are not allowed."),
        ({"back": "Fine\n\n$\\nope$"}, "Line 3: Formulas do not know \\nope."),
        ({"explanation": "![](/media/a.png)"}, "Describe this picture between its square brackets"),
        ({"back": "| a | b |\n|---|---|\n| 1 |"}, "Line 3: A row of a table has the cells"),
        ({"front": "{{c1::gas}} rises"}, "Only a card made with blanks may have"),
        ({"accepted": "x" * 301}, "An answer has at most 300 characters."),
        ({"version": "new"}, "This page is out of date. Reload it and edit again."),
        ({"version": ""}, "This page is out of date. Reload it and edit again."),
    ],
)
def test_what_cannot_be_kept_is_told_and_nothing_is_stored(
    client: Client, boole: User, card: Card, changes: dict[str, str], sentence: str
) -> None:
    client.force_login(boole)
    before = Card.objects.values().get()
    response = client.post(url(card), texts(card, **changes))
    assert response.status_code == 422
    assert sentence in response.content.decode().replace("&#x27;", "'")
    assert Card.objects.values().get() == before


def test_hostile_text_is_kept_as_text(client: Client, boole: User, card: Card) -> None:
    client.force_login(boole)
    hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    client.post(url(card), texts(card, front=hostile, back=hostile, accepted=hostile))
    page = client.get(url(card)).content.decode()
    assert Card.objects.get().front == hostile
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_an_edit_from_an_older_page_shows_both_texts_and_stores_nothing(
    client: Client, boole: User, card: Card
) -> None:
    client.force_login(boole)
    client.post(url(card), texts(card, front="Theirs, stored first?"))
    response = client.post(url(card), texts(card, front="Mine, a moment later?"))
    page = response.content.decode()
    assert response.status_code == 409
    assert "Somebody changed this card while you were editing" in page
    assert "Theirs, stored first?" in page
    assert "Mine, a moment later?" in page
    assert Card.objects.get().front == "Theirs, stored first?"

    again = texts(card, front="Mine, a moment later?", version="2")
    assert 'name="version" value="2"' in page
    assert client.post(url(card), again).status_code == 302
    assert Card.objects.get().front == "Mine, a moment later?"


def test_htmx_gets_the_preview_with_what_to_mend_and_nothing_is_stored(
    client: Client, boole: User, card: Card
) -> None:
    client.force_login(boole)
    posted = texts(card, front="Is it **bold**?", back="$\\nope$")
    response = client.post(url(card), posted, headers=HTMX)
    fragment = response.content.decode().strip()
    assert response.status_code == 200
    assert fragment.startswith('<div id="card-preview"')
    assert "Is it <strong>bold</strong>?" in fragment
    assert "Back: Formulas do not know \\nope." in fragment
    assert Card.objects.get().front == "Which gas makes dough rise?"


def test_a_card_that_asks_the_same_as_another_is_allowed_and_noticed(
    client: Client, boole: User, deck: Deck, card: Card
) -> None:
    other = make_card(deck, "other", front="Something else?")
    client.force_login(boole)
    assert 'id="twins"' not in client.get(url(other)).content.decode()
    client.post(url(other), texts(other, front=card.front.upper()))
    assert "1 other card of this deck asks the same" in client.get(url(other)).content.decode()


def test_the_blanks_of_one_text_change_together(client: Client, boole: User, deck: Deck) -> None:
    text = "{{c1::Yeast}} makes {{c2::gas}}."
    first, second = (
        make_card(
            deck, f"y-c{n}", sibling_key="y", kind="cloze", cloze_number=n, front=text, back=""
        )
        for n in (1, 2)
    )
    client.force_login(boole)
    wrong = client.post(url(first), texts(first, front="Yeast makes gas."))
    assert "keeps at least one {{c1::…}} mark" in wrong.content.decode()

    client.post(url(first), texts(first, front="{{c1::Yeast}} makes {{c2::bubbles|gas}}."))
    second.refresh_from_db()
    assert second.front == "{{c1::Yeast}} makes {{c2::bubbles|gas}}."
    assert second.accepted == ["bubbles", "gas"]
    assert "bubbles" in second.back_html
    assert list(Card.objects.values_list("version", flat=True)) == [2, 2]


@pytest.mark.parametrize(
    ("shape", "changes", "sentence"),
    [
        ("true_false", {"accepted": "yes"}, "Write true or false."),
        ("choice", {"accepted": ""}, "A choice needs its right option here."),
        ("choice", {"accepted": "Oxygen"}, "“Oxygen” is one of the wrong answers."),
        ("ordering", {"key_points": "Mix"}, "Name at least two steps."),
    ],
)
def test_each_shape_keeps_what_it_needs(
    client: Client, boole: User, deck: Deck, shape: str, changes: dict[str, str], sentence: str
) -> None:
    wrong = [{"text": "Oxygen", "feedback": "Yeast uses it up."}]
    card = make_card(
        deck, shape=shape, accepted=["true"], key_points=["Mix", "Rest"], wrong_answers=wrong
    )
    client.force_login(boole)
    response = client.post(url(card), texts(card, **changes))
    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_an_instructor_edits_the_deck_of_their_class(
    client: Client, boole: User, ada: User
) -> None:
    classroom = Classroom.objects.create(title="Bakers", slug="bakers")
    Enrolment.objects.create(classroom=classroom, user=boole, role="instructor")
    Enrolment.objects.create(classroom=classroom, user=ada)
    carol = User.objects.create_user("other@example.org")
    card = make_card(make_deck(carol, classroom=classroom, visibility="class"))
    client.force_login(boole)
    assert client.get(url(card)).status_code == 200
    client.force_login(ada)
    assert client.get(url(card)).status_code == 404


@pytest.mark.parametrize("visibility", ["private", "public"])
def test_carol_gets_a_404(client: Client, carol: User, card: Card, visibility: str) -> None:
    Deck.objects.update(visibility=visibility)
    client.force_login(carol)
    assert client.get(url(card)).status_code == 404
    assert client.post(url(card), texts(card, front="Mine now?")).status_code == 404
    assert Card.objects.get().front == "Which gas makes dough rise?"


def test_a_card_of_a_deck_from_a_file_is_nobodys_to_edit(
    client: Client, boole: User, card: Card
) -> None:
    Deck.objects.update(from_file=True)
    client.force_login(boole)
    assert client.get(url(card)).status_code == 404


def test_an_archived_card_is_a_404(client: Client, boole: User, card: Card) -> None:
    card.archive()
    client.force_login(boole)
    assert client.post(url(card), texts(card)).status_code == 404


def test_a_stranger_is_asked_to_sign_in(client: Client, card: Card) -> None:
    response = client.post(url(card), texts(card))
    assert response.status_code == 302
    assert response.headers["Location"].startswith(reverse("account_login"))
