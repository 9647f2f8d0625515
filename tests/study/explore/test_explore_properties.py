"""The explorer and brute force agree on random small programs, in everything that can be asked."""

import math
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from models.study.explore.explore import START, Step, explore
from models.study.explore.memory import STEPS
from models.study.explore.verdict import At, schedules, shortest, verdict
from tests.study.brute import all_schedules, play, requests

SETTINGS = settings(derandomize=True, deadline=None, max_examples=120, database=None)
WORDS = 2
RULES = STEPS | {"until": lambda memory, a, value: [Step(memory)] * (memory[a] == value)}

addresses, numbers = st.integers(0, WORDS - 1), st.integers(0, 2)
values = st.one_of(numbers, st.just("r"))
instructions = st.tuples(st.one_of(
    st.tuples(st.just("load"), addresses, st.just(())),
    st.tuples(st.just("store"), addresses, st.tuples(values)),
    st.tuples(st.just("add"), addresses, st.tuples(values)),
    st.tuples(st.just("cas"), addresses, st.tuples(values, values)),
    st.tuples(st.just("until"), addresses, st.tuples(numbers))), st.booleans()).map(
        lambda parts: (*parts[0], parts[1]))
programs = st.lists(st.lists(instructions, min_size=1, max_size=4).map(tuple), min_size=1, max_size=3).filter(
    lambda threads: sum(map(len, threads)) <= 7)


def thread(program):
    """A program for the explorer."""
    at = register = 0
    while at < len(program):
        name, a, given, may_skip = program[at]
        answer = yield name, a, *(register if value == "r" else value for value in given)
        register = register if answer is None else int(answer)
        at += 2 if may_skip and not register else 1


def explored(threads):
    return explore((0,) * WORDS, [(thread, program) for program in threads], RULES)


def ats(graph):
    return [At(graph, state) for state in range(START, len(graph.states))]


@SETTINGS
@given(programs)
def test_states_ends_deadlocks_and_schedules_are_those_of_brute_force(threads):
    graph, found = explored(threads), all_schedules(WORDS, threads)
    reached = ats(graph)
    assert len(reached) == len(found.states)
    assert {at.shared for at in reached if at.ended} == found.ends
    assert {at.shared for at in reached if at.stuck} == found.deadlocks
    assert schedules(graph) == found.schedules
    assert sorted((at.shared, sorted(at.requests), len(shortest(graph, at.state))) for at in reached) == sorted(
        (memory, sorted(requests(places).elements()), steps) for (memory, places), steps in found.states.items())


@SETTINGS
@given(programs, addresses, st.integers(1, 4), st.booleans())
def test_a_shortest_bad_run_is_as_short_and_bad_when_it_is_played(threads, a, value, at_end):
    graph, found = explored(threads), all_schedules(WORDS, threads)
    answer = verdict(graph, lambda at: at.shared[a] == value and (at.ended or not at_end))
    lengths = [steps for (memory, places), steps in found.states.items()
               if memory[a] == value and not (places and at_end)]
    assert (math.inf if answer.steps is None else len(answer.steps)) == min(lengths, default=math.inf)
    memory, places = play(WORDS, threads, [step.thread for step in answer.steps or ()])
    if answer.steps is not None:
        assert memory[a] == value
        assert Counter(step.thread for step in answer.steps) <= Counter(
            {who: len(program) for who, program in enumerate(threads)})
