"""A verdict is what trying every schedule says: how many there are, and which is the shortest bad one."""

import math
from collections import Counter
from random import Random

import pytest

from models.study.explore.explore import START, Graph, explore
from models.study.explore.memory import BLANK, PRIVATE, STEPS, add, cas, choose, end, load, park, start, store
from models.study.explore.verdict import At, Taken, Verdict, counted, retraced, schedules, shortest, verdict

A, B = len(BLANK), len(BLANK) + 1
MEMORY = (*BLANK, 0, 0)


def explored(*threads, **settings):
    return explore(MEMORY, threads, STEPS, **settings)


# Brute force: every schedule is played from the beginning, with new generators.

def played(memory, threads, choices, rules=STEPS):
    """The memory and what the threads ask for after these choices, each (thread, which of its steps)."""
    live = [function(*args) for function, *args in threads]
    asks = [next(thread, None) for thread in live]
    for who, way in choices:
        name, *args = asks[who]
        step = rules[name](memory, *args)[way]
        if step.shared is None:
            return None, []
        memory = step.shared
        try:
            asks[who] = live[who].send(step.answer)
        except StopIteration:
            asks[who] = None
        for function, *args in step.starts:
            live.append(function(*args))
            asks.append(next(live[-1], None))
    return memory, asks


def every(memory, threads, rules=STEPS, most=20_000):
    """All whole schedules' number, and each (memory, requests) with the fewest steps that lead there."""
    whole, seen, todo = 0, {}, [()]
    while todo:
        assert (most := most - 1), "too many schedules to play them all"
        choices = todo.pop()
        after, asks = played(memory, threads, choices, rules)
        key = after, tuple(sorted(map(repr, filter(None, asks))))
        seen[key] = min(len(choices), seen.get(key, math.inf))
        ways = [(i, way) for i, ask in enumerate(asks) if ask
                for way in range(len(rules[ask[0]](after, *ask[1:])))]
        whole += not ways
        todo += [(*choices, way) for way in ways]
    return whole, seen


def depths(graph: Graph):
    """The same of the graph, where the states are told apart by more than what can be asked here."""
    seen = {}
    for state in range(START, len(graph.states)):
        at = At(graph, state)
        key = at.shared, tuple(sorted(map(repr, at.requests)))
        seen.setdefault(key, len(shortest(graph, state)))
    return seen


def does(*requests):
    """A thread that takes these steps, and at each answer of 1 one more."""
    for request in requests:
        answer = yield request
        if answer == 1:
            yield add(B, 2)


def some(random: Random) -> list[tuple]:
    """Threads, two or three, alike now and then."""
    steps = [load(A), store(A, 1), store(B, 1), add(A, 1), cas(A, 0, 2), cas(B, 1, 0), choose(0, 1),
             park("x"), start(does, add(A, 5)), load(B)]
    n = random.randint(2, 3)
    kinds = [(does, *random.sample(steps, k=4 - n)) for _ in range(2)]
    return random.choices(kinds, k=n)


@pytest.mark.parametrize("seed", range(60))
def test_states_schedules_and_shortest_ways_are_those_of_brute_force(seed):
    threads = some(Random(seed))
    whole, seen = every(MEMORY, threads)
    graph = explored(*threads)
    assert schedules(graph) == whole
    assert depths(graph) == seen


@pytest.mark.parametrize("seed", range(20))
def test_a_schedule_played_again_leads_to_the_bad_state(seed):
    threads = some(Random(seed))
    graph = explored(*threads)
    last = len(graph.states) - 1
    answer = verdict(graph, lambda at: at.state == last)
    asked = []
    for step in answer.steps:
        before, asks = played(MEMORY, threads, asked)
        assert asks[step.thread] == step.request
        ways = [i for i, s in enumerate(STEPS[step.request[0]](before, *step.request[1:]))
                if (s.shared, s.answer) == (step.shared, step.answer)]
        asked.append((step.thread, ways[0]))
    after, asks = played(MEMORY, threads, asked)
    assert after == At(graph, last).shared
    assert Counter(filter(None, asks)) == Counter(At(graph, last).requests)


def twice():
    n = yield load(A)
    yield store(A, n + 1)


def test_never_is_said_with_the_states_and_the_schedules():
    answer = verdict(explored((twice,), (twice,)), lambda at: at.shared[A] > 2)
    assert answer == Verdict(8, 6, None)
    assert str(answer) == "never, in 8 states and 6 schedules"


def test_the_shortest_schedule_is_told_step_by_step():
    answer = verdict(explored((twice,), (twice,)), lambda at: at.ended and at.shared[A] == 1, ["a", "b"])
    assert answer.steps == [Taken("a", load(A), 0, None, (*BLANK, 0, 0)),
                            Taken("b", load(A), 0, None, (*BLANK, 0, 0)),
                            Taken("a", store(A, 1), None, None, (*BLANK, 1, 0)),
                            Taken("b", store(A, 1), None, None, (*BLANK, 1, 0))]
    assert str(answer) == "after 4 steps:\na: load 1 -> 0\nb: load 1 -> 0\na: store 1, 1\nb: store 1, 1"


def test_threads_without_a_name_and_those_started_later_have_their_number():
    graph = explored((does, start(does, store(A, 7))), (does, load(B)))
    answer = verdict(graph, lambda at: at.shared[A] == 7, ["first"])
    assert [(step.thread, step.request[0]) for step in answer.steps] == [("first", "start"), (2, "store")]
    assert verdict(graph, lambda at: at.ended).steps[-1].thread in (0, 1, 2)


def test_the_first_state_may_be_bad_at_once():
    assert verdict(explored((twice,)), lambda at: at.shared[A] == 0).steps == []


def test_a_deadlock_is_a_state_that_nobody_leaves_and_not_everybody_has_ended():
    def waits(a, b):
        while not (yield cas(a, 0, 1)):
            yield park("never")
        while not (yield cas(b, 0, 1)):
            yield park("never")
        yield store(b, 0)
        yield store(a, 0)

    across = verdict(explored((waits, A, B), (waits, B, A)), lambda at: at.stuck)
    assert [step.request[1] for step in across.steps] == [A, B, B, A]
    alone = verdict(explored((waits, A, B)), lambda at: at.stuck)
    assert (alone.steps, alone.schedules) == (None, 1)


def test_a_loop_makes_the_schedules_infinite_and_is_no_deadlock():
    def spins():
        while True:
            if (yield load(A)):
                return

    answer = verdict(explored((spins,), (does, store(A, 3))), lambda at: at.stuck)
    assert (answer.steps, answer.schedules) == (None, math.inf)
    assert str(answer) == "never, in 3 states and infinitely many schedules (there is a loop)"
    assert schedules(explored((spins,))) == math.inf  # the loop begins at the first state


def test_a_loop_through_the_first_state_hides_no_other():
    def circles():
        while True:
            if (yield choose(0, 1)):
                while True:
                    yield choose(0, 1)

    graph = explored((circles,))
    assert (len(graph.states) - 1, schedules(graph)) == (2, math.inf)


def test_an_end_of_all_is_one_way_to_end():
    graph = explored((does, end("x")), (does, store(A, 3), store(A, 4)))
    assert schedules(graph) == 3  # before, between and after the stores
    assert verdict(graph, lambda at: at.ended).steps is None


def test_private_steps_leave_out_schedules_and_no_answer():
    threads = [(does, choose(0, 2), store(A, 1)), (does, choose(0, 2), store(A, 3))]
    full, less = explored(*threads), explored(*threads, private=PRIVATE)
    assert (schedules(full), schedules(less)) == (24, 8)

    def bad(n):
        return [verdict(graph, lambda at: at.ended and at.shared[A] == n).steps is None
                for graph in (full, less)]
    assert [bad(n) for n in (0, 1, 3)] == [[True, True], [False, False], [False, False]]
    assert all(len(less.movers(s)) == len(less.edges[s]) for s in range(len(less.states)))


def test_large_numbers_are_rounded():
    assert counted(999_999_999) == "999,999,999 schedules"
    assert counted(1_234_000_000_000) == "1.23e+12 schedules"


def test_the_way_to_the_first_state_is_empty():
    graph = explored((twice,))
    assert retraced(graph, shortest(graph, START)) == []
