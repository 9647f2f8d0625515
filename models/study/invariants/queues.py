"""What is put into a queue is taken out once, in order, and by whom it may be."""

from collections.abc import Iterator

from .ledger import Ledger, empty_handed, wakes


def _runnext(ledger, m, p, g, kicked):
    pp = ledger.ps[p]
    if pp.runnext != kicked:
        yield f"kicks g{kicked} out of runnext, where g{pp.runnext} was"
    pp.runnext = g


def _store(ledger: Ledger, p: int, gs, index: int) -> Iterator[str]:
    """Gs go into p's ring from index on."""
    pp = ledger.ps[p]
    if index != pp.tail:
        yield f"puts at index {index}, but the tail is {pp.tail}"
    for i, g in enumerate(gs):
        pp.slots[index + i] = g
    pp.tail = index + len(gs)
    if pp.tail - pp.head > ledger.ring:
        yield f"{pp.tail - pp.head} Gs in a ring of {ledger.ring}"


def _remove(ledger: Ledger, p: int, gs, head: int) -> Iterator[str]:
    """Gs leave p's ring from its head: each index once, and by the G that was put there."""
    pp = ledger.ps[p]
    if head != pp.head:
        yield f"takes from index {head} of p{p}, but the head is {pp.head}"
    for i, g in enumerate(gs, start=head):
        if i >= pp.tail:
            yield f"takes index {i} of p{p}, which is not before the tail {pp.tail}"
        was = pp.slots.pop(i, 0)
        if was != g:
            yield f"takes g{g} from index {i} of p{p}, where g{was} was put"
    pp.head = head + len(gs)


def _runqput(ledger, m, p, g, index):
    yield from _store(ledger, p, (g,), index)


def _runqputslow(ledger, m, p, head, gs):
    length = ledger.ps[p].tail - ledger.ps[p].head
    if length != ledger.ring or len(gs) != ledger.ring // 2 + 1:
        yield f"moves {len(gs)} Gs out of a ring that holds {length}"
    yield from _remove(ledger, p, gs[:-1], head)
    ledger.queue += gs


def _got(ledger, p, g, inherit=False):
    ledger.ps[p].got = (g, inherit)


def _take_runnext(ledger: Ledger, p: int, g: int) -> Iterator[str]:
    if ledger.ps[p].runnext != g:
        yield f"takes g{g} from the runnext of p{p}, where g{ledger.ps[p].runnext} is"
    ledger.ps[p].runnext = 0


def _getnext(ledger, m, p, g):
    yield from _take_runnext(ledger, p, g)
    _got(ledger, p, g, inherit=True)


def _runqget(ledger, m, p, g, index):
    if ledger.ps[p].runnext:
        yield "takes from the ring while runnext is full"
    yield from _remove(ledger, p, (g,), index)
    _got(ledger, p, g)


def _runqgrab(ledger, m, p, victim, head, gs, index):
    yield from empty_handed(ledger, p)
    n = ledger.ps[victim].tail - ledger.ps[victim].head
    if len(gs) != n - n // 2:
        yield f"steals {len(gs)} of {n}, not {n - n // 2}"
    yield from _remove(ledger, victim, gs, head)
    yield from _store(ledger, p, gs[:-1], index)
    _got(ledger, p, gs[-1])


def _grabnext(ledger, m, p, victim, g):
    yield from empty_handed(ledger, p)
    if ledger.ps[victim].head != ledger.ps[victim].tail:
        yield f"takes the runnext of p{victim}, whose ring is not empty"
    yield from _take_runnext(ledger, victim, g)
    _got(ledger, p, g)


def _globrunqput(ledger, m, p, g):
    yield from ()
    ledger.queue.append(g)
    if g in ledger.calling:
        ledger.calling.discard(g)
        ledger.running[m] = 0


def _injectglist(ledger, m, p, shared, gs, index):
    for g in (*shared, *gs):
        yield from wakes(ledger, g)
    ledger.queue += shared
    if gs:
        yield from _store(ledger, p, gs, index)


def _globrunqget(ledger, m, p, g):
    yield from _take_global(ledger, (g,))
    if ledger.ps[p].schedtick % 61:
        yield f"looks at the global queue first at schedtick {ledger.ps[p].schedtick}"
    _got(ledger, p, g)


def _globrunqgetbatch(ledger, m, p, gs, index):
    yield from empty_handed(ledger, p)
    size = len(ledger.queue)
    fair = min(ledger.ring // 2, size, size // len(ledger.ps) + 1)
    if len(gs) != fair:
        yield f"takes {len(gs)} of {size} from the global queue, not {fair}"
    yield from _take_global(ledger, gs)
    if len(gs) > 1:
        yield from _store(ledger, p, gs[1:], index)
    _got(ledger, p, gs[0])


def _take_global(ledger: Ledger, gs) -> Iterator[str]:
    head = tuple(ledger.queue[:len(gs)])
    if head != tuple(gs):
        yield f"takes {tuple(gs)} from the global queue, whose head is {head}"
    del ledger.queue[:len(gs)]


def _netready(ledger, m, p, g):
    yield from wakes(ledger, g)
    _got(ledger, p, g)


CHECKS = {
    "runnext": _runnext, "runqput": _runqput, "runqputslow": _runqputslow, "getnext": _getnext,
    "runqget": _runqget, "runqgrab": _runqgrab, "grabnext": _grabnext, "globrunqput": _globrunqput,
    "globrunqget": _globrunqget, "globrunqgetbatch": _globrunqgetbatch, "injectglist": _injectglist,
    "netready": _netready,
}
