"""What an M can be doing, as a graph: where its nodes are drawn, and which edges are."""

from ..player.scene import Edge, Place

HEIGHT = 62  # in percent of the width
SLOTS = 3    # Ms drawn in a node; more are a number
# The middle of each node, in percent of the graph's width and height.
SPOTS = {"starting": (12, 9), "spinning": (50, 9), "gone": (88, 9),
         "asleep": (12, 50), "scheduling": (50, 50), "running": (88, 50),
         "locked": (50, 91), "call": (88, 91)}
# Each way from one to another; a number: how far it bends. Dashed: only where a goroutine that is locked
# to its M has to wait.
EDGES = tuple(Edge(*way) for way in (
    ("starting", "scheduling"), ("starting", "spinning"),
    ("scheduling", "spinning", 4), ("spinning", "scheduling", 4),
    ("scheduling", "running", 4), ("running", "scheduling", 4),
    ("running", "call", 4), ("call", "running", 4),
    ("call", "asleep"), ("scheduling", "asleep"), ("asleep", "starting"), ("running", "gone"),
    ("running", "locked", 4, True), ("locked", "running", 4, True)))
WAYS = {(edge.start, edge.end): edge for edge in EDGES}


def nodes() -> tuple[Place, ...]:
    """A place for each thing that an M can be doing."""
    return tuple(Place(name, "node", "graph", f"machines.at.{name}", size=SLOTS, at=spot)
                 for name, spot in SPOTS.items())


def edge_of(old: str | None, new: str) -> Edge | None:
    """The edge of a move; a new M comes by none. ValueError where none is drawn."""
    if old is None:
        return None
    if (old, new) not in WAYS:
        raise ValueError(f"no M goes from {old} to {new}; the ways that are drawn are in EDGES")
    return WAYS[old, new]
