"""Goroutines and what they wait for as a graph in which the leak detector marks, arrow by arrow.

A solid arrow leads from a stack, a global variable or a timer to a thing that is reached from there; a dashed
one from a thing to the goroutine that waits for it. So marking always goes along the arrows.
"""

from collections.abc import Iterator, Mapping

from models.study.leaks.leakcases import Board
from models.study.leaks.leakmarks import Mark

from ..player.scene import About, Edge, Place, Scene, State, Step
from .asks import question_of

HEIGHT = 70  # in percent of the width
COLUMNS, ROWS = (13, 50, 87), (9, 36.5, 63.5, 91)  # in percent
# Where things and goroutines stand: column and row.
SPOTS = {
    "rounds": {"server": (0, 0), "jobs": (1, 0), "worker": (2, 0), "results": (2, 1), "collector": (1, 1),
               "old": (0, 1), "lost": (0, 2), "a": (1, 2), "ping": (2, 2), "pong": (1, 3), "b": (2, 3)},
    "reaches": {"globals": (0, 0), "news": (1, 0), "listener": (2, 0), "timers": (0, 1), "done": (1, 1),
                "waiter": (2, 1), "server": (0, 2), "mu": (1, 2), "locker": (2, 2), "never": (2, 3)},
}
CITES = {"root": "mgcmark.go allGsSnapshotSortedForGC", "globals": "mgcmark.go markroot",
         "timers": "time.go timers.addHeap", "stack": "mgcmark.go scanstack",
         "woken": "mgc.go g.isMaybeRunnable", "leaked": "mgc.go findGoroutineLeaks",
         "never": "mgc.go g.isMaybeRunnable", "kept": "mgc.go findGoroutineLeaks"}
ABOUT = {f"leakgraph.{key}": About("", cite) for key, cite in CITES.items()}


def leak_scene(of: Board, steps: list[Mark], spots: Mapping[str, tuple[int, int]],
               questions: Mapping[int, tuple]) -> Scene:
    """The scene of these steps. questions: for the number of a step, the question event before it."""
    places = tuple(place(of, name, spot) for name, spot in spots.items())
    at = {one.name: [] for one in places}
    at |= {of.functions[stack.number]: [token(stack.goid)] for stack in of.stacks}
    drawn = tuple(edges(of))
    told = [step_of(of, mark, drawn, questions.get(i)) for i, mark in enumerate(steps)]
    reached = {mark.thing for mark in steps}
    left = [name for thing, name in sorted(of.things.items()) if thing not in reached]
    kept = Step("leakgraph.kept", {}, sets=tuple((thing_place(name), "marked") for name in left),
                marks=tuple(map(thing_place, left)))
    return Scene(places, State(at), (*told, kept), ABOUT, ("leakgraph.start", {}), edges=drawn, height=HEIGHT)


def token(goid: int) -> str:
    """A goroutine's token."""
    return f"g{goid}"


def thing_place(name: str) -> str:
    """The place of a thing, or of what leads to it; its last part is its kind of node."""
    return f"{name}.thing"


def place(of: Board, name: str, spot: tuple[int, int]) -> Place:
    """A node: of a goroutine, with room for its token; of a thing; or of what leads to one from outside."""
    column, row = spot
    middle = (COLUMNS[column], ROWS[row])
    if name in of.functions.values():
        return Place(name, "node", "graph", code=name, at=middle)
    if name in of.things.values():
        return Place(thing_place(name), "node", "graph", code=name, size=0, at=middle)
    return Place(thing_place(name), "node", "graph", f"leakgraph.node.{name}", size=0, at=middle)


def edges(of: Board) -> Iterator[Edge]:
    """Every arrow. From a stack to what its goroutine waits for there is none: it would change nothing."""
    for thing, root in of.roots.items():
        yield Edge(thing_place(root), thing_place(of.things[thing]))
    for start, end in of.edges.items():
        yield Edge(thing_place(of.things[start]), thing_place(of.things[end]))
    for stack in of.stacks:
        name = of.functions[stack.number]
        for thing in sorted(stack.holds - stack.waits):
            yield Edge(name, thing_place(of.things[thing]))
        for thing in sorted(stack.waits):
            yield Edge(thing_place(of.things[thing]), name, rare=True)


def step_of(of: Board, mark: Mark, drawn: tuple[Edge, ...], question: tuple | None) -> Step:
    """One step of the marking."""
    name, thing = of.functions.get(mark.g, ""), of.things.get(mark.thing, "")
    key, ends, looks = mark.kind, ("", ""), ()
    if key == "global":
        key = of.roots[mark.thing]
        ends, looks = (thing_place(key), thing_place(thing)), (thing_place(key), thing_place(thing))
    elif key == "stack":
        ends, looks = (of.functions[mark.by], thing_place(thing)), (thing_place(thing),)
    elif key == "woken":
        ends, looks = (thing_place(thing), name), (name,)
    elif key == "leaked" and not next(stack for stack in of.stacks if stack.number == mark.g).waits:
        key = "never"
    look = "leaked" if mark.kind == "leaked" else "marked"
    args = {"name": name, "thing": thing, "by": of.functions.get(mark.by, "")}
    shown = looks or (name,)
    edge = next((one for one in drawn if (one.start, one.end) == ends), None)
    return Step(f"leakgraph.{key}", args, sets=tuple((one, look) for one in shown), marks=shown[-1:],
                question=question and question_of(question), edge=edge)
