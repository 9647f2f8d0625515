"""What the tables of a switch show: registers, a g's fields, and words of stacks, as cells with pointers."""

import re
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import NamedTuple

from models.amd64.layout import offsets
from models.amd64.machine import M0
from models.amd64.names import short
from models.amd64.picture import State, owner
from models.amd64.program import Run

from ..player.scene import Cell, Place

GOBUF = ("sp", "pc", "bp", "ctxt", "g")
MOREBUF = ("pc", "sp", "g")
GOEXIT = "goexit+1"  # the one place in a function whose distance means something: its second byte
STACK = re.compile(r"(\w+)\.hi-(\d+)$")


class Tables(NamedTuple):
    """What is shown: these registers, the fields of g `own`, and words of each stack.

    words: of each stack, by how far they are below its high end.
    grows: whether the stack's size and the m's note for growing are shown as well.
    """

    own: str
    registers: tuple[str, ...]
    words: Mapping[str, tuple[int, ...]]
    grows: bool = False


def term(state: State, value: int, release: str) -> str:
    """A number as a cell shows it: "main.hi-40", "&main.sched", "gopark+n" for a place inside gopark."""
    for g, name in state.names.gs.items():
        if value == g + offsets(release)["g.sched.sp"]:
            return f"&{name}.sched"
    if value == state.memory[M0 + offsets(release)["m.gsignal"]]:
        return "gsignal"
    return short(state.names.term(value))


def pc(state: State, run: Run) -> str:
    """PC as a cell shows it: a function's name at its beginning, else a place in it."""
    at = state.registers["PC"]
    said = state.names.term(at)
    if at in run.start.starts or said == GOEXIT:
        return said
    return f"{run.start.starts[max(entry for entry in run.start.starts if entry <= at)]}+n"


def places(tables: Tables) -> tuple[Place, ...]:
    """The cells, table after table: what points at a stack stands beside it, so that no arrow crosses a table."""
    registers = [Place(name, "cell", "registers", code=name) for name in (*tables.registers, "PC")]
    own = [Place(name, "cell", tables.own, code=label) for name, (label, _) in fields(tables).items()]
    own += [Place("size", "cell", tables.own, code="hi - lo")] if tables.grows else []
    stacks = {name: [Place(f"{name}.hi-{below}", "cell", f"{name}.stack", code=f"hi-{below}") for below in words]
              for name, words in tables.words.items()}
    return tuple([*own, *stacks.pop(tables.own, []), *registers, *chain.from_iterable(stacks.values())])


def fields(tables: Tables) -> dict[str, tuple[str, str]]:
    """A field's cell -> its label, and the field: of the own g, and of the m."""
    own, note = tables.own, MOREBUF if tables.grows else ()
    return ({f"{own}.sched.{part}": (part, f"g.sched.{part}") for part in GOBUF}
            | {f"{own}.status": ("status", "g.atomicstatus"), "m.curg": ("m.curg", "m.curg")}
            | {f"m.morebuf.{part}": (f"morebuf.{part}", f"m.morebuf.{part}") for part in note})


def heads(tables: Tables) -> dict[str, str]:
    """The word above each table."""
    return {"registers": "switching.head.registers", tables.own: f"switching.head.{tables.own}"} | {
        f"{name}.stack": f"switching.head.{name}.stack" for name in tables.words}


def cells(state: State, tables: Tables, run: Run) -> dict[str, Cell]:
    """Every cell as it is then. What lies below the end of a stack's use is old."""
    release, shown = run.start.release, {place.name for place in places(tables)}
    found = {name: cell(state, state.registers.get(name), release, shown) for name in tables.registers}
    found["PC"] = Cell(pc(state, run))
    g = next(at for at, name in state.names.gs.items() if name == tables.own)
    for name, (_, field) in fields(tables).items():
        base = M0 if field.startswith("m.") else g
        found[name] = cell(state, state.memory[base + offsets(release)[field]], release, shown)
    if tables.grows:
        lo, hi = state.names.stacks[tables.own]
        found["size"] = Cell(str(hi - lo))
    for name, words in tables.words.items():
        found |= stack_cells(state, name, words, release, shown)
    return found


def cell(state: State, value: int | None, release: str, shown: Iterable[str], look: str = "") -> Cell:
    """A word's cell; it points to where it says, if that is shown."""
    if value is None:
        return Cell("", look)
    said = term(state, value, release)
    return Cell(said, look, said if said in shown and not look else "")


def stack_cells(state: State, name: str, words: Iterable[int], release: str,
                shown: Iterable[str]) -> dict[str, Cell]:
    """The words of one stack; those that nobody will read again, below its SP, are old."""
    _, hi = state.names.stacks[name]
    end = used(state, name, release)
    found = {f"{name}.hi-{below}": cell(state, state.memory.get(hi - below), release, shown,
                                        "old" if hi - below < end else "") for below in words}
    return {place: each._replace(text=each.text.removeprefix(f"{name}.")) if STACK.match(each.text) else each
            for place, each in found.items()}


def used(state: State, name: str, release: str) -> int:
    """The lowest address of a stack that means something: SP, or what the gobuf says while it is left."""
    sp = state.registers["SP"]
    if owner(state.names, sp) == name:
        return sp
    g = next(at for at, known in state.names.gs.items() if known == name)
    return state.memory[g + offsets(release)["g.sched.sp"]]


def touched(states: Iterable[State], names: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """Of each of these stacks the words that these states differ in or point at, from the top down."""
    states = list(states)
    found: dict[str, set[int]] = {name: set() for name in names}
    for before, state in zip([states[0], *states], states, strict=False):
        changed = [at for at, value in state.memory.items() if before.memory.get(at) != value]
        for said in map(state.names.term, [*changed, state.registers["SP"], state.registers.get("BP", 0)]):
            if (match := STACK.match(said)) and match[1] in found:
                found[match[1]].add(int(match[2]))
    return {name: tuple(sorted(words)) for name, words in found.items()}
