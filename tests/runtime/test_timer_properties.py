"""Timers, whatever the times, the number of Ps and the order in which Ms act."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.runtime.constants import BY_RELEASE
from models.runtime.goroutine import go, gosched, work
from models.runtime.machine import Machine
from models.runtime.runtime import Runtime
from models.runtime.status import G_WAITING
from models.runtime.sysmon import SYSMON
from models.runtime.timer import Timer, sleep
from models.runtime.waitgroup import waitgroup, wg_add, wg_done, wg_wait
from models.study.choosers import seeded
from models.study.fold import folded, standing
from models.study.invariants import fresh, violations

from .build import runtime

SETTINGS = settings(derandomize=True, deadline=None, max_examples=20, database=None)
MS = 1_000_000
DURATIONS = {"execute": (90, 110), "newproc": (100, 300), "steal": (40, 60), "usleep": (3000, 9000),
             "globrunqget": (30,), "clone": (20_000,), "newm": (9000, 30_000), "futex": (2000,),
             "wakeup": (4000, 50_000), "gosched": (80,), "step": (10,), "os slice": (5000,)}


# The heap.


def is_heap(timers) -> bool:
    return all(timers[(i - 1) // 4].when <= t.when for i, t in enumerate(timers) if i)


@SETTINGS
@given(st.lists(st.one_of(st.integers(1, 30), st.none()), max_size=80))
def test_timers_leave_the_heap_the_earliest_first(steps):
    """A number sets a timer, None takes one out."""
    rt = runtime()
    pp, waiting = rt.allp[0], []
    for when in steps:
        if when is not None:
            rt.addHeap(pp, Timer(when))
            waiting.append(when)
        elif waiting:
            assert rt.deleteMin(pp).when == min(waiting)
            waiting.remove(min(waiting))
        assert is_heap(pp.timers)
        assert sorted(t.when for t in pp.timers) == sorted(waiting)


def down_by_pairs(heap, i):
    """Go 1.22's way down: the better of the first two children against the better of the other two."""
    t = heap[i]
    while (c := 4 * i + 1) < len(heap):
        pairs = [[k for k in pair if k < len(heap)] for pair in ((c, c + 1), (c + 2, c + 3))]
        best = [min(pair, key=lambda k: heap[k].when) for pair in pairs if pair]
        first = best[1] if len(best) > 1 and heap[best[1]].when < heap[best[0]].when else best[0]
        if heap[first].when >= t.when:
            break
        heap[i] = heap[first]
        i = first
    heap[i] = t


@SETTINGS
@given(st.lists(st.integers(1, 4), min_size=1, max_size=60))
def test_both_releases_choose_the_same_among_equal_times(whens):
    """Go: time.go siftdownTimer of 1.22 compares children in pairs, siftDown of 1.27 one after the other."""
    rt = runtime()
    new, old = ([Timer(when, arg=i) for i, when in enumerate(whens)] for _ in range(2))
    for i in reversed(range(len(whens))):
        rt.siftDown(new, i)
        down_by_pairs(old, i)
        assert new == old
    assert is_heap(new)


# Whole machines.


@st.composite
def programs(draw):
    """Goroutines, each a list of steps: a nap, work, or letting others go first. Times are in µs."""
    times = st.sampled_from([-1, 0, 1, 40, 999, 1000, 1001, 2500, 30_000])
    step = st.one_of(st.tuples(st.just("sleep"), times), st.just(("gosched", 0)),
                     st.tuples(st.just("work"), st.sampled_from([1, 700, 5000])))
    return draw(st.lists(st.lists(step, max_size=6), min_size=1, max_size=12))


PROGRAMS, PROCS, SEEDS = programs(), st.integers(2, 6), st.integers(0, 2**32)
RELEASES = st.sampled_from([*BY_RELEASE])


def naps(rt, steps, wg, taken):
    """A goroutine of these steps, which notes for each nap how long it should be and how long it was."""
    for verb, us in steps:
        if verb == "sleep":
            before = rt.now
            yield sleep(us * 1000)
            taken.append((us * 1000, rt.now - before))
        else:
            yield work(us * 1000) if verb == "work" else gosched()
    yield wg_done(wg)


def run(program, procs, check, cpus=0, **settings_):
    """Run the program to its end; the runtime, and the naps."""
    taken = []

    def main():
        wg = yield waitgroup()
        yield wg_add(wg, len(program))
        for steps in program:
            yield go(naps, rt, steps, wg, taken)
        yield wg_wait(wg)

    rt = Runtime(procs, schedtick=15, **settings_)
    machine = Machine(rt, main, cpus=cpus)
    while machine.step():
        check(rt, machine)
        assert machine.steps < 200_000
    assert machine.ending == "END", machine.message
    assert len(taken) == sum(verb == "sleep" for steps in program for verb, _ in steps)
    return rt, taken


def sound(rt, machine) -> None:
    """What holds between any two steps: timers and sleepers belong together, and one M at most polls."""
    sleepers = {gp.id for gp in rt.allgs[1:] if gp.status == G_WAITING and gp.waitreason == "sleep"}
    set_ = [(pp, t) for pp in rt.allp for t in pp.timers]
    assert sorted(t.arg for _, t in set_) == sorted(sleepers)
    for pp, t in set_:
        assert t.ts == pp.id and rt.allgs[t.arg].timer is t
        assert t.when > 0
    assert all(is_heap(pp.timers) for pp in rt.allp)
    up = [m for _, _, m in machine.clock] + list(machine.off_cpu) + machine.awake
    assert len(up) == len(set(up))
    assert sorted({*up, *rt.sched.midle} - {SYSMON}) == [mp.id for mp in rt.allm]
    if rt.sched.poller is not None:
        mp = rt.allm[rt.sched.poller]
        assert mp.id in up and mp.p is None and not mp.spinning and rt.sched.poll_until > 0
    assert rt.sched.poller is not None or not rt.sched.netpoll_wake_sig


def none_was_short(taken) -> None:
    assert all(was >= nap for nap, was in taken)


@SETTINGS
@given(PROGRAMS, RELEASES)
def test_on_one_p_no_nap_is_short_and_none_overlong(program, release):
    """Go: time/sleep_test.go TestSleep. Late is at most by the poller's millisecond, twice, and by what
    others compute meanwhile."""
    rt, taken = run(program, 1, sound, const=BY_RELEASE[release])
    none_was_short(taken)
    busy = sum(us * 1000 for steps in program for verb, us in steps if verb == "work")
    assert all(was <= nap + 2 * MS + busy for nap, was in taken if nap > 0)
    assert all(was == 0 for nap, was in taken if nap <= 0)


@SETTINGS
@given(PROGRAMS, PROCS, SEEDS, RELEASES)
def test_with_any_interleaving_everyone_wakes_and_not_too_early(program, procs, seed, release):
    rt, taken = run(program, procs, sound, choose=seeded(seed), const=BY_RELEASE[release])
    none_was_short(taken)
    assert violations(rt.trace, fresh(procs, 15)) == []


@SETTINGS
@given(PROGRAMS, PROCS, SEEDS, RELEASES, st.integers(0, 3))
def test_by_the_clock_too(program, procs, seed, release, cpus):
    rt, taken = run(program, procs, sound, cpus=cpus, choose=seeded(seed), durations=DURATIONS,
                    const=BY_RELEASE[release])
    none_was_short(taken)
    assert violations(rt.trace, fresh(procs, 15)) == []
    times = [event[1] for event in rt.trace]
    assert times == sorted(times)


@pytest.mark.parametrize("seed", range(5))
def test_the_events_tell_where_ms_and_ps_are_while_one_sleeps_in_the_poller(seed):
    rt, _ = run([[("sleep", 2000)], [("work", 500), ("sleep", 7000)], [("sleep", 9000)]] * 3, 3,
                lambda rt, machine: None, choose=seeded(seed), durations=DURATIONS)
    assert "netpoll" in {event[0] for event in rt.trace}
    assert standing(folded(rt.trace, 3, 15)) == standing(rt)


def test_a_program_of_sleepers_alone_spends_its_time_asleep():
    rt, taken = run([[("sleep", 10_000)] * 10] * 5, 1, sound)
    assert [was // MS for _, was in taken] == [10] * 50
    assert rt.now // MS == 100
