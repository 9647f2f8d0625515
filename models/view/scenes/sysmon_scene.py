"""Ps, Ms and Gs as on the page on run queues, with the kernel, and with what sysmon has noted of each P.

It folds the events of a run of the model or of a recording, and decides nothing.
"""

from collections.abc import Iterable, Iterator

from models.runtime.events import read
from models.runtime.sysmon import SYSMON
from models.study.moments.watching import Round, Seen

from ..player.scene import About, Cell, Place, Question, Scene, Step
from . import runq_steps, sysmon_steps
from .asks import question_of
from .runq_scene import Board, Opening, start
from .runq_scene import ABOUT as OF_QUEUES
from .runq_scene import FOLLOWS as IN_QUEUES
from .runq_scene import places as places_of_queues
from .sysmon_cells import cells_of, heads, lanes

# What is one step of the picture: after the key, these events of the same M.
FOLLOWS = IN_QUEUES | {
    "retake": ("handoffp", "acquirep"), "handoffp": ("startm",), "acquirep": ("exitsyscall",),
    "exitsyscall": ("globrunqput",), "globrunqput": ("stopm",),
}
UNSEEN = {"look", "pidleget", "pidleput", "mstart", "runqtail"}  # other events tell of these
CITES = {
    "round.none": "sysmon", "round.some": "sysmon", "round.slice": "retake",
    "round.call": "retake", "round.several": "retake",
    "enter": "reentersyscall", "back.kept": "exitsyscall", "back.old": "exitsyscallTryGetP",
    "back.idle": "exitsyscallTryGetP", "back.none": "exitsyscallNoP",
    "retake": "retake", "retake.new": "retake", "retake.idle": "handoffp", "startm": "startm",
    "network": "injectglist", "brought": "findRunnable", "ask": "preemptone", "stopped": "gopreempt_m",
}
KINDS = {"retake": "retake", "retake.new": "retake", "retake.idle": "retake", "ask": "preempt"}
ABOUT = OF_QUEUES | {f"sysmon.{key}": About(KINDS.get(key, ""), f"proc.go {function}")
                     for key, function in CITES.items()}


def places(procs: int, notes: bool) -> tuple[Place, ...]:
    """All places for this many Ps. notes: with what sysmon notes, which a recording does not tell."""
    of_queues = [place for place in places_of_queues(procs, True) if place.name not in ("idlep", "mfree")]
    queues = [place for place in of_queues if place.lane != "foot"]
    foot = [place for place in of_queues if place.lane == "foot"]
    return (*queues, *(lanes(procs) if notes else ()),
            Place("kernel", "bag", "foot", "blocked.kernel", size=3),
            Place("idlep", "bag", "foot", "scene.idlep", size=min(procs, 4)),
            Place("mfree", "bag", "foot", "scene.mfree", size=2), *foot)


def sysmon_scene(events: Iterable[tuple], procs: int, opening: Opening, *, notes: bool = False) -> Scene:
    """The scene of these events on so many Ps. A question event asks before the step after it.

    notes: with tables of what sysmon keeps in mind, where the events hold its rounds.
    """
    shown = places(procs, notes)
    begin = start(shown, procs, opening)
    if notes:
        unseen = tuple(Seen(opening.ticks.get(p, 0), 0, 0, 0, 0, 0) for p in range(procs))
        begin.values.update(cells_of(unseen))
        begin.values.update({"sysmon.delay": Cell(), "sysmon.idle": Cell("0")})
    board = Board(start(shown, procs, opening))
    return Scene(shown, begin, tuple(steps_of(events, board, notes)), ABOUT, ("sysmon.start", {}),
                 heads=heads(procs) if notes else {})


def groups(events: Iterable[tuple]) -> Iterator[list[tuple]]:
    """The events that are seen, those that are one step together."""
    group: list[tuple] = []
    for event in events:
        if event[0] in UNSEEN:
            continue
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
    return event[0] in FOLLOWS.get(last[0], ()) and event[2] == last[2]


def steps_of(events: Iterable[tuple], board: Board, notes: bool) -> Iterator[Step]:
    """The steps of all events, in order; each is done on the board as it is made.

    A round in which sysmon acts is no step of its own: what it does shows that.
    """
    question: Question | None = None
    cells: tuple = ()
    for group in groups(events):
        if group[0][0] == "question":
            question = question_of(group[0])
            continue
        if notes and isinstance(group[0], Round):
            cells = sysmon_steps.cells(group[0])
        if (step := step_of(board, group, notes)) is None:
            continue
        step = step._replace(sets=(*step.sets, *cells), question=question)
        board.state.apply(step)
        yield step
        question, cells = None, ()


def step_of(board: Board, group: list[tuple], notes: bool) -> Step | None:
    """The step that these events make, None where there is nothing to see."""
    if isinstance(group[0], Round):
        return sysmon_steps.looked(group[0], notes)
    parts = {event[0]: read(event) for event in group}
    first = next(iter(parts.values()))
    ours = sysmon_steps.STEPS.get("exitsyscall" if "exitsyscall" in parts else first.kind)
    if first.kind == "startm" and first.m != SYSMON:
        ours = None
    step = ours(parts) if ours else getattr(runq_steps, first.kind)(board, first, parts)
    if step is None:
        return None
    sets = step.sets + (() if ours else runq_steps.stopped(board, first.m))
    return step._replace(t=first.t, lane=f"P{first.p}" if first.p is not None else "sysmon", sets=sets)
