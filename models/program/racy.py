"""Random programs with variables that goroutines share, some guarded and some not.

At most three goroutines touch a variable: the race detector has four cells for each, so it seldom forgets.
"""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from models.program.format import NIL, Program, arguments
from models.program.generate import Maker

MOST = 3  # goroutines that touch a variable
ACCESSES = ("read", "write")
RUNS = ("go", "call", "defer", "once")  # operations that run a body
PIECES = {"read": 8, "write": 8, "locked": 5, "rlocked": 2, "wlocked": 2, "trylock": 0.5, "send": 1.5,
          "recv": 1.5, "close": 0.5, "trysend": 1, "tryrecv": 1, "select": 1, "trysel": 1, "team": 0.5,
          "add": 0.1, "wait": 0.3, "done": 0.1, "waiting": 0.4, "signalling": 0.6, "once": 1.5, "aload": 1,
          "astore": 1, "cas": 1.5,
          "gosched": 4, "go": 2, "call": 0.5, "defer": 0.5}


def racy(seed: int) -> Program:
    """The program of that seed: the same for ever."""
    program = _Racy(Random(f"racy {seed}")).program()
    for v in range(program.vars):
        program = shared_by_few(program, v)
    return program


class _Racy(Maker):
    """Makes a program of which no select has several cases: what it takes is chance, and shows in its races.

    In most, main waits for what it has started, or little would be seen of the others.
    """

    def __init__(self, random: Random):
        super().__init__("go", random)
        self.pieces = PIECES
        self.chance = False
        self.chans = tuple(c for c in self.chans if c != NIL) or (0,)
        self.counts["vars"] = random.randint(1, 2)
        self.waits = random.random() < 0.7

    def program(self) -> Program:
        """The whole of it."""
        program = super().program()
        if not self.waits:
            return program
        started = [k for _, k in running(program, 0, ()) if k]
        first, *others = program.bodies
        first = (("add", 0),) * len(started) + first + (("wait", 0),)
        return replace(program, bodies=(first, *(body + (("done", 0),) for body in others)))


def shared_by_few(program: Program, v: int) -> Program:
    """The program in which fewer bodies touch v, the last ones no more, until few goroutines do."""
    while len(touching(program, v)) > MOST:
        last = max(k for k, body in enumerate(program.bodies) if touches(body, v))
        kept = tuple(op for op in program.bodies[last] if not touches([op], v))
        program = replace(program, bodies=program.bodies[:last] + (kept,) + program.bodies[last + 1:])
    return program


def touches(body, v: int) -> bool:
    """Whether one of the operations touches v."""
    return any(op[0] in ACCESSES and op[1] == v for op in body)


def touching(program: Program, v: int) -> set[tuple]:
    """The goroutines that may touch v, each named by the go statements that lead to it."""
    return {g for g, k in running(program, 0, ()) if touches(program.bodies[k], v)}


def running(program: Program, k: int, g: tuple) -> Iterator[tuple[tuple, int]]:
    """(goroutine, body) for all that body k, run by g, may run. A name ends with a number of its own."""
    yield g, k
    for pc, op in enumerate(program.bodies[k]):
        if op[0] in RUNS:
            [to] = [body for kind, body in arguments(op) if kind == "body"]
            yield from running(program, to, (*g, (k, pc)) if op[0] == "go" else g)
