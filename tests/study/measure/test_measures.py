"""The measures, on traces short enough to count by hand."""

import pytest

from models.study.measure import measures
from models.study.measure.measures import Steal, Turn

# P0 runs g1 from 0 to 100 and makes g2 and g3. P1's thief takes both at 50, and runs g3 from 60 to
# 90, then g2 from 95 to 135; g2 readies g1, which P1 runs to the end.
SHARED = [
    ("execute", 0, 0, 0, 1, 0, 15),
    ("newproc", 10, 0, 0, 2, 1),
    ("startm", 15, 0, 0, 1, 1, 1, 1),
    ("newproc", 20, 0, 0, 3, 1),
    ("runqgrab", 50, 1, 1, 0, 7, (2, 3), 0),
    ("execute", 60, 1, 1, 3, 0, 1),
    ("goexit", 90, 1, 1, 3),
    ("execute", 95, 1, 1, 2, 0, 2),
    ("gopark", 100, 0, 0, 1, "wait"),
    ("startm", 110, 0, 0, 1, 1, 1, 0),
    ("goready", 130, 1, 1, 1, 2),
    ("goexit", 135, 1, 1, 2),
    ("grabnext", 140, 0, 0, 1, 1),
    ("execute", 140, 0, 0, 1, 0, 3),
    ("goexit", 150, 0, 0, 1),
]


def test_the_makespan_goes_from_the_first_event_to_the_last():
    assert measures.makespan(SHARED[1:]) == 140


def test_an_empty_trace_is_refused():
    with pytest.raises(ValueError, match="an empty trace has no times"):
        measures.makespan([])


def test_each_turn_is_one_stretch_of_one_g_on_one_p():
    assert measures.turns(SHARED) == [
        Turn(1, 3, 60, 90), Turn(0, 1, 0, 100), Turn(1, 2, 95, 135), Turn(0, 1, 140, 150)]


def test_who_runs_at_either_end_of_the_trace_runs_to_that_end():
    assert measures.turns(SHARED[1:8]) == [Turn(1, 3, 60, 90), Turn(1, 2, 95, 95)]
    assert measures.turns(SHARED[1:9])[1] == Turn(0, 1, 10, 100)


def test_who_goes_behind_its_own_p_s_others_has_left():
    assert measures.turns([*SHARED[:2], ("goyield", 15, 0, 0, 1), ("execute", 20, 0, 0, 2, 0, 16)]) == [
        Turn(0, 1, 0, 15), Turn(0, 2, 20, 20)]


def test_who_was_about_to_wait_and_goes_on_has_not():
    kept = [*SHARED[:2], ("gopark", 15, 0, 0, 1, "select"), ("gokeep", 15, 0, 0, 1), ("gosched", 40, 0, 0, 1)]
    assert measures.turns(kept) == [Turn(0, 1, 0, 15), Turn(0, 1, 15, 40)]
    assert measures.busy(kept) == {0: [(0, 40)]}


def test_who_was_asked_to_stop_has_left():
    assert measures.turns([*SHARED[:2], ("gopreempt", 15, 0, 0, 1), ("execute", 20, 0, 0, 2, 0, 16)]) == [
        Turn(0, 1, 0, 15), Turn(0, 2, 20, 20)]


@pytest.mark.parametrize("kind", ["entersyscall", "entersyscallblock"])
@pytest.mark.parametrize("how, back", [("kept", [Turn(0, 1, 30, 50)]), ("none", [])])
def test_in_a_system_call_a_g_does_not_run_and_then_it_does_if_it_has_a_p(kind, how, back):
    calls = [SHARED[0], (kind, 15, 0, 0, 1), ("exitsyscall", 30, 0, 0, 1, how), ("log", 50, 0, 0, 2, "x")]
    assert measures.turns(calls) == [Turn(0, 1, 0, 15), *back]


def test_busy_is_per_p_and_joins_what_lies_close():
    assert measures.busy(SHARED) == {0: [(0, 100), (140, 150)], 1: [(60, 90), (95, 135)]}
    assert measures.busy(SHARED, gap=5)[1] == [(60, 135)]


def test_steals_say_who_took_how_many_from_whom():
    assert measures.steals(SHARED) == [Steal(50, 1, 0, 2, False), Steal(140, 0, 1, 1, True)]
    assert measures.steal_sizes(SHARED) == {2: 1, 1: 1}


def test_a_g_stolen_twice_counts_once():
    again = SHARED + [("grabnext", 160, 1, 1, 0, 2)]
    assert measures.stolen(again) == {(1, 0), (2, 1), (3, 1)}


def test_goroutines_that_run_in_the_same_g_one_after_the_other_count_each():
    again = SHARED + [("newproc", 150, 0, 0, 3, 1), ("execute", 160, 0, 0, 3, 0, 4)]
    assert measures.stolen(again) == measures.stolen(SHARED) == {(1, 0), (2, 1), (3, 1)}
    assert measures.stolen_share(again) == 3 / 4
    assert measures.stolen(again + [("grabnext", 170, 1, 1, 0, 3)]) >= {(3, 1), (3, 2)}
    assert measures.turns(again)[-1] == Turn(0, 3, 160, 160)


def test_the_stolen_share_is_a_part_of_the_gs_that_ran():
    assert measures.stolen_share(SHARED[:9]) == 2 / 3
    with pytest.raises(ValueError, match="no G runs"):
        measures.stolen_share(SHARED[1:5])


def test_a_wake_up_of_a_sleeping_m_and_a_new_thread_are_told_apart():
    assert (measures.ms_woken(SHARED), measures.ms_made(SHARED)) == (2, 1)
