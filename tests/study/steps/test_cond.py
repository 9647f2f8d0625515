"""Cond's operations: each of the steps that their source has."""

import pytest

from models.study.steps import cond, mutex, sema
from models.study.steps.mutex import LOCKED

from ..staged import ASLEEP, Stage, returned


def waiting(*gs):
    stage = Stage(*cond.NEW)
    for g in gs:
        stage.finish(g, mutex.lock)
        assert stage.finish(g, cond.condwait) is ASLEEP
    return stage


def test_tickets_are_called_in_order():
    stage = waiting("a", "b", "c")
    assert stage.words == (0, sema.NEW, 3, 0, (("a", 0), ("b", 1), ("c", 2)))
    assert stage.finish("s", cond.signal) == returned()
    assert [stage.finish(g) is ASLEEP for g in "abc"] == [False, True, True]
    assert stage.words[2:] == (3, 1, (("b", 1), ("c", 2))) and stage.words[0] == LOCKED
    stage.finish("a", mutex.unlock)
    assert stage.finish("s", cond.broadcast) == returned() and stage.words[2:] == (3, 3, ())
    assert stage.finish("b") == returned() and stage.finish("c") is ASLEEP  # for the mutex


def test_nobody_is_called_where_nobody_waits():
    stage = Stage(*cond.NEW)
    for does in (cond.signal, cond.broadcast):
        assert stage.enter("s", does) == "load" and stage.step("s", 2) == returned()
    assert stage.words == cond.NEW


@pytest.mark.parametrize("does", [cond.signal, cond.broadcast])
def test_who_has_a_ticket_and_does_not_sleep_yet_is_called_too(does):
    stage = Stage(*cond.NEW)
    stage.finish("a", mutex.lock)
    assert stage.enter("a", cond.condwait) == "add" and stage.step("a", 2) == "notify_wait"
    assert stage.finish("s", does) == returned() and stage.words[2:] == (1, 1, ())
    assert stage.finish("a") == returned() and stage.words[0] == LOCKED


def test_a_later_ticket_may_lie_down_first_and_is_not_called_for_it():
    stage = Stage(*cond.NEW)
    stage.finish("a", mutex.lock)
    assert stage.enter("a", cond.condwait) == "add" and stage.step("a", 2) == "notify_wait"
    stage.finish("b", mutex.lock)
    stage.finish("b", cond.condwait)
    assert stage.finish("a") is ASLEEP and stage.words[4] == (("b", 1), ("a", 0))
    stage.finish("s", cond.signal)
    assert stage.words[4] == (("b", 1),) and stage.finish("b") is ASLEEP


@pytest.mark.parametrize("does, step", [(cond.signal, "notify_one"), (cond.broadcast, "notify_all")])
def test_who_signals_may_miss_one_who_came_between_its_two_looks(does, step):
    stage = waiting("a")
    assert stage.enter("s", does) == "load" and stage.step("s") == "load"
    stage.finish("b", mutex.lock)
    stage.finish("b", cond.condwait)
    stage.finish("r", cond.signal)
    assert stage.step("s") == returned() and stage.words[2:] == (2, 1, (("b", 1),))


def test_a_signal_that_looked_before_another_finds_nobody_left():
    stage = waiting("a")
    assert stage.enter("s", cond.signal) == "load" and stage.step("s", 2) == "notify_one"
    stage.finish("r", cond.signal)
    assert stage.step("s") == returned() and stage.words[2:] == (1, 1, ())
