"""time.Sleep: setting a timer, the heap it lies in, and who runs it when."""

import pytest

from models.runtime.constants import BY_RELEASE, Constants
from models.runtime.goroutine import go, gosched, log, work
from models.runtime.machine import Machine, logged
from models.runtime.park import PARK
from models.runtime.runtime import Runtime
from models.runtime.status import G_RUNNABLE, G_RUNNING, G_WAITING
from models.runtime.timer import MAX_WHEN, Timer, sleep
from models.runtime.waitgroup import waitgroup, wg_add, wg_done, wg_wait

from .build import drain, kinds, queue, ring, runtime, running, take, throws

MS = 1_000_000


def heap(*whens):
    """A heap in which the timer at each place is named by its place."""
    return [Timer(when, arg=i) for i, when in enumerate(whens)]


def args(timers):
    return [t.arg for t in timers]


def asleep(rt, p, **whens):
    """These Gs wait, each with a timer of its own in the heap of p: asleep(rt, 0, g2=50)."""
    for name, when in whens.items():
        gp = rt.allgs[int(name[1:])]
        gp.status, gp.waitreason = G_WAITING, "sleep"
        gp.timer = Timer(when, gp.id)
        rt.addHeap(rt.allp[p], gp.timer)


# The clock.


def test_two_readings_of_the_clock_differ():
    rt = runtime()
    assert [rt.nanotime(), rt.nanotime(), rt.nanotime()] == [0, 1, 2]


def test_the_clock_goes_on_with_time():
    rt = runtime()
    rt.nanotime()
    rt.now = 500
    assert [rt.nanotime(), rt.nanotime()] == [500, 501]


# Going to sleep.


def test_sleep_asks_for_it():
    assert sleep(5) == ("timeSleep", 5)


@pytest.mark.parametrize("ns", [0, -1])
def test_a_sleep_of_no_time_returns_at_once(ns):
    rt = runtime()
    gp = running(rt, 1)
    assert drain(rt.timeSleep(gp, ns)) == ([], None)
    assert (gp.timer, rt.allp[0].timers, rt.trace, rt.nanotime()) == (None, [], [], 0)


def test_a_sleeper_sets_its_timer_only_once_it_waits():
    """Had the timer been set before, it could have gone off for a G that still ran."""
    rt = runtime()
    rt.now = 100
    gp, mp = running(rt, 3), rt.allm[0]
    nap = rt.timeSleep(gp, 7)
    assert next(nap) is PARK
    assert (gp.timer, rt.allp[0].timers) == (Timer(107, 3, None), [])
    assert (gp.waitreason, mp.waitlock) == ("sleep", 0)
    rt.park_m(mp, gp)
    assert (gp.status, gp.timer.ts) == (G_WAITING, 0)
    assert rt.allp[0].timers == [gp.timer]
    assert rt.trace == [("gopark", 100, 0, 0, 3, "sleep")]
    with pytest.raises(StopIteration):
        nap.send(None)


def test_it_is_its_own_m_s_p_that_gets_the_timer():
    rt = runtime(2)
    take(rt, 1)
    gp = running(rt, 2, m=1)
    next(rt.timeSleep(gp, 7))
    rt.park_m(rt.allm[1], gp)
    assert (rt.allp[0].timers, args(rt.allp[1].timers), gp.timer.ts) == ([], [2], 1)


def test_a_g_has_one_timer_and_uses_it_again():
    rt = runtime()
    gp = running(rt, 1)
    next(rt.timeSleep(gp, 7))
    first = gp.timer
    next(rt.timeSleep(gp, 20))
    assert gp.timer is first
    assert first.when == 21


def test_a_sleep_past_the_end_of_time_ends_there():
    """Go: time/sleep_test.go TestOverflowSleep"""
    rt = runtime()
    gp = running(rt, 1)
    next(rt.timeSleep(gp, 2**63 - 1))
    assert gp.timer.when == MAX_WHEN
    next(rt.timeSleep(gp, 2**63 - 1))
    assert gp.timer.when == MAX_WHEN == 2**63 - 1


@pytest.mark.parametrize(("release", "woken"), [
    ("1.27.3", [True, True, False, False]), ("1.23", [True, True, False, False]), ("1.22.10", [True] * 4)])
def test_whoever_sleeps_is_told_of_a_timer_that_goes_off_first(release, woken):
    rt = runtime(const=Constants(release=release))
    told = []
    rt.wakeNetPoller = lambda mp, when: told.append((mp, when))
    whens = [50, 40, 40, 60]
    for when in whens:
        rt.maybeAdd(rt.allm[0], Timer(when))
    assert told == [(rt.allm[0], when) for when, yes in zip(whens, woken, strict=True) if yes]
    assert [t.when for t in rt.allp[0].timers] == [40, 50, 40, 60]


# The heap.


def test_a_timer_lies_in_one_heap_only():
    rt = runtime()
    t = Timer(5)
    rt.addHeap(rt.allp[0], t)
    with throws("ts set in timer"):
        rt.addHeap(rt.allp[0], t)


def test_the_first_timer_starts_the_network_poller():
    rt = runtime()
    assert rt.sched.netpoll_inited is False
    rt.addHeap(rt.allp[0], Timer(5))
    assert rt.sched.netpoll_inited is True


@pytest.mark.parametrize(("whens", "order"), [
    ((5,), [0]),
    ((5, 4), [1, 0]),
    ((5, 5), [0, 1]),
    ((5, 9, 9, 9, 1), [4, 1, 2, 3, 0]),
    ((1, 9, 9, 9, 9, 8), [0, 5, 2, 3, 4, 1]),
    ((1, 9, 9, 9, 9, 0), [5, 0, 2, 3, 4, 1]),
    ((1, 9, 9, 9, 9, 9, 9, 9, 9, 8), [0, 1, 9, 3, 4, 5, 6, 7, 8, 2]),
])
def test_a_new_timer_goes_up_past_those_that_go_off_later(whens, order):
    timers = heap(*whens)
    runtime().siftUp(timers, len(timers) - 1)
    assert args(timers) == order


@pytest.mark.parametrize(("whens", "order"), [
    ((5,), [0]),
    ((9, 5), [1, 0]),
    ((5, 5, 5, 5, 5), [0, 1, 2, 3, 4]),
    ((9, 5, 4, 3, 6), [3, 1, 2, 0, 4]),
    ((9, 5, 3, 3, 3), [2, 1, 0, 3, 4]),
    ((9, 5, 6, 7, 4), [4, 1, 2, 3, 0]),
    ((9, 1, 2, 2, 2, 8, 7, 6, 5, 0), [1, 8, 2, 3, 4, 5, 6, 7, 0, 9]),
    ((4, 1, 2, 2, 2, 8, 7, 6, 5), [1, 0, 2, 3, 4, 5, 6, 7, 8]),
])
def test_a_timer_goes_down_past_those_that_go_off_earlier(whens, order):
    timers = heap(*whens)
    runtime().siftDown(timers, 0)
    assert args(timers) == order


def test_the_first_timer_leaves_and_the_last_takes_its_place():
    rt = runtime()
    for i, when in enumerate([3, 6, 4, 5, 8, 7]):
        rt.addHeap(rt.allp[0], Timer(when, arg=i))
    left = []
    while rt.allp[0].timers:
        t = rt.deleteMin(rt.allp[0])
        left.append((t.arg, t.when, t.ts))
    assert left == [(0, 3, None), (2, 4, None), (3, 5, None), (1, 6, None), (5, 7, None), (4, 8, None)]


# Going off.


def test_timers_whose_time_has_come_ready_their_gs_the_earliest_first():
    rt = runtime()
    queue(rt, 0, [9])
    asleep(rt, 0, g1=30, g2=10, g3=20, g4=31)
    rt.now = 30
    assert rt.timers_check(rt.allm[0], rt.allp[0]) is True
    assert (rt.allp[0].runnext, ring(rt.allp[0])) == (1, [9, 2, 3])
    assert [event[4:] for event in rt.trace if event[0] == "goready"] == [(2, 0), (3, 0), (1, 0)]
    assert args(rt.allp[0].timers) == [4]
    assert rt.allgs[1].timer == Timer(0, 1, None)
    assert [rt.allgs[g].status for g in (1, 2, 3, 4)] == [G_RUNNABLE] * 3 + [G_WAITING]


def test_before_its_time_no_timer_goes_off():
    rt = runtime()
    asleep(rt, 0, g1=30)
    rt.now = 29
    assert rt.timers_check(rt.allm[0], rt.allp[0]) is False
    assert (args(rt.allp[0].timers), rt.trace) == ([1], [])


def test_another_p_s_timers_ready_gs_for_the_one_that_runs_them():
    rt = runtime(2)
    take(rt, 1)
    asleep(rt, 1, g1=30)
    rt.now = 30
    rt.timers_check(rt.allm[0], rt.allp[1])
    assert (rt.allp[0].runnext, rt.allp[1].runnext, rt.allp[1].timers) == (1, 0, [])
    assert kinds(rt) == ["goready", "runnext"]


# Who looks.


def test_the_search_for_a_g_begins_with_the_timers():
    rt = runtime(schedtick=61)
    rt.sched.runq.append(5)
    asleep(rt, 0, g1=30)
    rt.now = 30
    assert drain(rt.find_runnable(rt.allm[0]))[1] == (rt.allgs[5], False)
    assert kinds(rt) == ["goready", "runnext", "look", "globrunqget"]
    assert rt.allp[0].runnext == 1


def test_a_thief_runs_the_timers_of_others_in_its_last_round_even_of_idle_ps():
    rt = runtime(3, schedtick=1)
    take(rt, 1)
    asleep(rt, 2, g1=30, g2=20)
    rt.now = 30
    pauses, found = drain(rt.find_runnable(rt.allm[0]))
    assert found == (rt.allgs[1], True)
    assert pauses == ["steal"] * 4
    assert ring(rt.allp[0]) == [2]
    assert rt.allp[2].timers == []
    rounds = [event[5] for event in rt.trace if event[0] == "look" and event[4] == "steal"]
    assert rounds == [(0, 1), (1, 1), (2, 1), (3, 1)]


def test_a_thief_leaves_its_own_timers_to_the_search():
    rt = runtime(2, schedtick=1)
    take(rt, 1)
    asleep(rt, 0, g1=30)
    rt.now = 30
    rt.allp[0].timers[0].when = 30
    assert drain(rt.steal_work(rt.allm[0]))[1] == (None, False)
    assert args(rt.allp[0].timers) == [1]


def test_a_g_comes_before_another_p_s_timers_only_in_the_rounds_before():
    rt = runtime(2, schedtick=1)
    take(rt, 1)
    asleep(rt, 1, g1=30)
    queue(rt, 1, runnext=4)
    rt.now = 30
    assert drain(rt.steal_work(rt.allm[0])) == (["steal"] * 3, (rt.allgs[1], True))
    queue(rt, 1, [5])
    asleep(rt, 1, g2=30)
    assert drain(rt.steal_work(rt.allm[0])) == (["steal"], (rt.allgs[5], False))


# Whole programs on one P.


def sleepers(naps, spin=0, release="1.27.3"):
    """Goroutines that each take these naps, in ms, and say so; main lets them, spins, and waits."""
    def sleeper(wg, name, naps):
        for i, ms in enumerate(naps):
            yield sleep(int(ms * MS))
            yield log(f"{name}{i}" if i else name)
        yield wg_done(wg)

    def main():
        wg = yield waitgroup()
        yield wg_add(wg, len(naps))
        for name, each in naps.items():
            yield go(sleeper, wg, name, each)
        yield gosched()
        yield work(int(spin * MS))
        yield wg_wait(wg)

    rt = Runtime(schedtick=15, const=BY_RELEASE[release])
    assert Machine(rt, main).run() == "END"
    assert rt.allp[0].timers == []
    return " ".join(logged(rt.trace)), rt.now


NAMES = "abcdefgh"


def each(*naps):
    return {NAMES[i]: nap if isinstance(nap, tuple) else (nap,) for i, nap in enumerate(naps)}


# Each of these is what real Go prints, in 13 to 20 of 20 runs (the system's timers may be a little late),
# on 1.27.3 and on 1.22.10. tests/golang/programs/test_sleep.py runs some of them.
REAL = {
    "each wakes when it is due": (each(10, 8, 6, 4, 2), 0, "e d c b a"),
    "those that are due together come last, first, second, …": (each(5, 4, 3, 2, 1), 8, "a e d c b"),
    "equal naps begun one after the other are due together": (each(*[10] * 8), 0, "g h a b c d e f"),
    "two of them": (each(10, 10), 0, "a b"),
    "naps under a millisecond last one": (each(*[0.1] * 5), 0, "d e a b c"),
    "what is due within a millisecond goes off together": (each(1.2, 1.5, 1.7, 2.4), 0, "c a b d"),
    "again and again": (each(*[(3, 3)] * 4), 0, "c d a b b1 c1 d1 a1"),
}


@pytest.mark.parametrize("release", BY_RELEASE)
@pytest.mark.parametrize("case", REAL)
def test_sleepers_wake_in_go_s_order(case, release):
    naps, spin, order = REAL[case]
    assert sleepers(naps, spin, release)[0] == order


def test_main_sleeps_on_while_others_run_and_time_jumps_when_nobody_does():
    def main():
        yield go(sleeper)
        yield sleep(50 * MS)
        yield log("main")

    def sleeper():
        for _ in range(3):
            yield work(MS)
            yield sleep(10 * MS)
            yield log("g")

    rt = Runtime()
    Machine(rt, main).run()
    said = [(event[5], event[1] // MS) for event in rt.trace if event[0] == "log"]
    assert said == [("g", 11), ("g", 22), ("g", 33), ("main", 50)]


def test_a_sleeper_waits_behind_who_computes():
    """Go: time/sleep_test.go TestSleep asks that a sleep be no shorter; it may well be longer."""
    def main():
        yield go(busy)
        yield sleep(2 * MS)
        yield log("main")

    def busy():
        yield work(9 * MS)

    rt = Runtime()
    Machine(rt, main).run()
    assert [event[1] for event in rt.trace if event[0] == "log"] == [9 * MS]


def test_a_sleep_of_no_time_lets_nobody_else_run():
    def main():
        yield go(says)
        yield sleep(0)
        yield sleep(-5)
        yield log("main")
        yield sleep(1)

    def says():
        yield log("g")

    rt = Runtime()
    assert Machine(rt, main).run() == "END"
    assert logged(rt.trace) == ["main", "g"]


def test_ping_pong_does_not_keep_a_sleeper_from_waking():
    """Go: time/sleep_test.go TestAfterFuncStarvation, with Gosched in the place of channels and Sleep in that
    of AfterFunc: work that never runs out does not keep timers from going off."""
    def main():
        yield go(spins)
        yield go(spins)
        yield sleep(5 * MS)
        yield log("main")

    def spins():
        while True:
            yield work(1000)
            yield gosched()

    rt = Runtime()
    assert Machine(rt, main).run() == "END"
    assert 5 * MS <= rt.now < 6 * MS


def test_a_running_g_s_timer_is_in_no_heap():
    def main():
        for _ in range(2):
            yield sleep(MS)
            gp = rt.allgs[1]
            assert (gp.status, gp.timer) == (G_RUNNING, Timer(0, 1, None))

    rt = Runtime(const=Constants())
    assert Machine(rt, main).run() == "END"
    assert rt.allgs[1].timer is None
