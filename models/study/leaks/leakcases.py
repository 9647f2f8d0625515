"""Programs whose leaks a page shows, with the names that their Go listings give to everything."""

from collections.abc import Iterator
from typing import NamedTuple

from models.program.format import NIL, Program
from models.program.run import Run

from ..choosers import seeded
from .held import Place, Stack, called, edges, stacks
from .leak import settled
from .leakmarks import Mark, marking


class Case(NamedTuple):
    """A program, the places where its goroutines stay asleep, and names: of the bodies' functions in Go, and
    of the things that matter. roots: which of these something else leads to, and what that is.
    """

    program: Program
    asleep: tuple[Place, ...]
    functions: tuple[str, ...]
    things: dict[str, str]
    roots: dict[str, str] = {}


# The listings rounds.go and reaches.go.
CASES = {
    "rounds": Case(
        Program(((("go", 1), ("go", 2), ("go", 3), ("go", 4), ("go", 5), ("send", 1)), (("send", 0),),
                 (("recv", 1), ("send", 2)), (("recv", 2),),
                 (("recv", 3), ("send", 4)), (("recv", 4), ("send", 3))), chans=(0,) * 5), ((0, 5),),
        ("server", "lost", "worker", "collector", "ping", "pong"),
        {"ch0": "old", "ch1": "jobs", "ch2": "results", "ch3": "a", "ch4": "b"}),
    "reaches": Case(
        Program(((("lock", 0), ("go", 1), ("go", 2), ("go", 3), ("go", 4), ("log",)), (("recv", 0),),
                 (("lock", 0),), (("recv", 1),), (("recv", 2),)), chans=(0, 0, NIL), mutexes=1), ((0, 5),),
        ("server", "listener", "locker", "waiter", "never"),
        {"ch0": "news", "ch1": "done", "mu0": "mu"}, {"news": "globals", "done": "timers"}),
}


class Board(NamedTuple):
    """What there is when nothing moves any more: goroutines by their functions, and things by their names."""

    stacks: list[Stack]
    functions: dict[int, str]  # by goroutine number
    things: dict[int, str]     # by name in the heap
    edges: dict[int, int]
    roots: dict[int, str]      # things, and what leads to them


def board(case: Case) -> Board:
    """The case's program, run until nothing moves any more."""
    run: Run = settled(case.program, case.asleep, choose=seeded(0))
    known = {thing: case.things[name] for thing, name in called(run).items() if name in case.things}
    there = stacks(run)
    functions = {stack.number: case.functions[stack.places[-1][0]] for stack in there}
    return Board(there, functions, known, edges(run),
                 {thing: case.roots[name] for thing, name in known.items() if name in case.roots})


def marks(of: Board) -> Iterator[Mark]:
    """How the leak detector goes through it."""
    return marking(of.stacks, of.edges, of.roots)
