"""State is a value: plain, comparable, copyable; and how a machine begins."""

from copy import deepcopy

import pytest

from models.runtime.constants import GO_1_22, GO_1_27
from models.runtime.state import MAX_PROCS, G, Gobuf, M, P, Sched, State, new_state
from models.runtime.status import G_IDLE, P_IDLE, P_RUNNING

from .build import SMALL, body, error, runtime


def test_a_machine_before_main():
    assert new_state(3, SMALL, schedtick=15) == State(
        sched=Sched(pidle=[1, 2]),
        allp=[
            P(id=0, runq=[0, 0, 0, 0], status=P_RUNNING, m=0, schedtick=15),
            P(id=1, runq=[0, 0, 0, 0]),
            P(id=2, runq=[0, 0, 0, 0]),
        ],
        allm=[M(id=0, p=0)], allgs=[None], heap=[None], semtable={}, main_started=False)


def fields(thing, *names):
    return tuple(getattr(thing, name) for name in names)


def test_what_is_new_is_empty():
    pp, gp, mp, sched = P(id=0, runq=[]), G(id=1), M(id=0), Sched()
    assert fields(pp, "runqhead", "runqtail", "runnext", "schedtick", "status", "m") == (
        0, 0, 0, 0, P_IDLE, None)
    assert fields(pp, "gfree", "goidcache", "goidcacheend", "timers") == ([], 0, 0, [])
    assert fields(gp, "fn", "args", "status", "goid", "parent_goid", "m", "waitreason") == (
        None, (), G_IDLE, 0, 0, None, "")
    assert fields(gp, "stack", "stackguard0", "stktopsp", "sched") == (0, 0, 0, None)
    assert fields(gp, "param", "waiting", "timer", "defer", "panic") == (None,) * 5
    assert fields(gp, "select_done", "parking_on_chan", "active_stack_chans") == (False,) * 3
    assert fields(mp, "p", "nextp", "curg", "spinning", "park", "waitunlockf", "waitlock") == (
        None, None, 0, False, False, None, None)
    assert fields(sched, "pidle", "midle", "gfree_stack", "gfree_nostack") == ([], [], [], [])
    assert (list(sched.runq), *fields(sched, "nmspinning", "needspinning", "npidle", "goidgen")) == (
        [], 0, False, 0, 0)
    assert Gobuf() == Gobuf(sp=0, pc=None, ctxt=None, pushed="")


def test_two_new_ones_share_no_list():
    one, other = new_state(2, SMALL), new_state(2, SMALL)
    for lists in (lambda s: s.allp[0].gfree, lambda s: s.allp[1].timers, lambda s: s.sched.gfree_stack,
                  lambda s: s.sched.gfree_nostack, lambda s: s.heap, lambda s: s.allgs):
        assert lists(one) is not lists(other)
        lists(one).append(1)
    assert one.allp[0].gfree == [1] and other == new_state(2, SMALL)


def test_the_ring_has_256_slots_and_the_tick_starts_at_0():
    state = new_state(1, GO_1_27)
    assert state.allp[0].runq == [0] * 256
    assert state.allp[0].schedtick == 0
    assert state.sched.pidle == []


def test_the_idle_list_starts_with_the_release_s_end_on_top():
    assert new_state(4, GO_1_27).sched.pidle == [1, 2, 3]
    assert new_state(4, GO_1_22).sched.pidle == [3, 2, 1]


def test_npidle_counts_the_idle_ps():
    assert Sched(pidle=[3, 1]).npidle == 2


def test_two_equal_states_are_equal_until_one_changes():
    one, other = new_state(2, SMALL), new_state(2, SMALL)
    assert one == other
    other.allp[1].runq[3] = 7
    assert one != other


def test_a_copy_goes_its_own_way():
    rt = runtime(procs=2, gs=2)
    copy = deepcopy(rt.state)
    assert copy == rt.state
    rt.runqput(rt.allp[0], rt.allgs[1], next=False)
    assert copy != rt.state
    assert copy.allp[0].runqtail == 0
    rt.new("a channel")
    rt.newproc1(rt.allp[0], body)
    assert (copy.heap, len(copy.allgs), copy.allp[0].goidcache) == ([None], 3, 3)


@pytest.mark.parametrize("procs", [-1, 0, MAX_PROCS + 1])
def test_there_are_1_to_1024_ps(procs):
    with error(ValueError, f"procs is {procs}; the model takes 1 to 1024 Ps"):
        new_state(procs, SMALL)


def test_the_most_ps_there_can_be():
    assert len(new_state(MAX_PROCS, SMALL).allp) == 1024


def test_schedtick_counts_up():
    with error(ValueError, "schedtick is -1; it counts up from 0"):
        new_state(1, SMALL, schedtick=-1)
