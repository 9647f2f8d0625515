"""All states of a small algorithm: a row for each number of steps, and a bad schedule through them."""

from collections.abc import Iterable
from typing import NamedTuple

import networkx as nx
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from .svg import area, colour, sheet

WIDTH, ROW, EDGE = 340, 17, 10     # pixels: the drawing, from one row to the next, room around it
NUMBERS, GAP = 24, 22              # room for the steps' numbers, and the most between two states of a row
SWEEPS = 4                         # how often the rows are put in order, down and up in turn
# What a state is -> its mark, its size in pixels, and the palette's names for its line and its surface.
MARKS = {
    "between": ("o", 3.5, "strong-line", "strong-line"),
    "first": ("o", 8, "ink", "paper"),
    "ended": ("s", 7, "running", "running"),
    "over": ("s", 7, "dead", "paper"),
    "stuck": ("D", 6.5, "waiting", "waiting-fill"),
    "bad": ("X", 10, "m", "m"),
}


class States(NamedTuple):
    """What is drawn. kinds: for each state one of MARKS, in the order in which they are found. rows: how
    many steps away from the first each is. steps: (state, state after it). path: the states of a schedule.
    """

    kinds: dict[int, str]
    rows: dict[int, int]
    steps: list[tuple[int, int]]
    path: list[int]


def draw(states: States) -> Figure:
    """The drawing; one width serves the page and a phone."""
    at = places(states)
    height = 2 * EDGE + ROW * max(states.rows.values())
    fig = sheet(WIDTH, height)
    axes = area(fig, 0, 0, WIDTH, height)
    axes.set(xlim=(0, WIDTH), ylim=(height, 0), xticks=[], yticks=[])
    on_path = list(zip(states.path, states.path[1:], strict=False))
    down = {(a, b) for a, b in states.steps if states.rows[b] > states.rows[a]}
    back = {(a, b) for a, b in states.steps if a != b} - down
    lines(axes, at, sorted(down), "strong-line", 0.6, "-")
    lines(axes, at, sorted(back), "strong-line", 0.8, ":")
    lines(axes, at, on_path, "m", 2.2, "-")
    for kind in MARKS:
        marks(axes, kind, [at[state] for state, its in states.kinds.items() if its == kind])
    marked = [state for state in states.path if states.kinds[state] == "between"]
    axes.plot(*columns([at[state] for state in marked]), "o", ms=5, mfc=colour("m"), mew=0, ls="none")
    for number, state in enumerate(states.path[1:], 1):
        axes.text(WIDTH - 2, at[state][1] + 4, str(number), fontsize=11, ha="right", color=colour("quiet"))
    return fig


def places(states: States) -> dict[int, tuple[float, float]]:
    """Where each state stands, in pixels: networkx lays out the rows. Those of a path are the last of their
    rows, so that the path is a straight line at the right.
    """
    rows = ordered(states)
    graph = nx.DiGraph()
    graph.add_nodes_from(states.kinds)
    layout = nx.multipartite_layout(graph, subset_key=rows, align="horizontal")
    room = WIDTH - 2 * EDGE - NUMBERS * bool(states.path)
    gap = min(GAP, room / max(1, max(map(len, rows.values())) - 1))
    at = {}
    for row, members in rows.items():
        members = sorted(members, key=lambda state: layout[state][0])
        width = gap * (len(members) - 1)
        left = EDGE + (room - width) / (1 if states.path else 2)
        at |= {state: (left + gap * i, EDGE + ROW * row) for i, state in enumerate(members)}
    return at


def ordered(states: States) -> dict[int, list[int]]:
    """The states of each row, so that few steps cross: by the mean of where their neighbours stand."""
    graph = nx.DiGraph(states.steps)
    graph.add_nodes_from(states.kinds)
    rows: dict[int, list[int]] = {}
    for state in states.kinds:
        rows.setdefault(states.rows[state], []).append(state)
    rank = {state: float(i) for members in rows.values() for i, state in enumerate(members)}
    path = set(states.path)
    for sweep in range(SWEEPS):
        look = graph.predecessors if sweep % 2 == 0 else graph.successors
        for row in sorted(rows, reverse=sweep % 2 == 1):
            weight = {state: mean([rank[other] for other in look(state) if states.rows[other] != row],
                                  rank[state]) for state in rows[row]}
            rows[row].sort(key=lambda state: (state in path, weight[state], state))
            shift = len(rows[row]) - 1 if path else (len(rows[row]) - 1) / 2
            rank |= {state: i - shift for i, state in enumerate(rows[row])}
    return rows


def mean(numbers: list[float], otherwise: float) -> float:
    """The mean of some numbers, if there are any."""
    return sum(numbers) / len(numbers) if numbers else otherwise


def lines(axes: Axes, at: dict[int, tuple[float, float]], steps: Iterable[tuple[int, int]], tone: str,
          width: float, style: str) -> None:
    """A line for each step."""
    ends = [(at[a], at[b]) for a, b in steps]
    axes.add_collection(LineCollection(ends, colors=colour(tone), lw=width, ls=style))


def marks(axes: Axes, kind: str, points: list[tuple[float, float]]) -> None:
    """The states of a kind."""
    mark, size, line, surface = MARKS[kind]
    axes.plot(*columns(points), mark, ms=size, mec=colour(line), mfc=colour(surface), mew=1.2, ls="none",
              clip_on=False)


def columns(points: list[tuple[float, float]]) -> tuple[list[float], list[float]]:
    """Points as a list of their xs and one of their ys."""
    return [x for x, _ in points], [y for _, y in points]
