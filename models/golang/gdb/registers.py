"""The registers and gobufs of real Go in the middle of its switches, read with gdb.

The listing book/go/registers.go is run on one P up to each of the moments of models/amd64/moments.py. What
gdb prints, addresses, is told as the model tells its own: distances from the high ends of stacks, places in
functions. Addresses themselves are not kept, since they differ from run to run.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from models.amd64.frames import FRAMES
from models.amd64.layout import offsets
from models.amd64.moments import MOMENTS, RETURN, Moment, snapshot
from models.amd64.names import Names
from models.golang import recording, toolchain
from models.golang.asm import disassembly
from models.golang.asm.disassembly import Code
from models.golang.gdb import debugger
from models.golang.places import CACHE, LISTINGS, TEMPLATES
from models.golang.toolchain import VERSIONS, ToolchainError

NAME, LISTING = "registers", "registers.go"
ENV = {"GOMAXPROCS": "1", "GOGC": "off", "GODEBUG": "asyncpreemptoff=1"}
FUNC_VALUES = ("go:funcdesc", "go:func.*")  # the symbol before them: the first, if there is one
ROUTINES = ("gogo", "gogo<>", "mcall", "systemstack", "systemstack_switch", "morestack", "goexit",
            "gosave_systemstack_switch<>", "goexit0", "mstart")
_WORDS = re.compile(r"^0x([0-9a-f]+)[^:]*:((?:\s+0x[0-9a-f]+)+)$")


def program(version: str, listing: str = LISTING) -> Path:
    """The listing, built for amd64, whatever this machine is: reading its code needs no processor."""
    place = CACHE / "programs" / version / Path(listing).stem
    place.parent.mkdir(parents=True, exist_ok=True)
    toolchain.go(version, ["build", "-o", str(place), str(LISTINGS / listing)], {"GOARCH": "amd64"})
    return place


class Symbols(NamedTuple):
    """A program's functions, symbol -> address, and where its func values lie: the first, and how many."""

    functions: Mapping[str, int]
    values: int
    count: int


def symbols(version: str, built: Path) -> Symbols:
    """The symbols of a program."""
    lines = [line.split() for line in toolchain.go(version, ["tool", "nm", str(built)]).splitlines()]
    found = sorted((int(parts[0], 16), parts[-1], parts[1]) for parts in lines if len(parts) > 2)
    places = {name: where for where, name, _ in found}
    first = next(places[name] for name in FUNC_VALUES if name in places)
    then = next(where for where, _, _ in found if where > first)
    return Symbols({name: where for where, name, kind in found if kind in "Tt"}, first, (then - first) // 8)


def entry(known: Symbols, version: str, name: str) -> int:
    """Where assembly enters a function: at the bridge that the compiler puts before it, if there is one."""
    full = disassembly.symbol(name, version)
    return known.functions.get(f"{full}.abi0") or known.functions[full]


def address(known: Symbols, version: str, at: str) -> str:
    """A moment's place as gdb takes it: a number, or the variable that holds where something returns to."""
    if at.startswith(RETURN):
        return variable(at)
    name, _, by = at.partition("+")
    return hex(entry(known, version, name) + int(by or 0))


def variable(name: str) -> str:
    """A name as gdb may have it."""
    return "$" + re.sub(r"\W", "_", name)


def stop(moment: Moment, where: str, first: bool) -> str:
    """The commands of one moment: go there, look, keep where it returns to."""
    lines = [] if first else [f"tbreak *{where}", "continue"]
    lines += ["set $worker = $rbx"] if moment.at == "runqput" else []
    lines += [f"echo moment {moment.name}\\n", "look"]
    lines += [f"set {variable(RETURN + moment.name)} = *(long *)$rsp"] if "top" in moment.shows else []
    return "\n".join(lines) + "\n"


def script(known: Symbols, version: str) -> str:
    """What gdb is told."""
    text = (TEMPLATES / "registers.gdb.txt").read_text(encoding="utf-8")
    stops = (stop(moment, address(known, version, moment.at), i == 0) for i, moment in enumerate(MOMENTS))
    values = f"x/{known.count}gx {known.values}\n"
    return f"set $main_main = {entry(known, version, 'main.main')}\n{text}{values}{''.join(stops)}kill\n"


def printed(version: str, built: Path, known: Symbols) -> str:
    """What gdb prints of one run."""
    commands = built.with_suffix(".gdb")
    commands.write_text(script(known, version), encoding="utf-8")
    quiet = ["-iex", "set debuginfod enabled off", "-iex", "set auto-load off"]
    return toolchain.run([debugger.gdb(NAME), "-nx", "-batch", *quiet, "-x", str(commands), str(built)],
                         toolchain.environment(version, ENV), None, 60)


def looks(text: str) -> dict[str, tuple[dict[str, int], dict[int, int]]]:
    """Moment -> registers and words (address -> word); "" -> the func values, as words.

    ToolchainError if gdb did not get to all of the moments.
    """
    registers, words = {}, {}
    found: dict[str, tuple[dict[str, int], dict[int, int]]] = {"": (registers, words)}
    for line in text.splitlines():
        if line.startswith("moment "):
            registers, words = found[line.split()[1]] = {}, {}
        elif line.startswith("reg "):
            registers[line.split()[1]] = int(line.split()[2], 16)
        elif match := _WORDS.match(line):
            for i, word in enumerate(match[2].split()):
                words[int(match[1], 16) + 8 * i] = int(word, 16)
    missed = [moment.name for moment in MOMENTS if moment.name not in found]
    if missed:
        last = (text.strip().splitlines() or ["it printed nothing"])[-1].rstrip(".")
        raise ToolchainError(f"gdb did not get to {missed[0]}: {last}; it needs to be allowed to trace a "
                             "program (ptrace)")
    return found


def names(known: Symbols, code: Mapping[str, list[Code]], values: Mapping[int, int],
          registers: Mapping[str, int], words: Mapping[int, int]) -> Names:
    """What addresses mean in one moment."""
    functions = tuple(sorted((where, disassembly.short(name)) for name, where in known.functions.items()))
    by_address = dict(functions)
    after = {one.address + one.size: disassembly.said(one.text).removeprefix("call ")
             for lines in code.values() for one in lines if one.text.startswith("CALL ")}
    told = {where: f"{by_address[to]}·f" for where, to in values.items() if to in by_address}
    gs = {registers[name]: name for name in ("g0", "main", "worker") if registers[name]}
    stacks = {name: (words[g], words[g + 8]) for g, name in gs.items() if words[g]}
    return Names(functions, after, told | {registers["m0"]: "m0"}, gs, stacks)


def read(version: str) -> dict:
    """One release: the frames that its compiler chose, and the moments."""
    built = program(version)
    known, known_offsets = symbols(version, built), offsets(version)
    code = disassembly.disassembled(version, built, {*ROUTINES, *FRAMES[version]})
    seen = looks(printed(version, built, known))
    _, values = seen.pop("")
    moments = {}
    for moment in MOMENTS:
        registers, words = seen[moment.name]
        meaning = names(known, code, values, registers, words)
        moments[moment.name] = snapshot(moment, registers, words.__getitem__, meaning, known_offsets)
    frames = {name: disassembly.frame(code[name]) for name in FRAMES[version]}
    return {"frames": frames, "moments": moments}


def record() -> dict:
    """Both releases, as kept in book/evidence/registers.json."""
    made = {}
    for version in VERSIONS:
        about = recording.settings(version, LISTING, [], ENV)
        made[version] = {name: about[name] for name in ("goos", "goarch", "env", "command")} | read(version)
    return {"listing": LISTING, "read with": "gdb", "releases": made}
