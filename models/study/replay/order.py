"""Of which events the order is certain: those under sched.lock, those that change nmspinning, and those in
which a P is taken.

The log alone does not tell it: on a busy machine a thread may be put to sleep between a step and its note.
Others, whose steps need that one, then wait for the note, and must not be overtaken by what came after them.
"""

from bisect import bisect
from collections import defaultdict, deque
from collections.abc import Iterable
from itertools import chain, islice, pairwise
from typing import NamedTuple

from models.study.replay.kinds import locked

DEEP = 6  # changes that may come before one that was logged earlier


class Turns:
    """Events that must come in certain orders, each order the places of some in the log. says: the reason why
    one has to wait.
    """

    def __init__(self, orders: Iterable[list[int]], says: str):
        self.says = says
        self.then = dict(chain.from_iterable(map(pairwise, orders)))
        self.waiting = set(self.then.values())

    def forbids(self, seq: int) -> bool:
        """Whether it is another's turn."""
        return seq in self.waiting

    def took(self, seq: int) -> None:
        """That event is replayed."""
        self.waiting.discard(self.then.get(seq))


def turns_of(events: list[tuple[int, tuple]], nmspinning: int) -> tuple[Turns, ...]:
    """What is certain of the order of these events, each with its place in the log, nmspinning being that at
    the start.
    """
    locks, changes, ties, takes = [], [], [], defaultdict(list)
    for seq, e in events:
        if locked(e):
            locks.append(seq)
            ties.append(Tie(seq, e.m, None))
        elif e.kind == "startm":
            ties.append(Tie(seq, e.m, e.target))
        if change := spins(e):
            changes.append(Change(seq, e.m, *change))
        if (p := taken(e)) is not None:
            takes[p].append(seq)
    return (Turns([locks], "locked"), Turns(takes.values(), "taken-before"),
            Turns([chained(changes, nmspinning, ties)], "nmspinning"))


class Change(NamedTuple):
    """A change of a number: its place in the log, its M, and the number before and after."""

    seq: int
    m: int
    before: int
    after: int


def spins(e) -> tuple[int, int] | None:
    """nmspinning before and after an event that changes it."""
    if e.kind == "spinning":
        return e.nmspinning - (1 if e.on else -1), e.nmspinning
    if e.kind == "nowakep":
        return e.nmspinning + 1, e.nmspinning
    return (0, 1) if e.kind == "wakep" and e.won else None


def taken(e) -> int | None:
    """The P that is taken in an event: whoever logs it has the P from before that until after it, so what is
    logged first of two such came first.
    """
    return {"acquirep": lambda: e.p, "retake": lambda: e.victim}.get(e.kind, lambda: None)()


class Tie(NamedTuple):
    """An event that tells what came before what: its place in the log, its M, and the M that was woken; None
    if sched.lock was held.
    """

    seq: int
    m: int
    woken: int | None


def follows(change: Change, other: Change, ties: list[Tie]) -> bool:
    """Whether a change can only have come after the other: its M has been woken since by the other's M, or
    has held sched.lock after it, or others have between them.
    """
    reached, held = {other.m}, False
    for tie in ties[bisect(ties, (other.seq,)):bisect(ties, (change.seq,))]:
        if tie.woken is None:
            held = held or tie.m in reached
            reached |= {tie.m} if held else set()
        elif tie.m in reached:
            reached.add(tie.woken)
        if change.m in reached:
            return True
    return False


def chained(changes: list[Change], value: int, ties: list[Tie]) -> list[int]:
    """The places in the log of these changes, in an order in which each finds the number that it has changed.

    The one that was logged first comes as soon as it can, after as few others as possible, of which the ties
    let it be after. Where there is no such order, the log's is kept, and the replay will find that one of
    them is not explained. Where several notes came late there may be more than one such order; the others are
    not tried.
    """
    waiting: dict[int, deque[Change]] = defaultdict(deque)
    for change in changes:
        waiting[change.m].append(change)
    order: list[int] = []
    taken: set[int] = set()
    for change in changes:
        while change.seq not in taken:
            way = [] if change.before == value else _way(waiting, change, value, ties)
            first = way[0] if way else change
            waiting[first.m].popleft()
            taken.add(first.seq)
            order.append(first.seq)
            value = first.after
    return order


def _way(waiting: dict[int, deque[Change]], to: Change, value: int, ties: list[Tie]) -> list[Change]:
    """The fewest changes by other Ms after which the number is what `to` has found; [] if few do not do."""
    ways: deque[tuple[list[Change], dict[int, int], int]] = deque([([], {}, value)])
    while ways:
        way, done, at = ways.popleft()
        if at == to.before:
            return way
        if len(way) < DEEP:
            heads = [queue[done.get(m, 0)] for m, queue in waiting.items()
                     if m != to.m and len(queue) > done.get(m, 0)]
            before = (head for head in sorted(heads) if not follows(head, to, ties))
            ways.extend(([*way, head], done | {head.m: done.get(head.m, 0) + 1}, head.after)
                        for head in islice(before, 4) if head.before == at)
    return []
