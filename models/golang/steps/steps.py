"""Recordings of every step of the scheduler: the log of a program built with the kit STEPS, as events.

They are in the log's order, which is not quite the order in which things happened; models/study/replay finds
that. Gs keep the ids that Go gave them. models/study/replay/kinds.py says what each event means.
"""

from collections.abc import Iterator

from models.golang.overlay import decode
from models.golang.overlay.decode import Record
from models.golang.steps.stepbatches import batches, threads
from models.golang.steps.stepstart import nobody, state_of
from models.golang.toolchain import ToolchainError
from models.runtime.status import P_GCSTOP

GOT = {1: "trace", 2: "gc", 3: "net", 4: "idlegc"}
HANDED = {1: "work", 2: "trace", 3: "gc", 4: "last"}
AGAIN = {0: "timers", 1: "stopped", 2: "needed"}
KEPT, OTHER, NONE = range(3)


def _first(n: int):
    return lambda r: r.args[:n]


def _word(table: dict[int, str], i: int = 0):
    return lambda r: (*r.args[:i], table[r.args[i]])


def _listed(r: Record) -> tuple:
    return (tuple(r.more[:r.args[0]]),)


# Kind of record -> (the event's name, its arguments); what is not here is as in decode.SHAPES.
_SHAPES = decode.SHAPES | {
    "Clock": ("end", _first(0)),
    "Spinning": ("spinning", _first(2)),
    "Runqgrab": ("runqgrab", lambda r: (*r.args[:2], tuple(r.more[:r.args[3]]), r.args[4], r.args[2])),
    "Tail": ("runqtail", _first(1)),
    "Putbatch": ("runqputbatch", lambda r: (*_listed(r), r.args[1])),
    "Globputs": ("globrunqputbatch", _listed),
    "Drain": ("runqdrain", _listed),
    "Inject": ("injectglist", _listed),
    "Pidleput": ("pidleput", _first(1)),
    "Pidleget": ("pidleget", _first(1)),
    "Noidle": ("noidle", _first(0)),
    "Mget": ("mget", lambda r: (nobody(r.args[0]),)),
    "Mid": ("mreserve", _first(1)),
    "Mstart": ("mstart", _first(0)),
    "Mexit": ("mexit", _first(0)),
    "Wakep": ("wakep", _first(1)),
    "Alarm": ("wakenetpoller", _first(0)),
    "Enlist": ("enlist", _first(0)),
    "Nowakep": ("nowakep", _first(1)),
    "Needed": ("needed", _first(0)),
    "Handoff": ("handoffp", _first(1)),
    "Handed": ("handed", _word(HANDED)),
    "Gcstopp": ("gcstop", _first(1)),
    "Takep": ("retake", _first(1)),
    "Again": ("again", _word(AGAIN)),
    "Recheck": ("look", lambda r: ("recheck", None)),
    "Got": ("got", _word(GOT, 1)),
    "Netpolled": ("netpolled", _first(0)),
    "Enter": ("entersyscall", _first(1)),
    "Enterblock": ("entersyscallblock", _first(1)),
    "Slice": ("slice", _first(3)),
    "Called": ("called", _first(3)),
    "Preempt": ("preempt", _first(2)),
    "Suspend": ("suspend", _first(1)),
    "Gopreempt": ("gopreempt", _first(1)),
    "Preemptpark": ("preemptpark", _first(1)),
    "Goyield": ("goyield", _first(1)),
    "Stopworld": ("stoptheworld", _first(0)),
    "Stopped": ("worldstopped", _first(0)),
    "Procresize": ("procresize", _first(2)),
    "Gcworker": ("gcworker", _first(1)),
    "Startworld": ("starttheworld", _first(0)),
    "Worldp": ("startm", lambda r: (r.args[1], r.args[0], 0, r.args[2])),
    "Lock": ("lockosthread", _first(1)),
    "Unlock": ("unlockosthread", _first(1)),
    "Stoplocked": ("stoplockedm", _first(0)),
    "Startlocked": ("startlockedm", _first(3)),
    "Coro": ("coroswitch", _first(3)),
}


class _Ways:
    """How each M came by the P with which it comes back from a system call: by what it logged before that."""

    def __init__(self):
        self.last: dict[int, list[str]] = {}

    def note(self, r: Record) -> None:
        self.last[r.m] = [*self.last.get(r.m, [])[-1:], r.kind]

    def how(self, r: Record) -> str:
        if r.args[1] == OTHER:
            return "idle" if self.last[r.m] == ["Pidleget", "Acquirep"] else "old"
        return "kept" if r.args[1] == KEPT else "none"


def events(records: list[Record]) -> list[tuple]:
    """The events in the log's order, with times in ns since the log was opened.

    An "end" stands where main has returned.
    """
    begin, scale = decode.clock(records)
    opened = next(r.args[0] + (r.args[1] << 32) for r in records if r.kind == "Clock")
    ways, out = _Ways(), []
    for r in threads(batches(records)):
        for kind, *args in _events(r, ways, opened):
            out.append((kind, round((r.ticks - begin) * scale), r.m, r.p, *args))
        ways.note(r)
    return out[1:]  # the first Clock, where the log begins


def _events(r: Record, ways: _Ways, opened: int) -> Iterator[tuple]:
    """A record as events without time and place: none if it tells of the start, two if it is a P that is
    taken to stand still.
    """
    if r.kind == "Exit":
        yield "exitsyscall", r.args[0], ways.how(r)
    elif r.kind == "Netpoll":
        until = r.args[0] + (r.args[1] << 32)
        yield "netpoll", until - opened if until else None
    elif r.kind in _SHAPES:
        kind, shape = _SHAPES[r.kind]
        yield kind, *shape(r)
    if r.kind == "Takep" and r.args[1] == P_GCSTOP:
        yield "gcstop", r.args[0]


def read(log: bytes, capacity: int) -> tuple[dict, list[tuple]]:
    """The start and the events of a raw log; ToolchainError if it is damaged or was too short for the run."""
    records = decode.fold_lists(decode.unpack(log, capacity))
    if sum(r.kind == "Clock" for r in records) != 2:
        raise ToolchainError(decode.TOO_MANY.format(capacity))
    return state_of(records), events(records)
