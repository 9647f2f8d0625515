"""The questions of the page "Why these rules?": each changes one constant or rule of Go's, and nothing else.

Each function stands beside the rule of the same name in models/runtime and has its arguments.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

from models.runtime import runq, sysmon
from models.runtime.runtime import RULES, replaced

from ..wrong import WRONG, grab_counted
from .whatif import SEEDS, Measures, middle, run

NEVER = 10**9
MS = sysmon.MS


class Change(NamedTuple):
    """What is put in place of Go's: rules, constants, another number of Ps."""

    rules: dict[str, Callable] = RULES
    constants: dict[str, int] = {}
    procs: int = 0


class Question(NamedTuple):
    """A workload and the changes to try on it, Go's own first; shows: the measures that tell something."""

    workload: str
    changes: dict[str, Change]
    shows: tuple[str, ...]


def in_equal_order(rt) -> list[int]:
    """steal_order, but everybody begins at P0 and goes on to the next."""
    return list(range(len(rt.allp)))


def get_with_new_slice(rt, pp) -> tuple:
    """runqget, but a G from runnext begins a new time slice, as one from the ring does."""
    return runq.runqget(rt, pp)[0], False


def woken_only(rt, mp) -> bool:
    """may_spin, but an M whose own work has run out does not look for other work: it sleeps at once."""
    return mp.spinning


def stop_spinning_only(rt, mp) -> None:
    """resetspinning, but the M that has found work wakes nobody in its place."""
    rt.stop_spinning(mp)


def wake_all(rt, mp) -> None:
    """wakep, but every idle P gets an M, however many spin already."""
    while (pp := rt.pidleget_spinning(mp)) is not None:
        rt.sched.nmspinning += 1
        rt.startm(mp, pp, spinning=True)


def pause_20us(rt, idle: int, delay: int) -> int:
    """sysmon_pause, but it never sleeps longer than 20 µs."""
    return 20 * sysmon.US


def constant(**constants: int) -> Change:
    return Change(constants=constants)


def rule(**rules: Callable) -> Change:
    return Change(replaced(**rules))


GO = Change()
AWAKE = Change(replaced(sysmon_pause=pause_20us), {"force_preempt_ns": MS})
QUESTIONS = {
    "tick": Question("starving", {"61": GO, "7": constant(global_tick=7), "1": constant(global_tick=1),
                                  "never": constant(global_tick=NEVER)},
                     ("makespan", "guest", "p99", "trips")),
    "ring": Question("flood", {"256": GO, "64": constant(runq_size=64), "16": constant(runq_size=16),
                               "4": constant(runq_size=4), "1024": constant(runq_size=1024)},
                     ("makespan", "p99", "stolen", "trips")),
    "half": Question("share", {"half": GO, "one": Change(WRONG["takes-one"]),
                               "all": rule(runqgrab=grab_counted(lambda length: length))},
                     ("makespan", "p99", "steals", "stolen", "looks")),
    "start": Question("forkjoin", {"random": GO, "fixed": rule(steal_order=in_equal_order)},
                      ("makespan", "p99", "steals", "looks")),
    "runnext": Question("pingpong", {"on": GO, "off": Change(WRONG["fifo-spawn"])},
                        ("makespan", "p50", "p99", "fairness")),
    "inherit": Question("crowded", {"inherits": GO, "new": rule(runqget=get_with_new_slice)},
                        ("makespan", "guest", "p50", "fairness")),
    "spinning": Question("bursts", {"few": GO, "sleeps": rule(may_spin=woken_only),
                                    "alone": rule(resetspinning=stop_spinning_only),
                                    "all": rule(wakep=wake_all)},
                         ("makespan", "p50", "wakeups", "looks", "looking")),
    "slice": Question("mixed", {"10": GO, "1": constant(force_preempt_ns=MS),
                                "1-awake": AWAKE, "never": constant(force_preempt_ns=NEVER * NEVER)},
                      ("makespan", "p99", "longest", "trips")),
    "procs": Question("parallel", {"4": GO, "1": Change(procs=1), "2": Change(procs=2), "8": Change(procs=8),
                                   "16": Change(procs=16)},
                      ("makespan", "p50", "p99", "wakeups")),
}


def answer(question: str, durations: dict[str, Sequence[int]], seeds: Sequence[int] = SEEDS,
           procs: int = 0, **own: Change) -> dict[str, Measures]:
    """What each change of a question comes to, Go's own first; own: further changes, by name.

    procs: on how many Ps, where the change does not say so; 0 for as many as the workload is meant for.
    ValueError for a question that there is not.
    """
    if question not in QUESTIONS:
        raise ValueError(f"there is no question {question!r}; there are {', '.join(QUESTIONS)}")
    asked = QUESTIONS[question]
    frozen = tuple((step, tuple(options)) for step, options in durations.items())
    return {name: result(asked.workload, change.procs or procs, frozenset(change.rules.items()),
                         tuple(change.constants.items()), tuple(seeds), frozen)
            for name, change in {**asked.changes, **own}.items()}


@cache
def result(workload: str, procs: int, rules: frozenset, constants: tuple, seeds: tuple,
           durations: tuple) -> Measures:
    """The median over the seeds; kept, for a page comes back to it."""
    return middle(run(workload, seeds, procs=procs, rules=dict(rules), durations=dict(durations),
                      **dict(constants)))
