"""What must hold in every run, of the model or of real Go: the rules that an order cannot break.

`violations` replays a list of events (models/runtime/events.py) on a ledger of its own, which
knows queues and indices but none of the rules' code, and says in a sentence each what is wrong.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

RING = 256


def fresh(procs: int, schedtick: int = 0) -> dict:
    """The start of a model's run: empty queues at index 0, M 0 on P 0, nothing running."""
    return {"ps": [{"id": i, "head": 0, "tail": 0, "schedtick": schedtick if i == 0 else 0,
                    "m": 0 if i == 0 else None, "g": 0} for i in range(procs)]}


@dataclass
class PLedger:
    """What is known of a P. got: the G its owner has just taken, and whether from runnext."""

    head: int
    tail: int
    schedtick: int
    m: int | None
    slots: dict[int, int] = field(default_factory=dict)
    runnext: int = 0
    got: tuple[int, bool] | None = None


class Ledger:
    """What is known of the whole machine at one point of a run."""

    def __init__(self, start: dict, ring: int):
        self.ring = ring
        self.ps = {p["id"]: PLedger(p["head"], p["tail"], p["schedtick"], p["m"])
                   for p in start["ps"]}
        self.running = {p["m"]: p["g"] for p in start["ps"] if p["m"] is not None}
        self.made: set[int] = set()
        self.waiting: set[int] = set()
        self.queue: list[int] = []

    def p_of(self, m: int) -> int | None:
        """The P that M m holds."""
        return next((i for i, p in self.ps.items() if p.m == m), None)


def violations(events: list, start: dict, ring: int = RING) -> list[str]:
    """Every broken rule, as "event 17 (runqget): …"; an empty list when all hold.

    start: {"ps": [{id, head, tail, schedtick, m, g}, …]}, g the G that runs there (0: none).
    Raises ValueError for an event that names a P which the start does not have.
    """
    ledger, found = Ledger(start, ring), []
    for i, event in enumerate(events):
        kind, _, m, p, *args = event
        check = CHECKS.get(kind)
        if check is None:
            continue
        try:
            broken = [*_owner(ledger, kind, m, p), *check(ledger, m, p, *args)]
        except (KeyError, TypeError):
            raise ValueError(f"event {i} ({kind}) is damaged: {event}") from None
        found += [f"event {i} ({kind}): {text}" for text in broken]
    return found


def _owner(ledger: Ledger, kind: str, m: int, p: int | None) -> Iterator[str]:
    """What happens on a P is done by the M that holds it."""
    if p is not None and kind != "acquirep" and ledger.ps[p].m != m:
        yield f"m{m} acts on p{p}, which m{ledger.ps[p].m} holds"


def _newproc(ledger, m, p, g, by):
    yield from _is_running(ledger, m, by)
    if g in ledger.made:
        yield f"makes g{g} again, which has not ended"
    ledger.made.add(g)


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
    yield from _empty_handed(ledger, p)
    n = ledger.ps[victim].tail - ledger.ps[victim].head
    if len(gs) != n - n // 2:
        yield f"steals {len(gs)} of {n}, not {n - n // 2}"
    yield from _remove(ledger, victim, gs, head)
    yield from _store(ledger, p, gs[:-1], index)
    _got(ledger, p, gs[-1])


def _grabnext(ledger, m, p, victim, g):
    yield from _empty_handed(ledger, p)
    if ledger.ps[victim].head != ledger.ps[victim].tail:
        yield f"takes the runnext of p{victim}, whose ring is not empty"
    yield from _take_runnext(ledger, victim, g)
    _got(ledger, p, g)


def _empty_handed(ledger: Ledger, p: int) -> Iterator[str]:
    """Whoever takes from others, or leaves its P, has nothing itself."""
    pp = ledger.ps[p]
    if pp.head != pp.tail or pp.runnext:
        yield f"p{p} looks elsewhere, but holds {pp.tail - pp.head} Gs and runnext g{pp.runnext}"


def _globrunqput(ledger, m, p, g):
    yield from ()
    ledger.queue.append(g)


def _globrunqget(ledger, m, p, g):
    yield from _take_global(ledger, (g,))
    if ledger.ps[p].schedtick % 61:
        yield f"looks at the global queue first at schedtick {ledger.ps[p].schedtick}"
    _got(ledger, p, g)


def _globrunqgetbatch(ledger, m, p, gs, index):
    yield from _empty_handed(ledger, p)
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


def _execute(ledger, m, p, g, inherit, schedtick):
    pp = ledger.ps[p]
    if pp.got != (g, bool(inherit)):
        yield f"runs g{g} with inherit {inherit}, but p{p} had got {pp.got}"
    if schedtick != pp.schedtick + (not inherit):
        yield f"schedtick goes from {pp.schedtick} to {schedtick} with inherit {inherit}"
    pp.schedtick, pp.got = schedtick, None
    ledger.running[m] = g


def _is_running(ledger: Ledger, m: int, g: int) -> Iterator[str]:
    if ledger.running.get(m, 0) != g:
        yield f"g{g} acts on m{m}, where g{ledger.running.get(m, 0)} runs"


def _leaves(ledger, m, p, g, reason=None):
    yield from _is_running(ledger, m, g)
    ledger.running[m] = 0
    if reason is not None:
        ledger.waiting.add(g)


def _goexit(ledger, m, p, g):
    yield from _leaves(ledger, m, p, g)
    ledger.made.discard(g)


def _gokeep(ledger, m, p, g):
    if g not in ledger.waiting:
        yield f"g{g} goes on, but was not about to wait"
    yield from _is_running(ledger, m, 0)
    ledger.waiting.discard(g)
    ledger.running[m] = g


def _goready(ledger, m, p, g, by):
    if g not in ledger.waiting:
        yield f"g{g} is made ready, but does not wait"
    ledger.waiting.discard(g)


def _startm(ledger, m, p, target, tp, spinning, new):
    if ledger.ps[tp].m is not None:
        yield f"m{target} is started for p{tp}, which m{ledger.ps[tp].m} holds"
    if ledger.p_of(target) is not None:
        yield f"m{target} is started, but holds p{ledger.p_of(target)}"


def _acquirep(ledger, m, p):
    if ledger.ps[p].m is not None or ledger.p_of(m) is not None:
        yield f"m{m} takes p{p}: m{ledger.ps[p].m} holds it, or m{m} holds p{ledger.p_of(m)}"
    ledger.ps[p].m = m


def _releasep(ledger, m, p):
    yield from _empty_handed(ledger, p)
    ledger.ps[p].m = None


def _stopm(ledger, m, p):
    if ledger.p_of(m) is not None:
        yield f"m{m} sleeps with p{ledger.p_of(m)}"


CHECKS = {
    "newproc": _newproc, "runnext": _runnext, "runqput": _runqput, "runqputslow": _runqputslow,
    "getnext": _getnext, "runqget": _runqget, "runqgrab": _runqgrab, "grabnext": _grabnext,
    "globrunqput": _globrunqput, "globrunqget": _globrunqget,
    "globrunqgetbatch": _globrunqgetbatch, "execute": _execute, "gosched": _leaves,
    "goyield": _leaves, "gopark": _leaves, "gokeep": _gokeep, "goexit": _goexit,
    "goready": _goready, "startm": _startm,
    "acquirep": _acquirep, "releasep": _releasep, "stopm": _stopm,
}
