"""Where a run stands: the same bytes for the same place, others for every difference that counts."""

from collections.abc import Callable

import pytest

from models.program.parse import parse
from models.program.run import Run
from models.study.programs.position import fingerprint
from tests.golang.known import program

EITHER = parse(program([["send", 0], ["send", 1], ["select", [["recv", 0], ["recv", 1]]]], chans=[1, 1]))


def place(change: Callable[[Run], object] = lambda run: None, lately=(), of=EITHER) -> bytes:
    """Where a run stands at its first choice, after something about it was changed."""
    places = []

    def choose(kind, options):
        if not places:
            change(run)
            places.append(fingerprint(run, [*lately]))
        return options[0]

    run = Run(of, choose)
    run.finish()
    return places[0]


def with_frame(make: Callable, steps: int = 1) -> bytes:
    """The place with one more frame on some stack: a generator that has gone so many steps."""
    def change(run: Run) -> None:
        frame = make(run)
        for _ in range(steps):
            next(frame)
        run.machine.rt.frames.append([frame])
    return place(change)


def test_two_runs_to_the_same_place_have_the_same_bytes():
    assert place() == place()
    assert len(place()) == 16


@pytest.mark.parametrize("change", [
    lambda run: run.env.log.append("one more"),
    lambda run: run.env.number(),
    lambda run: setattr(run.machine.rt, "now", 1),
    lambda run: setattr(run.machine.rt.allp[0], "schedtick", 15),
    lambda run: run.machine.rt.heap.append(0),
    lambda run: run.machine.rt.sched.runq.append(1),
    lambda run: setattr(run.machine.rt.allgs[1], "waitreason", "nothing"),
    lambda run: run.machine.rt.frames.append(None),
])
def test_what_is_different_makes_another_place(change):
    assert place(change) != place()


def test_choices_of_a_moment_ago_make_another_place():
    assert len({place(lately=[]), place(lately=[0]), place(lately=[1]), place(lately=[0, 0])}) == 4


def test_what_stands_in_the_log_makes_none():
    assert place(lambda run: run.env.log.__setitem__(0, "other")) == place()


def stands(thing):
    """Stands at one of two yields."""
    yield thing
    yield thing


def stands_elsewhere(thing):
    yield thing
    yield thing


def waits_for(inner, *args):
    yield from inner(*args)


def test_a_generator_s_place_is_where_it_stands_and_what_its_variables_hold():
    at = with_frame(lambda run: stands(7))
    assert at == with_frame(lambda run: stands(7))
    assert at != with_frame(lambda run: stands(7), 2)
    assert at != with_frame(lambda run: stands(8))
    assert at != with_frame(lambda run: stands_elsewhere(7))


def test_a_loop_over_equal_things_has_a_place_for_each():
    """No variable tells the first from the third: only what the loop still has to go through does."""
    def loops():
        for thing in (7, 8, 7, 9):
            yield thing

    assert with_frame(lambda run: loops(), 1) != with_frame(lambda run: loops(), 3)


def test_a_generator_that_waits_for_another_stands_where_that_one_stands():
    at = with_frame(lambda run: waits_for(stands, 7))
    assert at == with_frame(lambda run: waits_for(stands, 7))
    assert at != with_frame(lambda run: waits_for(stands, 7), 2)
    assert at != with_frame(lambda run: waits_for(waits_for, stands, 7))


def test_a_generator_that_is_over_stands_nowhere_else():
    def over(run: Run):
        frame = stands(7)
        assert [*frame] == [7, 7]
        run.machine.rt.frames.append([frame])
    assert place(over) == place(over) != with_frame(lambda run: stands(7))


@pytest.mark.parametrize("thing", [
    lambda run: run.env, lambda run: run.machine.rt,
    lambda run: run.machine.rt.ready, lambda run: type(run.machine.rt), lambda run: stands,
    lambda run: (lambda: 0), lambda run: {1: 2}.values(), lambda run: run.machine.rt.allgs[1],
])
def test_whatever_a_variable_holds_is_the_same_in_another_run(thing):
    assert with_frame(lambda run: stands(thing(run))) == with_frame(lambda run: stands(thing(run)))


def test_functions_are_told_apart_by_their_line():
    one = lambda: 0  # noqa: E731
    other = lambda: 0  # noqa: E731
    assert with_frame(lambda run: stands(one)) != with_frame(lambda run: stands(other))


def test_views_are_told_apart_by_what_is_in_them():
    assert (with_frame(lambda run: stands({1: 2}.values()))
            != with_frame(lambda run: stands({1: 3}.values())))


def test_what_runs_at_this_moment_counts():
    places = []

    def choose(kind, options):
        places.append(fingerprint(run, []))
        return options[0]

    two_pairs = [["recv", 0], ["recv", 0], ["recv", 1], ["recv", 1]]
    run = Run(parse(program([["select", two_pairs]], chans=[0, 0])), choose)
    assert run.finish().line == "DEADLOCK"
    assert len(places) == len({*places}) == 2
