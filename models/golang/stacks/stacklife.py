"""What else becomes of a stack in real Go: shrinking, the size to start with, the limit, preemption.

Kept in book/evidence/stacklife.json; each entry is made by one function here.
"""

import re
import subprocess
from collections.abc import Iterator

from models.golang import recording, toolchain
from models.golang.places import CACHE, LISTINGS
from models.golang.stacks import stacklog, stacks
from models.golang.toolchain import VERSIONS, ToolchainError

TRIES = 20
REPORTER = "runtime.evcallers"
OWNERS = ("own", "parked", "busy")
CALLS = (1, 32)  # how deep the goroutines of start.go wait; of 32 only the guard makes more than 16 KiB
SIGNALS = stacks.ENV | {"GODEBUG": "asyncpreemptoff=0"}
LIMITS = ("", "65536", "100000")  # the first is the default
ADDRESS = re.compile(r"sp=0x([0-9a-f]+) stack=\[0x([0-9a-f]+), 0x([0-9a-f]+)\]")


def shrinking(version: str, owner: str) -> dict:
    """How the stack of shrink.go's goroutine shrinks.

    scans: [size, bytes in use, 1 if it may shrink now] of each look by the collector; late: how often
    newstack made it shrink later; moves: [from, to, bytes in use]. The busy goroutine may be stopped by a
    signal again before a call stops it, and then it does not shrink: such a run is made again.
    """
    for _ in range(TRIES):
        log = stacks.logged(version, "shrink.go", [owner], SIGNALS)
        goid = stacklog.made(log)[0]
        mine = [event for event in log if event.args[0] == goid]
        moves = [[move["from"], move["to"], move["used"]] for move in stacklog.moves(log, goid)]
        kept = {"scans": [list(event.args[1:4]) for event in mine if event.kind == "Scan"],
                "late": sum(event.args[1] for event in mine if event.kind == "Yield"),
                "moves": [move for move in moves if move[1] < move[0]]}
        if owner != "busy" or kept["scans"][0][2] == 0 and kept["late"] == 1:
            return kept
    raise ToolchainError(f"in {TRIES} runs of `shrink.go {owner}` the stack never shrank late: "
                         "run it again on a quieter machine")


def starting(version: str, calls: int, adaptive: bool) -> dict:
    """With how large a stack goroutines begin in start.go.

    births: the size of each that main makes after the hundred; rounds: [size, bytes, stacks] of each
    collection, which has chosen that size since so many stacks had so many bytes in use.
    """
    env = stacks.ENV | {"GODEBUG": f"asyncpreemptoff=1,adaptivestackstart={int(adaptive)}"}
    log = stacks.logged(version, "start.go", [str(calls)], env)
    start = next(i for i, event in enumerate(log) if event.kind == "Main")
    births = [event.args[2] for event in log[start:] if event.kind == "Birth" and event.args[1] == 1]
    return {"births": births[100:], "rounds": [list(e.args[:3]) for e in log if e.kind == "Starting"]}


def overflow(version: str, limit: str) -> dict:
    """How overflow.go ends: {"status", "limit", "size", "used", "error", "stack"}.

    limit: the first line; size: that of the stack then; used: from its upper end to the stack pointer
    in morestack; error: the line that says so; stack: the functions named first in the traceback.
    """
    place = CACHE / "programs" / version / "overflow"
    place.parent.mkdir(parents=True, exist_ok=True)
    program = toolchain.build(version, LISTINGS / "overflow.go", place)
    done = subprocess.run([str(program), *limit.split()], env=toolchain.environment(version, {}), text=True,
                          stderr=subprocess.PIPE, timeout=120)
    return {"status": done.returncode} | read_overflow(done.stderr)


def read_overflow(text: str) -> dict:
    """What the text of a stack overflow says, without its addresses."""
    lines = text.splitlines()
    found = ADDRESS.search(lines[1]) if len(lines) > 2 else None
    if not found:
        raise ToolchainError(f"overflow.go did not end as a stack overflow does: {text[:200]!r}")
    sp, low, high = (int(number, 16) for number in found.groups())
    stack = [line.split("(")[0] for line in lines[3:] if re.match(r"\S+\(", line)]
    return {"limit": lines[0], "size": high - low, "used": high - sp, "error": lines[2], "stack": stack[:4]}


def preemption(version: str, how: str) -> dict:
    """Who had called whom when preempt.go lost its P, the innermost first: on the thread's own stack, and on
    the goroutine's. The function that reports it is left out.
    """
    env = stacks.ENV if how == "calls" else SIGNALS
    log = stacks.logged(version, "preempt.go", [how], env)
    for thread, goroutine in preemptions(log):
        if "main.main" in goroutine:
            return {"thread": thread, "goroutine": goroutine}
    raise ToolchainError(f"`preempt.go {how}` was not preempted in its own code: run it again")


def preemptions(log: list[stacklog.Event]) -> Iterator[tuple[list[str], list[str]]]:
    """The names on the thread's and on the goroutine's stack, of each preemption."""
    callers = [event for event in log if event.kind == "Caller"]
    starts = [i for i, event in enumerate(callers) if event.name == REPORTER]
    for start, end in zip(starts, [*starts[1:], None]):
        names = callers[start + 1:end]
        yield [e.name for e in names if e.args[0]], [e.name for e in names if not e.args[0]]


def record_release(version: str) -> dict:
    """All of it on one release."""
    about = recording.settings(version, "LISTING", ["ARGUMENT"], stacks.ENV)
    del about["listing"]
    return about | {
        "shrinking": {owner: shrinking(version, owner) for owner in OWNERS},
        "starting": {str(calls): {"adaptive": starting(version, calls, True),
                                  "fixed": starting(version, calls, False)} for calls in CALLS},
        "overflow": {limit or "default": overflow(version, limit) for limit in LIMITS},
        "preemption": {how: preemption(version, how) for how in ("calls", "loop")}}


def record() -> dict:
    """Both releases."""
    return {"releases": {version: record_release(version) for version in VERSIONS}}
