"""Ms walk through the graph of what they can be doing; which M and G each P has; and the words of schedtrace.

It folds the events of a model run or of a recording of real Go alike, and decides nothing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from models.runtime.events import FIELDS, read
from models.runtime.sysmon import SYSMON
from models.study.replay.kinds import typed

from ..player.scene import About, Cell, Place, Question, Scene, State, Step
from . import machine_steps
from .asks import question_of
from .machine_graph import EDGES, HEIGHT, SPOTS, nodes

LIST = "sched.midle"  # the Ms that sleep for want of work, the one on top last
MAX_PROCS = 8  # more Ps than this are a list to read, not a picture
COUNTS = ("threads", "idlethreads", "spinningthreads", "idleprocs")
CITES = {
    "new": "newproc", "ready": "ready", "startm": "startm", "startm.new": "newm",
    "takes": "acquirep", "spins": "acquirep", "spin": "m.becomeSpinning", "found": "resetspinning",
    "stolen": "resetspinning", "recheck": "findRunnable", "again": "findRunnable", "execute": "execute",
    "park": "park_m", "yield": "goschedImpl", "exit": "goexit0", "exit.locked": "gdestroy", "exit.main": "main",
    "releasep": "releasep", "stopm": "stopm", "call": "reentersyscall", "retake": "retake",
    "back.kept": "exitsyscall", "back.old": "exitsyscall", "back.idle": "exitsyscall",
    "back.none": "exitsyscallNoP",
    "lock": "LockOSThread", "mexit": "mexit", "mexit.first": "mexit",
}
SAME = {"new.spins": "wakep", "new.busy": "wakep", "ready.spins": "wakep", "ready.busy": "wakep",
        "startm.only": "startm", "startm.sysmon": "startm", "startm.only.sysmon": "startm",
        "startm.new.sysmon": "newm"}
ABOUT = {f"machines.{key}": About("wake" if key.startswith("startm") else "sleep" if key == "stopm" else "",
                                  f"proc.go {function}")
         for key, function in (CITES | SAME).items()}
ABOUT |= {"machines.mstart": About("", "proc.go mstart"),
          "machines.template": About("", "proc.go startTemplateThread")}


class Opening(NamedTuple):
    """How a run stands before its first event. ms: M -> node, in the order in which they fell asleep.

    ps: P -> (its M, its G or 0). threads: all Ms that there are, drawn or not. sysmon: the number of its M.
    """

    ms: dict[int, str]
    ps: dict[int, tuple[int, int]]
    threads: int
    idleprocs: int = 0
    spinning: int = 0
    sysmon: int = SYSMON


def fresh(procs: int) -> Opening:
    """A model's machine before its first event: M0 has P0, all other Ps are idle."""
    return Opening({0: "scheduling"}, {0: (0, 0)}, 1, procs - 1)


@dataclass
class Board:
    """What the fold knows so far, and what it has not shown yet."""

    state: State
    opening: Opening
    counts: dict[str, int]
    ps: dict[int, tuple[int, int]]
    waking: dict[int, bool] = field(default_factory=dict)   # Ms that were given a P: as spinners?
    stolen: dict[int, tuple] = field(default_factory=dict)  # Ms that have stolen: what, from whom
    locked: set[int] = field(default_factory=set)

    def of(self, m: int) -> str | None:
        """The node in which an M is."""
        return self.state.where(f"m{m}")

    def held(self, m: int) -> int | None:
        """The P that an M has."""
        return next((p for p, (holder, _) in self.ps.items() if holder == m), None)


def places(procs: int) -> tuple[Place, ...]:
    """The graph, a cell for each P, the list of idle Ms, and the counts."""
    return (*nodes(), *(Place(f"p{p}", "cell", "ps", code=f"P{p}") for p in range(procs)),
            Place(LIST, "cell", "ps", code=LIST), *(Place(name, "cell", "counts", code=name) for name in COUNTS))


def machine_scene(events: Iterable[tuple], procs: int, opening: Opening | None = None) -> Scene:
    """The scene of a run on this many Ps. A question event asks before the step after it.

    ValueError says what is wrong with `procs`, or which event does not fit what came before it or is not shown.
    """
    if not 1 <= procs <= MAX_PROCS:
        raise ValueError(f"procs is {procs}; the picture shows 1 to {MAX_PROCS} Ps")
    begin = board(procs, opening or fresh(procs))
    start = State({name: [*tokens] for name, tokens in begin.state.at.items()}, values=dict(begin.state.values))
    shown = tuple(steps(events, begin))
    return Scene(places(procs), start, shown, ABOUT, ("machines.start", {}),
                 heads={"ps": "machines.ps", "counts": "machines.counts"}, edges=EDGES, height=HEIGHT)


def board(procs: int, opening: Opening) -> Board:
    """The board before the first event."""
    at: dict[str, list[str]] = {place.name: [] for place in places(procs)}
    for m, node in opening.ms.items():
        at[node].append(f"m{m}")
    asleep = len(at["asleep"])
    counts = dict(zip(COUNTS, (opening.threads, asleep, opening.spinning, opening.idleprocs), strict=True))
    looks = {token: "sleep" for token in at["asleep"]}
    cells = {f"p{p}": cell(opening.ps.get(p)) for p in range(procs)}
    values = looks | cells | {name: Cell(str(n)) for name, n in counts.items()} | {LIST: listed(at["asleep"])}
    return Board(State(at, values=values), opening, counts, dict(opening.ps))


def cell(held: tuple[int, int] | None) -> Cell:
    """What a P's cell shows: its M and G."""
    if held is None:
        return Cell("nil")
    m, g = held
    return Cell(f"m{m} g{g}" if g else f"m{m}")


def listed(tokens: list[str]) -> Cell:
    """What the list of those asleep shows."""
    return Cell(" ".join(tokens) or "nil")


def steps(events: Iterable[tuple], now: Board) -> Iterator[Step]:
    """The steps of all events, in order; each is done on the board as it is made."""
    question: Question | None = None
    for event in events:
        if event[0] == "question":
            question = question_of(event)
            continue
        step = step_of(now, event)
        if step is not None:
            now.state.apply(step)
            yield step._replace(question=question)
            question = None


def step_of(now: Board, event: tuple) -> Step | None:
    """The step of an event, None where there is nothing to see."""
    e = read(event) if event[0] in FIELDS else typed(event)
    if e.kind in machine_steps.SILENT:
        return None
    act = getattr(machine_steps, e.kind, None)
    if act is None:
        raise ValueError(f"the picture of the Ms does not show what a {e.kind} event does")
    try:
        step = act(now, e)
    except (KeyError, ValueError) as problem:
        raise ValueError(f"the event {event} does not fit what came before it: {problem}") from None
    if step is None:
        return None
    marks = step.marks or tuple(place for _, place in step.moves if place in SPOTS)
    return step._replace(t=e.t, sets=(*step.sets, *changed(now, step)), marks=marks)


def changed(now: Board, step: Step) -> tuple:
    """The cells that show something else than what is so after the step."""
    procs = [name for name in now.state.at if name[0] == "p" and name[1:].isdigit()]
    gone = [token for token, _ in step.moves]
    asleep = [token for token in now.state.at["asleep"] if token not in gone]
    asleep += [token for token, place in step.moves if place == "asleep"]
    so = {p: cell(now.ps.get(int(p[1:]))) for p in procs} | {
        name: Cell(str(n)) for name, n in now.counts.items()} | {LIST: listed(asleep)}
    return tuple((name, value) for name, value in so.items() if now.state.values.get(name) != value)
