"""The table of what a goroutine costs beside a thread: measured, and in the model."""

from models.golang import evidence
from models.study.measure.footprint import taken
from models.study.measure.unitcosts import unit_costs

from .. import recorded
from ..markup import Markup, plain
from ..units import short
from .compare import table, time

COLUMNS = ("what", "goroutine", "thread")
# What the recordings call a step: of goroutines, and of threads.
MEASURED = {"make": ("newproc", "pthread_create"), "hand over": ("goroutine handover", "thread handover")}


def measured() -> dict[str, dict[str, int]]:
    """The recorded medians in nanoseconds, by step and by who takes it."""
    kinds = evidence.load("durations")["kinds"] | evidence.load("threads")["kinds"]
    return {step: dict(zip(("goroutine", "thread"), (kinds[kind]["p50"] for kind in names)))
            for step, names in MEASURED.items()}


def rows() -> list[tuple[str, str, str, float]]:
    """(key of its words, goroutine, thread, how many times as much) of each row."""
    memory = evidence.load("threads")["memory"]
    small, large = memory["goroutine"], memory["thread"]
    sizes = {"reserved": (small["reserved"], large["reserved"]), "taken": (taken(small), taken(large))}
    found = [(key, short(one), short(other), other / one) for key, (one, other) in sizes.items()]
    model = unit_costs(recorded.costs()["costs"])
    for step, real in measured().items():
        for key, of in ((step, real), (f"{step}-model", model[step])):
            found.append((key.replace(" ", "-"), time(of["goroutine"]), time(of["thread"]),
                          of["thread"] / of["goroutine"]))
    return found


def markup() -> Markup:
    """The table."""
    cells = [[plain(f"compare.costs.row.{key}"), one,
              plain("compare.costs.times", value=other, times=f"{times:,.0f}")]
             for key, one, other, times in rows()]
    about = evidence.load("threads")
    args = {name: about[name] for name in ("go", "cpus", "goos", "goarch")}
    return table("costs", list(COLUMNS), cells, args, "\n".join(" · ".join(row) for row in cells))
