"""What a picture shows at a step: registers and words as they are then, and a stack from its top down."""

from collections.abc import Mapping
from typing import NamedTuple

from .layout import WORD, offsets
from .names import Names
from .program import Run


class State(NamedTuple):
    """The thread after some steps: its registers, all words, and what numbers mean."""

    registers: Mapping[str, int]
    memory: Mapping[int, int]
    names: Names


class Row(NamedTuple):
    """A word of a stack.

    below: bytes below the high end. holds: a term, "" if nothing has been written there. marks: the
    registers that point to it.
    """

    below: int
    holds: str
    marks: tuple[str, ...]


class Switch(NamedTuple):
    """A step that changes stacks: its number, from 1, the routine, whose stack is left and whose is entered."""

    step: int
    routine: str
    out: str
    into: str


def at(run: Run, number: int) -> State:
    """The thread after `number` steps; ValueError beyond the end."""
    if not 0 <= number <= len(run.steps):
        raise ValueError(f"the run has steps 0 to {len(run.steps)}, and {number} is outside")
    registers, memory = dict(run.start.registers), dict(run.start.memory)
    for step in run.steps[:number]:
        registers.update(step.after)
        memory.update({place: now for place, (_, now) in step.words.items()})
    return State(registers, memory, run.steps[number - 1].names if number else run.start.names())


def owner(names: Names, sp: int) -> str:
    """Whose stack an address lies in; "" if in none, as while a stack is left for a larger one."""
    return next((name for name, (lo, hi) in names.stacks.items() if lo <= sp <= hi), "")


def stack(state: State, name: str, release: str) -> tuple[Row, ...]:
    """What a g's stack holds, from the high end down to SP; while it is off the thread, to its gobuf's sp.

    ValueError names the gs there are.
    """
    if name not in state.names.stacks:
        raise ValueError(f"there is no g {name!r} at this step; there are {', '.join(state.names.stacks)}")
    _, hi = state.names.stacks[name]
    sp = state.registers["SP"]
    if owner(state.names, sp) != name:
        g = next(g for g, known in state.names.gs.items() if known == name)
        sp = state.memory[g + offsets(release)["g.sched.sp"]]
    places = range(hi - WORD, sp - WORD, -WORD)
    return tuple(Row(hi - place, holds(state, place), marks(state, place)) for place in places)


def holds(state: State, place: int) -> str:
    """What a word holds, in terms."""
    return state.names.term(state.memory[place]) if place in state.memory else ""


def marks(state: State, place: int) -> tuple[str, ...]:
    """The registers that hold this address, of those that mean a place in a stack."""
    return tuple(name for name in ("SP", "BP") if state.registers.get(name) == place)


def switches(run: Run) -> tuple[Switch, ...]:
    """Every step that moves SP from one g's stack to another's."""
    found = []
    for number, step in enumerate(run.steps, 1):
        if "SP" in step.after:
            out, into = owner(step.names, step.before["SP"]), owner(step.names, step.after["SP"])
            if out != into:
                found.append(Switch(number, step.at[0], out, into))
    return tuple(found)
