"""The real life of goroutines: every call of casgstatus in a run of book/go/life.go, read with gdb; and where gdb
can set a breakpoint in that program.

Kept are the steps of the Gs that run the program's own functions; a G's number here counts the gs in the order
in which they come up, so a g that is used again keeps its number. What the compiler has made part of another
function, or a plain compare-and-swap does, no breakpoint sees: HIDDEN says which steps those are.
"""

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from models.golang import evidence, toolchain
from models.golang.places import LISTINGS, TEMPLATES
from models.golang.toolchain import VERSIONS, ToolchainError
from models.runtime.status import G_RUNNING, G_SYSCALL, G_WAITING
from models.runtime.waitreason import REASONS
from models.study.moments.statuses import StatusStep

LISTING = "life.go"
COMMAND = "GOMAXPROCS=1 gdb -batch -x log.py ./life"  # log.py is SCRIPT
SCRIPT = TEMPLATES / "statuslog.gdb.txt"
ENV = {"GOMAXPROCS": "1"}
TRIES = 30
PREEMPTED = "runtime.gopreempt_m"  # who calls goschedImpl when a slice is over
BREAKPOINTS = ("casgstatus", "park_m", "goready", "mcall", "gopark_m", "freezethread")
SYSTEM = range(2, 5)  # the goids of the runtime's own goroutines in a program without fmt and os
# Go 1.27 takes these steps by a compare-and-swap in reentersyscall and exitsyscall, without a call.
HIDDEN = {"1.27.3": {(G_RUNNING, G_SYSCALL), (G_SYSCALL, G_RUNNING)}, "1.22.10": set()}
MEND = "the lives of goroutines are read with gdb, which is not installed here: on Debian, apt-get install gdb"


def record() -> dict:
    """Both releases, as kept in book/evidence/statuses.json."""
    return {"runs": {version: run(version) for version in VERSIONS}}


def run(version: str) -> dict:
    """One release: how it was made; the steps [g, goid, from, to, wait reason, function] in order; and for each of
    BREAKPOINTS in how many places of the program gdb sets it.

    ToolchainError where gdb is missing or sees nothing.
    """
    with tempfile.TemporaryDirectory() as folder:
        program = toolchain.build(version, LISTINGS / LISTING, Path(folder) / "life")
        script = Path(folder) / "log.py"
        script.write_text(SCRIPT.read_text(encoding="utf-8"), encoding="utf-8")
        steps = undisturbed(version, program, script)
        places = {name: locations(gdb(version, program, "-ex", f"break runtime.{name}")) for name in BREAKPOINTS}
    return {"go": version, "command": COMMAND, "breakpoints": places, "steps": steps}


def undisturbed(version: str, program: Path, script: Path) -> list[list]:
    """The steps of a run in which no goroutine's time slice came to an end: gdb is slow, and slices are not.

    ToolchainError where TRIES runs were all disturbed, or gdb saw nothing.
    """
    for _ in range(TRIES):
        said = gdb(version, program, "-x", str(script))
        if PREEMPTED not in after_start(said) and (steps := kept(said, version)):
            return steps
    raise ToolchainError(f"in {TRIES} runs gdb saw no whole life without a time slice that ended; it said {said[-300:]!r}")


def after_start(said: str) -> str:
    """What gdb said after the program's own goroutine was made: the first whose goid is not the runtime's own."""
    lines = said.splitlines()
    own = (i for i, line in enumerate(lines) if line.startswith("STEP ") and int(line.split()[2]) not in (0, 1, *SYSTEM))
    return "\n".join(lines[next(own, 0):])


def gdb(version: str, program: Path, *args: str) -> str:
    """What gdb prints about the program, on both streams."""
    if not shutil.which("gdb"):
        raise ToolchainError(MEND)
    return subprocess.run(["gdb", "-nx", "-q", "-batch", *args, str(program)], text=True, timeout=120, check=False,
                          env=toolchain.environment(version, ENV), stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT).stdout


def locations(said: str) -> int:
    """In how many places gdb has set a breakpoint, from what it says of it; a function that it does not know: 0."""
    many = re.search(r"\((\d+) locations\)", said)
    return int(many[1]) if many else int("Breakpoint 1 at" in said)


def kept(output: str, version: str) -> list[list]:
    """The steps that gdb printed, of main's G and of those that its go statements make, from the first such on.

    A breakpoint may be reported more than once for one call, when a signal comes in between: such a repeat
    is the same step of the same g, right after itself.
    """
    reasons = {reason.new if version == VERSIONS[0] else reason.old: reason.text for reason in REASONS}
    rows = [line.split()[1:] for line in output.splitlines() if line.startswith("STEP ")]
    numbers = {row[0]: 1 for row in rows if row[1] == "1"}
    for row in rows:
        if int(row[1]) and int(row[1]) not in SYSTEM:
            numbers.setdefault(row[0], len(numbers) + 1)
    steps: list[list] = []
    for gp, goid, old, new, reason, function, _ in rows:
        step = [numbers.get(gp, 0), int(goid), int(old), int(new), reasons[int(reason)],
                function.removeprefix("runtime.")]
        if (step[0] > 1 or step[0] and steps) and steps[-1:] != [step]:
            steps.append(step)
    return steps


def recorded(version: str) -> list[StatusStep]:
    """The steps that are kept of that release, in the form of the model's."""
    return told(evidence.load("statuses")["runs"][version]["steps"])


def told(rows: list[list]) -> list[StatusStep]:
    """Steps as a recording holds them in the form of the model's; gdb asks for no time and no M."""
    return [StatusStep(0, g, goid, old, new, None, reason, function)
            for g, goid, old, new, reason, function in rows]


def seen(steps: list[StatusStep], version: str) -> list[tuple]:
    """What a breakpoint on casgstatus sees of these steps, from the making of the second g on:
    (g, from, to, function, wait reason of one that waits now).

    The goid is left out: 1.22 sets it after the step to runnable, and numbers count on from the runtime's own.
    """
    first = next(i for i, step in enumerate(steps) if step.g == 2)
    return [(s.g, s.old, s.new, s.function, s.reason if s.new == G_WAITING else "")
            for s in steps[first:] if (s.old, s.new) not in HIDDEN[version]]
