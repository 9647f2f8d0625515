"""What is asked before a step of a schedule: only what somebody may get wrong, and with the model's answer."""

import pytest

from models.study import algorithms
from models.study.algorithms.staged import stages, until_bad
from models.study.algorithms.studied import Study, worst
from models.study.algorithms.turning import Turn
from models.study.beliefs.schedule import Ask, asks, loads, swaps
from models.study.choosers import replaying, seeded
from models.study.explore.buffers import ANY
from models.study.explore.memory import BLANK, cas, load, store
from models.words import catalogue

N = len(BLANK)


def play(order, *threads, late=""):
    """The moments of a schedule in which the threads take their steps in this order."""
    ahead = iter(order)

    def choose(kind, options):
        who = next(ahead)
        return next(option for option in options if option.thread == who)
    names = tuple("abc"[:len(threads)])
    study = Study((*BLANK, 0), tuple((thread,) for thread in threads), {}, names, ("woken", "n"), order=late)
    return [*stages(study, choose)]


def swaps_after_load():
    n = yield load(N)
    yield cas(N, n, n + 1)


def twice():
    yield load(N)
    yield load(N)


def writes():
    yield store(N, 7)


def writes_back():
    yield store(N, 0)


def test_a_swap_is_asked_about_where_others_ran_since_the_threads_last_step():
    assert [*swaps(play("aa", swaps_after_load))] == []
    assert [*swaps(play("aba", swaps_after_load, writes))] == [Ask(3, "cas", False, {True: "cas-still-there"})]
    assert [*swaps(play("aba", swaps_after_load, writes_back))] == [Ask(3, "cas", True, {False: "cas-others-ran"})]
    assert [*swaps(play("baa", swaps_after_load, writes))] == []


def test_a_load_is_asked_about_where_the_word_is_not_what_the_thread_knows():
    assert [*loads(play("aba", twice, writes))] == [Ask(3, "load", 7, {0: "load-remembers"})]
    assert [*loads(play("aba", twice, writes_back))] == [*loads(play("baa", twice, writes))] == []


def test_a_load_is_asked_about_where_a_store_is_still_to_be_seen():
    found = play("baab", twice, writes, late=ANY)
    assert [*loads(found)] == [Ask(2, "load", 0, {7: "load-sees-buffers"}), Ask(3, "load", 0, {7: "load-sees-buffers"})]
    assert asks(found) == [Ask(3, "load", 0, {7: "load-sees-buffers"})]


def test_what_a_thread_has_stored_itself_is_what_it_knows():
    def stores_and_looks():
        yield store(N, 3)
        yield load(N)
    assert [*loads(play("aba", stores_and_looks, writes))] == [Ask(3, "load", 7, {3: "load-remembers"})]
    assert [*loads(play("aab", stores_and_looks, writes))] == []
    assert [*loads(play("aaa", stores_and_looks, late=ANY))] == []


def test_both_kinds_are_asked_once_in_order():
    found = until_bad(algorithms.study("runq", "runqgrab reads the head after the copy"), replaying(
        worst(algorithms.study("runq", "runqgrab reads the head after the copy"))[1].steps))[0]
    assert [(ask.step, ask.name) for ask in asks(found)] == [(9, "cas"), (12, "load")]


@pytest.mark.parametrize("name", algorithms.ALGORITHMS)
def test_the_right_answer_is_the_steps_and_each_belief_has_its_words(name):
    for seed in range(10):
        found = until_bad(algorithms.study(name), seeded(seed))[0]
        for ask in asks(found):
            assert found[ask.step].step.answer == ask.right not in ask.beliefs and ask.beliefs
            assert all(f"belief.{belief}" in catalogue("en") for belief in ask.beliefs.values())


def test_the_step_that_decides_is_asked_about_where_nothing_else_is():
    found = play("aba", swaps_after_load, writes)
    assert asks(found, Turn(2, "b", ("a",))) == [Ask(2, "turn", "b", {"a": "turn-averted"}), *asks(found)]
    assert asks(found, Turn(3, "a", ("b",))) == asks(found) == [Ask(3, "cas", False, {True: "cas-still-there"})]
