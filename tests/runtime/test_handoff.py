"""A P that has lost its M: who takes it."""

import pytest

from models.runtime.constants import BY_RELEASE
from models.runtime.goroutine import go, gosched, log, work
from models.runtime.machine import Machine
from models.runtime.runtime import Runtime, replaced
from models.runtime.state import M
from models.runtime.status import P_GCSTOP, P_IDLE
from models.runtime.syscall import blocking_syscall
from models.runtime.sysmon import SYSMON
from models.runtime.timer import Timer, sleep

from .build import kinds, queue, runtime

RELEASES = pytest.mark.parametrize("const", BY_RELEASE.values(), ids=BY_RELEASE)
US, MS = 1_000, 1_000_000


def left(procs=3, idle=(), m=None, **settings):
    """P0 has just lost M0; of the others these are idle. Who hands it off, and the P."""
    rt = runtime(procs, **settings)
    rt.sched.pidle[:] = idle
    pp = rt.releasep(rt.allm[0])
    rt.trace.clear()
    return rt, rt.allm[0] if m is None else m, pp


def started(m=0, spinning=0):
    return [("handoffp", 0, m, None, 0), ("startm", 0, m, None, 1, 0, spinning, 1)]


# With work.


@pytest.mark.parametrize("gs, runnext, shared", [([4], 0, []), ([], 4, []), ([], 0, [4])])
@pytest.mark.parametrize("m", [None, M(SYSMON)])
def test_where_work_waits_an_m_is_started(gs, runnext, shared, m):
    rt, mp, pp = left(idle=[1, 2], m=m)
    queue(rt, 0, gs, runnext=runnext)
    rt.sched.runq.extend(shared)
    rt.handoffp(mp, pp)
    assert rt.trace == started(mp.id)
    assert rt.allm[1] == M(id=1, nextp=0, park=True)
    assert (rt.sched.nmspinning, rt.sched.pidle, pp.status) == (0, [1, 2], P_IDLE)


def test_whoever_hands_it_off_may_have_another():
    rt, mp, pp = left(idle=[1], m=M(8, p=2))
    rt.handoffp(mp, pp)
    assert rt.trace == [("handoffp", 0, 8, 2, 0), ("pidleput", 0, 8, 2, 0)]


def test_work_comes_before_a_world_that_is_to_stop():
    """The M will find that out by itself."""
    rt, mp, pp = left(idle=[1])
    queue(rt, 0, [4])
    rt.sched.gcwaiting, rt.sched.stopwait = True, 2
    rt.handoffp(mp, pp)
    assert (rt.trace, rt.sched.stopwait) == (started(), 2)


# Without.


def test_where_nobody_looks_for_work_the_m_that_is_started_does():
    rt, mp, pp = left()
    rt.sched.needspinning = True
    rt.handoffp(mp, pp)
    assert rt.trace == started(spinning=1)
    assert (rt.sched.nmspinning, rt.sched.needspinning) == (1, False)
    assert rt.allm[1] == M(id=1, nextp=0, park=True, mstartfn="mspinning")


def test_so_too_while_the_world_is_to_stop():
    rt, mp, pp = left()
    rt.sched.gcwaiting, rt.sched.stopwait = True, 2
    rt.handoffp(mp, pp)
    assert (rt.trace, rt.sched.stopwait) == (started(spinning=1), 2)


@pytest.mark.parametrize("idle, spinning", [([1], 0), ([], 1), ([1, 2], 0)])
def test_else_a_world_that_is_to_stop_has_one_p_less_to_wait_for(idle, spinning):
    rt, mp, pp = left(idle=idle)
    rt.sched.nmspinning, rt.sched.gcwaiting, rt.sched.stopwait, rt.sched.stopper = spinning, True, 1, 5
    rt.handoffp(mp, pp)
    assert rt.trace == [("handoffp", 0, 0, None, 0), ("gcstop", 0, 0, None, 0)]
    assert (pp.status, rt.sched.stopwait, rt.woken, rt.sched.pidle) == (P_GCSTOP, 0, [5], idle)


def test_the_last_p_that_runs_gets_an_m_to_ask_the_network():
    rt, mp, pp = left(idle=[1, 2])
    rt.handoffp(mp, pp)
    assert rt.trace == started()
    assert (rt.sched.nmspinning, rt.sched.pidle) == (0, [1, 2])


@pytest.mark.parametrize("idle, spinning, poller", [
    ([1, 2], 0, 7), ([1, 2], 0, 0), ([1], 0, None), ([1], 1, None), ([], 1, None)])
def test_else_it_becomes_idle(idle, spinning, poller):
    rt, mp, pp = left(idle=idle)
    rt.sched.nmspinning, rt.sched.poller = spinning, poller
    rt.handoffp(mp, pp)
    assert rt.trace == [("handoffp", 0, 0, None, 0), ("pidleput", 0, 0, None, 0)]
    assert (rt.sched.pidle, pp.status, rt.sched.nmspinning) == ([*idle, 0], P_IDLE, spinning)
    assert (rt.woken, rt.allm[1:]) == ([], [])


@pytest.mark.parametrize("until, woken", [(50, []), (51, [7]), (0, [7])])
def test_its_timers_do_not_sleep(until, woken):
    rt, mp, pp = left(idle=[1])
    rt.addHeap(pp, Timer(60, 1))
    rt.addHeap(pp, Timer(50, 2))
    rt.sched.poller, rt.sched.poll_until = 7, until
    rt.lay_aside(mp, pp)
    assert (rt.woken, kinds(rt), rt.sched.pidle) == (woken, ["pidleput"], [1, 0])


def test_who_is_told_of_them_is_told_by_whoever_handed_it_off():
    def tell(rt, mp, when):
        told.append((mp.id, when, [*rt.sched.pidle]))

    told = []
    rt, mp, pp = left(idle=[1], m=M(SYSMON), rules=replaced(wakeNetPoller=tell))
    rt.addHeap(pp, Timer(50, 2))
    rt.lay_aside(mp, pp)
    assert told == [(SYSMON, 50, [1, 0])]


def test_without_timers_nobody_is_told():
    rt, mp, pp = left(idle=[1])
    rt.sched.poller, rt.sched.poll_until = 7, 0
    rt.lay_aside(mp, pp)
    assert rt.woken == []


# Whole programs, by the clock.


@RELEASES
def test_a_timer_of_a_p_whose_m_is_in_a_call_goes_off_in_time(const):
    """One P computes, one is idle; the third, on which the timer is, becomes idle too."""
    def sleeps():
        yield sleep(3 * MS)
        yield log("slept")

    def computes():
        yield work(20 * MS)

    def main():
        yield go(computes)
        yield work(10 * US)
        yield go(sleeps)
        yield gosched()
        yield blocking_syscall(20 * MS)

    rt = Runtime(3, const=const, schedtick=1, durations={"none": (0,)})
    assert Machine(rt, main).run() == "END"
    handed = [event[0] for event in rt.trace].index("handoffp")
    assert kinds(rt)[handed + 1] == "pidleput"
    assert [event[1] for event in rt.trace if event[0] == "log"] == [3010 * US + 1]


@RELEASES
def test_with_one_p_calls_and_work_take_turns(const):
    """While one is in the operating system, the other computes; whoever comes back waits for the P."""
    def calls(name):
        for _ in range(3):
            yield blocking_syscall(50 * US)
            yield work(10 * US)
        yield log(name)

    def main():
        yield go(calls, "a")
        yield go(calls, "b")
        yield work(1 * US)
        yield blocking_syscall(500 * US)
        yield log("main")

    rt = Runtime(1, const=const, schedtick=1, durations={"none": (0,)})
    assert Machine(rt, main).run() == "END"
    assert [(event[1] // US, event[5]) for event in rt.trace if event[0] == "log"] == [
        (181, "b"), (191, "a"), (501, "main")]
    assert len(rt.allm) <= 4
