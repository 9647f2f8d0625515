"""The orders on one P that the chapter shows: several sizes, two releases, twenty runs of each."""

from collections import Counter

from models.golang import recording
from models.golang.programs import spawn
from models.golang.toolchain import VERSIONS

SIZES = (10, 257, 258, 300, 600, 1000)
RUNS = 20


def record() -> dict:
    """All sizes on both releases, as kept in book/evidence/order.json."""
    return {"listing": spawn.LISTING, "releases": {v: record_release(v) for v in VERSIONS}}


def record_release(version: str) -> dict:
    """The sizes on one release, and how the program was run."""
    program = spawn.program(version)
    about = recording.settings(version, spawn.LISTING, ["N"], spawn.ENV)
    return about | {"orders": {str(n): record_size(version, n, program) for n in SIZES}}


def record_size(version: str, n: int, program) -> dict:
    """RUNS runs of one size: the commonest start tick, and the order in all runs that had it.

    ticks: how many runs began with which tick. orders: how many different orders the runs with
    the commonest tick gave (1 where the tick decides all). outliers: disturbed runs, repeated.
    """
    runs = [spawn.spawn_order(version, n, program) for _ in range(RUNS)]
    ticks = Counter(run["tick"] for run in runs)
    tick = ticks.most_common(1)[0][0]
    orders = Counter(spawn.compact(run["order"]) for run in runs if run["tick"] == tick)
    return {"tick": tick, "order": orders.most_common(1)[0][0], "runs": RUNS,
            "ticks": {str(t): ticks[t] for t in sorted(ticks)}, "orders": len(orders),
            "outliers": sum(run["outliers"] for run in runs)}
