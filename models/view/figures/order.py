"""The order in which find_runnable looks for a G: one box a place, from the top down."""

import networkx as nx
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from models.view.markup import Markup, plain

from .frame import framed, one
from .svg import area, colour, sheet

WIDTH, BOX, STEP = 340, 44, 62  # pixels: the drawing, a box's height, from one box to the next
PAD = 12
# Place -> the palette's name for it, and what looks there in
# Go: proc.go globrunqget, proc.go runqget, proc.go globrunqgetbatch, netpoll_epoll.go netpoll
# Go: proc.go stealWork, proc.go runqgrab, proc.go checkRunqsNoP, proc.go stopm
BOXES = {
    "tick": ("global", "proc.go globrunqget"),
    "runnext": ("runnext", "proc.go runqget"),
    "ring": ("local", "proc.go runqget"),
    "global": ("global", "proc.go globrunqgetbatch"),
    "poll": ("dead", "netpoll_epoll.go netpoll"),
    "rings": ("local", "proc.go stealWork"),
    "last-round": ("runnext", "proc.go runqgrab"),
    "again": ("global", "proc.go checkRunqsNoP"),
    "sleep": ("m", "proc.go stopm"),
}
UNSEEN = ("poll", "sleep")  # boxes without a count: nobody waits for the network in this run, and to sleep is no look


def figure(looks: dict[str, tuple[int, int]], links: dict[str, tuple[str, str]],
           **args: object) -> Markup:
    """The boxes with how often each look succeeded.

    looks: place -> (looked, found). links: citation's key -> (text, address).
    """
    fig = draw(looks, links)
    drawing = one(fig, "order", "figure-order", args, role="group")
    return framed("order", f'<div class="flow">{drawing}</div>', args)


def flow() -> nx.DiGraph:
    """The places, each with an edge to where an M goes that finds nothing there."""
    graph = nx.DiGraph()
    nx.add_path(graph, BOXES)
    for depth, generation in enumerate(nx.topological_generations(graph)):
        for place in generation:
            graph.nodes[place]["layer"] = depth
    return graph


def tops(graph: nx.DiGraph) -> dict[str, float]:
    """How many pixels below the drawing's upper edge each box begins, as networkx lays them out."""
    layout = nx.multipartite_layout(graph, subset_key="layer", align="horizontal")
    ranked = sorted(layout, key=lambda place: layout[place][1])
    return {place: 1 + rank * STEP for rank, place in enumerate(ranked)}


def draw(looks: dict[str, tuple[int, int]], links: dict[str, tuple[str, str]]) -> Figure:
    """The drawing; one width serves the page and a phone."""
    graph = flow()
    at = tops(graph)
    height = max(at.values()) + BOX + 2
    fig = sheet(WIDTH, height)
    axes = area(fig, 0, 0, WIDTH, height)
    axes.set(xlim=(0, WIDTH), ylim=(height, 0), xticks=[], yticks=[])
    for place in graph:
        box(axes, place, at[place])
        words(axes, place, at[place], count(place, looks), links[BOXES[place][1]])
    for place, then in graph.edges:
        axes.annotate("", (WIDTH / 2, at[then]), (WIDTH / 2, at[place] + BOX),
                      arrowprops={"arrowstyle": "->", "color": colour("quiet"), "lw": 1.2,
                                  "shrinkA": 1, "shrinkB": 1})
    return fig


def count(place: str, looks: dict[str, tuple[int, int]]) -> str:
    """What the looks at a place came to, in words."""
    if place in UNSEEN:
        return plain(f"figure.order.{place}.note")
    looked, found = looks[place]
    return plain("figure.order.found", looked=looked, found=found)


def box(axes: Axes, place: str, top: float) -> None:
    """The box of a place; dashed if nobody looks there in this run."""
    tone = BOXES[place][0]
    style = "--" if place == "poll" else "-"
    axes.add_patch(FancyBboxPatch((5, top + 4), WIDTH - 10, BOX - 8, boxstyle="round,pad=4", ls=style,
                                  lw=1.2, fc=colour(f"{tone}-fill"), ec=colour(tone)))


def words(axes: Axes, place: str, top: float, note: str, link: tuple[str, str]) -> None:
    """The box's name and, at its right, its note; under them the link to the source."""
    tone, (text, url) = BOXES[place][0], link
    axes.text(PAD, top + 18, plain(f"figure.order.{place}"), fontsize=13, color=colour(f"{tone}-ink"))
    axes.text(WIDTH - PAD, top + 18, note, fontsize=12, ha="right", color=colour("ink"))
    axes.text(PAD, top + 36, text, fontsize=11.5, color=colour("link"), url=url)
