"""A search for work: the checks of findRunnable as a list, and the whole machine around it.

It folds the events of models/study/moments/finding.py, and decides nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from models.runtime.events import read

from ..player.scene import About, Place, Question, Scene, Step
from . import find_steps
from .asks import question_of
from .find_cells import blank, heads, lanes
from .runq_scene import Board, Opening, start
from .runq_scene import ABOUT as OF_QUEUES
from .runq_scene import places as places_of_queues

CITES = {
    "begin": "findRunnable", "begin.tick": "findRunnable", "begin.empty": "findRunnable", "own": "runqget",
    "global": "findRunnable", "network": "findRunnable", "network.more": "injectglist",
    "spin": "m.becomeSpinning", "spin.on": "findRunnable",
    "try": "stealWork", "try.left": "runqgrab", "try.last": "stealWork", "try.none": "stealWork",
    "timers": "stealWork", "pause": "runqgrab", "again": "findRunnable", "late": "wakep",
    "drop": "findRunnable",
    "recheck": "checkRunqsNoP", "back": "checkRunqsNoP", "sleep": "findRunnable",
}
KINDS = {"begin": "find", "begin.tick": "find", "begin.empty": "find", "drop": "sleep", "sleep": "sleep"}
ABOUT = OF_QUEUES | {f"find.{key}": About(KINDS.get(key, ""), f"proc.go {function}")
                     for key, function in CITES.items()}
TAKES = {"globrunqget", "globrunqgetbatch", "runqget", "getnext", "grabnext", "injectglist"}


@dataclass
class Searching(Board):
    """What the fold knows so far. tries: how often M1 has gone round the other Ps in this search."""

    tries: int = 0


def places(procs: int) -> tuple[Place, ...]:
    """The queues, the list of checks, and what belongs to no P."""
    queues = places_of_queues(procs, True)
    return (*(place for place in queues if place.lane != "foot"), *lanes(),
            *(place for place in queues if place.lane == "foot"))


def find_scene(events: Sequence[tuple], procs: int, opening: Opening) -> Scene:
    """The scene of these events. A question event asks before the step after it."""
    shown = places(procs)
    begin = start(shown, procs, opening)
    begin.values.update(blank())
    board = Searching(start(shown, procs, opening))
    return Scene(shown, begin, tuple(steps_of(events, board)), ABOUT, ("find.start", {}), heads=heads())


def begins(event: tuple, before: tuple) -> bool:
    """Whether a part of the search begins with this event, after the one before."""
    kind, looked = event[0], before[0] == "look"
    if kind == "look":
        return event[4] != "steal" and before[0] != "goexit"
    if kind == "netready":
        return looked
    if kind in TAKES:
        return looked and before[4] in ("tick", "local", "global", "network", "pause")
    return kind in ("goexit", "newproc", "releasep")


def parts_of(events: Iterable[tuple]) -> Iterator[list[tuple]]:
    """The events of each step together; a question is a part of its own."""
    part: list[tuple] = []
    for event in events:
        if event[0] == "question" or part and (part[-1][0] == "question" or begins(event, part[-1])):
            if part:
                yield part
            part = []
        part.append(event)
    if part:
        yield part


def steps_of(events: Sequence[tuple], board: Searching) -> Iterator[Step]:
    """The steps of all events, in order; each is done on the board as it is made."""
    question: Question | None = None
    parts = list(parts_of(events))
    shown = [part for part in parts if part[0][0] != "question"]
    after = dict(zip(map(id, shown), shown[1:]))
    for part in parts:
        if part[0][0] == "question":
            question = question_of(part[0])
            continue
        step = step_of(board, part, after.get(id(part), [("end",)])[0])
        step = step._replace(question=question, lane=f"P{part[0][3] or 0}")
        board.state.apply(step)
        yield step
        question = None


def step_of(board: Searching, part: list[tuple], after: tuple) -> Step:
    """The step of a part; after: the event that comes next. `more`, among what its function gets: whether the
    round of the other Ps goes on with that.
    """
    first = read(part[0])
    parts: dict = {event[0]: read(event) for event in reversed(part)}
    parts["more"] = after[0] == "look" and after[4] in ("timers", "pause")
    if first.kind == "goexit" or first.kind == "look" and first.where in ("tick", "local"):
        return find_steps.begin(board, parts)
    name = f"look_{first.where}" if first.kind == "look" else first.kind
    return getattr(find_steps, name)(board, parts)
