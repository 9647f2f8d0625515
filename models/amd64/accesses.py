"""Who saves what and who brings it back: what a routine does with whose gobuf, seen in a run."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from .execute import Step
from .layout import offsets
from .program import Run

# The routines that change stacks, or fill a gobuf for those who look at a stack, and their parts.
SWITCHES = {"gogo": ("gogo", "gogo<>"), "mcall": ("mcall",),
            "systemstack": ("systemstack", "gosave_systemstack_switch<>"), "morestack": ("morestack",),
            "save": ("save",)}
_STORE = re.compile(r"\[(\w+)\+(?:g\.sched|buf)\.(\w+)\] = (\S+)$")
_NAMES = re.compile(r"(tls\.g|R14) = ")
_LOAD = re.compile(r"(\w+) = \[(\w+)\+(?:g\.sched|buf)\.(\w+)\]$")


class Access(NamedTuple):
    """What a routine does: "saves", "empties" or "takes" a part of a gobuf; or "names" a g as running.

    whose: "own", the goroutine's, or "g0". part: of the gobuf; or of R14 and tls.g the one that names the g.
    into: the register that a part is taken into, "" for the others.
    """

    does: str
    whose: str
    part: str
    into: str = ""


def accesses(run: Run) -> dict[str, tuple[Access, ...]]:
    """Routine -> what it does with gobufs, in the order in which it does it; each once.

    Go: asm_amd64.s gogo, asm_amd64.s mcall, asm_amd64.s systemstack, asm_amd64.s morestack, proc.go save
    Leaves out: a read that only asks whether ctxt is empty.
    """
    own = {part: name for name, parts in SWITCHES.items() for part in parts}
    found: dict[str, dict[Access, None]] = {name: {} for name in SWITCHES}
    for step in run.steps:
        if step.at[0] in own and (access := of(step, run.start.release)):
            found[own[step.at[0]]][access] = None
    return {name: tuple(each) for name, each in found.items()}


def of(step: Step, release: str) -> Access | None:
    """What a step does with a gobuf, or with the word or register that names the running g."""
    if match := _NAMES.match(step.text):
        g = step.after.get(match[1], step.before.get(match[1]))
        return Access("names", "g0" if step.names.gs[g] == "g0" else "own", match[1])
    if match := _STORE.match(step.text):
        return Access("empties" if match[3] == "0" else "saves", whose(step, match[1], release), match[2])
    match = _LOAD.match(step.text)
    if not match or step.key == "gosave.ctxt":
        return None
    return Access("takes", whose(step, match[2], release), match[3], "PC" if match[3] == "pc" else match[1])


def whose(step: Step, base: str, release: str) -> str:
    """Whether the register holds g0 or the address of its gobuf."""
    at = step.before[base]
    gs: Mapping[int, str] = step.names.gs
    name = gs.get(at) or gs[at - offsets(release)["g.sched.sp"]]
    return "g0" if name == "g0" else "own"
