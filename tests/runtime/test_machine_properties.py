"""Whole machines, whatever the program, the number of Ps and the order in which Ms act."""

from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.runtime.constants import Constants
from models.runtime.goroutine import go, gosched, log, work
from models.runtime.machine import Machine
from models.runtime.runtime import Runtime
from models.runtime.status import G_DEAD, G_RUNNABLE, G_RUNNING, P_IDLE, P_RUNNING
from models.runtime.sysmon import SYSMON
from models.runtime.waitgroup import waitgroup, wg_add, wg_done, wg_wait
from models.study.choosers import recording, replaying, seeded
from models.study.invariants import fresh, violations

SETTINGS = settings(derandomize=True, deadline=None, max_examples=50, database=None)
DURATIONS = {"execute": (90, 110), "newproc": (100, 300), "steal": (40, 60), "usleep": (3000, 9000),
             "globrunqget": (30,), "clone": (20_000,), "newm": (9000, 30_000), "futex": (2000,),
             "wakeup": (4000, 50_000), "gosched": (80,), "step": (10,), "os slice": (5000,)}


@st.composite
def programs(draw):
    """A tree of goroutines. A body is a list of steps: "gosched", "work", or a list of bodies to
    start together and wait for."""
    n = draw(st.integers(0, 40))
    parents = draw(st.lists(st.integers(0, n), min_size=n, max_size=n))
    pauses = draw(st.lists(st.sampled_from(["gosched", "work"]), min_size=n + 1, max_size=n + 1))
    bodies = [[pause] for pause in pauses]
    for child, parent in enumerate(parents, start=1):
        join(bodies[parent % child], bodies[child], alone=parent % 3 == 0)
    return bodies[0]


def join(body, child, alone) -> None:
    """Have the body start this child: after what it did so far, or together with the last one."""
    if alone or not isinstance(body[-1], list):
        body += ["gosched", [child]]
    else:
        body[-1].append(child)


PROGRAMS = programs()


def run(steps, me=(), done=None):
    """The goroutine that a body of steps describes: it says when it begins and when it ends.

    me is its place in the tree, for the G that it runs in may run others before and after it.
    """
    yield log((me, "begin"))
    for i, step in enumerate(steps):
        if step == "gosched":
            assert (yield gosched()) is None
        elif step == "work":
            assert (yield work(700)) is None
        else:
            group = yield waitgroup()
            yield wg_add(group, len(step))
            for k, child in enumerate(step):
                assert (yield go(run, child, (*me, i, k), group)) > 1
                assert (yield gosched()) is None
            assert (yield wg_wait(group)) is None
    yield log((me, "end"))
    if done is not None:
        yield wg_done(done)


def everyone(steps, me=()) -> list[tuple]:
    """The places of all goroutines that a body makes, itself included."""
    return [me, *(one for i, step in enumerate(steps) if isinstance(step, list)
                  for k, child in enumerate(step) for one in everyone(child, (*me, i, k)))]


def consistent(rt, machine) -> None:
    """What holds between any two steps, whatever happened."""
    sched = rt.sched
    assert sched.nmspinning == sum(mp.spinning or mp.mstartfn == "mspinning" for mp in rt.allm)
    holders = [mp.p for mp in rt.allm if mp.p is not None]
    promised = [mp.nextp for mp in rt.allm if mp.nextp is not None]
    assert sorted([*holders, *promised, *sched.pidle]) == list(range(len(rt.allp)))
    for pp in rt.allp:
        held = pp.id in holders
        assert pp.status == (P_RUNNING if held else P_IDLE)
        assert (pp.m is not None) == held and (not held or rt.allm[pp.m].p == pp.id)
        assert pp.id not in sched.pidle or rt.runqempty(pp)
    for mp in rt.allm:
        gp = rt.allgs[mp.curg]
        assert gp is None or (gp.m == mp.id and gp.status == G_RUNNING)
        assert mp.park == (mp.nextp is not None)
    awake = ({m for _, _, m in machine.clock} | set(machine.awake) | set(machine.off_cpu)) - {SYSMON}
    asleep = set(sched.midle)
    assert len(asleep) == len(sched.midle) and not asleep & awake
    assert asleep | awake == {mp.id for mp in rt.allm}
    assert sum(gp.status == G_RUNNING for gp in rt.allgs[1:]) == sum(
        mp.curg != 0 for mp in rt.allm)
    free = [g for pp in rt.allp for g in pp.gfree] + sched.gfree_stack + sched.gfree_nostack
    assert sorted(free) == [gp.id for gp in rt.allgs[1:] if gp.status == G_DEAD]
    assert all(len(pp.gfree) < 64 for pp in rt.allp)
    goids = [gp.goid for gp in rt.allgs[1:]]
    assert len(set(goids)) == len(goids) and max(goids) <= sched.goidgen


def play(steps, procs, choose, check=consistent, **settings_):
    """Run the program to its end, checking every step; the runtime and how it ended."""
    cpus = settings_.pop("cpus", 0)
    rt = Runtime(procs, choose=choose, **settings_)
    machine = Machine(rt, run, steps, cpus=cpus)
    while machine.step():
        check(rt, machine)
        assert machine.steps < 20_000
    return rt, machine.ending


def everyone_ran_once(rt, steps) -> None:
    said = Counter(event[5] for event in rt.trace if event[0] == "log")
    assert said == {(one, word): 1 for one in everyone(steps) for word in ("begin", "end")}
    made = sum(event[0] == "newproc" for event in rt.trace)
    assert made == len(everyone(steps)) - 1 >= len(rt.allgs) - 2


PROCS, SEEDS, TICKS = st.integers(1, 8), st.integers(0, 2**32), st.integers(0, 122)


@SETTINGS
@given(PROGRAMS, PROCS, SEEDS, TICKS, st.sampled_from([2, 4, 256]))
def test_any_interleaving_runs_everyone_once_and_loses_no_wake_up(steps, procs, seed, tick, slots):
    rt, ending = play(steps, procs, seeded(seed), schedtick=tick,
                      const=Constants(runq_size=slots, global_tick=61))
    assert ending == "END"
    everyone_ran_once(rt, steps)
    assert violations(rt.trace, fresh(procs, tick), ring=slots) == []


@SETTINGS
@given(PROGRAMS, PROCS, SEEDS, st.integers(0, 3))
def test_by_the_clock_too(steps, procs, seed, cpus):
    rt, ending = play(steps, procs, seeded(seed), durations=DURATIONS, cpus=cpus)
    assert ending == "END"
    everyone_ran_once(rt, steps)
    assert violations(rt.trace, fresh(procs)) == []
    times = [event[1] for event in rt.trace]
    assert times == sorted(times)


def uneven(seed, busy):
    """A chooser that lets an M act many times in a row, so that others are overtaken far, and that
    has the busy ones wait as long as there are others."""
    rng, last = Random(seed), [0]
    change = rng.choice([0.02, 0.05, 0.1, 0.3])

    def choose(kind, options):
        options = [m for m in options if kind != "m" or m not in busy] or options
        if kind != "m" or last[0] not in options or rng.random() < change:
            chosen = options[rng.randrange(len(options))]
        else:
            chosen = last[0]
        last[0] = chosen if kind == "m" else last[0]
        return chosen
    return choose


def families(rng) -> list[list[bool]]:
    """Up to six families of up to three. The first of each tells whether the parent computes for
    ever, the others whether its children do; who does not, ends."""
    sizes = [rng.randrange(1, 4) for _ in range(rng.randrange(7))]
    return [[rng.random() < 0.5 for _ in range(size)] for size in sizes]


@pytest.mark.parametrize("batch", range(5))
def test_no_p_is_idle_while_a_g_waits_to_run(batch):
    """Plain seeds, not hypothesis: what goes wrong here needs many runs, and they are quick."""
    for seed in range(300 * batch, 300 * batch + 300):
        rng = Random(seed)
        rt = until_all_compute(families(rng), rng.randrange(2, 7), seed)
        queued = [gp.id for gp in rt.allgs[1:] if gp.status == G_RUNNABLE]
        assert not queued or not rt.sched.pidle, f"seed {seed}: {queued} left lying"


def until_all_compute(kin, procs, seed) -> Runtime:
    """Run until all who are awake compute, and would do so for ever."""
    def member(computes, children):
        for child in children:
            yield go(member, child, ())
        if computes:
            yield from compute()

    def compute():
        yield log("computes")
        while True:
            yield work(1)

    def main():
        for computes, *children in kin:
            yield work(1)
            yield go(member, computes, children)
        yield from compute()

    busy = set()
    rt = Runtime(procs, schedtick=1, choose=uneven(seed, busy))
    machine = Machine(rt, main)
    while not set(machine.awake) <= busy:
        machine.step()
        busy |= {event[2] for event in rt.trace[-1:] if event[0] == "log"}
    return rt


@SETTINGS
@given(PROGRAMS, PROCS, SEEDS)
def test_the_same_choices_are_the_same_run(steps, procs, seed):
    choices = []
    one, _ = play(steps, procs, recording(seeded(seed), choices))
    same, _ = play(steps, procs, seeded(seed))
    again, _ = play(steps, procs, replaying(choices))
    assert one.trace == same.trace == again.trace
    assert one.state == same.state == again.state
