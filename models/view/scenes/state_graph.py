"""The statuses of a G as a graph: where its nodes are drawn, and which edges are."""

from models.runtime.status import (
    G_COPYSTACK, G_DEAD, G_IDLE, G_NAMES, G_PREEMPTED, G_RUNNABLE, G_RUNNING, G_SCAN, G_SYSCALL, G_WAITING,
)
from models.runtime.transitions import NEW, TRANSITIONS

from ..player.scene import Edge, Place

HEIGHT = 62  # in percent of the width
# The middle of each node, in percent of the graph's width and height. Left out: what only the leak profile and
# threads made by C use.
SPOTS = {G_IDLE: (12, 9), G_DEAD: (50, 9), G_COPYSTACK: (88, 9), G_RUNNABLE: (12, 50), G_RUNNING: (88, 50),
         G_WAITING: (12, 91), G_PREEMPTED: (50, 91), G_SYSCALL: (88, 91)}
# The steps that only coroutines and the runtime's own work take: drawn as dashes.
RARE = {(G_DEAD, G_WAITING), (G_WAITING, G_RUNNING)}
SEATS = {G_RUNNABLE: 2, G_WAITING: 2, G_DEAD: 2}  # slots drawn in a node, where that is not one


def constant(status: int) -> str:
    """Go's name of a status."""
    return f"_G{G_NAMES[status]}"


def nodes() -> tuple[Place, ...]:
    """A place for each status that is drawn."""
    return tuple(Place(G_NAMES[status], "node", "graph", code=constant(status), size=SEATS.get(status, 1), at=spot)
                 for status, spot in SPOTS.items())


def edge_of(old: int, new: int) -> Edge:
    """The edge of a step. Where there is one back as well, the two bend away from each other."""
    both = (new, old) in steps()
    return Edge(G_NAMES[old], G_NAMES[new], 4 if both else 0, (old, new) in RARE)


def steps() -> list[tuple[int, int]]:
    """The steps between statuses that are drawn; the scan bit is not."""
    found = [(old & ~G_SCAN, new & ~G_SCAN) for old, new in TRANSITIONS[NEW]]
    return [step for step in dict.fromkeys(found) if step[0] != step[1] and {*step} <= SPOTS.keys()]


def edges() -> tuple[Edge, ...]:
    """Every edge that is drawn."""
    return tuple(edge_of(*step) for step in steps())
