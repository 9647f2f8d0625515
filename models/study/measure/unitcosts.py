"""What one step costs on each machine, from runs of the same work: making a task, and handing a value over.

    unit_costs(costs)  # {"make": {"goroutine": 401, "thread": 21452}, "hand over": {…}}, in nanoseconds
"""

from collections.abc import Iterable
from statistics import median_low

from .threads import compare

TASKS = 200     # that are made
SIDES = {"goroutine": "goroutines", "thread": "threads"}


def unit_costs(costs: dict[str, tuple[int, ...]]) -> dict[str, dict[str, int]]:
    """The medians on one CPU, with the durations of models/study/measure/threads.py."""
    memory: dict[str, dict[str, int]] = {"goroutine": {}, "thread": {}}
    made = compare(tasks=TASKS, cpus=1, costs=costs, memory=memory)
    handed = compare(tasks=2, cpus=1, ns=0, program="hand over", costs=costs, memory=memory)
    return {step: {one: between(sides[side].trace, kinds) for one, side in SIDES.items()}
            for step, sides, kinds in (("make", made, ("newproc", "clone")),
                                       ("hand over", handed, ("execute", "resume")))}


def between(trace: Iterable[tuple], kinds: tuple[str, ...]) -> int:
    """The middle one of the times from one event of these kinds to the next."""
    times = [event[1] for event in trace if event[0] in kinds]
    return median_low(end - start for start, end in zip(times, times[1:]))
