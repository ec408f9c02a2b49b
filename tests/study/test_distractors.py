from functools import cache
from itertools import product
from typing import Any

import pytest

from studyapp.study.askable import Askable, Format, Wrong
from studyapp.study.distractors import (
    Kind,
    Option,
    as_option,
    distractors,
    eligible,
    formats_of,
    kind_of,
    options,
    similarity,
)
from studyapp.study.typed import is_formula, matches, normalise
from tests.study.shipped import shipped_decks
from tests.vectors import cases

FOUR = [
    Askable(1, "What drops when inputs move?", "data drift"),
    Askable(2, "Whose meaning moves?", "concept drift"),
    Askable(3, "What is learned once?", "static training"),
    Askable(4, "What goes on learning?", "dynamic training"),
]


def texts(found: list[Option]) -> list[str]:
    return [option.text for option in found]


@cases("text", "trgm")
def test_similarity_is_that_of_postgresql(given: dict[str, Any], expected: float) -> None:
    assert similarity(given["a"], given["b"]) == pytest.approx(expected, abs=5e-7)


@cases("text", "distractor")
def test_an_answer_is_offered_only_where_it_is_certainly_wrong(
    given: dict[str, Any], expected: dict[str, Any]
) -> None:
    sides = [given["target"], given["candidate"]]
    target, other = (Askable(n, side["q"], side["a"]) for n, side in enumerate(sides))
    assert eligible(target, other) == eligible(other, target) == expected["eligible"]
    prompts = similarity(target.prompt, other.prompt)
    assert prompts == pytest.approx(expected["prompt_sim"], abs=5e-7)
    answers = similarity(target.answer, other.answer)
    assert answers == pytest.approx(expected["answer_sim"], abs=5e-7)


@pytest.mark.parametrize(
    "other",
    [
        Askable(2, "Which drift moves the inputs?", "covariate shift", alike=frozenset({"drift"})),
        Askable(2, "Something else?", "feature drift", accepted=("Data-drift",)),
        Askable(2, "Is it so?", "anything", truth=True),
        Askable(1, "The card itself?", "another answer"),
    ],
)
def test_an_answer_that_may_be_right_as_well_is_not_eligible(other: Askable) -> None:
    target = Askable(1, "What drops?", "data drift", alike=frozenset({"drift"}))
    assert not eligible(target, other)
    assert not eligible(other, target)


# -- over everything that ships


@cache
def offered() -> list[tuple[Askable, dict[int, Askable], list[Option]]]:
    """Each shipped card with its deck and the wrong answers found for it."""
    return [
        (card, {other.card: other for other in cards}, distractors(card, cards, seed="proof"))
        for cards in shipped_decks().values()
        for card in cards
    ]


def test_no_question_of_the_shipped_decks_offers_two_right_answers() -> None:
    doubted = []
    for card, deck, found in offered():
        for option, right in product(found, card.right_answers):
            if matches(option.text, right) or normalise(option.text) == normalise(right):
                doubted.append((card.prompt, "the same answer", option.text))
            if option.card is None:
                continue
            other = deck[option.card]
            if card.alike & other.alike or normalise(card.prompt) == normalise(other.prompt):
                doubted.append((card.prompt, "tied to the card", option.text))
            for theirs in other.right_answers:
                one, two = normalise(theirs), normalise(right)
                formula = is_formula(theirs) or is_formula(right)
                if not formula and (one in two or two in one):
                    doubted.append((card.prompt, "one contains the other", theirs))
                if runs_of_eight(theirs) & runs_of_eight(right):
                    doubted.append((card.prompt, "eight words in a row", theirs))
    assert doubted == []


def runs_of_eight(text: str) -> set[str]:
    words = text.lower().split()
    return {" ".join(words[start : start + 8]) for start in range(len(words) - 7)}


def test_the_options_of_a_shipped_card_all_differ_and_one_of_them_is_right() -> None:
    for card, _, found in offered():
        choice = options(card, found, seed="proof")
        if choice is None:
            assert Format.CHOICE not in formats_of(card, found)
            continue
        assert len({normalise(option.text) or option.text for option in choice.shown}) == 4
        assert choice.shown[choice.right] == Option(as_option(card.answer), card.card)


def test_most_shipped_cards_can_be_asked_as_a_choice() -> None:
    asked = [
        Format.CHOICE in formats_of(card, found)
        for card, _, found in offered()
        if card.truth is None
    ]
    assert sum(asked) / len(asked) > 0.95


# -- which of them


def test_a_deck_that_cannot_supply_three_falls_back() -> None:
    assert len(distractors(FOUR[0], FOUR, seed="s")) == 3
    found = distractors(FOUR[0], FOUR[:3], seed="s")
    assert sorted(texts(found)) == ["Concept drift", "Static training"]
    assert options(FOUR[0], found, seed="s") is None
    assert formats_of(FOUR[0], found) == {Format.TRUE_FALSE, Format.TYPED, Format.SELF}


def test_the_subject_helps_a_deck_out_only_where_it_lacks() -> None:
    wider = [Askable(9, "Which average counts classes alike?", "macro average")]
    assert "Macro average" in texts(distractors(FOUR[0], FOUR[:3], wider, seed="s"))
    assert "Macro average" not in texts(distractors(FOUR[0], FOUR, wider, seed="s"))


def test_the_authors_wrong_answers_come_first_with_their_feedback() -> None:
    wrong = (Wrong("recall", "That divides by the positives."), Wrong("Precision!"))
    card = Askable(9, "TP / (TP + FP)?", "precision", wrong=wrong)
    found = distractors(card, FOUR, seed="s")
    assert found[0] == Option("Recall", None, "That divides by the positives.")
    assert len(found) == 3
    assert "Precision!" not in texts(found)


def test_the_same_kind_of_answer_length_and_topic_come_before_similarity() -> None:
    topics = frozenset({"drift"})
    target = Askable(1, "Which drift moves the inputs?", "data drift", topics=topics)
    phrase = Askable(2, "Which drift moves the outputs?", "one that moves all the labels")
    long = Askable(3, "Which drift is the slowest?", "generalisation performance deterioration")
    near = Askable(4, "How is a model taught?", "batch mode")
    of_topic = Askable(5, "What goes stale?", "old weights", topics=topics)
    found = distractors(target, [phrase, long, near, of_topic], seed="s")
    assert [option.card for option in found] == [5, 4, 3]


def test_what_the_learner_confused_before_comes_first() -> None:
    words = ["abcd", "efgh", "ijkl", "mnop"]
    deck = [Askable(n, f"What is {word}?", word) for n, word in enumerate(words)]
    for card in (1, 2, 3):
        assert distractors(deck[0], deck, seed="s", confused={card})[0].card == card


def test_other_seeds_bring_other_options_and_the_same_seed_the_same() -> None:
    words = ["abcd", "efgh", "ijkl", "mnop", "qrst", "uvwx", "yzab", "cdef"]
    deck = [Askable(n, f"What is {word}?", word) for n, word in enumerate(words)]
    found = [tuple(texts(distractors(deck[0], deck, seed=str(seed)))) for seed in range(9)]
    assert len(set(found)) > 1
    assert found[0] == tuple(texts(distractors(deck[0], deck, seed="0")))


def test_the_right_option_stands_everywhere_equally_often() -> None:
    found = distractors(FOUR[0], FOUR, seed="s")
    places = [0] * 4
    for seed in range(400):
        choice = options(FOUR[0], found, seed=f"seed {seed}")
        assert choice is not None and choice.guess == 0.25
        places[choice.right] += 1
    assert min(places) > 70


@pytest.mark.parametrize(
    ("answer", "wrong"),
    [
        ("12", ["6", "24", "120"]),
        ("3", ["6", "30", "1.5"]),
        ("0.75", ["0.38", "0.075", "0.25"]),
        ("75 %", ["25 %", "38 %", "7.5 %"]),
        ("12,000", ["6,000", "24,000", "120,000"]),
        ("300 ms", ["150 ms", "600 ms", "3000 ms"]),
        ("0", []),
    ],
)
def test_a_number_is_asked_among_numbers_made_from_it(answer: str, wrong: list[str]) -> None:
    found = distractors(Askable(9, "How many?", answer), FOUR, seed="s")
    assert texts(found) == wrong
    assert Format.TRUE_FALSE not in formats_of(Askable(9, "How many?", answer), found)


def test_a_number_made_up_is_never_an_accepted_one() -> None:
    card = Askable(9, "How large a share?", "0.75", accepted=("1/4 less than 1", "0.25"))
    assert "0.25" not in texts(distractors(card, [], seed="s"))


def test_a_formula_is_not_asked_among_words() -> None:
    card = Askable(9, "How is precision computed?", "TP / (TP + FP)")
    assert distractors(card, FOUR, seed="s") == []


def test_a_statement_is_true_or_false_and_nothing_else() -> None:
    card = Askable(9, "Recall divides by all.", "False", truth=False)
    assert distractors(card, FOUR, seed="s") == []
    assert formats_of(card, []) == {Format.TRUE_FALSE, Format.SELF}


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ("0.95", Kind.NUMBER),
        ("a = b", Kind.FORMULA),
        ("mean squared error", Kind.WORDS),
        ("the error that is left over", Kind.PHRASE),
        ("word " * 13, Kind.PARAGRAPH),
    ],
)
def test_an_answer_has_a_kind(answer: str, kind: Kind) -> None:
    assert kind_of(answer) is kind


def test_a_long_option_is_cut_at_a_word() -> None:
    text = as_option("seven letters " * 20)
    assert len(text) <= 140
    assert text.startswith("Seven") and text.endswith(("seven…", "letters…"))
    assert as_option("X" * 140) == "X" * 140


def test_two_names_of_one_thing_are_never_offered_together() -> None:
    pairs = [("data drift", "covariate shift"), ("concept drift", "concept shift")]
    for card, _, found in offered():
        texts = {option.text.casefold() for option in found} | {card.answer.casefold()}
        assert not any(card.answer.casefold() in pair and set(pair) <= texts for pair in pairs)


def test_no_shipped_option_is_told_by_its_full_stop() -> None:
    for card, _, found in offered():
        choice = options(card, found, seed="proof")
        ends = {option.text.endswith(".") for option in choice.shown} if choice else {False}
        assert ends == {False}


def test_a_turned_card_asks_for_its_prompt() -> None:
    turned = Askable(1, "recall", "TP / (TP + FN)", ("TP/(FN+TP)",), (Wrong("x"),)).turned()
    assert (turned.prompt, turned.answer) == ("TP / (TP + FN)", "recall")
    assert turned.right_answers == ("recall",) and not turned.wrong
