"""The register machine for exercises: stopped in a moment, or with one goroutine of our own.

Addresses are small: a goroutine's stack lies from LO to HI.
"""

from collections.abc import Mapping
from random import Random

from models.amd64.birth import GS, malg, set_stack
from models.amd64.execute import step
from models.amd64.frames import FRAMES
from models.amd64.layout import RELEASES
from models.amd64.machine import Machine
from models.amd64.moments import MOMENTS, stops
from models.amd64.names import short
from models.amd64.program import machine

NEW = RELEASES[0]
LO, HI = 2048, 4096


def frames_of(luck: Random, *names: str) -> dict[str, int]:
    """The compiler's frames, with others for these functions."""
    return {**FRAMES[NEW], **{name: 8 * luck.randint(2, 14) for name in names}}


def stopped(frames: Mapping[str, int], name: str) -> Machine:
    """The machine in the moment of that name."""
    thread = machine(NEW, frames)
    for moment in stops(thread):
        if moment.name == name:
            return thread
    raise ValueError(f"there is no moment {name!r}; there are {', '.join(moment.name for moment in MOMENTS)}")


def small(thread: Machine, value: int) -> int | str:
    """A word of main's, with main's stack from LO to HI; places in functions as "gopark+n"."""
    _, hi = thread.names().stacks["main"]
    if hi - (HI - LO) <= value <= hi:
        return HI - (hi - value)
    said = thread.names().term(value)
    return value if said.isdecimal() else short(said)


def words_of(thread: Machine, lowest: int) -> dict[int, int | str]:
    """The words of main's stack from `lowest` up, as addresses below HI; the highest first."""
    _, hi = thread.names().stacks["main"]
    return {small(thread, place): small(thread, thread.memory[place])
            for place in range(hi - 8, lowest - 8, -8) if place in thread.memory}


def saved(thread: Machine, *parts: str) -> tuple:
    """Parts of main's gobuf."""
    return tuple(small(thread, thread.get(thread.gs["main"], f"g.sched.{part}")) for part in parts)


# A machine with one goroutine of our own.

def bare() -> tuple[Machine, int]:
    """A machine with a g that its m runs, on a stack from LO to HI."""
    thread = machine(NEW)
    g = malg(thread, "own", HI - LO)
    set_stack(thread, g, LO, HI)
    m = thread.get(GS, "g.m")
    thread.put(g, "g.m", m)
    thread.put(m, "m.curg", g)
    return thread, g


def enter(thread: Machine, g: int, routine: str, sp: int, bp: int) -> None:
    """Begin a routine on a goroutine's stack."""
    thread.registers |= {"PC": thread.entries[routine], "SP": sp, "BP": bp, "R14": g, "tls.g": g, "AX": 0}


def until(thread: Machine, text: str) -> None:
    """Go on up to the line of that text."""
    while thread.line().instruction.text != text:
        step(thread)
