"""Mutex's operations: each of the steps that their source has."""

import pytest

from models.study.explore.memory import BLANK
from models.study.steps import mutex, sema
from models.study.steps.mutex import LOCKED, SHIFT, STARVING, WOKEN, grabbed, tried

from ..staged import A, ASLEEP, Stage, returned

WAITER = 1 << SHIFT


@pytest.mark.parametrize("old, flags, ways", [
    (0, "", [(LOCKED, "locked")]),
    (WAITER, "", [(WAITER + LOCKED, "locked")]),
    (WOKEN + WAITER, "aw", [(WAITER + LOCKED, "locked")]),
    (WOKEN + WAITER, "", [(WOKEN + WAITER + LOCKED, "locked")]),
    (LOCKED, "", [(LOCKED + WAITER, "queued")]),
    (LOCKED, "a", [(LOCKED, "inconsistent")]),
    (LOCKED + WAITER, "", [(LOCKED + 2 * WAITER, "queued"), (LOCKED + WOKEN + WAITER, "spun")]),
    (LOCKED + WOKEN + WAITER, "", [(LOCKED + WOKEN + 2 * WAITER, "queued")]),
    (LOCKED + WOKEN + WAITER, "a", [(LOCKED + 2 * WAITER, "queued")]),
    (LOCKED + WOKEN, "aw", [(LOCKED + WAITER, "queued"), (LOCKED + STARVING + WAITER, "starving")]),
    (LOCKED + WOKEN, "saw", [(LOCKED + STARVING + WAITER, "starving")]),
    (STARVING + WAITER, "", [(STARVING + 2 * WAITER, "queued")]),
    (LOCKED + STARVING + WAITER, "", [(LOCKED + STARVING + 2 * WAITER, "queued")]),
])
def test_what_a_locker_may_make_of_the_state(old, flags, ways):
    assert tried(old, "s" in flags, "a" in flags, "w" in flags) == ways


@pytest.mark.parametrize("old, ways", [
    (0, [(0, False)]), (WAITER, [(WOKEN, True)]), (3 * WAITER, [(2 * WAITER + WOKEN, True)]),
    (WAITER + LOCKED, [(WAITER + LOCKED, False)]), (WAITER + WOKEN, [(WAITER + WOKEN, False)]),
    (WAITER + STARVING, [(WAITER + STARVING, False)])])
def test_when_an_unlock_may_wake_somebody(old, ways):
    assert grabbed(old) == ways


def test_a_free_mutex_is_locked_and_unlocked_in_one_step_each():
    stage = Stage(*mutex.NEW)
    assert stage.enter("a", mutex.lock) == "update" and stage.step("a") == returned()
    assert stage.words == (LOCKED, sema.NEW)
    assert stage.enter("a", mutex.unlock) == "add" and stage.step("a") == returned()
    assert stage.words == mutex.NEW


def locked_with_waiters(*waiters):
    """A mutex that somebody holds, and others who have queued for it."""
    stage = Stage(*mutex.NEW)
    stage.finish("a", mutex.lock)
    for g in waiters:
        assert stage.finish(g, mutex.lock) is ASLEEP
    return stage


def test_unlock_wakes_one_who_then_locks():
    stage = locked_with_waiters("b", "c")
    assert stage.words == (LOCKED + 2 * WAITER, (0, ("b", "c")))
    assert stage.enter("a", mutex.unlock) == "add" and stage.step("a") == "update"
    assert stage.words[0] == 2 * WAITER
    assert stage.step("a") == "sema_release" and stage.words[0] == WOKEN + WAITER
    assert stage.step("a") == returned() and stage.words == (WOKEN + WAITER, (1, ("c",)))
    assert stage.finish("b") == returned() and stage.words == (LOCKED + WAITER, (0, ("c",)))


def test_one_who_comes_may_take_the_lock_from_one_who_was_woken_and_that_one_goes_to_the_front():
    stage = locked_with_waiters("b", "c")
    stage.finish("a", mutex.unlock)
    assert stage.finish("d", mutex.lock) == returned()
    assert stage.words[0] == LOCKED + WOKEN + WAITER
    assert stage.finish("b") is ASLEEP
    assert stage.words == (LOCKED + 2 * WAITER, (0, ("b", "c")))


def starving(*waiters):
    """As above, but the first was woken in vain after more than 1 ms, and has changed the mode."""
    stage = locked_with_waiters(*waiters)
    stage.finish("a", mutex.unlock)
    stage.finish("d", mutex.lock)
    assert stage.step(waiters[0], 3) == "update"
    assert stage.step(waiters[0], way=1) == "sema_queue" and stage.finish(waiters[0]) is ASLEEP
    return stage


def test_in_starvation_mode_the_mutex_is_handed_over():
    stage = starving("b", "c")
    assert stage.words == (LOCKED + STARVING + 2 * WAITER, (0, ("b", "c")))
    assert stage.finish("d", mutex.unlock) == returned()
    assert stage.words == (STARVING + 2 * WAITER, (0, ("c",)))
    assert stage.finish("e", mutex.lock) is ASLEEP  # though nobody has locked it
    assert stage.words == (STARVING + 3 * WAITER, (0, ("c", "e")))
    assert stage.finish("b") == returned()
    assert stage.words == (LOCKED + STARVING + 2 * WAITER, (0, ("c", "e")))


@pytest.mark.parametrize("way, mode", [(0, 0), (1, STARVING)])
def test_the_mode_ends_with_one_who_has_not_waited_long(way, mode):
    stage = starving("b", "c", "e")
    stage.finish("d", mutex.unlock)
    stage.finish("b")
    stage.finish("b", mutex.unlock)
    assert stage.step("c", 2) == "choose"
    assert stage.step("c", way=way) == "add" and stage.step("c") == returned()
    assert stage.words == (LOCKED + mode + WAITER, (0, ("e",)))


def test_the_mode_ends_with_the_last_who_waits():
    stage = starving("b")
    stage.finish("d", mutex.unlock)
    assert stage.finish("b") == returned() and stage.words == (LOCKED, sema.NEW)


def test_who_spins_keeps_unlock_from_waking_another():
    stage = locked_with_waiters("b")
    assert stage.enter("c", mutex.lock) == "update" and stage.step("c", way=1) == "update"
    assert stage.words[0] == LOCKED + WOKEN + WAITER
    assert stage.finish("a", mutex.unlock) == returned()
    assert stage.finish("b") is ASLEEP and stage.words == (WOKEN + WAITER, (0, ("b",)))
    assert stage.finish("c") == returned() and stage.words[0] == LOCKED + WAITER


@pytest.mark.parametrize("old", [STARVING, STARVING + LOCKED + WAITER, STARVING + WOKEN + WAITER])
def test_an_inconsistent_state_ends_the_process(old):
    stage = Stage(LOCKED, sema.NEW)
    stage.finish("b", mutex.lock)
    stage.memory = (*stage.memory[:A], old, (1, ()))
    stage.memory = ((("b", False),), *stage.memory[1:])
    assert stage.step("b", 2) == "load" and stage.step("b", 2) == "FATAL"
    stage = locked_with_waiters("b")
    stage.finish("a", mutex.unlock)
    stage.memory = (*stage.memory[:A], 0, (1, ()))
    assert stage.step("b", 3) == "update" and stage.step("b", 2) == "FATAL"


def test_unlock_of_an_unlocked_mutex_ends_the_process():
    assert Stage(*mutex.NEW).finish("a", mutex.unlock) == "FATAL"
    assert Stage(WAITER, sema.NEW).finish("a", mutex.unlock) == "FATAL"


@pytest.mark.parametrize("old, out, new", [
    (0, 1, LOCKED), (WAITER + WOKEN, 1, WAITER + WOKEN + LOCKED), (LOCKED, 0, LOCKED),
    (STARVING + WAITER, 0, STARVING + WAITER)])
def test_trylock_takes_what_is_free(old, out, new):
    stage = Stage(old, sema.NEW)
    assert stage.finish("a", mutex.trylock) == returned(out) and stage.words[0] == new


def test_trylock_gives_up_when_the_state_changes():
    stage = Stage(WAITER, sema.NEW)
    assert stage.enter("a", mutex.trylock) == "load" and stage.step("a") == "cas"
    stage.memory = (*BLANK, WAITER + WOKEN, sema.NEW)
    assert stage.step("a") == returned(0) and stage.words[0] == WAITER + WOKEN
