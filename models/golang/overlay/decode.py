"""The raw log of a patched runtime, read into the book's events (models/runtime/events.py).

A record is 64 bytes: ticks, kind, done, m, p and ten numbers (models/golang/templates/evlog.go.txt).
What comes out is still in the log's order, which across Ps is not the order of what happened.
"""

import re
import struct
from dataclasses import dataclass, field

from models.golang.places import TEMPLATES
from models.golang.toolchain import ToolchainError

RECORD = struct.Struct("<qIIii10I")
CAPACITY = 1 << 18
NOBODY = 0xFFFFFFFF
SYSMON = 1  # the id of sysmon's M, the first that the runtime makes
TOO_MANY = "the run made more than {} events: give it less to do"


def kinds() -> dict[int, str]:
    """The names of the record kinds by number, as the Go files declare them."""
    return (_declared("evlog.go.txt", 1) | _declared("evtimes.go.txt", 100)
            | _declared("evsteps.go.txt", 200) | _declared("evstacks.go.txt", 300))


def _declared(file: str, first: int) -> dict[int, str]:
    """The names in that file's list of kinds, numbered from `first`."""
    text = (TEMPLATES / file).read_text(encoding="utf-8")
    block = re.search(r"const \(\n\tev\w+ uint32 = iota.*?\n\)", text, re.DOTALL).group()
    return dict(enumerate(re.findall(r"^\tev(\w+)", block, re.MULTILINE), start=first))


@dataclass
class Record:
    """One record. seq: its place in the log. more: goids of the same M's list records after it."""

    seq: int
    ticks: int
    kind: str
    m: int
    p: int | None
    args: tuple
    more: list[int] = field(default_factory=list)


def unpack(log: bytes, capacity: int = CAPACITY) -> list[Record]:
    """The log's records in order; ToolchainError if one is unfinished or the log is full."""
    if len(log) % RECORD.size or not log:
        raise ToolchainError(f"the log is damaged: {len(log)} bytes are not a whole number of "
                             f"{RECORD.size}-byte records")
    if len(log) >= capacity * RECORD.size:
        raise ToolchainError(TOO_MANY.format(capacity))
    names, records = kinds(), []
    for ticks, kind, done, m, p, *args in RECORD.iter_unpack(log):
        if not done or kind not in names:
            raise ToolchainError(f"the log is damaged at record {len(records)}")
        holder = None if p < 0 else p
        records.append(Record(len(records), ticks, names[kind], m, holder, tuple(args)))
    return records


def fold_lists(records: list[Record]) -> list[Record]:
    """Put the goids of list records into the record before them on the same M."""
    kept, last = [], {}
    for record in records:
        if record.kind == "List":
            last[record.m].more.extend(record.args)
        else:
            last[record.m] = record
            kept.append(record)
    return kept


def fold_batches(records: list[Record]) -> list[Record]:
    """Make one record of a batch from the global queue and the puts that follow it on its M.

    An M without a P (the last look before sleeping) takes the batch first and the P after: the
    batch is moved to just after that, the same critical work in the order in which one owns things.
    """
    kept, open_batch, waiting = [], {}, {}
    for record in records:
        batch = open_batch.get(record.m)
        if batch and record.kind == "Runqput":
            _add_to_batch(batch, record, open_batch)
        elif record.kind == "Globbatch":
            record.more = [record.args[0]]
            if record.args[1] > 1:
                open_batch[record.m] = record
            (waiting.setdefault(record.m, []) if record.p is None else kept).append(record)
        else:
            kept.append(record)
        if record.kind == "Acquirep" and record.m in waiting:
            kept.extend(_owned(waiting.pop(record.m), record.p))
    return kept


def _add_to_batch(batch: Record, put: Record, open_batch: dict) -> None:
    """One more G of an open batch, stored in the ring; the last closes it."""
    if len(batch.more) == 1:
        batch.args = (*batch.args[:2], put.args[1])
    batch.more.append(put.args[0])
    if len(batch.more) == batch.args[1]:
        del open_batch[batch.m]


def _owned(batches: list[Record], p: int) -> list[Record]:
    """The same batches as taken for P p."""
    for batch in batches:
        batch.p = p
    return batches


def _reason(record: Record) -> str:
    return struct.pack("<9I", *record.args[1:]).split(b"\0")[0].decode()


# kind -> (name in the book, its arguments)
SHAPES = {
    "Newproc": ("newproc", lambda r: r.args[:2]),
    "Runnext": ("runnext", lambda r: r.args[:2]),
    "Runqput": ("runqput", lambda r: r.args[:2]),
    "Runqputslow": ("runqputslow", lambda r: (r.args[0], tuple(r.more[:r.args[1]]))),
    "Getnext": ("getnext", lambda r: r.args[:1]),
    "Runqget": ("runqget", lambda r: r.args[:2]),
    "Runqgrab": ("runqgrab", lambda r: (r.args[0], r.args[1], tuple(r.more[:r.args[3]]),
                                        r.args[4])),
    "Grabnext": ("grabnext", lambda r: r.args[:2]),
    "Globput": ("globrunqput", lambda r: r.args[:1]),
    "Globget": ("globrunqget", lambda r: r.args[:1]),
    "Globbatch": ("globrunqgetbatch", lambda r: (tuple(r.more), r.args[2])),
    "Execute": ("execute", lambda r: r.args[:3]),
    "Gosched": ("gosched", lambda r: r.args[:1]),
    "Gopark": ("gopark", lambda r: (r.args[0], _reason(r))),
    "Goready": ("goready", lambda r: r.args[:2]),
    "Goexit": ("goexit", lambda r: r.args[:1]),
    "Startm": ("startm", lambda r: r.args[:4]),
    "Stopm": ("stopm", lambda r: ()),
    "Acquirep": ("acquirep", lambda r: ()),
    "Releasep": ("releasep", lambda r: ()),
    "Spinning": ("spinning", lambda r: r.args[:1]),
    "Look": ("look", lambda r: ("steal", r.args[:2])),
}

_G_FIELDS = {"newproc": (0, 1), "runnext": (0, 1), "runqput": (0,), "runqputslow": (1,),
             "getnext": (0,), "runqget": (0,), "runqgrab": (2,), "grabnext": (1,),
             "globrunqput": (0,), "globrunqget": (0,), "globrunqgetbatch": (0,), "execute": (0,),
             "gosched": (0,), "gopark": (0,), "goready": (0, 1), "goexit": (0,)}


class Names:
    """Goids given out anew: 0 stays nobody, main is 1, the others 2, 3, … as they are made."""

    def __init__(self, records: list[Record]):
        made = [record.args[0] for record in records if record.kind == "Newproc"]
        self.known = {0: 0, 1: 1} | {goid: i for i, goid in enumerate(made, start=2)}

    def __call__(self, goid):
        """The new number of a goid, or of each of a tuple; a G from before the run comes last."""
        if isinstance(goid, tuple):
            return tuple(map(self, goid))
        return self.known.setdefault(goid, len(self.known))


def start_state(records: list[Record]) -> dict:
    """The queues' indices and the threads as they were when the log was opened.

    Main (g 1) runs on the one P that has an M; sysmon's thread is left out.
    """
    ps = [{"id": r.p, "head": r.args[0], "tail": r.args[1], "schedtick": r.args[2],
           "m": None if r.args[3] == NOBODY else r.args[3], "g": int(r.args[3] != NOBODY)}
          for r in records if r.kind == "StartP"]
    ms = [r for r in records if r.kind == "StartM"]
    if not all(r.args[4] for r in ms):
        raise ToolchainError("the program's start had not settled when the log was opened: "
                             "run it again on a quieter machine")
    idle = sorted(r.args[0] for r in ms if not r.args[1] and r.args[0] != SYSMON)
    if len(idle) != ms[0].args[3]:
        raise ToolchainError(f"{ms[0].args[3]} threads slept when the log was opened, but "
                             f"{len(idle)} were without a P: run it again on a quieter machine")
    return {"ps": ps, "idle_ms": idle}


def clock(records: list[Record]) -> tuple[int, float]:
    """The first tick and how many nanoseconds one tick is, from the log's two clock records."""
    first, last = (record for record in records if record.kind == "Clock")
    spent = [r.args[0] + (r.args[1] << 32) for r in (first, last)]
    return first.ticks, (spent[1] - spent[0]) / (last.ticks - first.ticks)


@dataclass(frozen=True)
class Logged:
    """An event, its place in the log, and for a steal the tail that the thief saw."""

    event: tuple
    seq: int
    tail: int | None


def events(records: list[Record]) -> list[Logged]:
    """The records as events with times in ns since the log was opened, in the log's order."""
    begin, scale = clock(records)
    names, out = Names(records), []
    for record in fold_batches(fold_lists(records)):
        if record.kind in SHAPES:
            kind, shape = SHAPES[record.kind]
            args = list(shape(record))
            for i in _G_FIELDS.get(kind, ()):
                args[i] = names(args[i])
            event = (kind, round((record.ticks - begin) * scale), record.m, record.p, *args)
            out.append(Logged(event, record.seq, record.args[2] if kind == "runqgrab" else None))
    return out
