"""A schedule moment by moment is the one that the explorer found, and is asked the same questions."""

import pytest

from models.study import algorithms
from models.study.algorithms.staged import Stand, stages, until_bad
from models.study.algorithms.studied import Study, worst
from models.study.choosers import replaying, seeded
from models.study.explore.buffers import ANY
from models.study.explore.memory import BLANK, end, load, park, start, store

N = len(BLANK)
EVERY = [(name, wrong) for name in algorithms.ALGORITHMS for wrong in algorithms.ALGORITHMS[name].WRONG]


@pytest.mark.parametrize("name, wrong", EVERY)
def test_the_shortest_bad_schedule_is_bad_at_its_last_moment_and_not_before(name, wrong):
    study = algorithms.study(name, wrong)
    bad, answer = worst(study)
    found, named = until_bad(study, replaying(answer.steps))
    assert named == bad and [stage.step for stage in found[1:]] == answer.steps


@pytest.mark.parametrize("name", algorithms.ALGORITHMS)
def test_a_right_algorithm_is_never_bad(name):
    study = algorithms.study(name)
    for seed in range(20):
        found, bad = until_bad(study, seeded(seed))
        assert bad == "" and found[-1].quiet and not any(stage.quiet for stage in found[:-1])
        assert found[-1].ended or name == "wakep"  # whose Ms may sleep at the end


def test_stuck_threads_are_left_and_quiet():
    def waits():
        yield park("me")
    [one] = stages(Study(BLANK, ((waits,),), {}, ("a",)), seeded(0))
    assert one.stuck and one.quiet and not one.ended and one.requests == [park("me")]


def keeps(g, *more):
    n = yield load(N)
    _hidden, listed, pair = n, [n], (n, "x")
    yield from inner(n)
    yield store(N, len(listed) + len(pair))


def inner(n):
    m = n + 1
    yield store(N, m)


def test_a_thread_holds_what_it_has_made_itself_in_all_its_functions():
    study = Study((*BLANK, 4), ((keeps, 1, 2),), {}, ("a",), ("woken", "n"))
    first, second, third, last = stages(study, seeded(0))
    assert first.stands == {"a": Stand("keeps", "n = yield load(N)", ("load", "n"), {})}
    assert second.stands["a"] == Stand("inner", "yield store(N, m)", ("store", "n", 5), {"n": 4, "pair": (4, "x"), "m": 5})
    assert third.stands["a"].function == "keeps" and last.stands == {"a": None} and last.ended


def test_threads_that_are_started_have_numbers_also_where_stores_are_seen_late():
    def begins():
        yield store(N, 1)
        yield start(inner, 1)
        yield load(N)
    for order in ("", ANY):
        study = Study((*BLANK, 0), ((begins,),), {}, ("a",), ("woken", "n"), order=order)
        *_, last = found = [*stages(study, lambda kind, options: options[0])]
        assert [*last.stands] == ["a", 1] and [*found[0].stands] == ["a"]
        assert {stage.step.thread for stage in found[1:]} == {"a", 1}


def test_late_stores_are_there_until_they_are_seen_and_the_threads_have_not_ended_before():
    study = Study((*BLANK, 0), ((inner, 1),), {"over": lambda at: at.ended}, ("a",), ("woken", "n"), order=ANY)
    start_, stored, seen = stages(study, seeded(0))
    assert (start_.late, stored.late, seen.late) == (((),), (((N, 2),),), ((),))
    assert stored.shared == (*BLANK, 0) and seen.shared == (*BLANK, 2) and stored.requests == []
    assert not stored.ended and seen.ended and until_bad(study, seeded(0))[1] == "over"
    assert (seen.step.thread, seen.step.request) == ("a", ("seen", N, 2))


@pytest.mark.parametrize("order", ["", ANY])
def test_a_process_that_is_over_is_not_asked(order):
    def ends():
        yield end("over")
    study = Study(BLANK, ((ends,), (ends,)), {"never": lambda at: at.shared[0] == 5}, ("a", "b"), ("woken",), order=order)
    found, bad = until_bad(study, seeded(0))
    last = found[-1]
    assert bad == "" and len(found) == 2 and last.shared is None and last.quiet and last.ended and not last.requests
    assert [*last.stands.values()] == [None, None]
