"""Taking and leaving a P, and the list of Ps that nobody has."""

import pytest

from models.runtime.state import M
from models.runtime.status import P_IDLE, P_RUNNING, P_SYSCALL

from .build import queue, runtime, throws


def test_an_m_takes_an_idle_p():
    rt = runtime(2)
    mp, pp = rt.newm(), rt.allp[1]
    rt.acquirep(mp, pp)
    assert (mp.p, pp.m, pp.status) == (1, 1, P_RUNNING)
    assert rt.trace == [("acquirep", 0, 1, 1)]


def test_an_m_leaves_its_p():
    rt = runtime()
    mp, pp = rt.allm[0], rt.allp[0]
    assert rt.releasep(mp) is pp
    assert (mp.p, pp.m, pp.status) == (None, None, P_IDLE)
    assert rt.trace == [("releasep", 0, 0, 0)]


def test_an_m_has_at_most_one_p():
    rt = runtime(2)
    with throws("wirep: m0 or p1 is already taken"):
        rt.acquirep(rt.allm[0], rt.allp[1])


def test_a_p_has_at_most_one_m():
    rt = runtime(2)
    mp, pp = rt.newm(), rt.allp[1]
    pp.m = 0
    with throws("wirep: m1 or p1 is already taken"):
        rt.acquirep(mp, pp)


def test_only_an_idle_p_is_taken():
    rt = runtime(2)
    mp, pp = rt.newm(), rt.allp[1]
    pp.status = P_RUNNING
    with throws("wirep: m1 or p1 is already taken"):
        rt.acquirep(mp, pp)


def test_the_idle_list_is_last_in_first_out():
    rt = runtime(3)
    assert rt.pidleget(rt.allm[0]) is rt.allp[2]
    rt.pidleput(rt.allm[0], rt.allp[2])
    assert rt.sched.pidle == [1, 2]
    assert [rt.pidleget(rt.allm[0]) for _ in range(3)] == [rt.allp[2], rt.allp[1], None]


@pytest.mark.parametrize("work", [{"gs": [1]}, {"runnext": 1}])
def test_a_p_with_work_does_not_become_idle(work):
    rt = runtime()
    with throws("pidleput: P has non-empty run queue"):
        rt.pidleput(rt.allm[0], queue(rt, 0, **work))


def test_wanting_a_p_in_vain_is_remembered():
    rt = runtime(2)
    assert rt.pidleget_spinning(rt.allm[0]) is rt.allp[1]
    assert rt.sched.needspinning is False
    assert rt.pidleget_spinning(rt.allm[0]) is None
    assert rt.sched.needspinning is True


@pytest.mark.parametrize(("mp", "where"), [(M(0, p=0), (0, 0)), (M(7), (7, None))])
def test_whoever_does_it_may_have_a_p_or_none(mp, where):
    rt = runtime(3)
    rt.pidleget(mp)
    rt.pidleput(mp, rt.allp[2])
    rt.pidleget_spinning(mp)
    assert rt.trace == [("pidleget", 0, *where, 2), ("pidleput", 0, *where, 2), ("pidleget", 0, *where, 2)]


def test_taking_none_is_no_event():
    rt = runtime()
    assert (rt.pidleget(rt.allm[0]), rt.pidleget_spinning(rt.allm[0]), rt.trace) == (None, None, [])
    assert rt.sched.needspinning is True


def test_a_p_knows_the_m_that_took_it_last_though_that_has_left_it():
    rt = runtime(2)
    for m in (rt.newm(), rt.newm()):
        rt.acquirep(m, rt.allp[1])
        rt.releasep(m)
        assert rt.allp[1].oldm == m.id
    rt.wirep(rt.allm[1], rt.allp[1])
    assert rt.allp[1].oldm == 2
    assert (rt.allm[1].p, rt.allp[1].m, rt.allp[1].status) == (1, 1, P_RUNNING)


def test_whoever_loses_its_p_may_leave_it_in_another_status():
    rt = runtime()
    rt.unwire(rt.allm[0], rt.allp[0], P_SYSCALL)
    assert (rt.allm[0].p, rt.allp[0].m, rt.allp[0].status, rt.trace) == (None, None, P_SYSCALL, [])
