"""The explorer beside Spin: the same run queue, the same atomic steps, every state of it.

Left out: what Spin takes to make its C program and the compiler to compile it. Both searches are
breadth first, without reduction, on one core; pan's time has its start and its table of states in it.
"""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from time import perf_counter

from models.study.steps.queue_cases import Case, explored
from tools.spin.queue import numbers
from tools.spin.run import build, search

CASE = Case((("put", 3), ("get",), ("get",)), ring=(1, 2), thieves=2, steals=2)
REPEATS = 5


def clocked(job: Callable) -> float:
    """How long a call takes, in seconds."""
    begin = perf_counter()
    job()
    return perf_counter() - begin


def beside_spin() -> Iterator[str]:
    """States a second: the explorer and pan, in turn."""
    with tempfile.TemporaryDirectory() as folder:
        made = clocked(lambda: build("queue", Path(folder), ("-O1",)))
        pan = Path(folder) / "pan"
        states = search(pan, numbers(CASE)).states
        ours, theirs = [], []
        for _ in range(REPEATS):
            ours.append(clocked(lambda: explored(CASE)))
            theirs.append(clocked(lambda: search(pan, numbers(CASE))))
    yield f"a run queue with 2 thieves, {states:,} states without reduction, median of {REPEATS}:"
    yield f"  {'explorer':20} {median(ours):6.2f} s {states / median(ours):12,.0f} states a second"
    yield f"  {'Spin':20} {median(theirs):6.2f} s {states / median(theirs):12,.0f} states a second"
    yield f"  (left out: {made:.1f} s until Spin's program is made and compiled with -O1)"
