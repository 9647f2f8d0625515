"""What a graph of states amounts to, in numbers."""

from math import inf

from models.study.explore.explore import OVER, START, explore
from models.study.explore.memory import BLANK, STEPS, add, choose, end, load, park
from models.study.explore.shape import Shape, depths, kind, shape, widest

A = len(BLANK)


def explored(*threads):
    return explore((*BLANK, 0), [(does, *requests) for requests in threads], STEPS)


def does(*requests):
    for request in requests:
        yield request


def circles():
    while True:
        yield choose(0, 1)


def test_a_square_has_its_corners_and_its_two_ways():
    graph = explored([add(A, 1)], [add(A, 2)])
    assert shape(graph) == Shape(states=4, steps=4, depth=2, ends=1, dead_ends=0, schedules=2)
    assert (depths(graph), widest(graph)) == ({1: 0, 2: 1, 3: 1, 4: 2}, 2)
    assert [kind(graph, state) for state in (1, 2, 3, 4)] == ["first", "between", "between", "ended"]


def test_a_state_where_the_rest_waits_is_a_dead_end():
    graph = explored([add(A, 1), park("never")])
    assert shape(graph) == Shape(states=2, steps=1, depth=1, ends=0, dead_ends=1, schedules=1)
    assert [kind(graph, state) for state in (1, 2)] == ["first", "stuck"]
    assert kind(explored([park("never")]), START) == "stuck"


def test_the_end_of_all_is_no_state_and_has_a_depth():
    graph = explored([load(A), end("x")], [load(A)])
    assert shape(graph) == Shape(states=4, steps=6, depth=2, ends=0, dead_ends=0, schedules=3)
    assert (depths(graph)[OVER], kind(graph, OVER)) == (2, "over")


def test_a_loop_makes_no_state_deeper():
    graph = explore(BLANK, [(circles,)], STEPS)
    assert shape(graph) == Shape(states=1, steps=2, depth=0, ends=0, dead_ends=0, schedules=inf)
