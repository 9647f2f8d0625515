"""Ms that begin, sleep and end: the run, the list of those asleep, and what is asked about them."""

import pytest

from models.program.machines import call, last, machines, work
from models.runtime.machine import Machine
from models.runtime.runtime import Runtime
from models.study.asking import woven
from models.study.choosers import seeded
from models.study.moments.machines import ASKS, found_work, made, run, sleepers
from models.study.runs import START_TICK
from models.view import recorded
from models.words import word

COSTS = recorded.durations()
SHAPES = [(procs, seed) for procs in (1, 2, 3, 4) for seed in range(4)]


@pytest.mark.parametrize("procs, seed", SHAPES)
def test_the_sleepers_are_those_of_the_scheduler(procs, seed):
    rt = Runtime(procs, schedtick=START_TICK, choose=seeded(seed), durations=COSTS)
    seen = []
    rt.note = lambda event: (seen.append([*rt.sched.midle]), rt.trace.append(event))
    assert Machine(rt, machines).run() == "END"
    told = list(sleepers(rt.trace))
    for event, midle, asleep in zip(rt.trace, seen, told, strict=True):
        if event[0] not in ("stopm", "startm"):  # these two are told when the list has changed already
            assert midle == asleep
    assert 1 + made(rt.trace) == len(rt.allm)


@pytest.mark.parametrize("procs, seed", SHAPES)
def test_a_run_ends_with_main_and_one_m_ends_before(procs, seed):
    trace = run(procs=procs, seed=seed, costs=COSTS)
    assert trace[-1][0] == "goexit" and trace[-1][4] == 1
    assert sum(event[0] == "mexit" for event in trace) == 1


@pytest.mark.parametrize("waves, threads, ends", [
    (((work,),), 1, 0), (((work, work, work),), 1, 0), (((last,),), 2, 1), (((last,), (last,)), 3, 2),
    (((call,),), 2, 0)])
def test_on_one_p_a_thread_is_made_for_a_call_and_for_one_that_ends(waves, threads, ends):
    trace = run(procs=1, seed=0, costs={}, waves=waves)
    assert 1 + made(trace) == threads and sum(event[0] == "mexit" for event in trace) == ends


def test_each_thing_is_asked_about_once_right_before_it_happens():
    trace = run(procs=3, seed=262, costs=COSTS)
    found = woven(trace, ASKS)
    assert [event for event in found if event[0] != "question"] == trace
    at = {event[4]: found[i + 1] for i, event in enumerate(found) if event[0] == "question"}
    assert sorted(at) == ["machines-ends", "machines-found", "machines-new", "machines-wake"]
    assert {name: event[0] for name, event in at.items()} == {
        "machines-ends": "mexit", "machines-found": "startm", "machines-new": "startm", "machines-wake": "startm"}
    assert at["machines-new"][7] and not at["machines-wake"][7]
    first, _ = next(found_work(trace))
    assert at["machines-found"] == trace[first]
    assert at["machines-new"] == next(event for event in trace if event[0] == "startm")


def test_the_right_choice_is_what_happens():
    trace = run(procs=3, seed=262, costs=COSTS)
    for i, event in enumerate(woven(trace, ASKS)):
        if event[0] != "question":
            continue
        labels = {label: (word(label, **args), belief) for label, args, belief in event[6]}
        if event[4] == "machines-wake":
            after = woven(trace, ASKS)[i + 1]
            asleep = list(sleepers(trace))[trace.index(after)]
            assert labels["predict.machines-wake.last"] == (f"M{asleep[-1]}, which fell asleep last", "")
            assert after[4] == asleep[-1]
            assert labels["predict.machines-wake.first"][0].startswith(f"M{asleep[0]},")


def test_only_who_was_spinning_has_found_work():
    trace = [("spinning", 0, 1, 2, 0), ("pidleget", 0, 1, 2, 1), ("startm", 0, 1, 2, 3, 1, 1, 0)]
    assert [*found_work(trace)] == [(2, {"m": 1, "p": 1, "target": 3})]
    for other in ([("spinning", 0, 1, 2, 1), *trace[1:]], [("spinning", 0, 0, 0, 0), *trace[1:]], trace[1:]):
        assert not [*found_work(other)]
