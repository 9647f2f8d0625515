"""How fast the model runs: `python -m models.study.bench`. Medians of repeated runs, no bar to pass."""

from statistics import median
from time import perf_counter

from .runs import spawn_order, spawn_run

REPEATS = 7
CASES = {
    "1 P, 10,000 goroutines": lambda: spawn_order(10_000),
    "4 Ps, 1,000 goroutines, any M next": lambda: spawn_run(4, 1_000, seed=1),
    "64 Ps, 10,000 goroutines, any M next": lambda: spawn_run(64, 10_000, seed=1),
}


def seconds(case) -> float:
    """The median time of a case, in seconds."""
    times = []
    for _ in range(REPEATS):
        begin = perf_counter()
        case()
        times.append(perf_counter() - begin)
    return median(times)


def main() -> None:
    for name, case in CASES.items():
        if isinstance(result := case(), list):
            done, what = len(result), "goroutines run"
        else:
            done, what = len(result.trace), "events"
        took = seconds(case)
        print(f"{name}: {done:,} {what} in {took * 1000:.1f} ms, {done / took:,.0f} a second")


if __name__ == "__main__":
    main()
