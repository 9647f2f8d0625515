"""A run from the first instruction of the process to the end of main, step by step."""

from collections.abc import Mapping
from typing import NamedTuple

from .birth import APART, GS, set_stack
from .execute import Step, step
from .frames import FRAMES
from .gocode import listing
from .layout import offsets
from .listing import Function, functions
from .machine import M0, Machine
from .routines import ROUTINES
from .rules import RULES

THREAD = 0x7FFF0000      # the high end of the thread's own stack
SIZE = 64 * 1024         # what rt0_go takes of it for g0
HEAP = 0xC0000000        # from here on lie the stacks of goroutines
LONGEST = 10_000         # steps after which a run is stopped


class Run(NamedTuple):
    """The machine as it began, all that it did, and the machine as it ended."""

    start: Machine
    steps: tuple[Step, ...]
    end: Machine


def code(release: str, frames: Mapping[str, int] | None = None,
         routines: str | None = None) -> dict[str, Function]:
    """Every function of the program.

    frames: other sizes than that release's compiler chose. routines: another text of what changes stacks.
    """
    known = offsets(release)
    return functions((routines or ROUTINES) + listing(frames or FRAMES[release]), release, known)


def machine(release: str, frames: Mapping[str, int] | None = None, routines: str | None = None) -> Machine:
    """A thread at rt0_go: on its own stack, with m0 and g0, and nothing else made yet.

    Go: asm_amd64.s rt0_go
    Leaves out: everything that rt0_go does for the processor and the operating system.
    """
    made = Machine(release, code(release, frames, routines), RULES)
    made.free, made.gs["g0"] = HEAP, GS
    for base, kind in ((GS, "g."), (M0, "m.")):
        for field in made.offsets:
            if field.startswith(kind):
                made.put(base, field, 0)
    set_stack(made, GS, THREAD - SIZE, THREAD)
    made.put(GS, "g.m", M0)
    made.put(M0, "m.g0", GS)
    made.put(M0, "m.gsignal", GS - APART)  # an address that no g of this program has
    made.registers |= {"PC": made.entries["rt0_go"], "SP": THREAD, "BP": 0, "tls.g": GS}
    return made


def run(release: str, frames: Mapping[str, int] | None = None, routines: str | None = None) -> Run:
    """The whole program; ValueError where the machine cannot go on, or after too many steps."""
    made, steps = machine(release, frames, routines), []
    while not made.halted:
        if len(steps) == LONGEST:
            raise ValueError(f"the program is not over after {LONGEST} steps; its listing goes in a circle")
        steps.append(step(made))
    return Run(machine(release, frames, routines), tuple(steps), made)
