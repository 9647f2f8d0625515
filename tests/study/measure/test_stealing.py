"""Runs with stealing and without, and what the looks of find_runnable come to."""

import pytest

from models.study.measure import measures, stealing
from models.study.measure.stealing import Looks

# Times in ns, in the size of real ones.
DURATIONS = {"newproc": (70, 120), "clone": (9_500, 24_600), "futex": (2_400, 25_900),
             "wakeup": (3_000, 24_600), "newm": (30_000, 119_000), "globrunqget": (30, 3_900),
             "steal": (10, 50), "usleep": (63_000, 134_000)}
SIZE = {"procs": 4, "n": 100, "ns": 20_000, "durations": DURATIONS}


def look(m: int, where: str, arg=None) -> tuple:
    return ("look", 0, m, m, where, arg)


def test_each_look_is_counted_at_its_place_with_what_its_own_m_does_next():
    trace = [
        look(0, "tick"), ("globrunqget", 0, 0, 0, 5),
        look(0, "local"), ("getnext", 0, 0, 0, 6),
        look(0, "local"), look(1, "local"), ("runqget", 0, 0, 0, 7, 3), look(1, "global"),
        ("globrunqgetbatch", 0, 1, 1, (8, 9), 0),
        look(1, "steal", (0, 0)), look(1, "steal", (2, 0)), ("runqgrab", 0, 1, 1, 0, 4, (3,), 0),
        look(1, "steal", (3, 0)), ("grabnext", 0, 1, 1, 0, 4),
        look(1, "recheck"), ("stopm", 0, 1, None),
        ("globrunqgetbatch", 0, 0, 0, (9,), 0),
    ]
    assert stealing.looks(trace) == {
        "tick": Looks(1, 1), "runnext": Looks(3, 1), "ring": Looks(2, 1), "global": Looks(1, 1),
        "rings": Looks(2, 1), "last-round": Looks(1, 1), "again": Looks(2, 1)}


def test_a_look_that_the_trace_ends_with_is_not_counted():
    assert stealing.looks([look(0, "local")])["runnext"] == Looks(0, 0)


def test_what_the_looks_found_is_what_the_trace_holds():
    trace = stealing.trace_of(4, 600, 1, 5_000, DURATIONS)
    kinds = [event[0] for event in trace]
    found = {place: found for place, (_, found) in stealing.looks(trace).items()}
    assert found["runnext"] == kinds.count("getnext") and found["ring"] == kinds.count("runqget")
    assert found["tick"] == kinds.count("globrunqget") > 0
    assert found["rings"] + found["last-round"] == len(measures.steals(trace)) > 0


def test_without_stealing_nobody_steals_and_all_takes_longer():
    traces = stealing.with_and_without(seed=1, **SIZE)
    assert measures.steals(traces["stealing"]) and not measures.steals(traces["alone"])
    assert measures.makespan(traces["alone"]) > 2 * measures.makespan(traces["stealing"])
    assert measures.turns(traces["alone"]) and list(measures.busy(traces["alone"])) == [0]


@pytest.mark.parametrize("name", ["stealing", "alone"])
def test_every_goroutine_ends_in_both(name):
    trace = stealing.with_and_without(seed=2, **SIZE)[name]
    assert sorted(event[4] for event in trace if event[0] == "goexit") == list(range(1, 102))


def test_ms_that_sleep_at_the_start_are_woken_and_none_is_made():
    sleeping = stealing.trace_of(seed=1, sleeping=3, **SIZE)
    assert measures.ms_made(sleeping) == 0 < measures.ms_woken(sleeping)
    assert measures.ms_made(stealing.trace_of(seed=1, **SIZE)) > 0


def test_waking_a_sleeping_m_takes_as_long_as_a_wake_up():
    slow = DURATIONS | {"newm": (10 ** 9,)}
    assert measures.makespan(stealing.trace_of(4, 100, 1, 20_000, slow, sleeping=3)) < 10 ** 6


def test_fewer_cpus_take_longer():
    spans = [measures.makespan(stealing.trace_of(seed=1, cpus=cpus, **SIZE)) for cpus in (1, 2, 0)]
    assert spans == sorted(spans, reverse=True) and len(set(spans)) == 3


def test_a_table_takes_five_durations_of_each_step():
    kinds = {"steal": {"p10": 1, "p30": 2, "p50": 3, "p70": 4, "p90": 5, "samples": 9}}
    assert stealing.table(kinds) == {"steal": (1, 2, 3, 4, 5)}


def test_the_time_to_start_goes_from_the_first_go_statement_to_the_last():
    trace = [("execute", 3, 0, 0, 1, 0, 1), ("newproc", 5, 0, 0, 2, 1), ("newproc", 17, 0, 0, 3, 1),
             ("goexit", 40, 0, 0, 2)]
    assert stealing.time_to_start(trace) == 12


def test_a_wrong_number_of_goroutines_is_refused():
    with pytest.raises(ValueError, match="-1 goroutines cannot be started"):
        stealing.trace_of(4, -1, 1, 1, DURATIONS)
