"""The program that was recorded on four Ps, the durations that were measured, and the model's runs of it."""

from models.golang import evidence
from models.study.measure import stealing, threads

SEED = 2   # of the runs of the model that a page shows one of
RUNS = 30  # as many as were recorded


def durations() -> dict[str, tuple[int, ...]]:
    """The recorded table of durations, as the model takes it."""
    return stealing.table(evidence.load("durations")["kinds"])


def program() -> tuple[dict, dict[str, int]]:
    """The recorded runs on four Ps, and the same program for the model."""
    runs = evidence.load("four-p")
    return runs, {"procs": runs["gomaxprocs"], "n": runs["goroutines"], "ns": runs["work"]["p50"]}


def model_runs(cpus: int = 0) -> list[list[tuple]]:
    """The traces of as many runs of the model as were recorded, each with a seed of its own."""
    runs, same = program()
    return [stealing.trace_of(seed=seed, durations=durations(), cpus=cpus,
                              sleeping=runs["runs"][0]["idle_ms"], **same)
            for seed in range(RUNS)]


def costs() -> dict[str, dict]:
    """What a step of either machine takes, and a task of memory, as models/study/measure/threads.py asks for it."""
    measured = evidence.load("threads")
    return {"costs": threads.priced(evidence.load("durations")["kinds"], measured["kinds"]),
            "memory": measured["memory"]}
