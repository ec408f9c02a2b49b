"""After thirty days the trash is emptied, but for what learners have records of."""

from datetime import timedelta

import pytest
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.interchange.models import Transfer
from studyapp.library.models import Card, Deck, Note, Picture, Section
from studyapp.study.models import Memory, Review
from studyapp.study.tasks import empty_trash
from tests.factories import make_card, make_cards, make_deck, make_history

LONG_AGO = timezone.now() - timedelta(days=31)
LATELY = timezone.now() - timedelta(days=29)


@pytest.fixture
def deck(ada: User) -> Deck:
    return make_deck(ada)


def test_cards_that_nobody_studied_are_deleted_for_good(deck: Deck) -> None:
    old = make_card(deck, "old", archived_at=LONG_AGO)
    picture = Picture.objects.create(content=b"", kind="image/webp", width=1, height=1)
    picture.cards.add(old)
    kept = [make_card(deck, "new", archived_at=LATELY), make_card(deck, "in-use")]
    empty_trash.call()
    empty_trash.call()
    assert list(Card.objects.order_by("pk")) == kept
    assert list(Picture.objects.unused(before=timezone.now())) == [picture]


def test_cards_of_which_a_learner_has_records_stay_and_so_does_their_deck(
    deck: Deck, ada: User
) -> None:
    studied, *_ = make_cards(deck, 3)
    make_history(ada, deck, 4, at=timezone.now())
    Deck.objects.update(archived_at=LONG_AGO)
    empty_trash.call()
    assert Card.objects.get() == studied
    assert (Memory.objects.count(), Review.objects.count(), Deck.objects.count()) == (1, 1, 1)


def test_a_deck_goes_with_its_sections_cards_and_notes(deck: Deck) -> None:
    section = Section.objects.create(deck=deck, key="one", title="One")
    make_card(deck, section=section)
    note = Note.objects.create(slug="about", title="About", deck=deck)
    Section.objects.create(note=note, key="two", title="Two")
    Deck.objects.update(archived_at=LATELY)
    empty_trash.call()
    assert (Deck.objects.count(), Card.objects.count(), Note.objects.count()) == (1, 1, 1)
    Deck.objects.update(archived_at=LONG_AGO)
    empty_trash.call()
    assert not any(model.objects.exists() for model in (Deck, Card, Note, Section))


def test_a_deck_that_an_import_names_stays(deck: Deck, ada: User) -> None:
    Section.objects.create(deck=deck, key="one", title="One")
    Transfer.objects.create(learner=ada, deck=deck, digest="0" * 64)
    Deck.objects.update(archived_at=LONG_AGO)
    empty_trash.call()
    assert (Deck.objects.count(), Section.objects.count()) == (1, 1)


def test_what_files_archived_is_no_trash(deck: Deck) -> None:
    Deck.objects.update(from_file=True)
    make_card(deck, archived_at=LONG_AGO)
    Note.objects.create(slug="about", title="About", deck=deck, archived_at=LONG_AGO)
    empty_trash.call()
    assert (Card.objects.count(), Note.objects.count()) == (1, 1)
