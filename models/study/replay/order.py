"""Of which events the order is certain: those under sched.lock, those that change nmspinning, and those in
which a P is taken.
"""

from collections import defaultdict, deque
from collections.abc import Iterable
from itertools import chain, pairwise
from typing import NamedTuple

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


def chained(changes: list[Change], value: int) -> list[int]:
    """The places in the log of these changes, in an order in which each finds the number that it has changed.

    The one that was logged first comes as soon as it can, after as few others as possible. Where there is no
    such order, the log's is kept, and the replay will find that one of them is not explained.
    """
    waiting: dict[int, deque[Change]] = defaultdict(deque)
    for change in changes:
        waiting[change.m].append(change)
    order: list[int] = []
    taken: set[int] = set()
    for change in changes:
        while change.seq not in taken:
            first = change if change.before == value else next(iter(_way(waiting, change, value)), change)
            waiting[first.m].popleft()
            taken.add(first.seq)
            order.append(first.seq)
            value = first.after
    return order


def _way(waiting: dict[int, deque[Change]], to: Change, value: int) -> list[Change]:
    """The fewest changes by other Ms after which the number is what `to` has found; [] if few do not do."""
    ways: deque[tuple[list[Change], dict[int, int], int]] = deque([([], {}, value)])
    while ways:
        way, done, at = ways.popleft()
        if at == to.before:
            return way
        if len(way) < DEEP:
            heads = [queue[done.get(m, 0)] for m, queue in waiting.items()
                     if m != to.m and len(queue) > done.get(m, 0)]
            ways.extend(([*way, head], done | {head.m: done.get(head.m, 0) + 1}, head.after)
                        for head in sorted(heads)[:4] if head.before == at)
    return []
