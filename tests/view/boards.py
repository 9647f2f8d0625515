"""Small scenes with tables of cells and with a graph, made up for the tests of the player."""

from models.view.player.scene import About, Cell, Edge, Place, Scene, State, Step

CELLS = tuple(Place(f"old.{n}", "cell", "old", code=f"hi-{n}") for n in (8, 16, 24)) + tuple(
    Place(f"new.{n}", "cell", "new", code=f"hi-{n}") for n in (8, 16, 24))
MESSAGE = "runq.releasep"  # any sentence of the catalogue that says two things
ARGS = {"p": 0, "m": 0}


def tables() -> Scene:
    """Three words are copied from one stack to another, and a pointer among them is re-aimed."""
    start = State({}, values={"old.8": Cell("7"), "old.16": Cell("hi-8", "pointer", "old.8"), "old.24": Cell("1")})
    steps = tuple(Step(MESSAGE, ARGS, lane="new", sets=((f"new.{n}", cell), (f"old.{n}", Cell("", "old"))),
                       marks=(f"old.{n}",))
                  for n, cell in ((8, Cell("7", "new")), (16, Cell("hi-8", "pointer", "new.8")), (24, Cell("1"))))
    start.at.update({place.name: [] for place in CELLS})
    return Scene(CELLS, start, steps, {MESSAGE: About("sleep", "proc.go releasep")}, (MESSAGE, ARGS),
                 heads={"old": "scene.run", "new": "scene.next"})


NODES = (Place("runnable", "node", "graph", code="_Grunnable", size=2, at=(14, 50)),
         Place("running", "node", "graph", code="_Grunning", size=1, at=(86, 20)),
         Place("waiting", "node", "graph", code="_Gwaiting", size=2, at=(86, 80)))
EDGES = (Edge("runnable", "running", 4), Edge("running", "runnable", 4), Edge("running", "waiting"),
         Edge("waiting", "runnable"))


def graph() -> Scene:
    """Two Gs go from node to node."""
    done = Place("done", "count", "foot", "scene.done")
    places = (*NODES, done)
    at = {place.name: [] for place in places} | {"runnable": ["g1", "g2"]}
    way = [("g1", 0), ("g1", 2), ("g2", 0), ("g1", 3), ("g2", 1)]
    steps = tuple(Step(MESSAGE, ARGS, moves=((g, EDGES[e].end),), marks=(EDGES[e].end,), edge=EDGES[e])
                  for g, e in way)
    return Scene(places, State(at), (*steps, Step(MESSAGE, ARGS, moves=(("g1", "done"),))),
                 {MESSAGE: About("", "proc.go releasep")}, (MESSAGE, ARGS), edges=EDGES, height=50)
