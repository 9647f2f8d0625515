"""Goroutines that block, on Go's machine and where each is a thread: the runs, and what to ask about them.

    on_goroutines(receivers=2, callers=2, procs=1, seed=1, costs=costs)  # a trace
    on_threads(receivers=2, callers=2, procs=1, seed=1, costs=costs)
"""

from collections.abc import Callable

from models.program.blocked import blocked
from models.runtime.goroutine import MAIN
from models.runtime.kernel import Kernel
from models.runtime.machine import Machine
from models.runtime.runtime import RULES, Runtime
from models.runtime.threadmachine import ThreadMachine

from ..asking import Ask, before
from ..choosers import seeded
from ..runs import START_TICK

CALL = 500_000  # nanoseconds that a system call takes, unless told otherwise


def on_goroutines(*, receivers: int, callers: int, procs: int, seed: int, costs: dict, ns: int = CALL,
                  rules: dict[str, Callable] = RULES) -> list[tuple]:
    """The trace of the program on as many Ps as there are CPUs, up to the end of main."""
    rt = Runtime(procs, schedtick=START_TICK, choose=seeded(seed), durations=costs, rules=rules)
    Machine(rt, blocked, receivers, callers, ns, cpus=procs).run()
    end = next(i for i, event in enumerate(rt.trace) if event[0] == "goexit" and event[4] == MAIN)
    return rt.trace[:end + 1]


def on_threads(*, receivers: int, callers: int, procs: int, seed: int, costs: dict) -> list[tuple]:
    """The trace of the program where each goroutine is a thread, on so many CPUs."""
    kernel = Kernel(procs, costs, choose=seeded(seed))
    ThreadMachine(kernel, blocked, receivers, callers, CALL).run()
    return kernel.trace


def about(event: tuple) -> dict:
    """What the texts name; of a P that is taken away, that one."""
    kind, _, m, p, *rest = event
    return {"m": m, "p": rest[0] if kind == "retake" else p, "g": rest[0] if rest else 0}


def blocks(kind: str) -> Callable:
    """Finds the waits for a channel, by the kind of event that tells of them."""
    return before(lambda event: event[0] == kind and event[5] == "chan receive", about)


GOROUTINES = (
    Ask("blocked-park", blocks("gopark"),
        {"sleeps": "threads-m-waits-along", "runs-another": "", "hands-p": "threads-p-handed-on"}),
    Ask("blocked-retake", before(lambda event: event[0] == "retake", about),
        {"other": "", "leaves": "threads-m-leaves-call", "nobody": "threads-procs-limit-ms"}),
    Ask("blocked-idle", before(lambda event: event[0] == "releasep", about),
        {"ends": "threads-m-ends", "turns": "threads-m-keeps-looking", "kept": ""}),
)
THREADS = (
    Ask("blocked-block", blocks("block"),
        {"idle": "threads-cpu-waits-along", "turns": "", "takes-over": "threads-thread-changes-task"}),
)
