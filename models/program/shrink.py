"""Reduce a program to a smallest one for which something still holds.

    shrink(program, lambda smaller: model(smaller) != real(smaller))

Nothing in the result can be taken away any more: no body, operation, case or shared object. It does
not depend on chance, and every program that is tried is valid.
"""

from collections.abc import Callable
from dataclasses import replace

from models.program.format import COUNTS, REFERENCES, NIL, OPERATIONS, Program, arguments, count

Holds = Callable[[Program], bool]


def shrink(program: Program, holds: Holds) -> Program:
    """A smallest program for which `holds`, found from one for which it does."""
    if not holds(program):
        raise ValueError("there is nothing to reduce: what should hold does not hold "
                         "for the whole program")
    while True:
        before = program
        for reduce in (_bodies, _operations, _cases, _objects, _capacities, _schedtick):
            program = reduce(program, holds)
        if program == before:
            return program


def without(program: Program, kind: str, index: int) -> Program:
    """The program without one body or object, and without the operations that name it."""
    bodies = [tuple(_renamed(op, kind, index) for op in body if (kind, index) not in arguments(op))
              for body in program.bodies]
    field = REFERENCES[kind][0]
    if kind == "body":
        del bodies[index]
        return replace(program, bodies=tuple(bodies))
    value = getattr(program, field)
    fewer = value - 1 if field in COUNTS else value[:index] + value[index + 1:]
    return replace(program, bodies=tuple(bodies), **{field: fewer})


def _renamed(operation: tuple, kind: str, gone: int) -> tuple:
    """The operation when what stands after `gone` has moved up by one."""
    def moved(its: str, value):
        if its == "cases":
            return tuple((way, moved("chan", c)) for way, c in value)
        return value - (its == kind and value > gone)

    kinds = OPERATIONS[operation[0]]
    return operation[0], *map(moved, kinds, operation[1:])


def _with_body(program: Program, k: int, body: tuple) -> Program:
    return replace(program, bodies=program.bodies[:k] + (body,) + program.bodies[k + 1:])


def _bodies(program: Program, holds: Holds) -> Program:
    """Without the bodies that are not needed, main's excepted; the last first."""
    for k in reversed(range(1, len(program.bodies))):
        smaller = without(program, "body", k)
        program = smaller if holds(smaller) else program
    return program


def _operations(program: Program, holds: Holds) -> Program:
    """Without the operations that are not needed: half a body at a time, then smaller parts."""
    for k in range(len(program.bodies)):
        size = len(program.bodies[k])
        while size:
            at = 0
            while at < len(body := program.bodies[k]):
                smaller = _with_body(program, k, body[:at] + body[at + size:])
                if holds(smaller):
                    program = smaller
                else:
                    at += size
            size //= 2
    return program


def _cases(program: Program, holds: Holds) -> Program:
    """Selects with fewer cases; one with a single case as the send or receive that it is."""
    for k, body in enumerate(program.bodies):
        for pc, operation in enumerate(body):
            if OPERATIONS[operation[0]] == ("cases",):
                program = _select(program, k, pc, holds)
    return program


def _select(program: Program, k: int, pc: int, holds: Holds) -> Program:
    """One select reduced."""
    def instead(operation: tuple) -> bool:
        nonlocal program
        body = program.bodies[k]
        smaller = _with_body(program, k, (*body[:pc], operation, *body[pc + 1:]))
        if not holds(smaller):
            return False
        program = smaller
        return True

    name, cases = program.bodies[k][pc]
    for i in reversed(range(len(cases))):
        fewer = cases[:i] + cases[i + 1:]
        if fewer and instead((name, fewer)):
            cases = fewer
    if len(cases) == 1:
        way, c = cases[0]
        instead((way if name == "select" else f"try{way}", c))
    return program


def _objects(program: Program, holds: Holds) -> Program:
    """Without the channels, locks and so on that are not needed."""
    for kind in REFERENCES:
        if kind != "body":
            for index in reversed(range(count(program, kind))):
                smaller = without(program, kind, index)
                program = smaller if holds(smaller) else program
    return program


def _capacities(program: Program, holds: Holds) -> Program:
    """With smaller buffers; a nil channel stays what it is."""
    for c, capacity in enumerate(program.chans):
        def sized(n: int, c: int = c) -> Program:
            return replace(program, chans=program.chans[:c] + (n,) + program.chans[c + 1:])

        if capacity != NIL:
            program = sized(_least(capacity, lambda n: holds(sized(n))))
    return program


def _schedtick(program: Program, holds: Holds) -> Program:
    """With a smaller start tick."""
    tick = _least(program.schedtick, lambda n: holds(replace(program, schedtick=n)))
    return replace(program, schedtick=tick)


def _least(value: int, good: Callable[[int], bool]) -> int:
    """A smaller number that is good still, when 0, its half and the one before it are tried."""
    while value:
        for smaller in sorted({0, value // 2, value - 1}):
            if good(smaller):
                value = smaller
                break
        else:
            return value
    return value
