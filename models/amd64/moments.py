"""Where the run is looked at, and what is read there: the same of the model and, with gdb, of real Go.

Stacks lie anywhere, so what is read is told by Names: distances from a stack's high end, places in functions.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from models.runtime.status import G_DEAD

from .execute import step
from .machine import Machine
from .names import Names
from .program import machine
from .rules import STACK_PREEMPT

Read = Callable[[int], int]
GOBUF = ("sp", "pc", "g", "ctxt", "bp")
RETURN = "return of "  # a moment at the place to which an earlier one returns


class Moment(NamedTuple):
    """The next time that the run gets to `at`: a function, a place `NAME+1`, or `return of MOMENT`.

    shows: the registers that mean something there, beside SP, BP, R14 and tls.g; `top` is the word at SP.
    """

    name: str
    at: str
    shows: tuple[str, ...] = ()


MOMENTS = (
    Moment("main", "main.main", ("top",)),
    Moment("newproc.systemstack", "systemstack", ("top",)),
    Moment("newproc.g0", "newproc.func1", ("top",)),
    Moment("newproc.born", "runqput", ("BX",)),
    Moment("newproc.back", "return of newproc.systemstack"),
    Moment("park.mcall", "mcall", ("AX", "top")),
    Moment("park.g0", "park_m", ("AX", "DX", "top")),
    Moment("park.gogo", "gogo", ("top",)),
    Moment("park.first", "main.worker", ("DX", "top")),
    Moment("syscall.save", "save", ("AX", "BX", "top")),
    Moment("syscall.saved", "return of syscall.save"),
    Moment("grow.morestack", "morestack", ("DX", "top")),
    Moment("grow.g0", "newstack", ("top",)),
    Moment("grow.gogo", "gogo", ("top",)),
    Moment("grow.again", "return of grow.morestack", ("DX",)),
    Moment("exit.goexit", "goexit+1"),
    Moment("exit.mcall", "mcall", ("AX", "top")),
    Moment("exit.g0", "goexit0", ("AX", "DX", "top")),
    Moment("exit.gogo", "gogo", ("top",)),
    Moment("exit.resumed", "return of park.mcall"),
)


def snapshot(moment: Moment, registers: Mapping[str, int], read: Read, names: Names,
             offsets: Mapping[str, int]) -> dict:
    """What is so at a moment, in terms: registers, and the gobufs and fields of the gs that there are.

    A gobuf that is not in use, with sp 0, may hold an old pc, and that is left out.
    """
    known = dict(registers) | ({"top": read(registers["SP"])} if "top" in moment.shows else {})
    shown = {name: names.term(known[name]) for name in ("SP", "BP", "R14", "tls.g", *moment.shows)}
    alive = {g: name for g, name in names.gs.items() if status(g, read, offsets) != G_DEAD}
    m = read(names_to(names, "g0") + offsets["g.m"])
    found = {"at": names.term(registers["PC"]), "registers": shown,
             "curg": names.term(read(m + offsets["m.curg"])),
             "gs": {name: look(g, read, names, offsets) for g, name in alive.items()}}
    if moment.name.startswith("grow."):
        found["morebuf"] = {part: names.term(read(m + offsets[f"m.morebuf.{part}"]))
                            for part in ("pc", "sp", "g")}
    return found


def names_to(names: Names, name: str) -> int:
    """The address of the g of that name."""
    return next(g for g, known in names.gs.items() if known == name)


def status(g: int, read: Read, offsets: Mapping[str, int]) -> int:
    """A g's status, which has four bytes."""
    return read(g + offsets["g.atomicstatus"]) & 0xFFFFFFFF


def look(g: int, read: Read, names: Names, offsets: Mapping[str, int]) -> dict:
    """A g: its gobuf, and for goroutines what newproc1 and the switches set besides."""
    sched = {part: read(g + offsets[f"g.sched.{part}"]) for part in GOBUF}
    parts = {part: names.term(value) for part, value in sched.items() if part != "pc" or sched["sp"]}
    seen = {"sched": parts, "status": status(g, read, offsets), "m": names.term(read(g + offsets["g.m"]))}
    if names.gs[g] == "worker":
        lo, hi = names.stacks["worker"]
        seen |= {"stack": hi - lo, "guard": guard(read(g + offsets["g.stackguard0"]), lo),
                 "stktopsp": names.term(read(g + offsets["g.stktopsp"])),
                 "startpc": names.term(read(g + offsets["g.startpc"]))}
    return seen


def guard(value: int, lo: int) -> int | str:
    """Where the guard stands above the stack's low end, or that it is above all."""
    return "stackPreempt" if value == STACK_PREEMPT else value - lo


def observed(release: str, frames: Mapping[str, int] | None = None) -> dict[str, dict]:
    """The model's run, looked at in every moment: name -> snapshot, as the recording of real Go has them."""
    thread = machine(release, frames)
    return {moment.name: snapshot(moment, thread.registers, thread.read, thread.names(), thread.offsets)
            for moment in stops(thread)}


def stops(thread: Machine) -> Iterator[Moment]:
    """Let the thread go on to one moment after another."""
    returns: dict[str, int] = {}
    for moment in MOMENTS:
        target = returns.get(moment.at) or place(thread.entries, moment.at)
        while thread.registers["PC"] != target:
            step(thread)
        if "top" in moment.shows:
            returns[RETURN + moment.name] = thread.read(thread.registers["SP"])
        yield moment


def place(entries: Mapping[str, int], at: str) -> int:
    """The address of a function or of a place in it."""
    name, _, by = at.partition("+")
    return entries[name] + int(by or 0)
