"""Semaphores: who gets what a release adds, and who sleeps on."""

from copy import deepcopy

import pytest

from models.runtime.constants import GO_1_22, GO_1_27
from models.runtime.sema import Sema, address
from models.runtime.semaroot import SemaRoot
from models.runtime.status import G_RUNNABLE, G_RUNNING, G_WAITING
from models.runtime.sudog import Sudog

from .build import kinds, queue, ring, runtime, running, take
from .syncing import PAUSE, Doing, all_parked, does


def asleep(rt, sema, *gs, lifo=False):
    """These Gs sleep on sema."""
    return all_parked(rt, gs, rt.semacquire1, sema, "why", lifo)


def sleepers(rt, sema):
    """Who sleeps under sema's root, and on it."""
    treap = rt.rootFor(sema.addr).treap
    return [s.g for s in treap.sudogs] if treap else []


def test_addresses_are_64_bytes_apart_and_fields_lie_within():
    rt = runtime()
    assert address(rt, 4) == rt.address(4) == 68
    rt.new("thing")
    assert rt.address(12) == 140


def test_one_is_taken_where_there_is_one():
    rt, sema = runtime(), Sema(68, 2)
    assert [rt.cansemacquire(sema) for _ in range(3)] == [True, True, False]
    assert sema == Sema(68, 0)


def test_who_finds_one_does_not_sleep():
    rt, sema = runtime(), Sema(68, 1)
    does(rt, 1, rt.semacquire1, sema, "why")
    assert (sema.value, rt.trace, rt.state.semtable) == (0, [], {})


def test_who_finds_none_sleeps():
    rt, sema = runtime(), Sema(68)
    doing = Doing(rt, 1, rt.semacquire1, sema, "why")
    assert doing.step() == "park_m"
    assert (doing.gp.status, doing.gp.waitreason) == (G_WAITING, "why")
    assert rt.trace == [("gopark", 0, 0, 0, 1, "why")]
    root = rt.state.semtable[8]
    assert (root.nwait, root.lock, sleepers(rt, sema)) == (1, False, [1])
    assert doing.gp.waiting == [Sudog(g=1, elem=68)]


def test_one_released_after_the_first_look_is_found_under_the_lock():
    rt, sema = runtime(), Sema(68)
    rt.between = (PAUSE,)
    doing = Doing(rt, 1, rt.semacquire1, sema, "why")
    assert doing.step() == "pause"
    sema.value = 1
    assert doing.step() == "returned"
    assert (sema.value, rt.state.semtable) == (0, {8: SemaRoot()})


def test_who_looks_under_the_lock_is_counted_already():
    rt, sema, seen = runtime(), Sema(68), []
    look = rt.cansemacquire
    rt.cansemacquire = lambda sema: seen.append((rt.rootFor(68).nwait, rt.rootFor(68).lock)) or look(sema)
    Doing(rt, 1, rt.semacquire1, sema, "why").step()
    assert seen == [(0, False), (1, True)]


def test_a_release_adds_one():
    rt, sema = runtime(), Sema(68)
    does(rt, 1, rt.semrelease1, sema)
    does(rt, 1, rt.semrelease1, sema, True)
    assert (sema.value, rt.trace, rt.rootFor(68)) == (2, [], SemaRoot())


@pytest.mark.parametrize("lifo, order", [(False, [1, 2, 3]), (True, [3, 2, 1])])
def test_the_first_who_sleeps_is_woken(lifo, order):
    rt, sema = runtime(), Sema(68)
    asleep(rt, sema, 1, 2, 3, lifo=lifo)
    assert sleepers(rt, sema) == order
    for left, g in zip([2, 1, 0], order):
        rt.trace.clear()
        does(rt, 9, rt.semrelease1, sema)
        assert rt.trace[0] == ("goready", 0, 0, 0, g, 9)
        assert rt.allgs[g].status == G_RUNNABLE
        assert rt.rootFor(68).nwait == left
    assert (sema.value, rt.rootFor(68)) == (3, SemaRoot())


def test_who_is_woken_takes_what_was_released():
    rt, sema = runtime(), Sema(68)
    [doing] = asleep(rt, sema, 1)
    does(rt, 9, rt.semrelease1, sema)
    assert (sema.value, doing.gp.waiting, rt.allp[0].runnext) == (1, None, 1)
    assert doing.wake() == "returned"
    assert sema.value == 0


def test_who_is_woken_and_finds_it_taken_sleeps_again_behind_the_others():
    rt, sema = runtime(), Sema(68)
    first, second = asleep(rt, sema, 1, 2)
    does(rt, 9, rt.semrelease1, sema)
    does(rt, 9, rt.semacquire1, sema, "barging")
    assert sema.value == 0
    assert first.wake() == "park_m"
    assert (sleepers(rt, sema), rt.rootFor(68).nwait) == ([2, 1], 2)
    does(rt, 9, rt.semrelease1, sema)
    assert second.wake() == "returned"
    does(rt, 9, rt.semrelease1, sema)
    assert first.wake() == "returned"
    assert (sema.value, rt.rootFor(68)) == (0, SemaRoot())


def test_a_sudog_is_released_however_one_comes_by_the_semaphore():
    rt, sema, released = runtime(), Sema(68), []
    rt.releaseSudog = lambda gp, s: released.append((gp.id, s))
    rt.between = (PAUSE,)
    doing = Doing(rt, 2, rt.semacquire1, sema, "why")
    doing.step()
    sema.value = 1
    doing.step()
    [first] = asleep(rt, sema, 1)
    does(rt, 9, rt.semrelease1, sema)
    first.wake()
    assert released == [(2, Sudog()), (1, Sudog(g=1))]


def test_who_slept_before_the_others_does_so_again():
    rt, sema = runtime(), Sema(68)
    asleep(rt, sema, 1)
    [second] = asleep(rt, sema, 2, lifo=True)
    does(rt, 9, rt.semrelease1, sema)
    sema.value = 0
    assert second.wake() == "park_m"
    assert sleepers(rt, sema) == [2, 1]


def test_one_who_sleeps_again_looks_under_the_lock_first():
    rt, sema = runtime(), Sema(68)
    [doing] = asleep(rt, sema, 1)
    rt.between = (PAUSE,)
    does(rt, 9, rt.semrelease1, sema)
    sema.value = 0
    running(rt, 1)
    assert doing.step() == "pause"
    sema.value = 1
    assert doing.step() == "returned"
    assert (sema.value, rt.rootFor(68)) == (0, SemaRoot())


def test_with_handoff_the_first_is_given_it_and_runs_at_once():
    rt, sema = runtime(), Sema(68)
    first, second = asleep(rt, sema, 1, 2)
    queue(rt, 0, [3], runnext=4)
    doing = Doing(rt, 9, rt.semrelease1, sema, True)
    assert doing.step() == "goyield_m"
    assert [event[:1] + event[4:] for event in rt.trace] == [
        ("goready", 1, 9), ("runnext", 1, 4), ("runqput", 4, 1), ("goyield", 9), ("runqput", 9, 2)]
    assert (sema.value, rt.allp[0].runnext, ring(rt.allp[0])) == (0, 1, [3, 4, 9])
    assert first.wake() == "returned"
    assert (sema.value, rt.rootFor(68).nwait) == (0, 1)
    assert doing.wake() == "returned"


def test_with_handoff_nobody_yields_if_nobody_sleeps():
    rt, sema = runtime(), Sema(68)
    does(rt, 9, rt.semrelease1, sema, True)
    assert kinds(rt) == []


def test_what_another_has_taken_is_not_handed_over():
    rt, sema = runtime(), Sema(68)
    [first] = asleep(rt, sema, 1)
    rt.between = (PAUSE,)
    doing = Doing(rt, 9, rt.semrelease1, sema, True)
    assert [doing.step() for _ in range(3)] == ["pause"] * 3
    assert (sema.value, rt.rootFor(68).nwait) == (1, 0)
    sema.value = 0
    assert doing.step() == "returned"
    assert rt.allgs[9].status == G_RUNNING
    assert kinds(rt) == ["goready", "runnext"]
    assert first.wake() == "park_m"
    assert sleepers(rt, sema) == [1]


def test_others_may_come_before_and_after_what_is_added():
    rt, sema = runtime(), Sema(68)
    rt.between = (PAUSE,)
    doing = Doing(rt, 9, rt.semrelease1, sema)
    seen = []
    while doing.step() == "pause":
        seen.append(sema.value)
    assert seen == [0, 1]


def test_a_release_between_another_s_look_and_its_sleep_is_not_missed():
    rt, sema = runtime(2), Sema(68)
    take(rt, 1)
    rt.between = (PAUSE,)
    sleeper = Doing(rt, 1, rt.semacquire1, sema, "why", m=1)
    assert sleeper.step() == "pause"
    does(rt, 9, rt.semrelease1, sema)
    assert sleeper.step() == "returned"


def test_who_sleeps_on_another_semaphore_of_the_same_root_sleeps_on():
    rt, sema, other = runtime(), Sema(64), Sema(68)
    asleep(rt, other, 1)
    does(rt, 9, rt.semrelease1, sema)
    root = rt.rootFor(64)
    assert root is rt.rootFor(68)
    assert (root.nwait, root.lock, sema.value, rt.trace) == (1, False, 1, [])
    assert rt.allgs[1].status == G_WAITING


def test_a_root_s_lock_is_held_while_the_queue_changes():
    held = []
    rt, sema = runtime(), Sema(68)
    root = rt.rootFor(68)
    for name in ("semaRoot_queue", "semaRoot_dequeue"):
        def noted(*args, rule=getattr(rt, name), name=name):
            held.append((name, root.lock, root.nwait))
            return rule(*args)
        setattr(rt, name, noted)
    asleep(rt, sema, 1)
    does(rt, 9, rt.semrelease1, sema)
    assert held == [("semaRoot_queue", True, 1), ("semaRoot_dequeue", True, 1)]
    assert root == SemaRoot()


@pytest.mark.parametrize("const", [GO_1_27, GO_1_22])
def test_both_releases_do_the_same(const):
    rt, sema = runtime(const=const), Sema(68)
    [first] = asleep(rt, sema, 1)
    assert Doing(rt, 9, rt.semrelease1, sema, True).step() == "goyield_m"
    assert first.wake() == "returned"


def test_a_state_in_which_some_sleep_can_be_copied_and_compared():
    rt = runtime()
    for g, addr in enumerate((64, 64 + 8 * 251, 68, 64, 64 + 16 * 251), 1):
        asleep(rt, Sema(addr), g)
    copy = deepcopy(rt.state)
    assert copy == rt.state
    root = copy.semtable[8]
    assert root.treap is not rt.rootFor(64).treap
    assert all(s.parent is root.treap for s in (root.treap.prev, root.treap.next) if s)
    rt.rootFor(64).treap.sudogs[0].ticket = 1
    assert copy != rt.state
