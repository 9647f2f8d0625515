"""The marking step by step: in order, from what is marked, and with the detector's own answer."""

import pytest

from models.program.leaky import leaky
from models.program.parse import parse
from models.study.choosers import seeded
from models.study.leaks.held import edges, stacks
from models.study.leaks.leak import kept, leaked, settled
from models.study.leaks.leakcases import CASES, board, marks
from models.study.leaks.leakmarks import Mark, marking
from tests.golang.leaking import LEAKING
from tests.study.leaks.test_leak import goroutine


def told(name: str) -> list[tuple]:
    """The steps of a case, by names."""
    of = board(CASES[name])
    return [(mark.kind, of.functions.get(mark.g) or of.things.get(mark.thing)) for mark in marks(of)]


def settled_runs():
    """The programs that were worked out by hand, and random ones, where nothing moves any more."""
    for line, asleep, *_ in LEAKING.values():
        yield settled(parse(line), asleep, choose=seeded(0))
    for seed in range(60):
        try:
            yield settled(*leaky(seed), choose=seeded(seed))
        except ValueError:
            continue


@pytest.mark.parametrize("share", [False, True])
def test_the_steps_come_to_the_detectors_answer(share):
    several = 0
    for run in settled_runs():
        there, leads = stacks(run), edges(run)
        roots = [*range(1, len(run.machine.rt.heap), 2)] if share else []
        steps = [*marking(there, leads, roots)]
        gone = {mark.g for mark in steps if mark.kind == "leaked"}
        assert gone == {stack.number for stack in leaked(there, leads, roots)}
        several += sum(mark.kind == "woken" for mark in steps) > 1
    assert several > 10


def test_marking_goes_on_from_what_is_marked_and_marks_nothing_twice():
    for run in settled_runs():
        of = {stack.number: stack for stack in stacks(run)}
        things, alive = set(), set()
        for mark in marking(of.values(), edges(run)):
            if mark.kind == "woken":
                assert mark.thing in things & of[mark.g].waits
            if mark.kind in ("root", "woken"):
                alive.add(mark.g)
            if mark.kind in ("stack", "thing"):
                assert mark.by in (alive if mark.kind == "stack" else things) and mark.thing not in things
                things.add(mark.thing)
            if mark.kind == "leaked":
                assert not of[mark.g].waits & things and mark.g not in alive


def test_the_steps_of_the_two_cases():
    assert told("rounds") == [
        ("root", "server"), ("stack", "jobs"), ("woken", "worker"), ("stack", "results"), ("woken", "collector"),
        ("leaked", "lost"), ("leaked", "ping"), ("leaked", "pong")]
    assert told("reaches") == [
        ("global", "news"), ("global", "done"), ("root", "server"), ("woken", "listener"), ("woken", "waiter"),
        ("leaked", "locker"), ("leaked", "never")]


def test_all_that_wait_for_what_is_marked_are_found_before_their_stacks_are_followed():
    one, two = goroutine(1, waits={1}, holds={1, 2}), goroutine(2, waits={2}, holds={2})
    assert [*marking([two, one], {}, [1])] == [
        Mark("global", thing=1), Mark("woken", 1, 1), Mark("stack", thing=2, by=1), Mark("woken", 2, 2)]
    assert [*marking([], {1: 2}, [1])] == [Mark("global", thing=1), Mark("thing", thing=2, by=1)]


def test_an_ordinary_collection_keeps_whatever_any_stack_leads_to():
    assert kept([goroutine(1, waits={1}, holds={1, 2}), goroutine(2, holds={5})], {5: 6}, [9]) == {1, 2, 5, 6, 9}
    for run in settled_runs():
        there, leads = stacks(run), edges(run)
        gone = {thing for stack in leaked(there, leads) for thing in stack.holds}
        assert gone <= kept(there, leads)
