"""What a growing stack costs for each call: counted in the model and timed on real Go, at its edge and on the
way down. Four small drawings, two beside two where there is room.
"""

from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from models.view.markup import Markup, plain

from .frame import both
from .svg import area, colour, sheet

HEIGHT, HEAD, FOOT, LEFT, RIGHT = 136, 42, 48, 46, 22  # pixels: a panel's drawing, and the room around it
PANELS = ("loop-counted", "loop-timed", "down-counted", "down-timed")
NEAR = 8   # a name keeps clear of its line as far back as an eighth of the calls
ROOM = 8   # times the highest value: a name fits above it
MANY = 4   # marks that an axis has room for
LOOKS = {  # told apart by the line as well as by its colour
    "copying": {"color": "local", "ls": "-", "lw": 2},
    "segments": {"color": "m", "ls": "--", "lw": 2},
    "grown": {"color": "quiet", "ls": ":", "lw": 2},
}
TONES = {"copying": "local-ink", "segments": "m-ink", "grown": "quiet"}


class Line(NamedTuple):
    """A line of a panel: its look, (calls, value) from left to right, whether its name stands above it."""

    look: str
    points: list[tuple[int, float]]
    above: bool = True


def figure(panels: dict[str, list[Line]], **args: object) -> Markup:
    """The four panels by name, each with its lines. `args` fill in the caption."""
    if tuple(panels) != PANELS:
        raise ValueError(f"the panels are {', '.join(panels)}; they should be {', '.join(PANELS)}")
    return both("growth", lambda width: draw(panels, width), **args)


def draw(panels: dict[str, list[Line]], width: int) -> Figure:
    """The drawing at that width."""
    columns = 2 if width > 400 else 1
    wide, high = width / columns, HEAD + HEIGHT + FOOT
    fig = sheet(width, high * len(panels) / columns)
    for i, (name, lines) in enumerate(panels.items()):
        row, column = divmod(i, columns)
        axes = area(fig, column * wide + LEFT, row * high + HEAD, wide - LEFT - RIGHT, HEIGHT)
        panel(axes, name, lines)
    return fig


def panel(axes: Axes, name: str, lines: list[Line]) -> None:
    """One panel: its title, its axes, and its lines with their names beside them."""
    title = f"{plain(f'figure.growth.{name}')}\n{plain(f'figure.growth.{name}.unit')}"
    axes.set_title(title, loc="left", x=0, fontsize=12, color=colour("ink"), pad=6)
    for line in lines:
        look = LOOKS[line.look]
        axes.plot(*zip(*line.points, strict=True), color=colour(look["color"]), ls=look["ls"], lw=look["lw"],
                  clip_on=False, zorder=2)
        named(axes, line)
    scales(axes, name, lines)


def named(axes: Axes, line: Line) -> None:
    """A line's name at its right end, above or below all of the line that is near."""
    x = line.points[-1][0]
    near = [y for at, y in line.points if at > x / NEAR]
    axes.annotate(plain(f"figure.growth.{line.look}"), (x, max(near) if line.above else min(near)),
                  xytext=(0, 4 if line.above else -4), textcoords="offset points", ha="right",
                  va="bottom" if line.above else "top", fontsize=11, color=colour(TONES[line.look]))


def scales(axes: Axes, name: str, lines: list[Line]) -> None:
    """Both axes: calls, and what is counted or timed, in powers of ten; but bytes begin at 0."""
    xs, ys = zip(*(point for line in lines for point in line.points), strict=True)
    axes.set_xscale("log")
    axes.set_xlim(min(xs), max(xs))
    ticks(axes.xaxis, powers(min(xs), max(xs)))
    if name == "down-counted":
        axes.set_ylim(0, 1.2 * max(ys))
    else:
        axes.set_yscale("log")
        axes.set_ylim(min(ys) / 4, ROOM * max(ys))
        ticks(axes.yaxis, powers(min(ys) / 4, 2 * max(ys)))
    axes.tick_params(labelsize=11)
    axes.set_xlabel(plain(f"figure.growth.axis.{name.partition('-')[0]}"), fontsize=11, color=colour("quiet"))
    axes.grid(axis="y", color=colour("line"), lw=1, zorder=0)
    axes.set_axisbelow(True)


def ticks(axis, at: list[float]) -> None:
    """Marks at those places only, in plain numbers; every second one where there are many."""
    axis.set_major_locator(FixedLocator(at[::2] if len(at) > MANY else at))
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    axis.set_minor_locator(NullLocator())


def powers(low: float, high: float) -> list[int]:
    """The powers of ten from low to high, from 1 on."""
    return [10 ** power for power in range(10) if low <= 10 ** power <= high]
