"""A section of a note becomes a session, and its summary leads back to where one read."""

import re

from playwright.sync_api import Page, expect

from studyapp.library.models import Card, Concept, Deck, Note, Objective, Section, Subject
from studyapp.study.models import Session


def test_a_learner_studies_the_section_just_read(
    ada_page: Page, bread: Deck, cards: list[Card]
) -> None:
    subject = Subject.objects.create(slug="baking", title="Baking")
    goal = Objective.objects.create(subject=subject, slug="bake", text="Bake bread")
    note = Note.objects.create(slug="rising", title="Why dough rises", deck=bread)
    for place, (key, some) in enumerate({"gas": cards[:1], "crust": cards[1:4]}.items()):
        idea = Concept.objects.create(
            subject=subject, objective=goal, slug=key, name=key, definition="It is."
        )
        section = Section.objects.create(
            note=note, key=key, title=key.title(), body="Read this.", position=place
        )
        section.concepts.add(idea)
        idea.cards.set(some)

    ada_page.goto("/notes/rising/")
    expect(ada_page.get_by_role("button", name="Study as 4 cards")).to_be_visible()
    ada_page.get_by_role("button", name=re.compile("Study as 1 card ?: Gas")).click()
    expect(ada_page.locator("#q")).to_contain_text("Which gas makes dough rise?")
    ada_page.wait_for_load_state()  # its keys are bound by then
    ada_page.keyboard.press("Space")
    ada_page.keyboard.press("4")
    expect(ada_page.locator("main")).to_contain_text("Why dough rises: Gas")
    expect(ada_page.locator("main")).to_contain_text("Mastery of this section")
    assert Session.objects.get().section == note.sections.get(key="gas")

    ada_page.get_by_role("link", name="Finish").click()
    ada_page.wait_for_url("**/notes/rising/#gas")
    expect(ada_page.get_by_role("button", name="Study 3 of 4 cards")).to_be_visible()
    read = ada_page.get_by_role("region", name="Gas")
    expect(read).to_contain_text("Its card is not asked right now. The next one comes on")
