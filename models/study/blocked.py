"""Goroutines that block, on Go's machine and where each is a thread: the runs, and what to ask about them.

    on_goroutines(receivers=2, callers=2, procs=1, seed=1, costs=costs)  # a trace
    on_threads(receivers=2, callers=2, procs=1, seed=1, costs=costs)

Here a belief is not another rule set: it is a wrong answer, with the thought that leads to it. Its words are
`belief.<name>` in the catalogue.
"""

from collections.abc import Callable
from typing import NamedTuple

from models.program.blocked import blocked
from models.runtime.goroutine import MAIN
from models.runtime.kernel import Kernel
from models.runtime.machine import Machine
from models.runtime.runtime import RULES, Runtime
from models.runtime.threadmachine import ThreadMachine

from .choosers import seeded
from .runs import START_TICK

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


class Ask(NamedTuple):
    """A question: before which event it is asked, and its choices with a belief each ("": the right one)."""

    before: Callable[[tuple], bool]
    choices: dict[str, str]


GOROUTINES = {
    "park": Ask(lambda e: e[0] == "gopark" and e[5] == "chan receive",
                {"sleeps": "threads-m-waits-along", "runs-another": "", "hands-p": "threads-p-handed-on"}),
    "retake": Ask(lambda e: e[0] == "retake",
                  {"other": "", "leaves": "threads-m-leaves-call", "nobody": "threads-procs-limit-ms"}),
    "idle": Ask(lambda e: e[0] == "releasep",
                {"ends": "threads-m-ends", "turns": "threads-m-keeps-looking", "kept": ""}),
}
THREADS = {
    "block": Ask(lambda e: e[0] == "block" and e[5] == "chan receive",
                 {"idle": "threads-cpu-waits-along", "turns": "",
                  "takes-over": "threads-thread-changes-task"}),
}


def asked(trace: list[tuple], asks: dict[str, Ask]) -> list[tuple]:
    """The trace with each question before the first event that it is about, where there is one."""
    at = {next((i for i, event in enumerate(trace) if ask.before(event)), None): name
          for name, ask in asks.items()}
    return [each for i, event in enumerate(trace)
            for each in ((question(event, at[i], asks[at[i]]), event) if i in at else (event,))]


def question(event: tuple, name: str, ask: Ask) -> tuple:
    """The question event before an event."""
    _, t, m, p, *rest = event
    args = {"m": m, "p": rest[0] if name == "retake" else p, "g": rest[0] if rest else 0}
    choices = tuple((f"predict.blocked-{name}.{choice}", args, belief)
                    for choice, belief in ask.choices.items())
    return ("question", t, m, p, f"blocked-{name}", args, choices)
