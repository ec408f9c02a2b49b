from studyapp.study.sorting import Pile, Put, Sorted, Undo, piles, spot_check

DONT_KNOW, NOT_SURE, KNOW = Pile
A, B, C, D = range(1, 5)
CARDS = (A, B, C, D)


def test_cards_lie_where_they_were_put_and_the_rest_on_the_stack() -> None:
    lie = piles(CARDS, [Put(B, KNOW), Put(A, KNOW), Put(C, DONT_KNOW)])
    assert lie == Sorted((C,), (), (B, A), (D,), Put(C, DONT_KNOW))
    assert not lie.finished
    assert piles(CARDS, [*(Put(card, NOT_SURE) for card in CARDS)]).finished


def test_a_card_put_down_again_leaves_its_pile() -> None:
    lie = piles(CARDS, [Put(A, KNOW), Put(B, KNOW), Put(A, DONT_KNOW), Put(A, KNOW)])
    assert (lie.dont_know, lie.know) == ((), (B, A))


def test_undo_puts_the_last_card_back_to_where_it_lay() -> None:
    moves = [Put(A, KNOW), Put(B, NOT_SURE), Put(A, DONT_KNOW)]
    assert piles(CARDS, [*moves, Undo()]) == piles(CARDS, moves[:2])
    assert piles(CARDS, [*moves, Undo(), Undo(), Put(C, KNOW)]).know == (A, C)


def test_undo_without_a_card_put_down_changes_nothing() -> None:
    assert piles(CARDS, [Undo(), Undo()]) == piles(CARDS, [])
    assert piles(CARDS, []).last is None


def test_a_card_of_another_deck_is_not_put_down() -> None:
    assert piles(CARDS, [Put(9, KNOW)]) == piles(CARDS, [])
    assert piles(CARDS, [Put(A, KNOW), Put(9, KNOW), Undo()]) == piles(CARDS, [])


def test_a_pile_states_how_sure_the_learner_is() -> None:
    lie = piles(CARDS, [Put(A, KNOW), Put(B, NOT_SURE), Put(C, DONT_KNOW)])
    assert lie.stated == {A: 5, B: 3, C: 1}
    assert lie.to_study == (C, B, A)


def test_three_cards_of_know_are_checked_drawn_from_the_seed() -> None:
    lie = piles(range(20), [Put(card, KNOW if card < 15 else NOT_SURE) for card in range(20)])
    checked = spot_check(lie, seed="s")
    assert len(set(checked)) == 3 and set(checked) <= set(lie.know)
    assert checked == spot_check(lie, seed="s") != spot_check(lie, seed="t")


def test_fewer_are_checked_where_fewer_are_known() -> None:
    assert spot_check(piles(CARDS, [Put(A, KNOW)]), seed="s") == [A]
    assert spot_check(piles(CARDS, []), seed="s") == []
