"""Goroutines of a server as tokens in the places where they run and wait, while requests come to hang.

Who waits stands in the place of what it waits for. In the search for the cause there is no arrow from a place
to whom those who wait there need: that is what a reader is to find.
"""

from collections.abc import Iterable, Mapping

from models.study.moments.hangsteps import HangStep, Life, end, function

from ..player.scene import About, Edge, Place, Scene, State, Step
from .asks import question_of

HEIGHT = 72  # in percent of the width
LOW = 50     # the same of the search
WAITS = ("network", "orders", "done", "ledger")
SPOTS = {"network": (50, 9), "orders": (50, 36), "done": (50, 64), "ledger": (50, 91), "runnable": (13, 50),
         "running": (87, 50), "ended": (87, 91)}
FOUND = {"network": (50, 13), "orders": (13, 50), "done": (13, 87), "ledger": (50, 68), "absent": (87, 68)}
SEATS = {"running": 1, "ended": 1, "absent": 1}  # slots drawn, where that is not two
CITES = {"arrive": "proc.go findRunnable", "hand": "chan.go send", "wait": "chan.go chanparkcommit",
         "read": "netpoll.go netpollblock", "run": "proc.go execute", "end": "proc.go goexit0"}
ABOUT = {f"hang.{key}": About("", cite) for key, cite in CITES.items()}
PATHS = (*(Edge("running", place, 3 if place == "network" else 0) for place in WAITS),
         *(Edge(place, "runnable") for place in WAITS[1:]),
         Edge("network", "running", 3), Edge("runnable", "running"), Edge("running", "ended"))


def nodes(spots: Mapping[str, tuple[int, int]]) -> tuple[Place, ...]:
    """A node for each place; channels are named as in the listing."""
    return tuple(Place(name, "node", "graph", "" if name in WAITS[1:] else f"hang.node.{name}",
                       size=SEATS.get(name, 2), code=name if name in WAITS[1:] else "", at=spot)
                 for name, spot in spots.items())


def token(g: int) -> str:
    return f"g{g}"


def standing(where: Mapping[int, str], spots: Mapping[str, tuple[int, int]]) -> State:
    """Every G at its place; those whose place is not drawn do not exist."""
    return State({name: [token(g) for g, place in sorted(where.items()) if place == name] for name in spots})


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
    return Scene(nodes(SPOTS), standing(told.start, SPOTS), tuple(steps), ABOUT, ("hang.start", {}),
                 edges=PATHS, height=HEIGHT)


def search_scene(told: Life, steps: Iterable[HangStep], questions: Mapping[int, tuple]) -> Scene:
    """The search, from where the run has ended. Who has ended comes into the picture when it is asked for."""
    shown = []
    for i, step in enumerate(steps):
        absent = step.to == "ended"
        place, to = ("absent" if name == "ended" else name for name in (step.at, step.to))
        look = {"clear": (), "gone": ((place, "leaked"),)}.get(step.kind, ((place, "marked"),))
        shown.append(Step("search.absent" if absent else f"search.{step.kind}", args(step), sets=look,
                          moves=((token(step.other), to),) if absent else (),
                          marks=(place, to) if to else (place,), question=asked(questions, i)))
    return Scene(nodes(FOUND), standing(end(told), FOUND), tuple(shown), {}, ("search.start", {}), height=LOW)


def asked(questions: Mapping[int, tuple], i: int):
    """The question before step i, if there is one."""
    return question_of(questions[i]) if i in questions else None


def args(step: HangStep) -> dict[str, object]:
    """What the sentence about a step speaks of."""
    return {"g": step.g, "name": function(step.g), "other": step.other, "with": function(step.other),
            "at": step.at, "to": step.to}
