"""Goroutines with several troubles as tokens in the places where they run and wait, and beside them what each tool
would say at that moment.
"""

from collections.abc import Mapping

from models.study.moments.looks import FUNCTIONS, MAIN, PROCS, WAITS, Look, Seen

from ..player.scene import About, Cell, Edge, Place, Scene, State, Step
from .asks import question_of

HEIGHT = 74  # in percent of the width
SPOTS = {"runnable": (14, 50), "running": (50, 50), "sleep": (14, 10), "give": (50, 10), "mu": (86, 10),
         "orders": (86, 50), "answer": (86, 90), "ended": (50, 90)}
CODE = ("give", "mu", "orders", "answer")  # called so in the program
SEATS = {"mu": 3, "runnable": 3, "running": PROCS, "ended": 2}  # slots drawn, where that is not one
TOOLS = {"goroutine": "goroutines", "leak": "leaked", "block": "block", "mutex": "mutex", "schedtrace": "idle",
         "trace": "changes"}  # each tool, and what it counts
CITES = {"new": "proc.go newproc", "run": "proc.go execute", "wait": "proc.go gopark", "wake": "proc.go ready",
         "end": "proc.go gdestroy"}
ABOUT = {f"look.{key}": About("", cite) for key, cite in CITES.items()}
EDGES = (*(Edge("running", place) for place in WAITS.values()), *(Edge(place, "runnable", 3) for place in ("give", "mu")),
         Edge("sleep", "runnable"), Edge("runnable", "running"), Edge("running", "ended"))


def look_scene(steps: list[Look], questions: Mapping[int, tuple]) -> Scene:
    """The scene of these steps. questions: for the number of a step, the question event before it."""
    nodes = tuple(Place(name, "node", "graph", "" if name in CODE else f"look.node.{name}", size=SEATS.get(name, 1),
                        code=name if name in CODE else "", at=spot) for name, spot in SPOTS.items())
    cells = tuple(Place(f"tool.{name}", "cell", "tools", f"look.tool.{name}") for name in TOOLS)
    at = {place.name: [] for place in (*nodes, *cells)}
    at["running"] = [token(MAIN)]
    shown, where = [], {MAIN: "running"}
    for i, step in enumerate(steps):
        shown.append(step_of(step, where.get(step.g, ""), questions.get(i)))
        where[step.g] = step.at
    return Scene((*nodes, *cells), State(at, values=dict(cells_of(Seen()))), tuple(shown), ABOUT, ("look.start", {}),
                 heads={"tools": "look.tools"}, edges=EDGES, height=HEIGHT)


def token(g: int) -> str:
    return f"g{g}"


def cells_of(seen: Seen) -> tuple:
    """What each tool says."""
    return tuple((f"tool.{name}", Cell(str(getattr(seen, field)))) for name, field in TOOLS.items())


def step_of(step: Look, before: str, question: tuple | None) -> Step:
    """One step; before: where its G has been."""
    ends = {"run": ("runnable", "running"), "wait": ("running", step.at), "wake": (before, "runnable"),
            "end": ("running", "ended")}.get(step.kind)
    edge = next((one for one in EDGES if (one.start, one.end) == ends), None)
    key = f"{step.kind}.{key_of(step)}"
    args = {"g": step.g, "name": FUNCTIONS[step.g], "other": step.other, "by": FUNCTIONS.get(step.other, ""),
            "at": step.at}
    return Step(f"look.{key}", args, moves=((token(step.g), step.at),), sets=cells_of(step.seen), marks=(step.at,),
                question=question and question_of(question), edge=edge, about=ABOUT[f"look.{step.kind}"])


def key_of(step: Look) -> str:
    """What tells sentences about steps of a kind apart."""
    if step.kind == "wake":
        return {0: "timer"}.get(step.other, "chan" if FUNCTIONS[step.g] == "keep" else "lock")
    return FUNCTIONS[step.g] if step.kind in ("wait", "run") else "one"
