"""sync.WaitGroup: a counter, and who is readied when."""

from models.runtime.state import WaitGroup
from models.runtime.status import GStatus

from .build import queue, ring, runtime, running, throws


def waiting(rt, *gs):
    """A WaitGroup at 1 that these wait for."""
    rt.state.waitgroups.append(WaitGroup(1))
    for g in gs:
        running(rt, g)
        rt.wg_wait(rt.allm[0], 0)
    running(rt, 1)
    rt.trace.clear()
    return rt.state.waitgroups[0]


def test_waiting_at_zero_goes_on_at_once():
    rt = runtime()
    rt.state.waitgroups.append(WaitGroup())
    gp = running(rt, 1)
    rt.wg_wait(rt.allm[0], 0)
    assert (gp.status, rt.trace) == (GStatus.RUNNING, [])


def test_waiting_above_zero_parks():
    rt = runtime()
    rt.state.waitgroups.append(WaitGroup(2))
    gp = running(rt, 1)
    rt.wg_wait(rt.allm[0], 0)
    assert (gp.status, list(rt.state.waitgroups[0].waiters)) == (GStatus.WAITING, [1])
    assert rt.trace == [("gopark", 0, 0, 0, 1, "sync.WaitGroup.Wait")]


def test_above_zero_nobody_is_readied():
    rt = runtime()
    group = waiting(rt, 2)
    rt.wg_add(rt.allm[0], 0, 2)
    rt.wg_add(rt.allm[0], 0, -1)
    assert (group.n, list(group.waiters), rt.trace) == (2, [2], [])


def test_at_zero_all_are_readied_and_the_last_has_runnext():
    rt = runtime()
    group = waiting(rt, 4, 2, 3)
    queue(rt, 0, [9])
    rt.wg_add(rt.allm[0], 0, -1)
    assert (group.n, list(group.waiters)) == (0, [])
    assert (rt.allp[0].runnext, ring(rt.allp[0])) == (3, [9, 4, 2])
    assert [event[4:] for event in rt.trace if event[0] == "goready"] == [(4, 1), (2, 1), (3, 1)]


def test_each_waitgroup_counts_for_itself():
    rt = runtime()
    rt.state.waitgroups.extend([WaitGroup(), WaitGroup()])
    rt.wg_add(rt.allm[0], 1, 3)
    assert rt.state.waitgroups == [WaitGroup(0), WaitGroup(3)]


def test_below_zero_it_throws():
    rt = runtime()
    rt.state.waitgroups.append(WaitGroup(1))
    with throws("sync: negative WaitGroup counter"):
        rt.wg_add(rt.allm[0], 0, -2)
