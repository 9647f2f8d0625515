"""The tables of model and real Go, from what was recorded and what the model computes now."""

from models.golang import evidence, recording
from models.golang.programs import spawn
from models.study.measure import measures, stealing
from models.study.runs import spawn_order

from .. import recorded
from ..markup import Markup
from . import compare

MEASURES = {"stolen_share": measures.stolen_share, "ms_woken": measures.ms_woken,
            "makespan": measures.makespan}


def orders() -> Markup:
    """The order on one P for each recorded size and release."""
    releases = evidence.load("order")["releases"]
    sizes = sorted({int(n) for release in releases.values() for n in release["orders"]})
    return compare.orders([order_row(n, release["go"], release["orders"][str(n)])
                           for n in sizes for release in releases.values()])


def order_row(n: int, go: str, found: dict) -> dict:
    """One size on one release: what was recorded, and the model's order from the same tick."""
    return {"n": n, "go": go, "tick": found["tick"], "outliers": found["outliers"],
            "orders": found["orders"],
            "runs": found["ticks"][str(found["tick"])], "of": found["runs"],
            "real": spawn.expand(found["order"]),
            "model": [g for g in spawn_order(n, found["tick"]) if g != "main"]}


def durations() -> Markup:
    """The table of durations that the model's clock goes by."""
    return compare.durations(evidence.load("durations"))


def four_p() -> Markup:
    """What the model's runs on four Ps come to, beside the recorded ones."""
    runs, _ = recorded.program()
    free, bound = recorded.model_runs(), recorded.model_runs(runs["cpus"])
    rows = {name: ([measure(trace) for trace in free], [measure(trace) for trace in bound],
                   [run[name] for run in runs["runs"]]) for name, measure in MEASURES.items()}
    real = recording.load("recording").events
    return compare.four_p(rows, runs, model_start=stealing.time_to_start(bound[0]),
                          real_start=stealing.time_to_start(real))
