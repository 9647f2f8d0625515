"""One schedule at a time: chance, a replay, a person and every one of them are choosers alike."""

import pytest

from models.study import algorithms
from models.study.choosers import exhausting, recording, replaying, seeded
from models.study.explore.explore import TooMany, explore
from models.study.explore.memory import BLANK, STEPS, add, choose, end, load, park, start, store
from models.study.explore.schedule import Played, play
from models.study.explore.verdict import At, Taken, schedules

A = len(BLANK)
MEMORY = (*BLANK, 0)


def twice():
    n = yield load(A)
    yield store(A, n + 1)


def first(kind, options):
    return options[0]


def test_a_schedule_is_the_steps_in_order():
    played = play(MEMORY, [(twice,), (twice,)], STEPS, first, ["a", "b"])
    assert played == Played([Taken("a", load(A), 0, None, (*BLANK, 0)),
                             Taken("a", store(A, 1), None, None, (*BLANK, 1)),
                             Taken("b", load(A), 1, None, (*BLANK, 1)),
                             Taken("b", store(A, 2), None, None, (*BLANK, 2))], (*BLANK, 2), [])


def test_each_choice_has_all_that_is_possible_then():
    seen = []

    def last(kind, options):
        seen.append((kind, [(step.thread, step.request[0], step.answer) for step in options]))
        return options[-1]

    play(MEMORY, [(twice,), (picks,)], STEPS, last)
    assert seen[:2] == [("step", [(0, "load", 0), (1, "choose", 1), (1, "choose", 2)]),
                        ("step", [(0, "load", 0), (1, "store", None)])]


def picks():
    yield store(A, (yield choose(1, 2)))


def test_who_waits_for_ever_is_left_and_who_is_started_has_a_number():
    def starts():
        yield start(twice)
        yield park("never")

    played = play(MEMORY, [(starts,)], STEPS, first, ["s"])
    assert [step.thread for step in played.steps] == ["s", 1, 1]
    assert played.left == [park("never")]


def test_an_end_of_all_leaves_nobody():
    def ends():
        yield end("over")

    over = Taken(0, end("over"), None, "over", None)
    assert play(MEMORY, [(ends,), (twice,)], STEPS, first) == Played([over], None, [])


def test_a_schedule_without_end_is_too_long():
    def counts():
        while True:
            yield add(A, 1)

    with pytest.raises(TooMany, match="^too many: the schedule has more than 50 steps$"):
        play(MEMORY, [(counts,)], STEPS, first, limit=50)


# Four choosers.

def test_chance_is_the_same_for_the_same_seed_and_finds_what_is_likely():
    def ends(seed):
        return play(MEMORY, [(twice,), (twice,)], STEPS, seeded(seed)).shared[A]

    assert [ends(seed) for seed in range(20)] == [ends(seed) for seed in range(20)]
    assert {ends(seed) for seed in range(20)} == {1, 2}


@pytest.mark.parametrize("name", algorithms.ALGORITHMS)
def test_the_shortest_bad_schedule_can_be_replayed_and_leads_to_what_is_bad(name):
    for wrong in algorithms.ALGORITHMS[name].WRONG:
        study = algorithms.study(name, wrong)._replace(order="")
        found = study.asked(study.explored()).steps or ()  # some are wrong with late stores only
        into = []
        choose = recording(replaying(found), into)
        try:
            play(study.memory, study.threads, study.steps, choose, study.names)
        except ValueError as problem:
            assert str(problem) == "step: the recorded choice None is not among the options"  # it goes on
        assert into == list(found)


def test_a_replay_that_does_not_fit_is_refused():
    step = Taken("a", load(A), 7, None, MEMORY)
    with pytest.raises(ValueError, match="step: the recorded choice .* is not among the options"):
        play(MEMORY, [(twice,)], STEPS, replaying([step]), ["a"])


@pytest.mark.parametrize("threads", [[(twice,), (twice,)], [(twice,), (picks,)], [(picks,), (picks,), (twice,)]])
def test_every_schedule_is_gone_once(threads):
    played = [*exhausting(lambda choose: play(MEMORY, threads, STEPS, choose))]
    graph = explore(MEMORY, threads, STEPS)
    assert len(played) == schedules(graph)
    paths = [tuple((step.thread, step.answer) for step in one.steps) for one in played]
    assert len(set(paths)) == len(paths)
    ats = [At(graph, state) for state in range(1, len(graph.states))]
    assert {one.shared for one in played} == {at.shared for at in ats if at.ended}


def test_a_run_without_a_choice_is_gone_once():
    assert [*exhausting(lambda choose: "only")] == ["only"]


def test_the_choices_of_every_way_are_those_of_a_tree():
    def run(choose):
        one = choose("a", [1, 2])
        return (one, choose("b", "xyz")) if one == 1 else (one,)

    assert [*exhausting(run)] == [(1, "x"), (1, "y"), (1, "z"), (2,)]
