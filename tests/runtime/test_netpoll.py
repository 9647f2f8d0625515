"""An M that has nothing to run sleeps until the first timer goes off, and time goes on meanwhile."""

import pytest

from models.runtime.goroutine import go, gosched, log, work
from models.runtime.machine import Machine, logged
from models.runtime.runtime import Runtime
from models.runtime.status import G_RUNNABLE, G_WAITING
from models.runtime.timer import Timer, sleep

from .build import company, drain, kinds, noted, queue, runtime, take, throws, until

NOBODY = "no M can go on, and checkdead has not seen it"

MS = 1_000_000


def timer(rt, p, when, g=1):
    rt.addHeap(rt.allp[p], Timer(when, g))


def leaves(rt, p=0):
    """The M that holds p, which it has just left to the idle ones."""
    mp = rt.allm[rt.allp[p].m]
    rt.pidleput(mp, rt.releasep(mp))
    rt.trace.clear()
    return mp


def at_the_end_of_a_search(spun):
    """An M that sleeps in the poller: a timer of its own P is at 50, and one of another at 40."""
    rt = runtime(2)
    timer(rt, 0, 50)
    timer(rt, 1, 40)
    mp = leaves(rt)
    end = rt.poll_or_stop(mp, rt.allp[0], spun=spun)
    assert next(end) == "netpoll"
    return rt, mp, end


def polling(rt, m, until):
    """M m sleeps in the poller."""
    rt.sched.poller, rt.sched.poll_until = m, until


# Telling whoever sleeps of a new timer.


def test_when_nobody_polls_an_idle_p_is_woken():
    rt = runtime(2)
    rt.wakeNetPoller(rt.allm[0], 50)
    assert rt.trace == [("pidleget", 0, 0, 0, 1), ("startm", 0, 0, 0, 1, 1, 1, 1)]


@pytest.mark.parametrize(("when", "woken"), [(49, [7]), (50, []), (51, [])])
def test_who_polls_is_woken_for_a_timer_that_goes_off_before(when, woken):
    rt = runtime(2)
    polling(rt, 7, until=50)
    rt.wakeNetPoller(rt.allm[0], when)
    assert (rt.woken, rt.trace) == (woken, [])


def test_it_is_woken_once():
    rt = runtime()
    polling(rt, 7, until=50)
    rt.netpollBreak()
    rt.netpollBreak()
    assert (rt.woken, rt.sched.netpoll_wake_sig) == ([7], True)


# The first timer of all.


def test_the_first_timer_of_all_ps_counts():
    rt = runtime(3)
    assert rt.checkTimersNoP() == 0
    timer(rt, 1, 60)
    timer(rt, 2, 50)
    timer(rt, 2, 40)
    assert rt.checkTimersNoP() == 40


# Sleeping.


@pytest.mark.parametrize(("until", "slept"), [
    (1, MS), (MS - 1, MS), (MS, MS), (2 * MS - 1, MS), (2 * MS, 2 * MS), (10 * MS + 5, 10 * MS),
    (10**15 + 10 * MS, 10**15)])
def test_the_poller_counts_in_whole_milliseconds_and_in_one_at_least(until, slept):
    rt = runtime()
    rt.now = 100
    nap = rt.netpoll(rt.allm[0], 100 + until)
    assert next(nap) == "netpoll"
    assert rt.spent == slept
    assert (rt.sched.poller, rt.sched.poll_until) == (0, 100 + until)
    assert rt.trace == [("netpoll", 100, 0, None, 100 + until)]
    rt.sched.netpoll_wake_sig = True
    assert drain(nap) == ([], None)
    assert (rt.sched.poller, rt.sched.poll_until, rt.sched.netpoll_wake_sig) == (None, 0, False)


@pytest.mark.parametrize("until", [100, 99, 1])
def test_a_timer_that_is_due_is_not_waited_for(until):
    rt = runtime()
    rt.now = 100
    assert next(rt.netpoll(rt.allm[0], until)) == "netpoll"
    assert rt.spent == 0


def test_time_catches_up_with_the_clock():
    rt = runtime()
    rt.now, rt.sched.clock = 100, 106
    next(rt.netpoll(rt.allm[0], 105))
    assert rt.spent == 7
    rt.spent = 0
    next(rt.netpoll(rt.allm[0], 109))
    assert rt.spent == 8 + MS


def test_it_comes_on_top_of_what_the_step_has_taken():
    rt = runtime()
    rt.spent = 30
    next(rt.netpoll(rt.allm[0], 5 * MS))
    assert rt.spent == 5 * MS + 30


# The end of a search.


def test_an_m_sleeps_until_its_own_p_s_timer_and_takes_an_idle_p_again():
    rt, mp, end = at_the_end_of_a_search(spun=False)
    assert rt.sched.poll_until == 50
    assert drain(end) == ([], None)
    assert rt.trace == [("netpoll", 0, 0, None, 50), ("pidleget", 0, 0, None, 0), ("acquirep", 0, 0, 0)]
    assert (mp.p, mp.spinning, rt.sched.pidle, rt.sched.midle) == (0, False, [1], [])


def test_one_that_spun_sleeps_until_the_first_of_all_and_spins_again():
    rt, mp, end = at_the_end_of_a_search(spun=True)
    assert rt.sched.poll_until == 40
    assert drain(end) == ([], None)
    assert kinds(rt) == ["netpoll", "pidleget", "acquirep", "spinning"]
    assert (mp.spinning, rt.sched.nmspinning) == (True, 1)


def test_when_all_ps_are_taken_by_then_it_stops():
    rt = runtime()
    timer(rt, 0, 50)
    mp = leaves(rt)
    end = rt.poll_or_stop(mp, rt.allp[0], spun=True)
    assert next(end) == "netpoll"
    take(rt, 0)
    assert next(end) == "notesleep"
    assert kinds(rt) == ["netpoll", "stopm"]
    assert (rt.sched.midle, mp.spinning, rt.sched.poller) == ([0], False, None)


@pytest.mark.parametrize("spun", [False, True])
def test_without_timers_an_m_stops(spun):
    rt = company(runtime())
    mp = leaves(rt)
    assert next(rt.poll_or_stop(mp, rt.allp[0], spun)) == "notesleep"
    assert kinds(rt) == ["stopm"]


def test_an_m_that_did_not_spin_leaves_the_timers_of_others_to_them():
    rt = company(company(runtime(2)))
    timer(rt, 1, 40)
    mp = leaves(rt)
    assert next(rt.poll_or_stop(mp, rt.allp[0], spun=False)) == "notesleep"
    polling(rt, 7, until=50)
    assert next(rt.poll_or_stop(mp, rt.allp[0], spun=False)) == "notesleep"
    assert rt.woken == []


@pytest.mark.parametrize(("sleeps", "woken"), [(40, []), (39, []), (41, [7])])
def test_two_do_not_poll_but_the_one_who_does_may_have_to_wake_earlier(sleeps, woken):
    rt = company(runtime(2))
    timer(rt, 0, 40)
    mp = leaves(rt)
    polling(rt, 7, until=sleeps)
    assert next(rt.poll_or_stop(mp, rt.allp[0], spun=True)) == "notesleep"
    assert (rt.woken, kinds(rt)) == (woken, ["stopm"])


def test_only_a_program_that_has_set_timers_comes_here():
    rt = company(runtime(2, schedtick=1))
    rt.netpoll = None
    until(rt.give_up_p(rt.allm[0]), "notesleep")
    rt = runtime(2, schedtick=1)
    timer(rt, 0, 5 * MS)
    assert until(rt.give_up_p(rt.allm[0]), "netpoll") == ["globrunqget", "netpoll"]
    assert kinds(rt) == ["releasep", "pidleput", "netpoll"]


def test_an_m_that_spun_looks_for_work_first():
    rt = runtime(2, schedtick=1)
    timer(rt, 1, 5 * MS)
    pauses = until(rt.find_runnable(rt.allm[0]), "netpoll")
    assert pauses == ["globrunqget", "recheck", "netpoll"]
    assert [kind for kind in kinds(rt) if kind != "look"] == [
        "spinning", "releasep", "pidleput", "spinning", "netpoll"]


def test_work_found_on_the_way_out_comes_before_timers():
    rt = runtime(2, schedtick=1)
    take(rt, 1)
    timer(rt, 0, 5 * MS)
    search = rt.find_runnable(rt.allm[0])
    until(search, "recheck")
    queue(rt, 1, [3, 4])
    assert drain(search)[1] == (rt.allgs[3], False)
    assert "netpoll" not in kinds(rt)


# What the network brings.


def reading(rt, *arrivals):
    """Gs 1, 2, ... wait for the network, which brings something at these times."""
    for g, when in enumerate(arrivals, 1):
        rt.allgs[g].status = G_WAITING
        rt.sched.arrivals.append((when, g))
    rt.sched.netpoll_waiters = len(arrivals)


@pytest.mark.parametrize(("until", "arrives", "slept"), [
    (0, 700, 700), (0, 10**12, 10**12), (5 * MS, 4 * MS, 4 * MS), (5 * MS, 6 * MS, 5 * MS),
    (5 * MS, 5 * MS, 5 * MS),
    (5 * MS + 7, 5 * MS + 3, 5 * MS), (30, 10, 10), (0, 0, 0), (0, -50, 0), (5 * MS, -50, 0)])
def test_something_that_arrives_wakes_it_at_once(until, arrives, slept):
    rt = runtime()
    rt.now = 100
    reading(rt, 100 + arrives, 10**15)
    next(rt.netpoll(rt.allm[0], until and 100 + until))
    assert rt.spent == slept
    assert (rt.sched.poller, rt.sched.poll_until) == (0, until and 100 + until)


def test_when_it_last_was_asked_is_known():
    rt = runtime()
    nap = rt.netpoll(rt.allm[0], 5 * MS)
    next(nap)
    assert rt.sched.lastpoll == 0
    rt.now = 4 * MS
    drain(nap)
    assert rt.sched.lastpoll == 4 * MS


@pytest.mark.parametrize("spun", [False, True])
def test_without_timers_an_m_sleeps_in_the_poller_for_those_who_wait_for_the_network(spun):
    rt = runtime()
    reading(rt, 700)
    mp = leaves(rt)
    end = rt.poll_or_stop(mp, rt.allp[0], spun)
    assert next(end) == "netpoll"
    assert rt.trace == [("netpoll", 0, 0, None, 0)]
    rt.now = 700
    assert drain(end) == ([], rt.allgs[1])
    assert rt.trace[1:] == [
        ("pidleget", 700, 0, None, 0), ("acquirep", 700, 0, 0), ("netready", 700, 0, 0, 1)]
    assert (mp.spinning, rt.sched.nmspinning, rt.allgs[1].status) == (False, 0, G_RUNNABLE)


def test_while_somebody_sleeps_there_already_it_stops():
    rt = company(runtime())
    reading(rt, 700)
    mp = leaves(rt)
    polling(rt, 7, until=0)
    assert next(rt.poll_or_stop(mp, rt.allp[0], spun=True)) == "notesleep"
    assert (rt.woken, kinds(rt)) == ([], ["stopm"])


def test_without_a_p_what_has_arrived_goes_global():
    rt = company(runtime())
    reading(rt, 600, 700, 800)
    mp = leaves(rt)
    end = rt.poll_or_stop(mp, rt.allp[0], spun=True)
    next(end)
    take(rt, 0)
    rt.now = 700
    assert next(end) == "notesleep"
    assert rt.trace[1:] == [("injectglist", 700, 0, None, (2, 1), (), 0), ("stopm", 700, 0, None)]
    assert list(rt.sched.runq) == [2, 1]
    assert rt.sched.arrivals == [(800, 3)]


def test_one_who_sleeps_there_without_end_wakes_for_a_timer():
    rt = company(runtime(2))
    timer(rt, 0, 40)
    mp = leaves(rt)
    polling(rt, 7, until=0)
    assert next(rt.poll_or_stop(mp, rt.allp[0], spun=True)) == "notesleep"
    assert rt.woken == [7]


@pytest.mark.parametrize(("spun", "spinning"), [(True, 1), (False, 0)])
def test_whoever_brings_nothing_goes_on_looking_as_before(spun, spinning):
    rt = runtime()
    assert rt.back_from_poller(rt.allm[0], [], spun) is None
    assert (rt.allm[0].spinning, rt.sched.nmspinning) == (spun, spinning)
    assert rt.trace == [("spinning", 0, 0, 0, 1)] * spinning


@pytest.mark.parametrize("spun", [False, True])
def test_whoever_brings_some_runs_the_first_and_does_not_spin(spun):
    rt = runtime()
    reading(rt, 1, 2, 3)
    assert rt.back_from_poller(rt.allm[0], [3, 1, 2], spun) is rt.allgs[3]
    assert (rt.allm[0].spinning, rt.allp[0].runq[:2]) == (False, [1, 2])
    assert rt.trace == [("injectglist", 0, 0, 0, (), (1, 2), 0), ("netready", 0, 0, 0, 3)]


# The machine.


def says(name, ns):
    yield sleep(ns)
    yield log(name)


def times(rt):
    return {event[5]: event[1] for event in rt.trace if event[0] == "log"}


def test_by_the_clock_an_m_in_the_poller_acts_when_it_wakes():
    rt = Runtime(durations={"wakeup": (700,)})
    assert Machine(rt, says, "a", 5 * MS).run() == "END"
    assert times(rt) == {"a": 5 * MS + 1}


def test_by_choice_time_jumps_when_all_are_asleep():
    choose, asked = noted({"m": 0, "steal order": 0})
    rt = Runtime(2, choose=choose)
    assert Machine(rt, says, "a", 5 * MS).run() == "END"
    assert rt.now == times(rt)["a"] == 5 * MS + 1
    assert {tuple(options) for kind, options in asked if kind == "m"} == {(0, 1)}


def test_by_choice_no_time_passes_while_somebody_is_awake():
    def main():
        yield go(says, "a", 5 * MS)
        for _ in range(50):
            yield gosched()
        yield log("main")
        yield sleep(9 * MS)

    rt = Runtime(2, choose=lambda kind, options: options[-1])
    assert Machine(rt, main).run() == "END"
    assert times(rt) == {"main": 0, "a": 5 * MS + 1}


def thread(rt, m, script, acted):
    """An M that naps in the poller, works, or breaks another's nap, and tells when it is done with each."""
    for verb, what in script:
        if verb == "break":
            rt.wake(what)
        else:
            rt.spent += what
            rt.sched.poller = m if verb == "nap" else rt.sched.poller
        yield "netpoll" if verb == "nap" else "step"
        if verb == "nap":
            rt.sched.poller = None
        acted.append((m, verb, rt.now))
    while True:
        yield "notesleep"


def scripted(rt, cpus=0, **scripts):
    """A machine whose Ms follow these scripts instead of scheduling; and what they tell."""
    machine, acted = Machine(rt, says, "never", 0, cpus=cpus), []
    machine.clock.clear()
    machine.awake.clear()
    for name, script in scripts.items():
        machine.ms[int(name[1:])] = thread(rt, int(name[1:]), script, acted)
        machine.begin(int(name[1:]), 0)
    return machine, acted


def play(machine):
    """Let the scripts come to their ends, after which all sleep."""
    with throws(NOBODY):
        machine.run()


@pytest.mark.parametrize(("nap", "at", "back"), [(900, 300, 340), (900, 880, 900)])
def test_a_broken_nap_ends_after_a_wake_up_but_never_later_than_it_would_have(nap, at, back):
    rt = Runtime(2, durations={"wakeup": (40,)})
    machine, acted = scripted(rt, m3=[("nap", nap)], m4=[("work", at), ("break", 3)])
    play(machine)
    assert acted == [(4, "work", at), (4, "break", at), (3, "nap", back)]


def test_other_alarms_stay_as_they_are():
    rt = Runtime(2, durations={"wakeup": (40,)})
    machine, acted = scripted(rt, m1=[("work", 700)], m2=[("work", 500)], m5=[("work", 600)],
                              m3=[("nap", 900)], m4=[("work", 300), ("break", 3)])
    play(machine)
    assert acted == [(4, "work", 300), (4, "break", 300), (3, "nap", 340), (2, "work", 500),
                     (5, "work", 600), (1, "work", 700)]


def test_a_nap_that_a_chooser_breaks_ends_at_once():
    rt = Runtime(2)
    machine, acted = scripted(rt, m3=[("nap", 900)], m4=[("break", 3)])
    play(machine)
    assert acted == [(3, "nap", 0), (4, "break", 0)]


def test_an_m_in_the_poller_leaves_its_cpu_to_others_and_waits_for_one_when_it_wakes():
    rt = Runtime(2, durations={"none": (0,)})
    machine, acted = scripted(rt, cpus=1, m3=[("nap", 900)], m4=[("work", 500), ("work", 600)])
    with throws(NOBODY):
        while machine.step():
            assert len(machine.on_cpu) <= 1
    assert acted == [(4, "work", 500), (4, "work", 1100), (3, "nap", 1100)]
    assert (machine.on_cpu, machine.off_cpu) == ({}, machine.off_cpu.__class__())


def test_one_that_waits_for_a_cpu_after_its_nap_is_not_woken_twice():
    rt = Runtime(2, durations={"none": (0,)})
    machine, acted = scripted(rt, cpus=1, m3=[("nap", 100)], m4=[("work", 500), ("break", 3), ("work", 50)])
    with throws(NOBODY):
        while machine.step():
            up = [m for _, _, m in machine.clock] + list(machine.off_cpu)
            assert len(up) == len(set(up))
    assert acted == [(4, "work", 500), (4, "break", 500), (4, "work", 550), (3, "nap", 550)]


def test_a_timer_set_on_another_p_wakes_the_poller_in_time():
    """P0's M computes; a G on P1 sleeps long; then P0's sets a timer that goes off before."""
    def main():
        yield go(says, "long", 50 * MS)
        yield work(10 * MS)
        yield go(says, "short", 5 * MS)
        yield work(30 * MS)
        yield sleep(30 * MS)

    rt = Runtime(2, durations={"clone": (1000,), "newm": (5000,), "wakeup": (3000,)})
    assert Machine(rt, main).run() == "END"
    assert logged(rt.trace) == ["short", "long"]
    assert 15 * MS < times(rt)["short"] < 17 * MS
    assert 50 * MS < times(rt)["long"] < 52 * MS
