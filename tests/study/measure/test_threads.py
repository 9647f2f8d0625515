"""The same work by goroutines and by threads."""

import pytest

from models.golang import evidence
from models.program.tasks import PROGRAMS
from models.runtime.machine import Machine
from models.runtime.runtime import Runtime
from models.study.choosers import seeded
from models.study.measure.scheduling import report
from models.study.measure.stealing import table
from models.study.measure.threads import alive, compare, priced
from models.study.runs import START_TICK
from models.view import recorded

MEASURED = recorded.costs()
COSTS = {"pthread_create": (100,), "newm": (300,), "thread switch": (10,), "os call": (1,), "wakeup": (50,)}
MEMORY = {"goroutine": {"stack": 3}, "thread": {"reserved": 1000, "touched": 7}}


def test_a_hand_over_is_the_call_and_the_switch():
    durations, threads = evidence.load("durations")["kinds"], evidence.load("threads")["kinds"]
    costs = priced(durations, threads)
    assert [switch + call for switch, call in zip(costs["thread switch"], costs["os call"])] == [
        threads["thread handover"][f"p{q}"] for q in (10, 30, 50, 70, 90)]
    assert costs.keys() == durations.keys() | threads.keys() | {"thread switch"}
    assert costs["wakeup"] == table(durations)["wakeup"]
    costly = threads | {"os call": {f"p{q}": 10 ** 9 for q in (10, 30, 50, 70, 90)}}
    assert priced(durations, costly)["thread switch"] == (0, 0, 0, 0, 0)


def test_both_sides_are_told_of_in_the_same_way():
    sides = compare(tasks=4, cpus=1, ns=1_000, costs=COSTS, memory=MEMORY)
    goroutines, threads = sides["goroutines"], sides["threads"]
    assert [side.ending for side in sides.values()] == ["END", "END"]
    assert [side.report for side in sides.values()] == [report(goroutines.trace, 1), report(threads.trace, 1)]
    assert (goroutines.alive, goroutines.memory) == (5, {"stack": 15})
    assert (threads.alive, threads.memory) == (5, {"reserved": 5000, "touched": 35})
    # Goroutines cost nothing here; a thread costs main 100 ns, and the CPU 10 ns each time that it turns.
    assert (goroutines.report.makespan, threads.report.makespan) == (4_000, 4 * 100 + 4 * 1_000 + 5 * 10 + 1)


def test_the_same_seed_gives_the_same_data_and_another_one_other_data():
    one, same, other = (compare(tasks=30, cpus=2, seed=seed, **MEASURED) for seed in (1, 1, 2))
    assert one == same
    assert all(one[side].trace != other[side].trace for side in one)


@pytest.mark.parametrize("program", PROGRAMS)
def test_with_what_was_measured_goroutines_are_made_sooner(program):
    sides = compare(tasks=40, cpus=2, program=program, **MEASURED)
    assert [(side.ending, side.message) for side in sides.values()] == [("END", "")] * 2
    made = {name: [e[1] for e in side.trace if e[0] in ("newproc", "clone")] for name, side in sides.items()}
    spans = {name: times[-1] - times[0] for name, times in made.items()}
    assert [len(times) for times in made.values()] == [40, 40]
    assert spans["threads"] > 2 * spans["goroutines"]
    assert sides["threads"].report.threads == 40 > sides["goroutines"].report.threads


def test_what_a_program_computes_is_computed_on_both_sides():
    for program in ("compute", "give way", "hand over"):
        for side in compare(tasks=6, cpus=2, ns=10_000, program=program, **MEASURED).values():
            assert all(life.ran >= 10_000 for life in side.report.lives if life.made is not None), program


def test_the_ms_lie_on_as_many_cpus_as_the_threads():
    def alone(cpus):
        rt = Runtime(1, schedtick=START_TICK, choose=seeded(0), durations=MEASURED["costs"])
        Machine(rt, PROGRAMS["syscall"], 400, 2_000_000, cpus=cpus).run()
        return rt.trace

    side = compare(tasks=400, cpus=1, ns=2_000_000, program="syscall", **MEASURED)["goroutines"]
    assert side.trace == alone(1) != alone(0)


def test_what_cannot_be_compared_is_refused():
    known = "compute, give way, sleep, syscall, hand over"
    with pytest.raises(ValueError, match=f"there is no program 'dance'; there are {known}"):
        compare(program="dance", **MEASURED)
    for wrong in ({"tasks": 0}, {"cpus": 0}, {"ns": -1}):
        with pytest.raises(ValueError, match="take 1 or more, 0 or more, 1 or more"):
            compare(**wrong, **MEASURED)


def test_most_at_once():
    assert alive([]) == 1
    assert alive([("newproc", 0), ("clone", 0), ("goexit", 0), ("exit", 0), ("newproc", 0)]) == 3


def test_who_has_nobody_to_hand_over_to_is_left_out():
    for side in compare(tasks=7, cpus=2, program="hand over", **MEASURED).values():
        assert (side.ending, side.report.response.count) == ("END", 6)
