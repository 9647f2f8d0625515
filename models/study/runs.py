"""Whole runs of the chapter's program, as a trace."""

from collections.abc import Callable

from models.program.spawn import check_n, spawn
from models.runtime.constants import Constants
from models.runtime.machine import Machine, logged
from models.runtime.runtime import RULES, Runtime

from .choosers import seeded

START_TICK = 15  # P0's schedtick when a real program's main begins on Go 1.27.3, nearly always


def spawn_order(n: int, schedtick: int = START_TICK, rules: dict[str, Callable] = RULES) -> list:
    """The order in which n goroutines run on one P, and "main" when it goes on."""
    check_n(n)
    rt = Runtime(1, schedtick=schedtick, rules=rules)
    Machine(rt, spawn, n).run()
    return logged(rt.trace)


def spawn_run(procs: int, n: int, seed: int, *, ns: int = 20_000, durations: dict | None = None,
              rules: dict[str, Callable] = RULES, const: Constants = Constants()) -> Runtime:
    """n goroutines of ns nanoseconds each on `procs` Ps, run to the end; the seed decides what is
    left to chance. The trace and the state are in the runtime that is returned.

    Without durations any M may act next at each step; with them the clock decides.
    """
    check_n(n)
    rt = Runtime(procs, schedtick=START_TICK, rules=rules, const=const, choose=seeded(seed),
                 durations=durations)
    Machine(rt, spawn, n, ns).run()
    return rt
