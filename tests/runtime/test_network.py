"""The network: who brings its Gs back, and where they go then."""

from collections import deque
from dataclasses import replace

import pytest

from models.runtime.constants import BY_RELEASE, GO_1_22, GO_1_27
from models.runtime.goroutine import go, gosched, log, work
from models.runtime.machine import Machine
from models.runtime.network import read
from models.runtime.runtime import Runtime, replaced
from models.runtime.state import M
from models.runtime.status import G_RUNNABLE, G_RUNNING, G_WAITING
from models.runtime.sysmon import SYSMON
from models.runtime.timer import sleep

from .build import SMALL, company, drain, error, queue, ring, running, runtime, take, throws, until

RELEASES = pytest.mark.parametrize("const", BY_RELEASE.values(), ids=BY_RELEASE)
US, MS = 1_000, 1_000_000


def waiting(rt, *arrivals):
    """Gs 1, 2, ... wait for the network, which brings something at these times."""
    for g, when in enumerate(arrivals, 1):
        rt.allgs[g].status = G_WAITING
        rt.sched.arrivals.append((when, g))
    rt.sched.netpoll_inited, rt.sched.netpoll_waiters = True, len(arrivals)
    return rt


def all_wait(rt):
    for gp in rt.allgs[1:]:
        gp.status = G_WAITING
    return rt


# Waiting.


def test_what_a_goroutine_asks_for():
    assert (read(5), read(0)) == (("netpollblock", 5), ("netpollblock", 0))
    with error(ValueError, "read takes -1 ns; it cannot take less than 0"):
        read(-1)


def test_whoever_reads_waits_until_something_arrives():
    rt = runtime()
    gp, rt.now, rt.spent = running(rt, 3), 100, 20
    wait = rt.netpollblock(gp, 7)
    assert next(wait).rule == "park_m"
    assert (rt.sched.arrivals, rt.sched.netpoll_inited, rt.sched.netpoll_waiters) == ([], True, 0)
    rt.park_m(rt.allm[0], gp)
    assert (rt.sched.arrivals, rt.sched.netpoll_waiters) == ([(127, 3)], 1)
    assert (gp.status, gp.waitreason, rt.woken) == (G_WAITING, "IO wait", [])
    assert rt.trace == [("gopark", 100, 0, 0, 3, "IO wait")]
    assert drain(wait) == ([], None)


def test_what_arrives_first_stands_first():
    rt = runtime()
    for g, ns in ((3, 50), (4, 20), (5, 80), (2, 50)):
        next(rt.netpollblock(running(rt, g), ns))
        rt.park_m(rt.allm[0], rt.allgs[g])
    assert rt.sched.arrivals == [(20, 4), (50, 2), (50, 3), (80, 5)]
    assert rt.sched.netpoll_waiters == 4


@pytest.mark.parametrize("poller, woken, noted", [(None, [], {}), (0, [0], {0: 100}), (7, [7], {7: 100})])
def test_an_m_in_the_poller_will_wake_for_it(poller, woken, noted):
    rt = runtime()
    rt.sched.poller, rt.now, rt.spent = poller, 30, 20
    next(rt.netpollblock(running(rt, 3), 50))
    rt.park_m(rt.allm[0], rt.allgs[3])
    assert (rt.woken, rt.noted, rt.sched.netpoll_wake_sig) == (woken, noted, False)


# Arriving.


@pytest.mark.parametrize("now, gs, rest", [
    (9, [], [(10, 1), (20, 2), (20, 3), (30, 4)]), (10, [1], [(20, 2), (20, 3), (30, 4)]),
    (20, [3, 2, 1], [(30, 4)]), (99, [4, 3, 2, 1], [])])
def test_what_came_last_is_the_first(now, gs, rest):
    """Real Go: bytes are written into six pipes one after the other while nobody looks, on one P; the Gs that
    wait for them run 5 4 3 2 1 0, in both releases."""
    rt = waiting(runtime(), 10, 20, 20, 30)
    rt.now = now
    assert rt.arrived() == gs
    assert (rt.sched.arrivals, rt.sched.netpoll_waiters) == (rest, len(rest))


def test_in_passing_an_m_takes_the_first_and_puts_the_others_into_its_ring():
    rt = waiting(runtime(), 10, 20, 30)
    rt.now = 30
    assert rt.poll_network(rt.allm[0]) is rt.allgs[3]
    assert ring(rt.allp[0]) == [2, 1]
    assert [gp.status for gp in rt.allgs[1:4]] == [G_RUNNABLE] * 3
    assert rt.trace == [("injectglist", 30, 0, 0, (), (2, 1), 0), ("netready", 30, 0, 0, 3)]


def test_one_alone_is_for_the_m_that_has_asked():
    rt = waiting(runtime(2), 10)
    rt.now = 10
    assert rt.poll_network(rt.allm[0]) is rt.allgs[1]
    assert rt.trace == [("netready", 10, 0, 0, 1)]
    assert rt.allgs[1].status == G_RUNNABLE


@pytest.mark.parametrize("poller", [0, 7])
def test_while_somebody_sleeps_in_the_poller_nobody_else_asks(poller):
    rt = waiting(runtime(), 10)
    rt.now, rt.sched.poller = 30, poller
    assert rt.poll_network(rt.allm[0]) is None
    assert rt.sched.arrivals == [(10, 1)]


def test_where_nothing_has_arrived_there_is_none():
    rt = waiting(runtime(), 10)
    rt.now = 9
    assert rt.poll_network(rt.allm[0]) is None
    assert rt.trace == []


def test_only_a_waiting_g_comes_from_the_network():
    rt = waiting(runtime(), 10)
    rt.now, rt.allgs[1].status = 10, G_RUNNING
    with throws("casgstatus: g1 is running, asked to go waiting -> runnable"):
        rt.poll_network(rt.allm[0])


# In find_runnable.


def test_the_network_is_asked_after_the_queues_and_before_others_are_robbed():
    rt = waiting(runtime(2, schedtick=1), 0)
    take(rt, 1)
    queue(rt, 1, [5, 6])
    assert drain(rt.find_runnable(rt.allm[0])) == ([], (rt.allgs[1], False))
    assert [event[4] for event in rt.trace if event[0] == "look"] == ["local", "global"]
    assert (rt.allm[0].spinning, rt.sched.nmspinning) == (False, 0)


@pytest.mark.parametrize("shared, gs", [([], [4]), ([4], [])])
def test_the_queues_come_first(shared, gs):
    rt = waiting(runtime(schedtick=1), 0)
    queue(rt, 0, gs)
    rt.sched.runq.extend(shared)
    assert drain(rt.find_runnable(rt.allm[0]))[1] == (rt.allgs[4], False)
    assert rt.sched.netpoll_waiters == 1


def test_where_nobody_waits_the_network_is_not_asked():
    def asked(rt, mp):
        raise AssertionError("asked")

    rt = company(runtime(schedtick=1, rules=replaced(poll_network=asked)))
    until(rt.find_runnable(rt.allm[0]), "notesleep")


# sysmon.


@pytest.mark.parametrize("now, last, asked", [
    (10 * MS + 5, 5, False), (10 * MS + 6, 5, True), (10 * MS + 4, 5, False), (10 * MS + 1, 0, True)])
def test_sysmon_asks_when_nobody_has_for_more_than_10_ms(now, last, asked):
    rt = waiting(runtime(), 1, 2)
    rt.now, rt.sched.lastpoll = now, last
    rt.poll_if_late(M(SYSMON))
    assert rt.sched.lastpoll == (now if asked else last)
    assert rt.trace == [("injectglist", now, SYSMON, None, (2, 1), (), 0)] * asked
    assert rt.sched.runq == deque([2, 1] * asked)


@pytest.mark.parametrize("inited, poller", [(False, None), (True, 7), (True, 0)])
def test_nor_without_a_poller_nor_while_an_m_sleeps_in_it(inited, poller):
    rt = waiting(runtime(), 1)
    rt.now, rt.sched.netpoll_inited, rt.sched.poller = 30 * MS, inited, poller
    rt.poll_if_late(M(SYSMON))
    assert (rt.sched.lastpoll, rt.trace, rt.sched.netpoll_waiters) == (0, [], 1)


def test_it_has_asked_though_nothing_has_arrived():
    rt = waiting(runtime(), 30 * MS)
    rt.now = 20 * MS
    rt.poll_if_late(M(SYSMON))
    assert (rt.sched.lastpoll, rt.trace) == (20 * MS, [])


# Where they go.


def test_none_are_put_nowhere():
    rt = runtime(2)
    rt.injectglist(rt.allm[0], [])
    assert (rt.trace, rt.sched.pidle) == ([], [1])


@RELEASES
def test_whoever_has_no_p_makes_all_global_and_starts_idle_ps(const):
    rt = all_wait(runtime(3, const=const))
    rt.sched.pidle[:] = [1, 2]
    rt.sched.runq.append(9)
    rt.injectglist(M(SYSMON), [4, 2, 3])
    assert rt.sched.runq == deque([9, 4, 2, 3])
    assert [rt.allgs[g].status for g in (2, 3, 4, 5)] == [G_RUNNABLE] * 3 + [G_WAITING]
    assert rt.trace == [
        ("injectglist", 0, SYSMON, None, (4, 2, 3), (), 0),
        ("pidleget", 0, SYSMON, None, 2), ("startm", 0, SYSMON, None, 1, 2, 0, 1),
        ("pidleget", 0, SYSMON, None, 1), ("startm", 0, SYSMON, None, 2, 1, 0, 1)]
    assert rt.sched.needspinning is True and rt.sched.nmspinning == 0


def test_no_more_ps_than_gs():
    rt = all_wait(runtime(4))
    rt.injectglist(M(SYSMON), [4, 2])
    assert [event[4] for event in rt.trace if event[0] == "pidleget"] == [3, 2]
    assert (rt.sched.pidle, rt.sched.needspinning) == ([1], False)


@pytest.mark.parametrize("const, woken", [(GO_1_27, True), (GO_1_22, False)])
def test_with_a_p_as_many_go_global_as_ps_are_idle_and_the_others_into_its_ring(const, woken):
    rt = all_wait(runtime(4, const=const))
    rt.sched.pidle[:] = [3, 2]
    queue(rt, 0, [9], head=6)
    rt.injectglist(rt.allm[0], [1, 2, 3, 4, 5])
    assert (rt.sched.runq, ring(rt.allp[0])) == (deque([1, 2]), [9, 3, 4, 5])
    assert rt.trace == [
        ("injectglist", 0, 0, 0, (1, 2), (3, 4, 5), 7),
        ("pidleget", 0, 0, 0, 2), ("startm", 0, 0, 0, 1, 2, 0, 1),
        ("pidleget", 0, 0, 0, 3), ("startm", 0, 0, 0, 2, 3, 0, 1)]
    assert rt.sched.needspinning is woken  # it would have woken one more, had a P been idle


@pytest.mark.parametrize("gs, shared, own", [
    ([1, 2], (1, 2), ()), ([1], (1,), ()), ([1, 2, 3], (1, 2), (3,))])
def test_where_all_can_be_started_none_is_kept(gs, shared, own):
    rt = all_wait(runtime(3))
    rt.injectglist(rt.allm[0], gs)
    assert rt.trace[0] == ("injectglist", 0, 0, 0, shared, own, 0)
    assert (tuple(rt.sched.runq), tuple(ring(rt.allp[0]))) == (shared, own)
    assert [event[0] for event in rt.trace].count("startm") == min(2, len(gs) + (len(gs) == 1))


@pytest.mark.parametrize("release", ["1.27.3", "1.22.10"])
def test_what_the_ring_has_no_room_for_goes_global(release):
    rt = all_wait(runtime(2, const=replace(SMALL, release=release)))
    queue(rt, 0, [8, 9], head=3)
    rt.injectglist(rt.allm[0], [1, 2, 3, 4, 5])
    assert (ring(rt.allp[0]), rt.sched.runq) == ([8, 9, 2, 3], deque([1, 4, 5]))
    assert rt.trace[0] == ("injectglist", 0, 0, 0, (1, 4, 5), (2, 3), 5)


@pytest.mark.parametrize("release, woken", [("1.27.3", True), ("1.23", True), ("1.22.10", False)])
def test_since_1_23_somebody_is_woken_for_those_in_the_ring(release, woken):
    """Only if a P has become idle meanwhile; here it has while another was started."""
    def startm(rt, mp, pp, spinning):
        rt.trace.append(("started", pp.id, spinning))
        if not rt.sched.pidle and not spinning:
            rt.sched.pidle.append(2)

    rt = all_wait(runtime(3, const=replace(SMALL, release=release), rules=replaced(startm=startm)))
    rt.sched.pidle[:] = [1]
    rt.injectglist(rt.allm[0], [1, 2])
    assert [event for event in rt.trace if event[0] == "started"] == [
        ("started", 1, False)] + [("started", 2, True)] * woken


def test_only_waiting_gs_are_made_ready():
    rt = runtime()
    with throws("casgstatus: g1 is runnable, asked to go waiting -> runnable"):
        rt.injectglist(rt.allm[0], [1])


def test_no_idle_p_is_started_if_there_is_none():
    rt = runtime()
    rt.start_idle(rt.allm[0], 0)
    assert rt.sched.needspinning is False
    rt.start_idle(rt.allm[0], 2)
    assert (rt.trace, rt.sched.needspinning) == ([], True)


# Whole programs, by the clock.


def run(main, procs=1, const=GO_1_27, durations=None):
    rt = Runtime(procs, const=const, schedtick=1, durations=durations or {"none": (0,)})
    assert Machine(rt, main).run() == "END"
    return rt


def times(rt):
    return {event[5]: event[1] for event in rt.trace if event[0] == "log"}


def reads(name, ns, then=0):
    yield read(ns)
    yield log(name)
    yield work(then)


@RELEASES
def test_the_m_in_the_poller_wakes_when_something_arrives_whatever_the_milliseconds(const):
    def main():
        yield read(1_500_007)
        yield log("read")

    rt = run(main, const=const)
    assert times(rt) == {"read": 1_500_007}
    assert [event for event in rt.trace if event[0] in ("netpoll", "netready", "stopm")] == [
        ("netpoll", 0, 0, None, 0), ("netready", 1_500_007, 0, 0, 1)]


@RELEASES
@pytest.mark.parametrize("wakeup", [0, 9 * US])
def test_also_for_what_somebody_begins_to_wait_for_while_it_sleeps(const, wakeup):
    """M1 sleeps until a timer goes off at 50 ms; at 2 ms somebody begins to read, and it arrives at 5 ms."""
    def naps():
        yield sleep(50 * MS)
        yield log("slept")

    def main():
        yield go(naps)
        yield work(2 * MS)
        yield go(reads, "read", 3 * MS)
        yield work(1 * MS)
        yield sleep(60 * MS)

    rt = run(main, 2, const, {"wakeup": (wakeup,)})
    assert times(rt)["read"] == 5 * MS + wakeup
    assert times(rt)["slept"] == 50 * MS + wakeup


@pytest.mark.parametrize("ns", [3 * MS, 0])
def test_by_choice_too_it_does_not_wake_before(ns):
    """M1, which is chosen whenever it is awake, sleeps in the poller, and goes on to do so."""
    def naps():
        yield sleep(50 * MS)
        yield log("slept")

    def main():
        yield go(naps)
        for _ in range(30):
            yield gosched()
        yield go(reads, "read", ns)
        yield sleep(60 * MS)

    rt = Runtime(2, choose=lambda kind, options: options[-1])
    assert Machine(rt, main).run() == "END"
    assert times(rt)["read"] == ns and times(rt)["slept"] // MS == 50
    polls = [event[1:] for event in rt.trace if event[0] == "netpoll" and event[1] <= ns]
    assert polls[0] == (0, 1, None, 50 * MS) and {poll[0] for poll in polls[1:]} == {ns}


@RELEASES
def test_while_the_only_p_computes_what_arrives_waits_and_what_came_last_goes_first(const):
    def main():
        for i in range(4):
            yield go(reads, i, (i + 1) * MS)
        yield gosched()
        yield work(6 * MS)
        yield log("main")
        yield sleep(1 * MS)

    rt = run(main, const=const)
    assert [event[5] for event in rt.trace if event[0] == "log"] == ["main", 3, 2, 1, 0]


@RELEASES
def test_on_a_busy_p_sysmon_asks_after_10_ms(const):
    """It looks at 11.22 ms; what has arrived goes global, and the G that computes is stopped."""
    def main():
        yield go(reads, "read", 1 * MS)
        yield gosched()
        yield work(30 * MS)
        yield log("main")

    rt = run(main, const=const)
    assert [event for event in rt.trace if event[0] == "injectglist"] == [
        ("injectglist", 11_220 * US, SYSMON, None, (2,), (), 0)]
    assert times(rt) == {"read": 11_220 * US, "main": 30 * MS}


@RELEASES
def test_with_idle_ps_those_that_arrive_together_run_side_by_side(const):
    def main():
        for i in range(4):
            yield go(reads, i, 2 * MS, 1 * MS)
        yield read(9 * MS)

    rt = run(main, 4, const)
    assert times(rt) == {i: 2 * MS for i in range(4)}
    ends = [event[1] for event in rt.trace if event[0] == "goexit"]
    assert ends[:4] == [3 * MS] * 4
