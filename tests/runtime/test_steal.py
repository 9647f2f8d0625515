"""Where a thief starts, how it goes round, and how often."""

from dataclasses import replace

import pytest

from models.runtime.status import G_RUNNABLE, G_WAITING
from models.runtime.steal import coprimes
from models.runtime.timer import Timer

from .build import SMALL, drain, noted, queue, ring, runtime, take


@pytest.mark.parametrize("n, steps", [
    (1, (1,)), (2, (1,)), (3, (1, 2)), (4, (1, 3)), (6, (1, 5)), (8, (1, 3, 5, 7)),
    (12, (1, 5, 7, 11)), (7, (1, 2, 3, 4, 5, 6))])
def test_the_step_widths_are_coprime_to_the_number_of_ps(n, steps):
    assert coprimes(n) == steps


@pytest.mark.parametrize("r, order", [
    (0, [0, 1, 2, 3]), (1, [1, 2, 3, 0]), (3, [3, 0, 1, 2]),
    (4, [0, 3, 2, 1]), (5, [1, 0, 3, 2]), (7, [3, 2, 1, 0])])
def test_a_round_starts_anywhere_and_goes_in_even_steps(r, order):
    choose, asked = noted({"steal order": r})
    assert runtime(4, choose=choose).steal_order() == order
    assert asked == [("steal order", list(range(8)))]


@pytest.mark.parametrize("procs", range(1, 9))
def test_each_round_visits_every_p_once(procs):
    for r in range(procs * len(coprimes(procs))):
        rt = runtime(procs, choose=lambda kind, options, r=r: options[r])
        assert sorted(rt.steal_order()) == list(range(procs))


def looks(rt):
    return [event[5] for event in rt.trace if event[0] == "look"]


def test_four_rounds_past_itself_and_idle_ps_find_nothing():
    rt = runtime(4)
    take(rt, 1), take(rt, 3)
    pauses, found = drain(rt.steal_work(rt.allm[1]))
    assert found == (None, False)
    assert pauses == ["steal"] * 8
    assert looks(rt) == [(i, victim) for i in range(4) for victim in (0, 3)]
    assert rt.trace[0] == ("look", 0, 1, 1, "steal", (0, 0))


def test_every_round_has_an_order_of_its_own():
    rounds = iter([0, 1, 2, 3])
    rt = runtime(2, choose=lambda kind, options: options[next(rounds) % len(options)])
    take(rt, 1)
    drain(rt.steal_work(rt.allm[1]))
    assert next(rounds, None) is None


def test_the_number_of_rounds_is_a_constant():
    rt = runtime(2, const=replace(SMALL, steal_tries=2))
    take(rt, 1)
    queue(rt, 0, runnext=1)
    pauses, found = drain(rt.steal_work(rt.allm[1]))
    assert (pauses, found) == (["steal", "steal", "usleep"], (rt.allgs[1], False))


def test_the_first_victim_with_work_is_stolen_from():
    rt = runtime(3)
    take(rt, 1), take(rt, 2)
    queue(rt, 0, [1, 2]), queue(rt, 2, [3, 4, 5])
    assert drain(rt.steal_work(rt.allm[1])) == (["steal"], (rt.allgs[1], False))
    assert (ring(rt.allp[0]), ring(rt.allp[2])) == ([2], [3, 4, 5])


def test_a_runnext_is_taken_in_the_last_round_only():
    rt = runtime(2)
    take(rt, 1)
    queue(rt, 0, runnext=1)
    pauses, found = drain(rt.steal_work(rt.allm[1]))
    assert (pauses, found) == (["steal"] * 4 + ["usleep"], (rt.allgs[1], False))
    assert looks(rt) == [(0, 0), (1, 0), (2, 0), (3, 0)]


def test_an_idle_p_has_nothing_and_is_passed_by():
    rt = runtime(3)
    take(rt, 1)
    queue(rt, 2, [1])  # cannot be; it shows that nobody looks
    drain(rt.steal_work(rt.allm[1]))
    assert {victim for _, victim in looks(rt)} == {0}


# While somebody stops the world.


def test_while_the_world_is_to_stop_nobody_steals():
    rt = runtime(3)
    take(rt, 1)
    queue(rt, 0, [1, 2])
    rt.sched.gcwaiting = True
    assert drain(rt.steal_work(rt.allm[1])) == ([], (None, False))
    assert (rt.trace, ring(rt.allp[0])) == ([], [1, 2])


def test_nor_begins_another_round():
    choose, asked = noted({"steal order": 1})
    rt = runtime(2, choose=choose)
    take(rt, 1)
    rt.sched.gcwaiting = True
    drain(rt.steal_work(rt.allm[1]))
    assert asked == [("steal order", [0, 1])]


def test_one_who_steals_when_that_begins_does_not_go_on():
    rt = runtime(3)
    take(rt, 1), take(rt, 2)
    theft = rt.steal_work(rt.allm[1])
    assert next(theft) == "steal"
    rt.sched.gcwaiting = True
    assert drain(theft) == ([], (None, False))
    assert looks(rt) == [(0, 0)]


def last_round(rt):
    """A thief on P1 that has looked at P0 three times in vain."""
    theft = rt.steal_work(rt.allm[take(rt, 1).m])
    for _ in range(3):
        assert next(theft) == "steal"
    rt.addHeap(rt.allp[0], Timer(5, 3))
    rt.allgs[3].status, rt.now = G_WAITING, 5
    return theft


def test_timers_are_left_alone_then_too():
    rt = runtime(2)
    theft = last_round(rt)
    rt.sched.gcwaiting = True
    assert drain(theft) == ([], (None, False))
    assert (rt.allgs[3].status, len(rt.allp[0].timers)) == (G_WAITING, 1)


def test_else_they_are_run_in_the_last_round():
    rt = runtime(2)
    assert drain(last_round(rt)) == ([], (rt.allgs[3], True))
    assert (rt.allgs[3].status, rt.allp[0].timers) == (G_RUNNABLE, [])
