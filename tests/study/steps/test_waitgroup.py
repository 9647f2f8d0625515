"""WaitGroup's operations: each of the steps that their source has."""

from models.study.steps import sema, waitgroup
from models.study.steps.chan import PANIC

from ..staged import ASLEEP, Stage, returned


def test_all_who_wait_are_released_at_zero():
    stage = Stage(*waitgroup.NEW)
    assert stage.finish("a", waitgroup.wait) == returned()
    stage.finish("a", waitgroup.add)
    stage.finish("a", waitgroup.add)
    for g in "bc":
        assert stage.finish(g, waitgroup.wait) is ASLEEP
    assert stage.finish("a", waitgroup.done) == returned() and stage.words == ((1, 2), (0, ("b", "c")))
    assert stage.enter("a", waitgroup.done) == "wg_add"
    assert [stage.step("a") for _ in range(5)] == [
        "load", "store", "sema_release", "sema_release", returned()]
    assert stage.words == ((0, 0), (2, ()))
    assert [stage.finish(g) for g in "bc"] == [returned()] * 2


def test_a_negative_counter_panics():
    stage = Stage(*waitgroup.NEW)
    assert stage.finish("a", waitgroup.done) == returned(PANIC) and stage.words[0] == (-1, 0)


def test_an_add_while_others_are_released_panics_on_both_sides():
    stage = Stage((1, 0), sema.NEW)
    stage.finish("b", waitgroup.wait)
    stage.enter("a", waitgroup.done)
    assert stage.step("a") == "load" and stage.words[0] == (0, 1)
    assert stage.finish("c", waitgroup.add) == returned(PANIC)
    assert stage.step("a") == returned(PANIC) and stage.words[0] == (1, 1)


def test_an_add_to_a_counter_that_is_not_zero_is_right_while_others_wait():
    stage = Stage((1, 2), sema.NEW)
    assert stage.finish("c", waitgroup.add) == returned() and stage.words[0] == (2, 2)


def test_who_wakes_and_finds_the_waitgroup_used_again_panics():
    stage = Stage((1, 0), sema.NEW)
    stage.finish("b", waitgroup.wait)
    stage.finish("a", waitgroup.done)
    stage.finish("a", waitgroup.add)
    assert stage.finish("b") == returned(PANIC)
