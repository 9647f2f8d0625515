"""The world stops: who is asked, who stops whom, who waits; and how it starts again."""

import pytest

from models.runtime.constants import BY_RELEASE
from models.runtime.goroutine import go, log, work
from models.runtime.machine import Machine, logged
from models.runtime.procresize import gomaxprocs
from models.runtime.runtime import Runtime
from models.runtime.state import M
from models.runtime.status import (
    G_RUNNABLE, G_RUNNING, G_SYSCALL, G_WAITING, P_GCSTOP, P_IDLE, P_RUNNING, P_SYSCALL)
from models.runtime.stoptheworld import ON_NOTE
from models.runtime.waitgroup import waitgroup, wg_add, wg_done, wg_wait
from models.study.choosers import seeded

from .build import company, drain, kinds, queue, running, runtime, take, throws, until

NEW, OLD = BY_RELEASE["1.27.3"], BY_RELEASE["1.22.10"]
RELEASES = pytest.mark.parametrize("const", [NEW, OLD], ids=["1.27.3", "1.22.10"])


def busy(rt, p, g):
    """P p runs G g on an M of its own."""
    pp = take(rt, p)
    running(rt, g, pp.m)
    return pp


def calling(rt, p, g):
    """P p waits for G g, which is in a system call on an M of its own."""
    pp = busy(rt, p, g)
    rt.entersyscall(rt.allgs[g])
    rt.trace.clear()
    return pp


def stopped(procs=3, const=NEW, **settings):
    """A machine that G 1 on M 0 has stopped; the other Ps were idle."""
    rt = runtime(procs, const=const, **settings)
    assert drain(rt.stopTheWorldGC(running(rt, 1))) == ([], None)
    rt.trace.clear()
    return rt


# Stopping.


@RELEASES
def test_idle_ps_are_stopped_at_once_the_top_one_first(const):
    rt = runtime(3, const=const)
    rt.sched.pidle[:] = [1, 2]
    gp = running(rt, 1)
    assert drain(rt.stopTheWorld(gp)) == ([], None)
    assert rt.trace == [("stoptheworld", 0, 0, 0), ("gcstop", 0, 0, 0, 0), ("pidleget", 0, 0, 0, 2),
                        ("gcstop", 0, 0, 0, 2), ("pidleget", 0, 0, 0, 1), ("gcstop", 0, 0, 0, 1),
                        ("worldstopped", 0, 0, 0)]
    assert [pp.status for pp in rt.allp] == [P_GCSTOP] * 3
    assert (rt.sched.stopwait, rt.sched.gcwaiting, rt.sched.stopper, rt.sched.pidle) == (0, True, None, [])
    assert (gp.status, rt.allm[0], rt.allp[0].m, rt.woken) == (G_RUNNING, M(id=0, p=0, curg=1), 0, [])


def test_a_p_in_a_system_call_is_taken_since_go_1_26_from_its_m():
    rt = runtime(2, const=NEW)
    pp = calling(rt, 1, 2)
    rt.allm[1].oldp = 1
    drain(rt.stopTheWorld(running(rt, 1)))
    assert rt.trace == [("stoptheworld", 0, 0, 0), ("gcstop", 0, 0, 0, 0), ("retake", 0, 0, 0, 1),
                        ("gcstop", 0, 0, 0, 1), ("worldstopped", 0, 0, 0)]
    assert (pp.status, pp.m, pp.syscalltick, rt.allm[1].p) == (P_GCSTOP, None, 1, None)
    assert rt.allgs[2].status == G_SYSCALL


def test_before_that_it_had_none():
    rt = runtime(2, const=OLD)
    pp = calling(rt, 1, 2)
    assert pp.status == P_SYSCALL
    drain(rt.stopTheWorld(running(rt, 1)))
    assert kinds(rt) == ["stoptheworld", "gcstop", "retake", "gcstop", "worldstopped"]
    assert (pp.status, pp.m, pp.syscalltick, rt.allm[1].p) == (P_GCSTOP, None, 1, None)


@RELEASES
def test_a_g_that_computes_is_asked_to_stop_and_waited_for(const):
    rt = runtime(2, const=const)
    pp = busy(rt, 1, 2)
    gp = running(rt, 1)
    stop = rt.stopTheWorld(gp)
    assert next(stop) == ON_NOTE == ("stay", "stopnote")
    assert rt.trace == [("stoptheworld", 0, 0, 0), ("preempt", 0, 0, 0, 1, 2), ("gcstop", 0, 0, 0, 0)]
    assert rt.allgs[2].preempt is True
    assert (gp.status, gp.waitreason) == (G_WAITING, "stopping the world")
    assert (rt.sched.stopwait, rt.sched.stopper, rt.spent, rt.allp[0].status) == (1, 0, 100_000, P_GCSTOP)
    assert pp.status == P_RUNNING


def test_the_last_p_to_stop_wakes_it():
    rt = runtime(3, const=NEW)
    busy(rt, 1, 2)
    busy(rt, 2, 3)
    stop = rt.stopTheWorld(running(rt, 1))
    next(stop)
    for m, woken in (1, []), (2, [0]):
        rt.dropg(rt.allm[m])
        rt.stop_p(rt.allm[m], rt.releasep(rt.allm[m]))
        assert rt.woken == woken
    rt.trace.clear()
    assert drain(stop) == ([], None)
    assert rt.trace == [("worldstopped", 0, 0, 0)] and rt.sched.stopper is None


def test_who_still_runs_after_100_us_is_asked_again():
    rt = runtime(2, const=NEW)
    busy(rt, 1, 2)
    stop = rt.stopTheWorld(running(rt, 1))
    next(stop)
    rt.allgs[2].preempt = False
    rt.allm[1].curg = 3
    rt.trace.clear()
    assert next(stop) == ON_NOTE
    assert rt.trace == [("preempt", 0, 0, 0, 1, 3)]
    assert (rt.spent, rt.sched.stopper) == (200_000, 0)


def test_nobody_is_asked_again_when_all_have_stopped():
    rt = runtime(2, const=NEW)
    busy(rt, 1, 2)
    stop = rt.stopTheWorld(running(rt, 1))
    next(stop)
    rt.stop_p(rt.allm[1], rt.allp[1])
    rt.trace.clear()
    assert drain(stop) == ([], None)
    assert kinds(rt) == ["worldstopped"]


def test_a_p_that_has_not_stopped_is_a_bug():
    rt = runtime(2, const=NEW)
    busy(rt, 1, 2)
    stop = rt.stopTheWorld(running(rt, 1))
    next(stop)
    rt.sched.stopwait = 0
    with throws("stopTheWorld: not stopped (status != _Pgcstop)"):
        next(stop)


def test_a_p_may_be_stopped_by_an_m_that_has_none():
    rt = runtime(2, const=NEW)
    rt.sched.stopwait = 2
    rt.stop_p(M(id=7), rt.allp[1])
    assert rt.trace == [("gcstop", 0, 7, None, 1)]
    assert (rt.sched.stopwait, rt.allp[1].status, rt.woken) == (1, P_GCSTOP, [])


def test_without_anybody_who_sleeps_for_that_nobody_is_woken():
    rt = runtime(2, const=NEW)
    rt.sched.stopwait = 1
    rt.stop_p(rt.allm[0], rt.allp[0])
    assert rt.woken == [] and rt.sched.stopwait == 0


# One at a time.


def test_one_g_at_a_time_may_stop_the_world():
    rt = stopped()
    assert rt.sched.gcsema.value == 0
    rt.newm()
    other = running(rt, 2, m=1)
    wait = rt.stopTheWorldGC(other)
    assert next(wait) == ("park_m", "step")
    assert (rt.trace, other.waitreason) == ([], "semacquire")


def test_whoever_waits_for_that_is_readied_when_the_world_starts():
    rt = stopped(const=NEW)
    rt.allm.append(M(id=1, p=None))
    other = running(rt, 2, m=1)
    wait = rt.stopTheWorldGC(other)
    next(wait)
    rt.park_m(rt.allm[1], other)
    rt.trace.clear()
    assert drain(rt.startTheWorldGC(rt.allgs[1])) == ([], None)
    assert kinds(rt)[-2:] == ["goready", "runnext"] and other.status == G_RUNNABLE
    assert rt.sched.gcsema.value == 1
    running(rt, 2, m=0)
    rt.trace.clear()
    assert next(wait) == ON_NOTE
    assert kinds(rt)[0] == "stoptheworld" and rt.sched.gcsema.value == 0


def test_the_semaphore_lies_where_nothing_else_does():
    rt = runtime()
    assert (rt.sched.gcsema.addr, rt.sched.gcsema.value) == (0, 1)


# A P that is found to have to stop.


def test_an_m_that_looks_for_work_stops_its_p_and_sleeps():
    rt = company(runtime(2, const=NEW))
    rt.sched.gcwaiting, rt.sched.stopwait = True, 2
    queue(rt, 0, [4])
    search = rt.find_runnable(rt.allm[0])
    assert next(search) == "notesleep"
    assert rt.trace == [("releasep", 0, 0, 0), ("gcstop", 0, 0, None, 0), ("stopm", 0, 0, None)]
    assert (rt.allp[0].status, rt.allp[0].m, rt.sched.stopwait, rt.sched.midle) == (P_GCSTOP, None, 1, [0])


def test_one_that_spins_stops_spinning_first():
    rt = company(runtime(2, const=NEW))
    rt.sched.gcwaiting, rt.sched.stopwait = True, 2
    rt.allm[0].spinning, rt.sched.nmspinning = True, 1
    until(rt.gcstopm(rt.allm[0]), "notesleep")
    assert kinds(rt) == ["spinning", "releasep", "gcstop", "stopm"]
    assert (rt.allm[0].spinning, rt.sched.nmspinning) == (False, 0)


def test_it_stops_again_if_the_world_does():
    rt = company(runtime(2, const=NEW))
    rt.sched.gcwaiting, rt.sched.stopwait = True, 2
    search = rt.find_runnable(rt.allm[0])
    next(search)
    rt.allp[0].status = P_IDLE
    rt.sched.midle.clear()
    rt.allm[0].nextp, rt.allm[0].park = 0, True
    rt.trace.clear()
    assert next(search) == "notesleep"
    assert kinds(rt) == ["acquirep", "releasep", "gcstop", "stopm"]
    assert rt.sched.stopwait == 0


# Starting again.


@pytest.mark.parametrize("const, order", [(NEW, [1, 2]), (OLD, [2, 1])], ids=["1.27.3", "1.22.10"])
def test_all_ps_are_idle_and_one_m_looks_for_work(const, order):
    rt = stopped(const=const)
    assert rt.startTheWorld(rt.allgs[1]) is None
    assert rt.trace == [("procresize", 0, 0, 0, 3, 3), *(("pidleput", 0, 0, 0, p) for p in order),
                        ("starttheworld", 0, 0, 0), ("pidleget", 0, 0, 0, order[1]),
                        ("startm", 0, 0, 0, 1, order[1], 1, 1)]
    assert [pp.status for pp in rt.allp] == [P_RUNNING, P_IDLE, P_IDLE]
    assert (rt.sched.gcwaiting, rt.sched.newprocs, rt.sched.nmspinning) == (False, 0, 1)


@pytest.mark.parametrize("procs", [1, 2, 3, 5])
def test_there_are_as_many_ps_as_were_asked_for(procs):
    rt = stopped()
    rt.sched.newprocs = procs
    rt.startTheWorld(rt.allgs[1])
    assert (len(rt.allp), rt.sched.newprocs) == (procs, 0)
    assert rt.trace[0] == ("procresize", 0, 0, 0, 3, procs)


def test_ps_with_work_get_an_m_before_anything_else_goes_on():
    rt = stopped(const=NEW, durations={"clone": (50,), "futex": (7,)})
    rt.newm()
    rt.mput(rt.allm[1])
    queue(rt, 1, [4])
    queue(rt, 2, runnext=5)
    rt.spent = 0
    rt.startTheWorld(rt.allgs[1])
    assert rt.trace == [("procresize", 0, 0, 0, 3, 3), ("starttheworld", 0, 0, 0),
                        ("startm", 0, 0, 0, 2, 2, 0, 1), ("startm", 0, 0, 0, 1, 1, 0, 0)]
    assert rt.allm[1:] == [M(id=1, nextp=1, park=True), M(id=2, nextp=2, park=True)]
    assert (rt.woken, rt.noted, rt.spent) == ([2, 1], {2: 0, 1: 50}, 57)
    assert rt.sched.needspinning is True


def test_a_sleeping_sysmon_is_woken():
    rt = stopped()
    rt.sched.sysmonwait = True
    rt.startTheWorld(rt.allgs[1])
    assert rt.sched.sysmonwait is False and -1 in rt.woken


def network(rt, *arrivals):
    """G 3, 4, ... wait for the network, which brings something at these times."""
    for g, when in enumerate(arrivals, 3):
        rt.allgs[g].status = G_WAITING
        rt.sched.arrivals.append((when, g))
    rt.sched.netpoll_inited, rt.sched.netpoll_waiters = True, len(arrivals)


@RELEASES
def test_what_the_network_has_brought_meanwhile_goes_to_the_p_that_runs(const):
    rt = stopped(2, const)
    network(rt, 5, 9, 10)
    rt.now = 9
    rt.startTheWorld(rt.allgs[1])
    assert rt.trace[:2] == [("injectglist", 9, 0, 0, (), (4, 3), 0), ("procresize", 9, 0, 0, 2, 2)]
    assert rt.allp[0].runq[:2] == [4, 3]
    assert (rt.sched.arrivals, rt.sched.netpoll_waiters) == ([(10, 5)], 1)


def test_without_a_network_poller_it_is_not_asked():
    rt = stopped(2)
    network(rt, 5)
    rt.sched.netpoll_inited, rt.now = False, 9
    rt.startTheWorld(rt.allgs[1])
    assert rt.sched.arrivals == [(5, 3)]


# Whole programs.


def test_to_stop_the_world_takes_as_long_as_the_others_take_to_stop():
    """The other G computes for 5 ms, and is interrupted at once; what is left it does afterwards."""
    def main():
        wg = yield waitgroup()
        yield wg_add(wg, 1)
        yield go(computes, wg)
        yield work(1_000_000)
        yield gomaxprocs(3)
        yield log("resized")
        yield wg_wait(wg)

    def computes(wg):
        yield work(5_000_000)
        yield log("computed")
        yield wg_done(wg)

    for const in BY_RELEASE.values():
        rt = Runtime(2, const=const, durations={"none": (0,)})
        assert Machine(rt, main).run() == "END"
        at = {event[5]: event[1] for event in rt.trace if event[0] == "log"}
        assert at == {"resized": 1_000_000, "computed": 5_000_000}
        assert [event[:2] for event in rt.trace if event[0] in ("stoptheworld", "worldstopped")] == [
            ("stoptheworld", 1_000_000), ("worldstopped", 1_000_000)]


def test_several_may_want_it_at_once():
    def main():
        wg = yield waitgroup()
        yield wg_add(wg, 6)
        for n in range(1, 7):
            yield go(resizes, wg, n)
        yield wg_wait(wg)

    def resizes(wg, n):
        yield log((n, (yield gomaxprocs(n))))
        yield wg_done(wg)

    for seed in range(20):
        for const in BY_RELEASE.values():
            rt = Runtime(4, choose=seeded(seed), const=const)
            assert Machine(rt, main).run() == "END"
            changes = [event[4:] for event in rt.trace if event[0] == "procresize"]
            assert [old for old, _ in changes] == [4, *(new for _, new in changes[:-1])]
            assert sorted(n for n, _ in logged(rt.trace)) == [1, 2, 3, 4, 5, 6]
