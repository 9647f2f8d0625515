"""Questions about stacks: one right answer, and beliefs that have words."""

import pytest

from models.study.beliefs import stack
from models.study.measure import hotsplit
from models.study.moments import stackchecks, stackpools
from models.words import word


def asked() -> list[tuple]:
    """Every question of the page."""
    found = stackchecks.checks(120)
    return [stack.how_large(2048, 112, 9000), stack.number_that_was_an_address("n"),
            stack.while_channels_may_write(), *stack.at_checks(found, 120).values(),
            *stack.at_the_edge(hotsplit.moments()).values(),
            *stack.at_pools(stackpools.moments()).values()]


def test_each_question_has_one_right_answer_and_two_wrong_ones():
    for *_, choices in asked():
        assert len(choices) == 3 and [belief for *_, belief in choices].count("") == 1


def test_everything_has_words():
    for *_, name, args, choices in asked():
        assert word(f"predict.{name}.ask", **args) and word(f"predict.{name}.so", **args)
        for label, given, belief in choices:
            assert word(label, **given) and (not belief or word(f"belief.{belief}"))


def numbers(question: tuple) -> dict[str, int]:
    return {belief: args["n"] for _, args, belief in question[-1]}


def test_the_size_is_the_rules():
    assert numbers(stack.how_large(2048, 112, 9000)) == {
        "": 16384, "always-doubled": 4096, "exact-fit": 10040}


def test_a_belief_that_comes_to_the_right_answer_is_not_offered():
    assert numbers(stack.how_large(2048, 1120, 64)) == {"": 4096, "exact-fit": 2112}


def by_hand(frame: int, lowest: int) -> int:
    """The first call whose frame would reach below a place, counted call by call."""
    sp, call = 1984, 1
    while sp - frame >= lowest:
        sp, call = sp - frame - 8, call + 1
    return call


@pytest.mark.parametrize("frame", range(64, 1032, 8))
def test_the_first_call_without_room_and_what_others_think(frame):
    right, beliefs = stack.first_without_room(stackchecks.checks(frame), frame)
    assert beliefs == {"frame-above-guard": by_hand(frame, 928), "guard-is-low-end": by_hand(frame, 0)}
    assert beliefs["frame-above-guard"] <= right <= beliefs["guard-is-low-end"]
    asks = 1 in stack.at_checks(stackchecks.checks(frame), frame)
    assert asks == (len({right, *beliefs.values()}) == 3), "with one wrong answer there is no question"


def test_the_loop_is_asked_about_at_its_second_call_and_at_the_end():
    found = hotsplit.moments()
    questions = stack.at_the_edge(found)
    assert [(found[i].what, found[i].round) for i in questions] == [("call", 2), ("ret", 1000)]
    assert [numbers(one)[""] for one in questions.values()] == [1, 2000]


def test_of_the_lists_it_is_asked_which_stack_comes_next_and_how_many_stay():
    which, many = stack.at_pools(stackpools.moments()).values()
    assert {belief: args["stack"] for _, args, belief in which[-1]} == {
        "": "A2", "longest-free-first": "B3", "back-to-pool": "B1"}
    assert numbers(many) == {"": 3, "one-goes-on": 4, "list-grows": 5}
