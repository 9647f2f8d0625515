"""The number of Ps changes: what becomes of the Ps, of their work, and of the M that changes it."""

from collections import deque

import pytest

from models.runtime.constants import BY_RELEASE
from models.runtime.goroutine import log
from models.runtime.machine import Machine, logged
from models.runtime.procresize import gomaxprocs
from models.runtime.runtime import Runtime
from models.runtime.state import M, P, Sysmontick
from models.runtime.status import P_DEAD, P_GCSTOP, P_IDLE, P_RUNNING
from models.runtime.timer import Timer

from .build import SMALL, drain, error, kinds, queue, running, runtime, throws

NEW, OLD = BY_RELEASE["1.27.3"], BY_RELEASE["1.22.10"]
RELEASES = pytest.mark.parametrize("const", [NEW, OLD], ids=["1.27.3", "1.22.10"])


def still(procs, const=NEW, **settings):
    """A machine that stands still: M 0 on P 0 may change it."""
    rt = runtime(procs, const=const, **settings)
    rt.sched.pidle.clear()
    for pp in rt.allp:
        pp.status = P_GCSTOP
    return rt


def sleepers(rt, *ms):
    """New Ms up to the last of these, which sleep in this order, the last on top."""
    while len(rt.allm) <= max(ms):
        rt.newm()
    rt.sched.midle[:] = ms


# GOMAXPROCS.


def test_requests_name_their_rule():
    assert gomaxprocs(3) == ("GOMAXPROCS", 3)
    assert gomaxprocs() == ("GOMAXPROCS", 0)


@pytest.mark.parametrize("n, custom", [(0, False), (-1, False), (3, True)])
def test_to_ask_how_many_there_are_stops_nothing(n, custom):
    rt = runtime(3)
    assert drain(rt.GOMAXPROCS(running(rt, 1), n)) == ([], 3)
    assert (rt.trace, len(rt.allp), rt.sched.customGOMAXPROCS) == ([], 3, custom)


@RELEASES
@pytest.mark.parametrize("n", [1, 2, 4])
def test_another_number_is_set_while_the_world_stands_still(const, n):
    rt = runtime(3, const=const)
    assert drain(rt.GOMAXPROCS(running(rt, 1), n)) == ([], 3)
    assert (len(rt.allp), rt.sched.customGOMAXPROCS) == (n, True)
    world = ("stoptheworld", "worldstopped", "procresize", "starttheworld")
    told = [event for event in rt.trace if event[0] in world]
    assert told == [("stoptheworld", 0, 0, 0), ("worldstopped", 0, 0, 0), ("procresize", 0, 0, 0, 3, n),
                    ("starttheworld", 0, 0, 0)]
    assert (rt.sched.gcwaiting, rt.sched.newprocs, rt.sched.gcsema.value) == (False, 0, 1)


def test_the_model_has_its_limits():
    rt = runtime(2)
    with error(ValueError, "GOMAXPROCS(1025); the model takes up to 1024 Ps"):
        drain(rt.GOMAXPROCS(running(rt, 1), 1025))
    assert (rt.trace, rt.sched.customGOMAXPROCS) == ([], False)
    assert drain(rt.GOMAXPROCS(rt.allgs[1], 1024)) == ([], 2)
    assert len(rt.allp) == 1024


# More Ps, fewer, and the M that changes it.


@pytest.mark.parametrize("nprocs", [0, -1])
def test_without_a_p_nothing_goes(nprocs):
    rt = still(2)
    with throws("procresize: invalid arg"):
        rt.procresize(rt.allm[0], nprocs)
    assert rt.trace == []


@pytest.mark.parametrize("const, order", [(NEW, [1, 2, 3]), (OLD, [3, 2, 1])], ids=["1.27.3", "1.22.10"])
def test_new_ps_are_new_and_all_without_work_idle(const, order):
    rt = still(2, const)
    assert rt.procresize(rt.allm[0], 4) == []
    assert rt.trace == [("procresize", 0, 0, 0, 2, 4), *(("pidleput", 0, 0, 0, p) for p in order)]
    assert rt.sched.pidle == order
    assert rt.allp[2:] == [P(2, [0] * 256), P(3, [0] * 256)]
    assert [pp.status for pp in rt.allp] == [P_RUNNING, P_IDLE, P_IDLE, P_IDLE]
    assert rt.allp[2].runq is not rt.allp[3].runq


def test_a_new_p_s_ring_is_as_long_as_all():
    rt = still(1, SMALL)
    rt.procresize(rt.allm[0], 2)
    assert rt.allp[1].runq == [0] * 4


def test_a_p_s_first_status_says_that_it_stands_still():
    rt = still(1)
    assert rt.init_p(1) == P(1, [0] * 256, status=P_GCSTOP)


def test_one_that_was_there_before_is_as_it_was():
    rt = still(3)
    first, second = rt.allp[1:]
    for pp in (first, second):
        pp.schedtick, pp.syscalltick, pp.goidcache, pp.goidcacheend = 7, 5, 3, 17
        pp.runqhead = pp.runqtail = 9
        pp.oldm, pp.sysmontick = 1, Sysmontick(7, 70, 5, 50)
    rt.procresize(rt.allm[0], 1)
    assert rt.state.deadp == [first, second]
    assert [pp.status for pp in rt.state.deadp] == [P_DEAD] * 2
    rt.procresize(rt.allm[0], 2)
    assert rt.allp[1] is first and rt.state.deadp == [second]
    rt.procresize(rt.allm[0], 4)
    assert rt.allp[2] is second and rt.state.deadp == [] and len(rt.allp) == 4
    assert second == P(2, [0] * 256, 9, 9, schedtick=7, status=P_IDLE, goidcache=3, goidcacheend=17,
                       syscalltick=5, sysmontick=Sysmontick(7, 70, 5, 50), oldm=1)
    assert rt.allp[3] == P(3, [0] * 256)


def test_those_gone_last_stand_before_those_gone_first():
    rt = still(4)
    rt.procresize(rt.allm[0], 3)
    rt.procresize(rt.allm[0], 1)
    assert [pp.id for pp in rt.state.deadp] == [1, 2, 3]


def on_p(p, procs=3, **settings):
    """A machine that stands still, and M 0 is on P p."""
    rt = still(procs, **settings)
    rt.allm[0].p, rt.allp[0].m, rt.allp[p].m = p, None, 0
    return rt


def test_the_m_keeps_its_p_if_that_stays():
    rt = on_p(1)
    rt.procresize(rt.allm[0], 2)
    assert rt.trace == [("procresize", 0, 0, 1, 3, 2), ("pidleput", 0, 0, 1, 0)]
    assert (rt.allm[0], rt.allp[1].m, rt.allp[1].status) == (M(id=0, p=1), 0, P_RUNNING)
    assert rt.allp[0].status == P_IDLE


@pytest.mark.parametrize("p, nprocs", [(1, 1), (2, 2), (2, 1)])
def test_and_gets_p_0_if_not(p, nprocs):
    rt = on_p(p)
    rt.procresize(rt.allm[0], nprocs)
    assert rt.trace[:2] == [("procresize", 0, 0, p, 3, nprocs), ("acquirep", 0, 0, 0)]
    assert (rt.allm[0], rt.allp[0].m, rt.allp[0].status, rt.allp[0].oldm) == (M(id=0, p=0), 0, P_RUNNING, 0)
    gone = rt.state.deadp[p - nprocs]
    assert (gone.id, gone.m, gone.status) == (p, None, P_DEAD)


# What a P that is gone leaves behind.


def test_its_queue_goes_before_all_others_in_the_global_one():
    rt = still(3, SMALL, gs=9)
    rt.sched.runq.extend([8, 9])
    queue(rt, 1, [1, 2], head=3, runnext=3)
    queue(rt, 2, [4, 5], runnext=6)
    rt.procresize(rt.allm[0], 1)
    assert rt.sched.runq == deque([6, 4, 5, 3, 1, 2, 8, 9])
    assert [(pp.runqhead, pp.runqtail, pp.runnext) for pp in rt.state.deadp] == [(3, 3, 0), (0, 0, 0)]
    assert kinds(rt) == ["procresize"]


def test_its_runnext_alone():
    rt = still(2, SMALL)
    queue(rt, 1, runnext=6)
    rt.procresize(rt.allm[0], 1)
    assert rt.sched.runq == deque([6])


@pytest.mark.parametrize("p", [0, 1])
def test_its_timers_are_the_m_s(p):
    rt = on_p(p, procs=3)
    for when, ts in (5, 2), (3, 2), (9, p):
        rt.addHeap(rt.allp[ts], Timer(when=when, arg=when))
    rt.procresize(rt.allm[0], 2)
    assert [(t.when, t.ts) for t in rt.allp[p].timers] == [(3, p), (9, p), (5, p)]
    assert rt.state.deadp[0].timers == []


def test_even_if_its_own_p_is_gone():
    rt = on_p(2)
    rt.addHeap(rt.allp[2], Timer(when=5))
    rt.procresize(rt.allm[0], 1)
    assert rt.allp[0].timers == [Timer(when=5, ts=0)]


def test_its_dead_gs_are_for_all():
    rt = still(2)
    rt.allp[1].gfree = [4, 5]
    rt.procresize(rt.allm[0], 1)
    assert rt.sched.gfree_stack == [5, 4] and rt.state.deadp[0].gfree == []


# Ps with work.


def with_work(rt, *ps):
    for g, p in enumerate(ps, 1):
        queue(rt, p, runnext=g)


def found(rt, nprocs):
    """Which P gets which M."""
    return [(pp.id, mp and mp.id) for pp, mp in rt.procresize(rt.allm[0], nprocs)]


@RELEASES
def test_a_p_with_work_gets_any_m_that_sleeps_or_none(const):
    rt = still(4, const)
    sleepers(rt, 3)
    with_work(rt, 3, 1)
    assert found(rt, 4) == ([(3, None), (1, 3)] if const is NEW else [(1, None), (3, 3)])
    assert rt.sched.midle == [] and rt.sched.pidle == [2]


def test_up_to_go_1_25_the_highest_p_gets_the_m_on_top():
    rt = still(4, OLD)
    for pp in rt.allp:
        pp.oldm = pp.id
    sleepers(rt, 3, 1, 2)
    with_work(rt, 1, 2, 3)
    assert found(rt, 4) == [(1, 3), (2, 1), (3, 2)]


def test_since_go_1_26_each_gets_the_m_that_ran_it_last():
    rt = still(4)
    for pp in rt.allp:
        pp.oldm = pp.id
    sleepers(rt, 3, 1, 2, 4)
    with_work(rt, 1, 2, 3)
    assert found(rt, 4) == [(1, 1), (2, 2), (3, 3)]
    assert rt.sched.midle == [4]


def test_those_whose_m_does_not_sleep_come_first_the_last_of_them_first():
    rt = still(6)
    rt.allp[1].oldm, rt.allp[3].oldm = 7, 2
    sleepers(rt, 2, 8, 9)
    rt.allp[4].oldm = 9
    with_work(rt, 1, 2, 3, 4, 5)
    assert found(rt, 6) == [(5, None), (2, None), (1, 8), (3, 2), (4, 9)]


def test_the_highest_p_may_take_its_m_first():
    """Both were run last by M 1: the higher P comes first."""
    rt = still(3)
    rt.allp[1].oldm = rt.allp[2].oldm = 1
    sleepers(rt, 1, 2)
    with_work(rt, 1, 2)
    assert found(rt, 3) == [(1, 2), (2, 1)]


def test_the_p_of_the_m_that_changes_it_needs_no_other():
    rt = still(2)
    sleepers(rt, 1)
    with_work(rt, 0)
    assert found(rt, 2) == [] and rt.sched.midle == [1]
    assert rt.sched.pidle == [1]


# Whole programs.


@RELEASES
def test_a_program_sees_how_many_there_were(const):
    def main():
        for n in (3, 0, 2, 5, 5, 1, 0):
            yield log((yield gomaxprocs(n)))

    for procs in (1, 4):
        rt = Runtime(procs, const=const)
        assert Machine(rt, main).run() == "END"
        assert logged(rt.trace) == [procs, 3, 3, 2, 5, 5, 1]
        assert len(rt.allp) == 1
