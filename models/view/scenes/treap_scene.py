"""A semaRoot as a graph: the places that nodes can have in its treap, and the Gs that wait there.

A node's tokens are its line, the first in front; a G that was woken leaves the graph. A node that is turned
moves to another place, with all who wait in it.
"""

from collections.abc import Iterator, Mapping

from models.study.moments.treaps import STEP, Told

from ..player.scene import About, Cell, Edge, Place, Scene, State, Step
from .asks import question_of

FREE = Cell("–", "free")
ROWS = (10, 50, 90)  # the middle of each row of nodes, in percent of the graph's height
HEIGHT = 52          # of the graph, in percent of its width
SEATS = 3            # tokens drawn of a line
CITES = {"leaf": "semaRoot.queue", "up": "semaRoot.queue", "join": "semaRoot.queue",
         "next": "semaRoot.dequeue", "last": "semaRoot.dequeue", "down": "semaRoot.dequeue", "cut": "semaRoot.dequeue"}
KINDS = {"leaf": "wait", "join": "wait"}
ABOUT = {f"treap.{key}": About(KINDS.get(key, ""), f"sema.go {cite}") for key, cite in CITES.items()}


def treap_scene(found: list[Told], tickets: Mapping[str, int], questions: Mapping[int, tuple]) -> Scene:
    """The scene of these steps. tickets: of each semaphore. questions: for a step's number, the one before
    it.
    """
    paths = sorted({path for one in found for path in one.tree}, key=lambda path: (len(path), path))
    nodes = [node(path) for path in paths]
    woken = Place("woken", "bag", "foot", "treap.woken", size=5)
    table = [Place(f"{lane}.{name}", "cell", lane, code=name) for lane in ("address", "ticket", "line")
             for name in tickets]
    places = (*nodes, woken, *table, Place("nwait", "cell", "root", code="nwait"))
    values: dict[str, object] = {f"ticket.{name}": Cell(str(ticket)) for name, ticket in tickets.items()}
    values |= {f"address.{name}": Cell(str(i * STEP)) for i, name in enumerate(tickets, 1)}
    values |= {f"line.{name}": FREE for name in tickets} | {"nwait": Cell("0")}
    at: dict[str, list[str]] = {place.name: [] for place in places}
    edges = tuple(Edge(path[:-1] or "top", path) for path in paths if path)
    heads = {lane: f"treap.head.{lane}" for lane in ("address", "ticket", "line", "root")}
    return Scene(places, State(at, values=values), tuple(steps_of(found, tickets, questions)), ABOUT,
                 ("treap.start", {}), heads, edges, HEIGHT)


def node(path: str) -> Place:
    """The place of a node with this path; its name is that of the field that leads to it."""
    row = 2 ** len(path)
    number = int("0" + path.replace("l", "0").replace("r", "1"), 2)
    field = {"": "treap", "l": "prev", "r": "next"}[path[-1:]]
    return Place(path or "top", "node", "graph", code=field, size=SEATS,
                 at=(100 * (2 * number + 1) / (2 * row), ROWS[len(path)]))


def steps_of(found: list[Told], tickets: Mapping[str, int], questions: Mapping[int, tuple]) -> Iterator[Step]:
    """One step after another."""
    before: dict[str, tuple[str, tuple[int, ...]]] = {}
    old = {f"line.{name}": FREE for name in tickets} | {"nwait": Cell("0")}
    for i, one in enumerate(found):
        gone = () if one.kind not in ("next", "cut") else ((f"g{one.g}", "woken"),)
        lines = {name: ", ".join(f"G{g}" for g in gs) for name, gs in one.tree.values()}
        new = {f"line.{name}": Cell(lines[name]) if name in lines else FREE for name in tickets}
        new["nwait"] = Cell(str(one.nwait))
        place = one.path or "top"
        edge = Edge(one.path[:-1] or "top", one.path) if one.path and one.kind in ("leaf", "down") else None
        yield Step(f"treap.{one.kind}", args_of(one), moves=(*moves(before, one.tree), *gone),
                   sets=tuple((name, cell) for name, cell in new.items() if old[name] != cell),
                   marks=(place,), question=question_of(questions[i]) if i in questions else None, edge=edge)
        before, old = one.tree, new


def args_of(one: Told) -> dict[str, object]:
    """What the sentence of a step may name."""
    first = one.tree[one.path][1][0] if one.path in one.tree else one.g
    return {"g": one.g, "name": one.name, "n": one.nwait, "first": first, "nodes": len(one.tree)}


def moves(old: dict, new: dict) -> Iterator[tuple[str, str]]:
    """Each G that stands elsewhere now, those of a line in its order."""
    where = {g: path for path, (_, gs) in old.items() for g in gs}
    for path, (_, gs) in new.items():
        yield from ((f"g{g}", path or "top") for g in gs if where.get(g) != path)
