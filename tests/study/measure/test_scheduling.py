"""The measures of scheduling: by hand on a tiny trace, and what must hold of any run."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.golang import recording
from models.program.tasks import PROGRAMS
from models.runtime.kernel import Kernel
from models.runtime.machine import Machine
from models.runtime.runtime import Runtime
from models.runtime.threadmachine import ThreadMachine
from models.study.choosers import seeded
from models.study.measure.lives import Life, Use, lived
from models.study.measure.measures import busy
from models.study.measure.scheduling import Report, Spread, fairness, percentile, report, spread

from .test_lives import SHORT
from .test_measures import SHARED

COSTS = {"execute": (100, 120), "steal": (20, 30), "newm": (5000,), "clone": (900,), "wakeup": (400,),
         "futex": (60,), "newproc": (300,), "pthread_create": (2000,), "thread switch": (150, 160),
         "os call": (30,),
         "os slice": (4000,), "gosched": (90,), "globrunqget": (50,), "recheck": (10,), "usleep": (300,)}


def test_the_report_on_a_short_trace():
    assert report(SHORT) == Report(
        makespan=160, ended=2, throughput=2e9 / 160, response=Spread(2, 40, 95, 95, 95),
        wait=Spread(3, 40, 105, 105, 105), turnaround=Spread(2, 70, 150, 150, 150),
        fairness=75 ** 2 / (2 * (45 ** 2 + 30 ** 2)), starvation=95, starved=2, steals=0, stolen=0, wakeups=1,
        threads=1, ps=(Use(0, 135, 25, 0), Use(1, 30, 40, 90)), idle=90, lives=lived(SHORT))


def test_ps_that_the_trace_does_not_name_are_idle():
    assert report(SHORT, procs=3).idle == 90 + 160


def test_steals_and_wake_ups_are_counted():
    told = report(SHARED)
    assert (told.steals, told.stolen, told.wakeups, told.threads) == (2, 3, 2, 1)


def test_on_the_one_to_one_machine_threads_are_made_and_woken():
    trace = [("resume", 0, 1, 0, 1), ("clone", 5, 1, 0, 2, 1), ("clone", 9, 1, 0, 3, 1),
             ("wake", 20, 1, 0, 2, 1)]
    assert (report(trace).wakeups, report(trace).threads) == (1, 2)


def test_where_nobody_waits_nobody_starves():
    told = report([("execute", 0, 0, 0, 1, 0, 1), ("goexit", 10, 0, 0, 1)])
    assert (told.starvation, told.starved) == (0, None)
    assert (told.response, told.wait) == (Spread(0), Spread(1, 0, 0, 0, 0))
    told = report([("look", 0, 0, 0, "local", None)])
    assert (told.starvation, told.starved, told.wait) == (0, None, Spread(0))
    assert (told.fairness, told.lives) == (1.0, ())


def test_who_never_gets_to_run_starves_to_the_end():
    told = report([("newproc", 0, 0, 0, 2, 1), ("newproc", 1, 0, 0, 3, 1), ("execute", 4, 0, 0, 3, 0, 1),
                   ("log", 50, 0, 0, 3, "x")])
    assert (told.starvation, told.starved, told.response.count) == (50, 2, 1)


def test_where_no_time_passes_there_is_no_throughput():
    told = report([("goexit", 7, 0, 0, 1)])
    assert (told.ended, told.throughput, told.makespan) == (1, None, 0)


def test_an_empty_trace_is_refused():
    with pytest.raises(ValueError, match="an empty trace has no times"):
        report([])


@pytest.mark.parametrize("p, at", [
    (1, 10), (10, 10), (11, 20), (50, 50), (90, 90), (91, 100), (99, 100), (100, 100)])
def test_a_percentile_is_one_of_the_times_by_nearest_rank(p, at):
    assert percentile([10, 20, 30, 40, 50, 60, 70, 80, 90, 100], p) == at
    assert percentile([7], p) == 7


def test_times_are_spread_in_any_order():
    assert spread(iter([5, 1, 4, 2, 3])) == Spread(5, 3, 5, 5, 5)
    assert spread(range(1, 201)) == Spread(200, 100, 180, 198, 200)
    assert spread([]) == Spread(0, None, None, None, None)


@pytest.mark.parametrize("shares, index", [
    ([], 1), ([0, 0], 1), ([5], 1), ([3, 3, 3], 1), ([8, 0, 0, 0], 1 / 4), ([1, 3], 16 / 20)])
def test_jains_index(shares, index):
    assert fairness(shares) == index


def test_main_s_share_is_not_weighed():
    assert report(SHORT).lives[2] == Life(1, None, None, None, 90, 20, 20)
    assert report(SHORT).fairness != fairness([45, 30, 90])


@given(st.lists(st.integers(0, 10 ** 9), min_size=1, max_size=30))
def test_jains_index_lies_between_one_nth_and_one(shares):
    assert 1 / len(shares) - 1e-9 <= fairness(shares) <= 1 + 1e-9


@given(st.lists(st.integers(0, 99), min_size=1), st.integers(1, 100))
def test_enough_times_are_not_longer_than_a_percentile_and_too_few_are_less(times, p):
    ranked = sorted(times)
    at = percentile(ranked, p)
    assert 100 * sum(time <= at for time in times) >= p * len(times) > 100 * sum(time < at for time in times)


def consistent(told: Report, trace: list) -> None:
    """What holds of every report."""
    start, end = trace[0][1], trace[-1][1]
    for use in told.ps:
        assert use.busy + use.looking + use.idle == told.makespan
        assert min(use) >= 0
    assert sum(use.busy for use in told.ps) == sum(life.ran for life in told.lives)
    for life in told.lives:
        assert life.ran + life.waited <= (life.ended or end) - (start if life.made is None else life.made)
        assert life.longest <= life.waited
    assert told.starvation == max(life.longest for life in told.lives)
    assert told.ended == sum(event[0] in ("goexit", "exit") for event in trace)


@pytest.mark.parametrize("name", ["recording", "recording-most", "recording-1.22.10"])
def test_a_recording_of_real_go_is_measured(name):
    kept = recording.load(name)
    told = report(kept.events, kept.about["gomaxprocs"])
    consistent(told, kept.events)
    assert len(told.ps) == 4
    assert (told.ended, told.response.count, told.turnaround.count) == (24, 24, 24)
    taken = [len(e[6]) if e[0] == "runqgrab" else 1 for e in kept.events if e[0] in ("runqgrab", "grabnext")]
    assert (told.steals, told.stolen) == (len(taken), sum(taken)) and told.steals >= 3
    by_turns = {p: sum(end - start for start, end in stretches) for p, stretches in busy(kept.events).items()}
    assert {use.p: use.busy for use in told.ps if use.busy} == {p: ns for p, ns in by_turns.items() if ns}


PLAYS = st.tuples(st.sampled_from(sorted(PROGRAMS)), st.integers(1, 4),
                  st.integers(1, 12).map(lambda n: 2 * n), st.sampled_from((0, 1_000, 30_000)),
                  st.integers(0, 9999))


@given(PLAYS)
@settings(max_examples=40, deadline=None)
def test_a_run_of_the_model_is_measured(play):
    name, procs, tasks, ns, seed = play
    rt = Runtime(procs, choose=seeded(seed), durations=COSTS)
    assert Machine(rt, PROGRAMS[name], tasks, ns).run(200_000) == "END"
    told = report(rt.trace, procs)
    consistent(told, rt.trace)
    assert (told.ended, told.turnaround.count) == (tasks + 1, tasks)


@given(PLAYS)
@settings(max_examples=40, deadline=None)
def test_a_run_of_the_one_to_one_machine_is_measured(play):
    name, cpus, tasks, ns, seed = play
    kernel = Kernel(cpus, COSTS, choose=seeded(seed))
    machine = ThreadMachine(kernel, PROGRAMS[name], tasks, ns)
    assert machine.run(200_000) == "END"
    told = report(kernel.trace, cpus)
    consistent(told, kernel.trace)
    assert (told.threads, told.response.count) == (tasks, tasks)
    if name == "compute":
        assert all(life.ran >= ns for life in told.lives if life.made is not None)
