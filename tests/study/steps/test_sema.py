"""The semaphore's operations: each of the steps that their source has."""

from models.study.steps import sema

from ..staged import ASLEEP, Stage, returned


def test_who_sleeps_on_a_semaphore_is_woken_in_order():
    stage = Stage(sema.NEW)
    for g in "abc":
        assert stage.finish(g, sema.semacquire1) is ASLEEP
    assert stage.words == ((0, ("a", "b", "c")),)
    for g in "abc":
        assert stage.finish("r", lambda g, s: sema.semrelease1(s)) == returned()
        assert stage.words[0] == (1, tuple("abc"["abc".index(g) + 1:]))
        assert [stage.finish(other) is ASLEEP for other in "abc" if other > g] == [True] * (2 - "abc".index(g))
        assert stage.finish(g) == returned()
    assert stage.words == (sema.NEW,)


def test_who_comes_back_to_a_semaphore_may_be_first():
    stage = Stage((0, ("a", "b")))
    stage.finish("c", sema.semacquire1, True)
    stage.finish("d", sema.semacquire1, False)
    assert stage.words == ((0, ("c", "a", "b", "d")),)


def test_what_is_there_is_taken_without_sleep():
    stage = Stage((2, ()))
    assert stage.finish("a", sema.semacquire1) == returned() and stage.words == ((1, ()),)


def test_who_is_woken_may_find_that_another_was_faster():
    stage = Stage(sema.NEW)
    stage.finish("a", sema.semacquire1)
    stage.finish("r", lambda g, s: sema.semrelease1(s))
    assert stage.step("a") == "sema_take"
    assert stage.finish("b", sema.semacquire1) == returned()
    assert stage.finish("a") is ASLEEP and stage.words == ((0, ("a",)),)


def test_a_ticket_is_taken_by_nobody_else():
    stage = Stage(sema.NEW)
    stage.finish("a", sema.semacquire1)
    stage.finish("r", lambda g, s: sema.semrelease1(s, True))
    assert stage.words == (sema.NEW,)
    assert stage.finish("b", sema.semacquire1) is ASLEEP and stage.finish("a") == returned()


def test_a_handoff_to_nobody_is_a_release():
    stage = Stage(sema.NEW)
    stage.finish("r", lambda g, s: sema.semrelease1(s, True))
    assert stage.words == ((1, ()),)
