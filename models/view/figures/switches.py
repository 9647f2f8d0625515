"""On whose stack a thread is, one after another: a lane for each stack, and the thread's way through them."""

from collections.abc import Sequence
from typing import NamedTuple

from matplotlib.figure import Figure

from models.view.markup import Markup, plain

from .frame import both
from .svg import area, colour, sheet

LANE = 84  # pixels from one stack to the next
LEFT, RIGHT, TOP, FOOT = 54, 6, 22, 34


class Visit(NamedTuple):
    """A stretch on one stack. by: the routine that led here, "" for the first."""

    stack: str
    by: str = ""


def figure(visits: Sequence[Visit], lanes: Sequence[str], **args: object) -> Markup:
    """The thread's way. lanes: the stacks from the top down; a change goes from one to its neighbour."""
    return both("switches", lambda width: draw(visits, lanes, width), n=len(visits) - 1, **args)


def draw(visits: Sequence[Visit], lanes: Sequence[str], width: int) -> Figure:
    """The drawing at that width."""
    height = LANE * (len(lanes) - 1)
    fig = sheet(width, TOP + height + FOOT)
    axes = area(fig, LEFT, TOP, width - LEFT - RIGHT, height)
    axes.set(xlim=(0, len(visits)), ylim=(len(lanes) - 1, 0), xticks=[])
    axes.set_yticks(range(len(lanes)), [plain("figure.switches.stack", name=name) for name in lanes])
    axes.hlines(range(len(lanes)), 0, len(visits), color=colour("line"), lw=1.5, zorder=0, clip_on=False)
    for i, visit in enumerate(visits):
        y = lanes.index(visit.stack)
        look = colour("m" if visit.stack == "g0" else "running")
        axes.plot([i, i + 1], [y, y], color=look, lw=9, solid_capstyle="butt", clip_on=False)
        if visit.by:
            before = lanes.index(visits[i - 1].stack)
            axes.plot([i, i], [before, y], color=colour("strong-line"), lw=1.2, clip_on=False)
            axes.text(i - 0.1, (before + y) / 2, plain("figure.switches.by", name=visit.by), rotation=90,
                      ha="right", va="center", fontsize=11, color=colour("ink"))
    axes.set_xlabel(plain("figure.switches.axis"), fontsize=12, color=colour("quiet"), labelpad=14)
    return fig
