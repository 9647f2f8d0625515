"""Runs in which a page shows the race detector at work, with the names that their Go listings use."""

from dataclasses import replace
from typing import NamedTuple

from models.program.format import Program
from models.program.hiding import HIDDEN

from .racemoments import Moment, moments

# main lets goroutine 1 go first: `hidden.go late`.
MAIN, WORKER = HIDDEN.bodies
LATE = replace(HIDDEN, bodies=((*MAIN[:2], ("gosched",), *MAIN[2:]), WORKER))

# Who asks whether a flag is set, and goes on without an answer: `edges.go asked`.
ASKED_EARLY = Program(((("go", 1), ("aload", 0), ("gosched",), ("read", 0)), (("write", 0), ("astore", 0))),
                      vars=1, atomics=1, schedtick=1)

# Five goroutines read, one after the other; main receives from four of them: crowd.go.
READS = (("read", 0), ("send", 0))
STARTS = tuple(op for g in range(1, 6) for op in (("go", g), ("gosched",)))
FULL = Program((STARTS + (("recv", 0),) * 4 + (("write", 0),), READS[:1], *[READS] * 4),
               chans=(4,), vars=1, schedtick=1)


class Case(NamedTuple):
    """A program, the names of its goroutines, and those of the things that are shown: kind -> the first's.

    clocks: whose clocks are shown. The first of a variable's cells is given up where one has to be.
    """

    program: Program
    goroutines: tuple[str, ...]
    things: dict[str, str]
    clocks: tuple[int, ...]


CASES = {
    "hidden": Case(HIDDEN, ("main", "worker"), {"mutex": "mu", "var": "value"}, (0, 1)),
    "late": Case(LATE, ("main", "worker"), {"mutex": "mu", "var": "value"}, (0, 1)),
    "atomic": Case(ASKED_EARLY, ("main", "worker"), {"atomic": "ready", "var": "data"}, (0, 1)),
    "crowd": Case(FULL, ("main", "first", "r1", "r2", "r3", "r4"), {"var": "value"}, (0,)),
}


def steps(case: Case) -> list[Moment]:
    """The case's run, moment by moment."""
    return moments(case.program)
