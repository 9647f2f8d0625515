"""The standing figures of a page, by name, from recorded durations and runs of the model."""

from collections import Counter

from models.amd64 import picture
from models.amd64.program import run
from models.golang import cite, evidence
from models.golang.stacks import growth as growth_times
from models.golang.toolchain import REFERENCE
from models.stack.sizes import WORD
from models.study.measure import measures, stackcosts, stealing

from . import recorded
from .markup import Markup, plain

CLEAR = 1.2  # times what the clock takes
STEPS = 200  # points on a counted line
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


def growth() -> Markup:
    """What a growing stack costs for each call, by copying and with segments."""
    from .figures import growth as figure
    kept = evidence.load(growth_times.NAME)
    panels = {"loop-counted": loop_counted(kept["frames"]), "loop-timed": timed("loop", 0),
              "down-counted": down_counted(kept["frames"]), "down-timed": timed("down", 1)}
    lines = {name: [figure.Line(*line) for line in found] for name, found in panels.items()}
    (_, once), *_ = panels["loop-timed"][0][1]
    fresh, grown = (sorted(ns for _, ns in points) for _, points, _ in panels["down-timed"])
    return figure.figure(
        lines, go=kept["go"], goos=kept["goos"], goarch=kept["goarch"], command=kept["command"],
        frame=kept["frames"]["down"] + WORD, runs=kept["kinds"]["clock"]["samples"],
        clock=growth_times.clock(), once=once, least=f"{fresh[0]:.0f}", most=f"{fresh[-1]:.0f}", grown_least=f"{grown[0]:.0f}",
        grown_most=f"{grown[-1]:.0f}", deepest=f"{max(growth_times.times('down fresh')) + 1:,}")


def loop_counted(frames: dict[str, int]) -> list[tuple]:
    """Trips into the runtime of a loop at the stack's edge."""
    start = [frames[name] for name in growth_times.TO_EDGE]
    calls = list(growth_times.times("loop fresh"))
    found = []
    for design in ("segments", "copying"):
        path = stackcosts.to_edge(design, start, frames["edge"], frames["wide"])
        found.append((design, list(zip(calls, stackcosts.trips(design, path, frames["wide"], calls)))))
    return found


def down_counted(frames: dict[str, int]) -> list[tuple]:
    """Bytes copied for each call of a recursion."""
    start = [frames[name] for name in growth_times.TO_DOWN]
    least, most = (end(growth_times.times("down fresh")) + 1 for end in (min, max))
    calls = sorted({round(least * (most / least) ** (i / STEPS)) for i in range(STEPS + 1)})
    return [(design, list(zip(calls, stackcosts.copied(design, start, frames["down"], calls))))
            for design in ("copying", "segments")]


def timed(what: str, more: int) -> list[tuple]:
    """Nanoseconds for each call on real Go; there are `more` calls than the listing's number says.

    Left out: times that are hardly longer than the clock's own, which is taken off.
    """
    clock = growth_times.clock()
    return [(look, [(n + more, (ns - clock) / (n + more))
                    for n, ns in growth_times.times(f"{what} {state}").items() if ns > CLEAR * clock],
             above)
            for look, state, above in (("copying", "fresh", True), ("grown", "grown", False))]


def switches() -> Markup:
    """On whose stack the thread is, from the first instruction of the program to its last."""
    from .figures import switches as figure
    found = picture.switches(run(REFERENCE))
    visits = [figure.Visit(one.into, one.routine.removesuffix("<>")) for one in found]
    return figure.figure([figure.Visit(found[0].out), *visits], ("main", "g0", "worker"))


FIGURES = {"load": load, "steals": steals, "order": order, "growth": growth, "switches": switches}


def figure(name: str) -> Markup:
    """The standing figure of that name; ValueError names those there are."""
    if name not in FIGURES:
        raise ValueError(f"there is no figure {name!r}; there are {', '.join(FIGURES)}")
    return FIGURES[name]()
