"""The standing figures of a page, by name, from recorded durations and runs of the model."""

from collections import Counter

from models.golang import cite
from models.study import measures, stealing

from . import recorded
from .markup import Markup, plain

STORM = {"n": 600, "ns": 50_000}  # goroutines enough, and long enough, for every queue to be used


def micro(ns: float) -> str:
    """Microseconds, without digits after the point where there are none."""
    return f"{ns / 1000:.3g}"


def load() -> Markup:
    """The same program with stealing and without."""
    from .figures import load as figure
    runs, program = recorded.program()
    traces = stealing.with_and_without(seed=recorded.SEED, durations=recorded.durations(),
                                       sleeping=runs["runs"][0]["idle_ms"], **program)
    longest = max(map(measures.makespan, traces.values()))
    drawn = [figure.Run(name, measures.busy(trace, gap=longest // 1000),
                        [(steal.t, steal.p) for steal in measures.steals(trace)],
                        measures.makespan(trace)) for name, trace in traces.items()]
    return figure.figure(drawn, program["procs"], n=program["n"], us=micro(program["ns"]), seed=recorded.SEED)


def steals() -> Markup:
    """How many Gs a steal takes, in the model and in the recorded runs."""
    from .figures import steals as figure
    runs, program = recorded.program()
    model = sum(map(measures.steal_sizes, recorded.model_runs()), Counter())
    real = Counter(n for run in runs["runs"] for n in run["steals"])
    series = {plain("figure.steals.model"): model,
              plain("figure.steals.go", release=runs["go"]): real}
    return figure.figure(
        series, runs=recorded.RUNS, recorded=len(runs["runs"]), steals=model.total(), real=real.total(),
        ones=percent(model[1], model), real_ones=percent(real[1], real), go=runs["go"],
        us=micro(program["ns"]), cpus=runs["cpus"], procs=program["procs"], n=program["n"])


def percent(part: int, of: Counter[int]) -> str:
    """A part of all steals, in percent."""
    return f"{100 * part / of.total():.0f}"


def order() -> Markup:
    """The order in which find_runnable looks, with what the looks of one run came to."""
    from .figures import order as figure
    procs = recorded.program()[1]["procs"]
    trace = stealing.trace_of(procs, seed=recorded.SEED, durations=recorded.durations(), **STORM)
    looks = stealing.looks(trace)
    links = {key: cite.link(key) for _, key in figure.BOXES.values()}
    return figure.figure(looks, links, n=STORM["n"], us=micro(STORM["ns"]), procs=procs, seed=recorded.SEED,
                         found=looks["rings"].found, looked=looks["rings"].looked)


FIGURES = {"load": load, "steals": steals, "order": order}


def figure(name: str) -> Markup:
    """The standing figure of that name; ValueError names those there are."""
    if name not in FIGURES:
        raise ValueError(f"there is no figure {name!r}; there are {', '.join(FIGURES)}")
    return FIGURES[name]()
