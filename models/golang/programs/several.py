"""Whether what real Go shows on several Ps is among the logs that any scheduler could show.

The programs are small, since they can show a great many logs; and each runs many times, since real
Go shows but a few of those in one go.
"""

from collections import Counter

from models.golang.programs.agree import Difference
from models.golang.programs.harness import Harness, Hung
from models.golang.programs.real import once
from models.program.format import Program
from models.program.generate import small
from models.program.shrink import shrink
from models.study.programs.interleave import possible

PROCS = (2, 4)
RUNS = 200    # on each number of Ps
PATIENCE = 10  # seconds for a run, which takes a few thousandths of one
HUNG = "HUNG"
KINDS = ("go", "channels", "locks", "sync", "panics", "mixed")  # "many" has no small programs


def shown(program: Program, version: str) -> tuple[Counter[str], set[str]]:
    """The logs that real Go shows, and those of them that no scheduler could show.

    A run that hangs is counted as HUNG, and is the last on so many Ps. Since Go 1.24 that happens: a
    fatal error holds the lock for printing when it asks for the lock for panicking, and a panic on
    another M the other way round.
    """
    logs: Counter[str] = Counter()
    for procs in PROCS:
        with Harness(version, procs, timeout=PATIENCE) as harness:
            try:
                logs.update(once(harness, program) for _ in range(RUNS))
            except Hung:
                logs[HUNG] += 1
    may = possible(program)
    return logs, {log for log in logs if log != HUNG and log.split(" ") not in may}


def reduced(kind: str, version: str, seed: int) -> Difference:
    """A program of which real Go shows an impossible log, as small as many runs could make it."""
    program = small(kind, seed)
    try:
        program = shrink(program, lambda smaller: bool(shown(smaller, version)[1]))
    except ValueError:
        pass  # this time it was not to be seen: the whole program is what there is
    real = min(shown(program, version)[1], default="(not seen again)")
    return Difference(kind, version, seed, program, "no scheduler could show this", real)
