"""The snapshots of a schedtrace, and what is worth remarking on each of them.

A remark is a name and its arguments; models/view/code/explained.py has the words. Which M holds a P and which G
an M runs is told twice in a detailed snapshot, and may differ: the lines are written one after another while
the program runs on.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from models.runtime.constants import GO_1_27
from models.runtime.status import P_IDLE, P_RUNNING
from models.runtime.transitions import G_RUNNING, G_SCAN, G_SYSCALL, G_WAITING

from .schedtrace import Counts, G, Head, M, P, Short, Trace

RING = GO_1_27.runq_size

Remark = tuple[str, dict[str, object]]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The lines that belong together; number: of the first. head: None if that line is missing."""

    number: int
    head: Head | None
    ps: tuple[P, ...] = ()
    ms: tuple[M, ...] = ()
    gs: tuple[G, ...] = ()

    @property
    def ticks(self) -> dict[int, int]:
        """Each P's schedtick, where it is told."""
        if self.ps:
            return {pp.id: pp.schedtick for pp in self.ps}
        return dict(enumerate(getattr(self.head, "schedticks", None) or ()))

    @property
    def rings(self) -> dict[int, int]:
        """How long each P's ring is."""
        if self.ps:
            return {pp.id: pp.runqsize for pp in self.ps}
        return dict(enumerate(getattr(self.head, "queues", ())))


def snapshots(trace: Trace) -> list[Snapshot]:
    """The snapshots, in order. A head begins one; lines before the first head are one as well."""
    found: list[tuple[int, Head | None, list[P | M | G]]] = []
    for number, line in enumerate(trace.lines, 1):
        if isinstance(line, Counts):
            found.append((number, line, []))
        elif isinstance(line, P | M | G):
            if not found:
                found.append((number, None, []))
            found[-1][2].append(line)
    return [Snapshot(number, head, *(tuple(line for line in lines if type(line) is kind)
                                     for kind in (P, M, G))) for number, head, lines in found]


def remarks(before: Snapshot | None, now: Snapshot) -> Iterator[Remark]:
    """What is worth remarking on a snapshot; before: the one before it."""
    known = before if before and before.head and now.head else None
    if known and now.head.ms < known.head.ms:
        yield "restart", {}
    elif known:
        yield from ticked(known, now)
    if now.head:
        yield from counted(now.head, now.rings)
    yield from held(now)
    yield from run(now)
    yield from free(now)


def ticked(before: Snapshot, now: Snapshot) -> Iterator[Remark]:
    """How often each P has started on a goroutine since the snapshot before."""
    old, new = before.ticks, now.ticks
    if old and old.keys() == new.keys() and old != new:
        yield "ticked", {"each": [(p, new[p] - old[p]) for p in new]}


def counted(head: Head, rings: dict[int, int]) -> Iterator[Remark]:
    """What the counts say together."""
    work = head.runqueue + sum(rings.values())
    busy = head.gomaxprocs - head.idleprocs
    if work and head.idleprocs > 0:
        yield ("sought" if head.spinningthreads > 0 else "waiting",
               {"work": work, "idle": head.idleprocs, "spinning": head.spinningthreads})
    if not work and not busy:
        yield "idle", {}
    if type(head) is Short and (others := head.threads - head.idlethreads - busy) > 1:
        yield "others", {"n": others}
    if full := [p for p, length in rings.items() if length >= RING]:
        yield "full", {"ps": full}


def held(now: Snapshot) -> Iterator[Remark]:
    """Which P an M holds: where the two do not say the same, and where the M is in a system call."""
    ms, gs, ps = ({one.id: one for one in lines} for lines in (now.ms, now.gs, now.ps))
    for pp in now.ps:
        mp = ms.get(pp.m)
        if mp and mp.p != pp.id:
            yield "torn.p", {"p": pp.id, "m": mp.id, "other": mp.p}
        elif mp and pp.status == P_RUNNING and status(gs.get(mp.curg)) == G_SYSCALL:
            yield "insyscall", {"p": pp.id, "m": mp.id, "g": mp.curg}
        elif pp.m is None and pp.status == P_RUNNING:
            yield "torn.unheld", {"p": pp.id}
    for mp in now.ms:
        if mp.p in ps and ps[mp.p].m != mp.id:
            yield "torn.m", {"p": mp.p, "m": mp.id, "other": ps[mp.p].m}
    idle = sum(pp.status == P_IDLE for pp in now.ps)
    if now.ps and now.head and idle != now.head.idleprocs:
        yield "handed", {"said": now.head.idleprocs, "seen": idle}


def status(gp: G | None) -> int | None:
    """A G's status without the scan bit."""
    return gp and gp.status & ~G_SCAN


def run(now: Snapshot) -> Iterator[Remark]:
    """Which M runs a G: where the two do not say the same, and where a waiting G is on an M."""
    ms = {mp.id: mp for mp in now.ms}
    for gp in now.gs:
        mp = ms.get(gp.m)
        if status(gp) == G_WAITING and mp:
            yield "onm", {"g": gp.id, "m": mp.id}
        if status(gp) != G_RUNNING:
            continue
        if gp.m is None:
            yield "torn.nowhere", {"g": gp.id}
        elif mp and mp.curg != gp.id:
            yield "torn.g", {"g": gp.id, "m": mp.id, "other": mp.curg}
        elif mp and mp.p is None:
            yield "without", {"g": gp.id, "m": mp.id}


def free(now: Snapshot) -> Iterator[Remark]:
    """The Ms that have neither P nor G and do not sleep."""
    found = [mp.id for mp in now.ms if mp.p is mp.curg is None and not (mp.blocked or mp.spinning)]
    made = sysmon(now)
    if made in found:
        yield "sysmon", {"m": made}
    if others := [m for m in found if m != made]:
        yield "polling", {"ms": others}


def sysmon(now: Snapshot) -> int:
    """sysmon's M: the first that a program makes, but for the spare one of a program with C code.

    That one belongs to a G for good, for the thread of C that will take the two.
    """
    return 2 if any(mp.id == 1 and mp.lockedg is not None for mp in now.ms) else 1
