"""The run-queue scene: Ps with runnext and ring, Ms, the global queue, what runs and what is idle.

It folds the events of a model run or of a recording of real Go alike, and decides nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from models.runtime.events import read
from models.view.player.scene import SHOWN, About, Place, Question, Scene, State, Step
from models.view.scenes import runq_steps
from models.view.scenes.asks import question_of

MAX_PROCS = 16   # more Ps than this are a list to read, not a picture
RING = 256
WIDTH = {"idlep": 4, "mfree": 4, "waiting": 3}  # slots drawn at most
# What belongs to one step of the picture: after the key, these events of the same P.
FOLLOWS = {
    "newproc": ("runnext", "runqput", "runqputslow"),
    "goready": ("runnext", "runqput", "runqputslow"),
    "runnext": ("runqput", "runqputslow"),
    **dict.fromkeys(("gosched", "gopreempt"), ("globrunqput",)),
    "goyield": ("runqput", "runqputslow"),
    **dict.fromkeys(("getnext", "runqget", "runqgrab", "grabnext", "globrunqget",
                     "globrunqgetbatch"), ("execute",)),
}


class Opening(NamedTuple):
    """How a run stands before its first event, where that is not an empty machine with M0 on P0."""

    ms: dict[int, int] = {0: 0}                         # P -> the M on it
    running: dict[int, int] = {}                        # P -> G
    runnext: dict[int, int] = {}                        # P -> G
    rings: dict[int, tuple[int, tuple[int, ...]]] = {}  # P -> (head index, Gs)
    glob: tuple[int, ...] = ()
    ticks: dict[int, int] = {}                          # P -> schedtick
    free_ms: tuple[int, ...] = ()
    waiting: tuple[int, ...] = ()


@dataclass
class Board:
    """What the fold knows so far: the picture's state, and what the next step of an M will say."""

    state: State
    looked: dict[int | None, list[int]] = field(default_factory=lambda: defaultdict(list))
    found: set[int] = field(default_factory=set)  # Ms that stopped spinning, not yet shown
    spins: set[int] = field(default_factory=set)  # Ms that will wake up spinning

    def gs(self, place: str) -> list[str]:
        """The tokens of a place."""
        return self.state.at[place]


def places(procs: int, waiting: bool) -> tuple[Place, ...]:
    """All places for this many Ps; one for Gs that wait, where some do."""
    lanes = [place for p in range(procs) for place in lane(f"P{p}")]
    strip = [Place("idlep", "bag", "foot", "scene.idlep", size=min(procs, WIDTH["idlep"])),
             Place("mfree", "bag", "foot", "scene.mfree", size=WIDTH["mfree"])][procs == 1:]
    wait = [Place("waiting", "bag", "foot", "scene.waiting", size=WIDTH["waiting"])] * waiting
    return (Place("global", "queue", "top", "scene.global", size=SHOWN), *lanes, *strip, *wait,
            Place("done", "count", "foot", "scene.done"))


def lane(p: str) -> list[Place]:
    """The places of one P: itself, its M, the G it runs, runnext, the ring."""
    return [Place(f"{p}.home", "slot", p, "scene.p", "scene.tick"),
            Place(f"{p}.m", "slot", p, "scene.m", "scene.look"), Place(f"{p}.run", "slot", p, "scene.run"),
            Place(f"{p}.next", "slot", p, "scene.next"),
            Place(f"{p}.ring", "ring", p, "scene.ring", "scene.ring.text", SHOWN, RING)]


def start(all_places: tuple[Place, ...], procs: int, opening: Opening) -> State:
    """The state before the first event."""
    at: dict[str, list[str]] = {place.name: [] for place in all_places}
    at["global"] = [f"g{g}" for g in opening.glob]
    for p in range(procs):
        home = f"P{p}.home" if p in opening.ms else "idlep"
        at[home].append(f"p{p}")
        at[f"P{p}.m"] = [f"m{opening.ms[p]}"] if p in opening.ms else []
        at[f"P{p}.run"] = [f"g{opening.running[p]}"] if p in opening.running else []
        at[f"P{p}.next"] = [f"g{opening.runnext[p]}"] if p in opening.runnext else []
        at[f"P{p}.ring"] = [f"g{g}" for g in opening.rings.get(p, (0, ()))[1]]
    if opening.free_ms:
        at["mfree"] = [f"m{m}" for m in opening.free_ms]
    if opening.waiting:
        at["waiting"] = [f"g{g}" for g in opening.waiting]
    heads = {f"P{p}.ring": opening.rings.get(p, (0, ()))[0] for p in range(procs)}
    ticks: dict[str, object] = {f"P{p}.home": opening.ticks.get(p, 0) for p in range(procs)}
    asleep = {f"m{m}": "sleep" for m in opening.free_ms}
    return State(at, heads, ticks | asleep)


def groups(events: Iterable[tuple]) -> Iterator[list[tuple]]:
    """The events, those that the picture shows as one step together."""
    group: list[tuple] = []
    for event in events:
        if group and not belongs(group[-1], event):
            yield group
            group = []
        group.append(event)
    if group:
        yield group


def belongs(last: tuple, event: tuple) -> bool:
    """Whether an event is part of the step that `last` is in."""
    if last[0] == "runnext" and not last[5]:
        return False  # nobody was kicked out, so nothing follows
    return event[0] in FOLLOWS.get(last[0], ()) and event[3] == last[3]


def runq_scene(events: Iterable[tuple], procs: int, opening: Opening = Opening()) -> Scene:
    """The scene of a run on this many Ps.

    A question event asks before the step after it. ValueError says what is wrong with `procs`, or
    which event does not fit what came before it.
    """
    if not isinstance(procs, int) or not 1 <= procs <= MAX_PROCS:
        raise ValueError(f"procs is {procs}; the picture shows 1 to {MAX_PROCS} Ps")
    events = list(events)
    waits = bool(opening.waiting) or any(event[0] == "gopark" for event in events)
    all_places = places(procs, waits)
    board = Board(start(all_places, procs, opening))
    begin = Scene(all_places, start(all_places, procs, opening), (), ABOUT, ("runq.start", {}))
    return begin._replace(steps=tuple(steps(events, board)))


def steps(events: list[tuple], board: Board) -> Iterator[Step]:
    """The steps of all events, in order; each is done on the board as it is made."""
    question: Question | None = None
    for group in groups(events):
        if group[0][0] == "question":
            question = question_of(group[0])
            continue
        step = step_of(board, group)
        if step is not None:
            board.state.apply(step)
            yield step._replace(question=question)
            question = None


def step_of(board: Board, group: list[tuple]) -> Step | None:
    """The step that these events make, None where there is nothing to see yet."""
    first = read(group[0])
    parts = {event[0]: read(event) for event in group}
    show = getattr(runq_steps, first.kind, None)
    if show is None:
        raise ValueError(f"the picture of the run queues does not show what a {first.kind} event does")
    try:
        step = show(board, first, parts)
    except (KeyError, runq_steps.Misfit) as problem:
        raise ValueError(f"the event {group[0]} does not fit what came before it: {problem}") from None
    if step is None:
        return None
    lane_name = f"P{first.p}" if first.p is not None else ""
    sets = step.sets + runq_steps.stopped(board, first.m)
    return step._replace(t=first.t, lane=lane_name, sets=sets)


ABOUT = {
    f"runq.{key}": About(kind, cite)
    for key, kind, cite in (
        ("acquirep", "", "proc.go acquirep"),
        ("acquirep.again", "", "proc.go acquirep"),
        ("execute", "", "proc.go execute"),
        ("execute.inherit", "", "proc.go execute"),
        ("exit", "exit", "proc.go goexit0"),
        ("exit.main", "exit", "proc.go main"),
        ("global", "global", "proc.go globrunqget"),
        ("global.batch", "global", "proc.go globrunqgetbatch"),
        ("global.batch.one", "global", "proc.go globrunqgetbatch"),
        ("global.put", "", "proc.go globrunqput"),
        ("keep", "", "proc.go park_m"),
        ("new", "start", "proc.go newproc"),
        ("new.kick", "start", "proc.go runqput"),
        ("new.next", "start", "proc.go runqput"),
        ("new.overflow", "overflow", "proc.go runqputslow"),
        ("new.put", "start", "proc.go runqput"),
        ("overflow", "overflow", "proc.go runqputslow"),
        ("park", "", "proc.go gopark"),
        ("put", "", "proc.go runqput"),
        ("put.kick", "", "proc.go runqput"),
        ("put.next", "", "proc.go runqput"),
        ("ready", "", "proc.go goready"),
        ("ready.kick", "", "proc.go goready"),
        ("ready.next", "", "proc.go goready"),
        ("ready.overflow", "overflow", "proc.go runqputslow"),
        ("ready.put", "", "proc.go goready"),
        ("releasep", "sleep", "proc.go releasep"),
        ("run.next", "", "proc.go runqget"),
        ("run.ring", "", "proc.go runqget"),
        ("spin", "", "proc.go findRunnable"),
        ("startm", "wake", "proc.go startm"),
        ("startm.found", "wake", "proc.go wakep"),
        ("startm.new", "wake", "proc.go startm"),
        ("startm.new.found", "wake", "proc.go wakep"),
        ("steal", "steal", "proc.go runqgrab"),
        ("steal.next", "steal", "proc.go runqgrab"),
        ("steal.tried", "steal", "proc.go runqgrab"),
        ("stopm", "sleep", "proc.go stopm"),
        ("yield", "", "proc.go goschedImpl"),
        ("preempt", "", "proc.go gopreempt_m"),
        ("yield.overflow", "overflow", "proc.go runqputslow"),
        ("yield.put", "", "proc.go goyield_m"),
    )
}
