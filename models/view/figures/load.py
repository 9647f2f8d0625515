"""When each P runs Gs, with stealing and without: two sets of lanes over one axis of time."""

from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from models.view.markup import Markup, plain

from .frame import both
from .svg import area, colour, sheet

LANE = 24          # pixels from one P to the next
HEAD, FOOT = 30, 44  # pixels above the first lane, and under the last for the axis
LEFT, RIGHT = 30, 8


class Run(NamedTuple):
    """What is drawn of one run. Times in ns from its start."""

    name: str  # of its words: "stealing" or "alone"
    busy: dict[int, list[tuple[int, int]]]
    steals: list[tuple[int, int]]  # (time, thief)
    makespan: int


def figure(runs: list[Run], procs: int, **args: object) -> Markup:
    """The lanes of each run, under each other. `args` fill in the caption beside the makespans."""
    times = {run.name: ms(run.makespan) for run in runs}
    return both("load", lambda width: draw(runs, procs, width), procs=procs, **times, **args)


def ms(ns: float) -> str:
    """Milliseconds with two digits after the point."""
    return f"{ns / 1e6:.2f}"


def draw(runs: list[Run], procs: int, width: int) -> Figure:
    """The drawing at that width."""
    block = HEAD + procs * LANE
    fig = sheet(width, block * len(runs) + FOOT)
    longest = max(run.makespan for run in runs)
    for i, run in enumerate(runs):
        axes = area(fig, LEFT, i * block + HEAD, width - LEFT - RIGHT, procs * LANE)
        axes.set(xlim=(0, longest / 1e6), ylim=(procs - 0.5, -0.5), xticks=[])
        lanes(axes, run, procs)
    axes.xaxis.set_major_locator(MaxNLocator(width // 80, steps=[1, 2, 5, 10]))
    axes.set_xlabel(plain("figure.load.axis"), fontsize=12, color=colour("quiet"))
    return fig


def lanes(axes: Axes, run: Run, procs: int) -> None:
    """One run: a line for each P's time, bars where it runs Gs, marks where it steals."""
    axes.set_yticks(range(procs), [plain("figure.p", p=p) for p in range(procs)])
    axes.set_title(plain(f"figure.load.{run.name}", time=ms(run.makespan)), loc="left", x=0,
                   fontsize=13, color=colour("ink"), pad=5)
    axes.hlines(range(procs), 0, run.makespan / 1e6, color=colour("line"), lw=1.5, zorder=0)
    for p, stretches in run.busy.items():
        bars = [(start / 1e6, (end - start) / 1e6) for start, end in stretches]
        axes.broken_barh(bars, (p - 0.27, 0.54), facecolor=colour("running"), lw=0)
    if run.steals:
        axes.plot([t / 1e6 for t, _ in run.steals], [p + 0.36 for _, p in run.steals], "^", ms=7,
                  mfc=colour("m"), mec=colour("m"), mew=0, ls="none", clip_on=False)
    axes.axvline(run.makespan / 1e6, color=colour("strong-line"), lw=1, clip_on=False)
