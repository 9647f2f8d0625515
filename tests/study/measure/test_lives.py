"""What became of each goroutine and what each P's time went into, on traces short enough to count by hand."""

import pytest

from models.study.measure.lives import Life, Use, idled, lived, used

# P0 runs g1 from the start; it makes g2 at 10 and g3 at 20. P1 gets an M at 40 and runs g3 from 60 to 90. g1
# waits from 100 on; P0 then runs g2, which gives way at 130 and, alone, goes on at 140. g2 readies g1 at 150
# and ends at 160. P1 is left at 110.
SHORT = [
    ("newproc", 10, 0, 0, 2, 1),
    ("newproc", 20, 0, 0, 3, 1),
    ("startm", 25, 0, 0, 1, 1, 1, 1),
    ("acquirep", 40, 1, 1),
    ("execute", 60, 1, 1, 3, 0, 1),
    ("goexit", 90, 1, 1, 3),
    ("gopark", 100, 0, 0, 1, "wait"),
    ("execute", 105, 0, 0, 2, 0, 2),
    ("releasep", 110, 1, 1),
    ("pidleput", 111, 1, None, 1),
    ("gosched", 130, 0, 0, 2),
    ("execute", 140, 0, 0, 2, 0, 3),
    ("goready", 150, 0, 0, 1, 2),
    ("goexit", 160, 0, 0, 2),
    ("log", 170, 0, 0, 0, "end"),
]


def test_lives_are_put_down_in_the_order_in_which_they_are_heard_of():
    assert lived(SHORT) == (
        Life(2, made=10, began=105, ended=160, ran=25 + 20, waited=95 + 10, longest=95),
        Life(3, made=20, began=60, ended=90, ran=30, waited=40, longest=40),
        Life(1, made=None, began=None, ended=None, ran=90, waited=20, longest=20))


def test_each_p_s_time_is_busy_or_idle_or_neither():
    assert used(SHORT) == (Use(0, busy=90 + 25 + 20, looking=25, idle=0),
                           Use(1, busy=30, looking=40, idle=40 + 50))


def test_a_p_that_the_trace_does_not_name_is_idle_all_the_time():
    assert used(SHORT, 4)[2:] == (Use(2, 0, 0, 160), Use(3, 0, 0, 160))
    assert used(SHORT, 1) == used(SHORT)


def test_an_empty_trace_is_refused():
    for measure in (lived, used):
        with pytest.raises(ValueError, match="an empty trace has no times"):
            measure([])


def test_a_g_is_the_place_of_one_goroutine_after_another():
    again = [("newproc", 0, 0, 0, 2, 1), ("execute", 5, 0, 0, 2, 0, 1), ("goexit", 9, 0, 0, 2),
             ("newproc", 20, 0, 0, 2, 1), ("execute", 21, 0, 0, 2, 0, 2), ("goexit", 28, 0, 0, 2)]
    assert lived(again) == (Life(2, 0, 5, 9, ran=4, waited=5, longest=5), Life(2, 20, 21, 28, 7, 1, 1))


def test_who_runs_or_waits_at_the_end_does_so_to_the_end():
    assert lived(SHORT[:5]) == (
        Life(2, 10, waited=50, longest=50), Life(3, 20, began=60, waited=40, longest=40))
    assert lived(SHORT[:6])[1].ran == 30
    assert lived([*SHORT[:5], ("log", 65, 1, 1, 3, "x")])[1].ran == 5


def test_who_was_about_to_wait_and_goes_on_has_run_all_the_time():
    kept = [("execute", 0, 0, 0, 1, 0, 1), ("gopark", 15, 0, 0, 1, "select"), ("gokeep", 15, 0, 0, 1),
            ("goexit", 40, 0, 0, 1)]
    assert lived(kept) == (Life(1, None, 0, 40, ran=40),)


@pytest.mark.parametrize("kind", ["gosched", "goyield", "gopreempt"])
def test_who_gives_way_could_run_on(kind):
    trace = [("execute", 0, 0, 0, 1, 0, 1), (kind, 10, 0, 0, 1), ("execute", 25, 0, 0, 1, 0, 2)]
    assert lived(trace) == (Life(1, began=0, ran=10, waited=15, longest=15),)


@pytest.mark.parametrize("how, ran, waited", [("kept", 30, 0), ("none", 20, 10)])
@pytest.mark.parametrize("kind", ["entersyscall", "entersyscallblock"])
def test_a_goroutine_in_a_system_call_neither_runs_nor_waits_to(kind, how, ran, waited):
    back = ("exitsyscall", 50, 0, None if how == "none" else 0, 1, how)
    trace = [("execute", 0, 0, 0, 1, 0, 1), (kind, 10, 0, 0, 1), back, ("execute", 60, 0, 0, 1, 0, 2),
             ("goexit", 70, 0, 0, 1)]
    assert lived(trace) == (Life(1, None, 0, 70, ran, waited, waited),)
    assert used(trace) == (Use(0, busy=ran, looking=70 - ran, idle=0),)


def test_what_the_network_poller_found_may_run():
    trace = [("gopark", 0, 0, 0, 1, "IO wait"), ("gopark", 0, 0, 0, 2, "IO wait"),
             ("injectglist", 10, 0, 0, (2,), (1,), 0), ("execute", 13, 0, 0, 2, 0, 1), ("goexit", 20, 0, 0, 2)]
    assert lived(trace) == (Life(1, waited=10, longest=10), Life(2, None, 13, 20, 7, 3, 3))


def test_a_p_is_nobody_s_from_when_it_is_left_until_somebody_acts_on_it():
    trace = [("releasep", 10, 0, 0), ("pidleput", 12, 0, None, 0), ("acquirep", 30, 1, 0),
             ("retake", 45, -1, None, 0), ("startm", 46, -1, None, 2, 0, 0, 0), ("acquirep", 50, 2, 0),
             ("releasep", 60, 2, 0), ("log", 75, 9, 1, 2, "x")]
    assert idled(trace) == {0: 20 + 5 + 15, 1: 0}


def test_a_p_that_is_first_heard_of_when_it_is_taken_was_idle_before():
    trace = [("log", 5, 0, 0, 1, "x"), ("acquirep", 20, 1, 1), ("switch", 30, 7, 2, 7, 0)]
    assert idled(trace) == {0: 0, 1: 15, 2: 25}


def test_threads_on_cpus_are_put_down_in_the_same_way():
    trace = [("resume", 0, 1, 0, 1), ("clone", 0, 1, 0, 2, 1), ("switch", 0, 2, 1, 2, 0),
             ("block", 20, 1, 0, 1, "x"), ("idle", 20, None, 0), ("resume", 60, 2, 1, 2),
             ("slice", 70, 2, 1, 2), ("resume", 74, 2, 1, 2),
             ("yield", 80, 2, 1, 2), ("resume", 81, 2, 1, 2), ("wake", 90, 2, 1, 1, 2),
             ("switch", 90, 1, 0, 1, 1),
             ("exit", 100, 2, 1, 2), ("idle", 100, None, 1), ("resume", 105, 1, 0, 1), ("exit", 110, 1, 0, 1)]
    assert lived(trace) == (Life(1, None, 0, 110, ran=25, waited=15, longest=15),
                            Life(2, 0, 60, 100, ran=10 + 6 + 19, waited=60 + 4 + 1, longest=60))
    assert used(trace) == (Use(0, busy=25, looking=15, idle=70), Use(1, busy=35, looking=65, idle=10))
