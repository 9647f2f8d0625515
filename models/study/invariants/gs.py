"""What a G does it does on the M on which it runs; it waits, and is in a system call, once at a time."""

from .ledger import is_running, wakes


def _newproc(ledger, m, p, g, by):
    yield from is_running(ledger, m, by)
    if g in ledger.made:
        yield f"makes g{g} again, which has not ended"
    ledger.made.add(g)


def _execute(ledger, m, p, g, inherit, schedtick):
    pp = ledger.ps[p]
    if ledger.still:
        yield f"runs g{g} while the world stands still"
    if m in ledger.ending:
        yield f"runs g{g} on m{m}, which has to end"
    if g != ledger.locked.get(m, g) or any(g == other for at, other in ledger.locked.items() if at != m):
        yield f"runs g{g} on m{m}, but g{g} or m{m} is locked to another"
    own = ledger.locked.get(m) == g or g in ledger.calling
    ledger.calling.discard(g)
    if pp.got != (g, bool(inherit)) and not (own and not inherit):
        yield f"runs g{g} with inherit {inherit}, but p{p} had got {pp.got}"
    if schedtick != pp.schedtick + (not inherit):
        yield f"schedtick goes from {pp.schedtick} to {schedtick} with inherit {inherit}"
    pp.schedtick, pp.got = schedtick, None
    ledger.running[m] = g


def _leaves(ledger, m, p, g, reason=None):
    yield from is_running(ledger, m, g)
    ledger.running[m] = 0
    if reason is not None:
        ledger.waiting.add(g)


def _goexit(ledger, m, p, g):
    yield from _leaves(ledger, m, p, g)
    ledger.made.discard(g)
    if ledger.locked.get(m) == g:
        del ledger.locked[m], ledger.locks[m]
        ledger.ending.add(m)


def _gokeep(ledger, m, p, g):
    if g not in ledger.waiting:
        yield f"g{g} goes on, but was not about to wait"
    yield from is_running(ledger, m, 0)
    ledger.waiting.discard(g)
    ledger.running[m] = g


def _goready(ledger, m, p, g, by):
    yield from wakes(ledger, g)


# System calls.

def _entersyscall(ledger, m, p, g):
    yield from is_running(ledger, m, g)
    ledger.calling.add(g)


def _exitsyscall(ledger, m, p, g, how):
    if g not in ledger.calling:
        yield f"g{g} comes back from a system call that it has not made"
    if p is None:
        return
    holder = ledger.ps[p].m
    if holder not in (None, m) and ledger.running.get(holder) not in ledger.calling:
        yield f"m{m} comes back on p{p}, which m{holder} holds"
    ledger.ps[p].m = m
    ledger.calling.discard(g)


# Gs and Ms that belong together.

def _lockosthread(ledger, m, p, g):
    yield from is_running(ledger, m, g)
    if ledger.locked.get(m, g) != g:
        yield f"locks g{g} to m{m}, to which g{ledger.locked[m]} is locked"
    ledger.locked[m] = g
    ledger.locks[m] = ledger.locks.get(m, 0) + 1


def _unlockosthread(ledger, m, p, g):
    yield from is_running(ledger, m, g)
    if ledger.locked.get(m) != g:
        yield f"unlocks g{g} from m{m}, to which it is not locked"
        return
    ledger.locks[m] -= 1
    if not ledger.locks[m]:
        del ledger.locked[m], ledger.locks[m]


CHECKS = {
    "newproc": _newproc, "execute": _execute, "gosched": _leaves, "gopreempt": _leaves, "goyield": _leaves,
    "gopark": _leaves, "gokeep": _gokeep, "goexit": _goexit, "goready": _goready,
    "entersyscall": _entersyscall, "entersyscallblock": _entersyscall, "exitsyscall": _exitsyscall,
    "lockosthread": _lockosthread, "unlockosthread": _unlockosthread,
}
