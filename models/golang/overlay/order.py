"""Put the events of several Ms into one order that their queue indices allow.

The log's order is the order in which records were taken, not the order of the atomic operations:
a thief may log its steal after the owner has already logged a later put. What is certain is
stated here as edges "this before that"; the result is the order closest to the log that keeps
them all. Such an order is reconstructed, and is labelled so wherever it is shown.
"""

from collections import defaultdict
from collections.abc import Iterator
from heapq import heapify, heappop, heappush

from models.golang.overlay.decode import Logged
from models.golang.toolchain import ToolchainError

GLOBAL = {"runqputslow", "globrunqput", "globrunqget", "globrunqgetbatch"}
EMPTY_HANDED = {"globrunqgetbatch", "runqgrab", "grabnext", "releasep"}  # own queue was empty
Edge = tuple[int, int]
_PUT = ("runnext", "runqput", "runqputslow")
# What one M does in one go: these follow at once where the rules allow it.
TOGETHER = {"newproc": _PUT, "goready": _PUT, "runnext": _PUT[1:], "gosched": ("globrunqput",)}
TOGETHER |= dict.fromkeys(("getnext", "runqget", "runqgrab", "grabnext", "globrunqget",
                           "globrunqgetbatch"), ("execute",))


def stored(event: tuple) -> Iterator[tuple[int, int]]:
    """(P, index) of every G that the event puts into a ring."""
    kind, _, _, p, *args = event
    if kind == "runqput":
        yield p, args[1]
    elif kind == "globrunqgetbatch":
        yield from ((p, args[1] + i) for i in range(len(args[0]) - 1))
    elif kind == "runqgrab":
        yield from ((p, args[3] + i) for i in range(len(args[2]) - 1))


def consumed(event: tuple) -> tuple[int, int, int] | None:
    """(P, first index, how many) that the event takes from a ring's head, or None."""
    kind, _, _, p, *args = event
    if kind == "runqget":
        return p, args[1], 1
    if kind == "runqputslow":
        return p, args[0], len(args[1]) - 1
    if kind == "runqgrab":
        return args[0], args[1], len(args[2])
    return None


def threads(log: list[Logged]) -> Iterator[Edge]:
    """What one M does comes in the order in which it logged it."""
    last: dict[int, int] = {}
    for i, entry in enumerate(log):
        m = entry.event[2]
        if m in last:
            yield last[m], i
        last[m] = i


def wakeups(log: list[Logged]) -> Iterator[Edge]:
    """An M sleeps, is started, and takes its P, in this order; a P is left before it is taken."""
    slept, started, left = {}, {}, {}
    for i, (kind, _, m, p, *args) in enumerate(entry.event for entry in log):
        if kind == "stopm":
            slept[m] = i
        elif kind == "releasep":
            left[p] = i
        elif kind == "startm":
            started[args[0]] = i
            if args[0] in slept:
                yield slept[args[0]], i
        elif kind == "acquirep":
            for before in (started.pop(m, None), left.pop(p, None)):
                if before is not None:
                    yield before, i


def parking(log: list[Logged]) -> Iterator[Edge]:
    """A G waits before it is made ready."""
    waits: dict[int, int] = {}
    for i, (kind, _, _, _, *args) in enumerate(entry.event for entry in log):
        if kind == "gopark":
            waits[args[0]] = i
        elif kind == "goready" and args[0] in waits:
            yield waits.pop(args[0]), i


def global_queue(log: list[Logged]) -> Iterator[Edge]:
    """The global queue is under a lock, and its records are taken while it is held."""
    nodes = [i for i, entry in enumerate(log) if entry.event[0] in GLOBAL]
    nodes.sort(key=lambda i: log[i].seq)
    yield from zip(nodes, nodes[1:], strict=False)


def rings(log: list[Logged]) -> Iterator[Edge]:
    """An index is put before it is taken; a ring's head only grows; a thief saw no later put."""
    put = {place: i for i, entry in enumerate(log) for place in stored(entry.event)}
    takes = _takes(log)
    for p, nodes in takes.items():
        yield from zip(nodes, nodes[1:], strict=False)
        for i in nodes:
            _, head, n = consumed(log[i].event)
            yield from ((put[p, j], i) for j in range(head, head + n) if (p, j) in put)
            if (p, log[i].tail) in put:
                yield i, put[p, log[i].tail]


def _takes(log: list[Logged]) -> dict[int, list[int]]:
    """For each P the events that took from its ring, in the order of their heads."""
    takes = defaultdict(list)
    for i, entry in enumerate(log):
        if place := consumed(entry.event):
            takes[place[0]].append((place[1], i))
    return {p: [i for _, i in sorted(heads)] for p, heads in takes.items()}


def emptied(log: list[Logged]) -> Iterator[Edge]:
    """An owner that turns to others has found its own ring empty: every earlier index is gone."""
    takes, tail = _takes(log), {}
    for i, entry in enumerate(log):
        kind, _, _, p, *_ = entry.event
        if kind in EMPTY_HANDED and p in tail:
            gone = [j for j in takes.get(p, []) if consumed(log[j].event)[1] <= tail[p]]
            yield from ((j, i) for j in gone[-1:] if j != i)
        for place, index in stored(entry.event):
            tail[place] = index


def runnexts(log: list[Logged]) -> Iterator[Edge]:
    """A G is put in runnext before it is taken; the slot is empty before the owner finds it so."""
    takers = _runnext_takers(log)
    pending: dict[int, int] = {}
    for i, (kind, _, _, p, *args) in enumerate(entry.event for entry in log):
        finds_empty = kind in EMPTY_HANDED or kind == "runqget"
        if p in pending and (finds_empty or (kind == "runnext" and not args[1])):
            yield pending.pop(p), i
        if kind == "runnext":
            pending.pop(p, None)
            taker = _taker_of(takers, log, i)
            if taker is not None:
                yield i, taker
                if log[taker].event[0] == "grabnext":
                    pending[p] = taker


def _runnext_takers(log: list[Logged]) -> dict[tuple[int, int], list[int]]:
    """(P, G) -> the events that took that G from that P's runnext, in the log's order."""
    takers = defaultdict(list)
    for i, (kind, _, _, p, *args) in enumerate(entry.event for entry in log):
        if kind == "getnext":
            takers[p, args[0]].append(i)
        elif kind == "grabnext":
            takers[args[0], args[1]].append(i)
    return takers


def _taker_of(takers: dict, log: list[Logged], i: int) -> int | None:
    """The event that took what event i put in runnext; None if it was kicked or never taken."""
    _, _, _, p, g, _ = log[i].event
    later = (entry.event for entry in log[i + 1:])
    kicks = next((e[5] for e in later if e[0] == "runnext" and e[3] == p), 0)
    if kicks == g or not takers[p, g]:
        return None
    return takers[p, g].pop(0)


RULES = (threads, wakeups, parking, global_queue, rings, emptied, runnexts)


def arrange(log: list[Logged]) -> list[Logged]:
    """The log in an order that keeps every rule and otherwise follows the records.

    Raises ToolchainError where no order keeps all the rules: such a run is recorded again.
    """
    after, waits = defaultdict(list), [0] * len(log)
    for before, later in {edge for rule in RULES for edge in rule(log)}:
        after[before].append(later)
        waits[later] += 1
    following, chosen = dict(threads(log)), []
    free = [(log[i].seq, i) for i, n in enumerate(waits) if n == 0]
    heapify(free)
    while free:
        _, i = heappop(free)
        while i is not None:
            chosen.append(log[i])
            opened = [j for j in after[i] if _released(waits, j)]
            ahead = _ahead(log, i, following.get(i), opened)
            for j in opened:
                if j != ahead:
                    heappush(free, (log[j].seq, j))
            i = ahead
    if len(chosen) < len(log):
        raise ToolchainError("the log allows no order of its events: record the run again")
    return chosen


def _released(waits: list[int], j: int) -> bool:
    """Event j waits for one fewer; whether that was the last."""
    waits[j] -= 1
    return waits[j] == 0


def _ahead(log: list[Logged], i: int, follower: int | None, opened: list[int]) -> int | None:
    """The event that follows i at once: its M's next, if it belongs to i and may come now."""
    if follower in opened:
        if log[follower].event[0] in TOGETHER.get(log[i].event[0], ()):
            return follower
    return None


def moved(arranged: list[Logged]) -> int:
    """How many events were logged earlier than one that now stands before them."""
    latest, count = -1, 0
    for entry in arranged:
        count += entry.seq < latest
        latest = max(latest, entry.seq)
    return count


def rising(arranged: list[Logged]) -> list[tuple]:
    """The bare events, with times lifted where needed so that they never go back."""
    now, out = 0, []
    for kind, t, *rest in (entry.event for entry in arranged):
        now = max(now, t)
        out.append((kind, now, *rest))
    return out
