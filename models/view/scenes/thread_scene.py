"""The 1:1 machine as a picture: which thread is on which CPU, which could run, which wait in the kernel."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from models.runtime.goroutine import MAIN
from models.runtime.threads import FIELDS

from ..player.scene import SHOWN, About, Cell, Place, Question, Scene, State, Step
from .asks import question_of

SILENT = ("resume",)  # the switch before it is the step


class Seen(NamedTuple):
    """An event of the 1:1 machine. args: the fields that its kind has, by their names."""

    kind: str
    t: int
    p: int | None
    args: dict[str, object]


def read(event: tuple) -> Seen:
    """The event with its fields named; ValueError for one of another machine."""
    kind, t, _, p, *values = event
    if kind not in FIELDS:
        raise ValueError(f"the picture of threads does not show what a {kind} event does")
    return Seen(kind, t, p, dict(zip(FIELDS[kind].split(), values, strict=True)))


def places(cpus: int) -> tuple[Place, ...]:
    """All places for this many CPUs."""
    lanes = [place for cpu in range(cpus) for place in (
        Place(f"C{cpu}.home", "slot", f"C{cpu}", "onetoone.cpu"),
        Place(f"C{cpu}.run", "slot", f"C{cpu}", "onetoone.run"))]
    return (Place("ready", "queue", "top", "onetoone.ready", size=SHOWN), *lanes,
            Place("kernel", "bag", "foot", "onetoone.kernel", size=6),
            Place("done", "count", "foot", "scene.done"),
            Place("threads", "cell", "counts", "blocked.threads"))


def thread_scene(trace: Iterable[tuple], cpus: int) -> Scene:
    """The scene of a trace that begins with thread 1 on CPU 0. A question asks before the step after it."""
    shown = places(cpus)
    at: dict[str, list[str]] = {place.name: [] for place in shown}
    at |= {f"C{cpu}.home": [f"c{cpu}"] for cpu in range(cpus)} | {"C0.run": ["t1"]}
    return Scene(shown, State(at, values={"threads": Cell("1")}), tuple(steps_of(trace)),
                 {"onetoone.wake": About("wake")}, ("onetoone.start", {}))


def steps_of(trace: Iterable[tuple]) -> Iterator[Step]:
    """The steps of all events, in order."""
    question: Question | None = None
    threads = 1
    for event in trace:
        if event[0] == "question":
            question = question_of(event)
            continue
        e = read(event)
        if e.kind in SILENT:
            continue
        threads += (e.kind == "clone") - (e.kind == "exit")
        step = SHOW[e.kind](e)
        if e.kind in ("clone", "exit"):
            step = step._replace(sets=(("threads", Cell(str(threads))),))
        yield step._replace(t=e.t, lane="" if e.p is None else f"C{e.p}", question=question)
        question = None


def to(message: str, place: str) -> Callable[[Seen], Step]:
    """A step in which the event's thread goes to a place."""
    return lambda e: Step(f"onetoone.{message}", e.args, moves=((f"t{e.args['g']}", place),))


def switch(e: Seen) -> Step:
    return Step("onetoone.switch", e.args | {"cpu": e.p}, moves=((f"t{e.args['g']}", f"C{e.p}.run"),))


def wake(e: Seen) -> Step:
    """By another thread, or by the clock when a system call is over."""
    return to("wake" if e.args["by"] else "wake.clock", "ready")(e)


def leave(e: Seen) -> Step:
    return to("exit.main" if e.args["g"] == MAIN else "exit", "done")(e)


def idle(e: Seen) -> Step:
    return Step("onetoone.idle", {"cpu": e.p}, marks=(f"C{e.p}.home",))


SHOW = {"clone": to("clone", "ready"), "switch": switch, "block": to("block", "kernel"), "wake": wake,
        "slice": to("slice", "ready"), "yield": to("yield", "ready"), "exit": leave, "idle": idle}
