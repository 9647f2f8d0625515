"""Goroutines of a server as tokens in the places where they run and wait, while requests come to hang; and the search.

Who waits stands in the place of what it waits for. In the search an arrow leads from a place to where the one stands
whom those who wait there need.
"""

from collections.abc import Iterable, Mapping

from models.study.hangsteps import HangStep, Life, end, function

from .asks import question_of
from .scene import About, Edge, Place, Scene, State, Step

HEIGHT = 72  # in percent of the width
WAITS = ("network", "orders", "done", "ledger")
SPOTS = {"network": (50, 9), "orders": (50, 36), "done": (50, 64), "ledger": (50, 91), "runnable": (13, 50),
         "running": (87, 50), "ended": (87, 91)}
SEATS = {"running": 1, "ended": 1}  # slots drawn, where that is not two
CITES = {"arrive": "proc.go findRunnable", "hand": "chan.go send", "wait": "chan.go chanparkcommit",
         "read": "netpoll.go netpollblock", "run": "proc.go execute", "end": "proc.go goexit0"}
ABOUT = {f"hang.{key}": About("", cite) for key, cite in CITES.items()}
PATHS = (*(Edge("running", place, 3 if place == "network" else 0) for place in WAITS),
         *(Edge(place, "runnable") for place in WAITS[1:]),
         Edge("network", "running", 3), Edge("runnable", "running"), Edge("running", "ended"))


def places() -> tuple[Place, ...]:
    """A node for each place; channels are named as in the listing."""
    return tuple(Place(name, "node", "graph", "" if name in WAITS[1:] else f"hang.node.{name}",
                       size=SEATS.get(name, 2), code=name if name in WAITS[1:] else "", at=spot)
                 for name, spot in SPOTS.items())


def token(g: int) -> str:
    return f"g{g}"


def standing(where: Mapping[int, str]) -> State:
    """Every G at its place."""
    return State({name: [token(g) for g, place in sorted(where.items()) if place == name] for name in SPOTS})


def life_scene(told: Life, questions: Mapping[int, tuple]) -> Scene:
    """The run. questions: for the number of a step, the question event before it."""
    where = dict(told.start)
    steps = []
    for i, step in enumerate(told.steps):
        who, place = (step.other, step.to) if step.kind == "hand" else (step.g, step.at)
        edge = next(one for one in PATHS if (one.start, one.end) == (where[who], place))
        key = "read" if step.kind == "wait" and place == "network" else step.kind
        steps.append(Step(f"hang.{key}", args(step), moves=((token(who), place),), marks=(place,), edge=edge,
                          question=asked(questions, i)))
        where[who] = place
    return Scene(places(), standing(told.start), tuple(steps), ABOUT, ("hang.start", {}), edges=PATHS, height=HEIGHT)


def search_scene(told: Life, steps: Iterable[HangStep], questions: Mapping[int, tuple]) -> Scene:
    """The search, from where the run has ended."""
    steps = list(steps)
    needs = tuple(Edge(step.at, step.to, -34 if step.at == "orders" else 0) for step in steps if step.kind == "follow")
    shown = []
    for i, step in enumerate(steps):
        edge = next((one for one in needs if (one.start, one.end) == (step.at, step.to)), None)
        look = {"clear": (), "gone": ((step.at, "leaked"),)}.get(step.kind, ((step.at, "marked"),))
        key = "absent" if step.to == "ended" else step.kind
        shown.append(Step(f"search.{key}", args(step), sets=look, marks=(step.at,), edge=edge,
                          question=asked(questions, i)))
    return Scene(places(), standing(end(told)), tuple(shown), {}, ("search.start", {}), edges=needs, height=HEIGHT)


def asked(questions: Mapping[int, tuple], i: int):
    """The question before step i, if there is one."""
    return question_of(questions[i]) if i in questions else None


def args(step: HangStep) -> dict[str, object]:
    """What the sentence about a step speaks of."""
    return {"g": step.g, "name": function(step.g), "other": step.other, "with": function(step.other),
            "at": step.at, "to": step.to}
