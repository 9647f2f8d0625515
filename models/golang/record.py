"""Record everything anew that the book holds of real Go, and say what changed.

    python -m models.golang.record [NAME ...]

Without names: all but what needs a tool of your own. Measured times are never twice the same; so what is told of them is by how much
the medians moved, and of everything else which entries differ.
"""

import json
import sys
from collections.abc import Iterator

from models.golang import cite, evidence, line217, recording
from models.golang.asm import gocall
from models.golang.cited import used
from models.golang.gdb import birth, closures, machinelog, newborn, registers, resized, statuslog
from models.golang.programs import leakagree, orders
from models.golang.recording import Recording
from models.golang.sessions import delve, printed, sessions
from models.golang.stacks import growth, prologues, stacklife, stackmoves, stackpools, stacks
from models.golang.steps import machines, watched
from models.golang.times import durations, fourp, pauses, proctrace, threads
from models.golang.toolchain import ToolchainError

RECORDERS = {
    "citations": lambda: {"citations": cite.make(used())},
    "line217": lambda: {"line217": line217.record()},
    "order": lambda: {"order": orders.record()},
    "durations": lambda: {"durations": durations.record()},
    "statuses": lambda: {"statuses": statuslog.record()},
    "threads": lambda: {"threads": threads.record()},
    "four-p": fourp.record,
    "registers": lambda: {"registers": registers.record()},
    sessions.NAME: lambda: {sessions.NAME: sessions.record()},
    birth.NAME: lambda: {birth.NAME: birth.record()},
    gocall.NAME: lambda: {gocall.NAME: gocall.record()},
    closures.NAME: lambda: {closures.NAME: closures.record()},
    machines.NAME: lambda: {machines.NAME: machines.record()},
    machinelog.NAME: lambda: {machinelog.NAME: machinelog.record()},
    newborn.NAME: lambda: {newborn.NAME: newborn.record()},
    resized.NAME: lambda: {resized.NAME: resized.record()},
    proctrace.NAME: lambda: {proctrace.NAME: proctrace.record()},
    growth.NAME: lambda: {growth.NAME: growth.record()},
    "stacks": lambda: {"stacks": stacks.record()},
    "stackmoves": lambda: {"stackmoves": stackmoves.record()},
    "stacklife": lambda: {"stacklife": stacklife.record()},
    "stackpools": lambda: {"stackpools": stackpools.record()},
    "prologues": lambda: {"prologues": prologues.record()},
    pauses.NAME: lambda: {pauses.NAME: pauses.record()},
    watched.NAME: lambda: {watched.NAME: watched.record()},
    "leaks": lambda: {"leaks": leakagree.record()},
    "printed": lambda: {printed.NAME: printed.record()},
    delve.NAME: lambda: {delve.NAME: delve.record()},
}
BY_NAME = {delve.NAME}  # for these a tool is needed that the book does not install


def plain(value: dict | Recording) -> dict:
    """What will stand in the file, as it will be read back."""
    if isinstance(value, Recording):
        value = value.about | {"start": value.start, "events": value.events}
    return json.loads(json.dumps(value))


def leaves(value, path: str = "") -> Iterator[tuple[str, object]]:
    """(path, value) of everything in nested data; a list counts as one value."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, f"{path}/{key}" if path else key)
    else:
        yield path, value


def changes(old: dict, new: dict) -> list[str]:
    """What differs, a line each: where, and from what to what."""
    before, after = dict(leaves(old)), dict(leaves(new))
    return [f"{path}: {short(before.get(path))} -> {short(after.get(path))}"
            for path in before | after if before.get(path) != after.get(path)]


def short(value) -> str:
    """A value in at most 60 characters."""
    text = "nothing" if value is None else json.dumps(value)
    return text if len(text) <= 60 else f"{text[:50]}… ({len(text)} characters)"


def keep(name: str, value: dict | Recording) -> None:
    """Print what changed in one piece of evidence, and write it."""
    old = evidence.load(name) if evidence.exists(name) else {}
    new = plain(value)
    found = changes(old, new)
    print(f"{name}.json: {len(found)} changes" if found else f"{name}.json: unchanged")
    for line in found:
        print(f"  {line}")
    if isinstance(value, Recording):
        recording.save(name, value)
    else:
        evidence.save(name, value)


def main(names: list[str]) -> int:
    """Record what is named, or all; 1 and a sentence when that does not work."""
    unknown = [name for name in names if name not in RECORDERS]
    if unknown:
        print(f"nothing is recorded as {', '.join(unknown)}: choose from {', '.join(RECORDERS)}",
              file=sys.stderr)
        return 2
    try:
        for name in names or [name for name in RECORDERS if name not in BY_NAME]:
            for title, value in RECORDERS[name]().items():
                keep(title, value)
    except (ToolchainError, cite.CiteError, evidence.EvidenceError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
