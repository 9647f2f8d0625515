"""The standing figures of a page, by name, from recorded durations and runs of the model."""

from collections import Counter

from models.golang import cite, evidence
from models.study import measures, stealing

from .markup import Markup, plain

SEED = 2
RUNS = 30
STORM = {"n": 600, "ns": 50_000}  # goroutines enough, and long enough, for every queue to be used


def durations() -> dict[str, tuple[int, ...]]:
    """The recorded table of durations, as the model takes it."""
    return stealing.table(evidence.load("durations")["kinds"])


def recorded() -> tuple[dict, dict[str, int]]:
    """The recorded runs on four Ps, and the same program for the model."""
    runs = evidence.load("four-p")
    return runs, {"procs": runs["gomaxprocs"], "n": runs["goroutines"], "ns": runs["work"]["p50"]}


def model_runs(cpus: int = 0) -> list[list[tuple]]:
    """The traces of as many runs of the model as were recorded, each with a seed of its own."""
    runs, program = recorded()
    return [stealing.trace_of(seed=seed, durations=durations(), cpus=cpus,
                              sleeping=runs["runs"][0]["idle_ms"], **program)
            for seed in range(RUNS)]


def micro(ns: float) -> str:
    """Microseconds, without digits after the point where there are none."""
    return f"{ns / 1000:.3g}"


def load() -> Markup:
    """The same program with stealing and without."""
    from .figures import load as figure
    runs, program = recorded()
    traces = stealing.with_and_without(seed=SEED, durations=durations(),
                                       sleeping=runs["runs"][0]["idle_ms"], **program)
    longest = max(map(measures.makespan, traces.values()))
    drawn = [figure.Run(name, measures.busy(trace, gap=longest // 1000),
                        [(steal.t, steal.p) for steal in measures.steals(trace)],
                        measures.makespan(trace)) for name, trace in traces.items()]
    return figure.figure(drawn, program["procs"], n=program["n"], us=micro(program["ns"]), seed=SEED)


def steals() -> Markup:
    """How many Gs a steal takes, in the model and in the recorded runs."""
    from .figures import steals as figure
    runs, program = recorded()
    model = sum(map(measures.steal_sizes, model_runs()), Counter())
    real = Counter(n for run in runs["runs"] for n in run["steals"])
    series = {plain("figure.steals.model"): model,
              plain("figure.steals.go", release=runs["go"]): real}
    return figure.figure(
        series, runs=RUNS, recorded=len(runs["runs"]), steals=model.total(), real=real.total(),
        ones=percent(model[1], model), real_ones=percent(real[1], real), go=runs["go"],
        us=micro(program["ns"]), cpus=runs["cpus"], procs=program["procs"], n=program["n"])


def percent(part: int, of: Counter[int]) -> str:
    """A part of all steals, in percent."""
    return f"{100 * part / of.total():.0f}"


def order() -> Markup:
    """The order in which find_runnable looks, with what the looks of one run came to."""
    from .figures import order as figure
    procs = recorded()[1]["procs"]
    trace = stealing.trace_of(procs, seed=SEED, durations=durations(), **STORM)
    looks = stealing.looks(trace)
    links = {key: cite.link(key) for _, key in figure.BOXES.values()}
    return figure.figure(looks, links, n=STORM["n"], us=micro(STORM["ns"]), procs=procs, seed=SEED,
                         found=looks["rings"].found, looked=looks["rings"].looked)


FIGURES = {"load": load, "steals": steals, "order": order}


def figure(name: str) -> Markup:
    """The standing figure of that name; ValueError names those there are."""
    if name not in FIGURES:
        raise ValueError(f"there is no figure {name!r}; there are {', '.join(FIGURES)}")
    return FIGURES[name]()
