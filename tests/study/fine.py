"""Mutex and semaphore with every load, compare-and-swap and lock of Go's source a step of its own.

The steps that the book uses (mutex.py and sema.py of models/study/steps) join some of these, and say why nothing
is lost by it. Here is what it is held against.
"""

from models.study.explore.explore import Step
from models.study.explore.memory import add, cas, choose, end, load, park, wake, write
from models.study.steps import body, mutex, sema
from models.study.steps.mutex import LOCKED, SEMA, SHIFT, STARVING, WOKEN


def lock(g, m):
    if not (yield cas(m, 0, LOCKED)):
        yield from lock_slow(g, m)


def lock_slow(g, m):
    starving = awoke = waited = False
    spins = 0
    old = yield load(m)
    while True:
        if old & (LOCKED | STARVING) == LOCKED and spins < 2 and (yield choose(False, True)):
            if not awoke and not old & WOKEN and old >> SHIFT:
                if (yield cas(m, old, old | WOKEN)):
                    awoke = True
            spins += 1
            old = yield load(m)
            continue
        new = old
        if not old & STARVING:
            new |= LOCKED
        if old & (LOCKED | STARVING):
            new += 1 << SHIFT
        if starving and old & LOCKED:
            new |= STARVING
        if awoke:
            if not new & WOKEN:
                yield end("FATAL")
            new &= ~WOKEN
        if not (yield cas(m, old, new)):
            old = yield load(m)
            continue
        if not old & (LOCKED | STARVING):
            return
        yield from semacquire1(g, m + SEMA, waited)
        waited = True
        starving = starving or (yield choose(False, True))
        old = yield load(m)
        if old & STARVING:
            if old & (LOCKED | WOKEN) or not old >> SHIFT:
                yield end("FATAL")
            delta = LOCKED - (1 << SHIFT)
            if not starving or old >> SHIFT == 1:
                delta -= STARVING
            yield add(m, delta)
            return
        awoke, spins = True, 0


def unlock(g, m):
    new = yield add(m, -LOCKED)
    if new:
        if not (new + LOCKED) & LOCKED:
            yield end("FATAL")
        if new & STARVING:
            yield from semrelease1(m + SEMA, True)
            return
        old = new
        while old >> SHIFT and not old & (LOCKED | WOKEN | STARVING):
            if (yield cas(m, old, (old - (1 << SHIFT)) | WOKEN)):
                yield from semrelease1(m + SEMA)
                return
            old = yield load(m)


def semacquire1(g, s, lifo=False):
    if (yield from cansemacquire(s)):
        return
    while True:
        yield "root_lock", s, 1
        if (yield from cansemacquire(s)):
            yield "root_unlock", s, -1
            return
        yield "root_queue", s, g, lifo
        ticket = yield park(g)
        if ticket or (yield from cansemacquire(s)):
            return


def cansemacquire(s):
    while True:
        v = yield "sema_load", s
        if v == 0:
            return False
        if (yield "sema_cas", s, v):
            return True


def semrelease1(s, handoff=False):
    yield "sema_add", s
    if not (yield "root_nwait", s):
        return
    yield "root_lock", s, 0
    waiter = yield "root_dequeue", s
    if waiter is not None:
        ticket = handoff and (yield from cansemacquire(s))
        yield "ready", waiter, ticket


# The semaphore's word is (count, waiters, nwait, locked).
def _sema(change):
    def step(memory, s, *args):
        return [Step(memory if word is None else write(memory, s, word), answer)
                for word, answer in change(*memory[s], *args)]
    return step


def _dequeue(count, waiters, nwait, locked):
    if not waiters:
        return [((count, waiters, nwait, False), None)]
    return [((count, waiters[1:], nwait - 1, False), waiters[0])]


STEPS = {
    "sema_load": _sema(lambda count, *_: [(None, count)]),
    "sema_cas": _sema(lambda count, waiters, nwait, locked, v:
                      [((v - 1, waiters, nwait, locked), True) if count == v else (None, False)]),
    "sema_add": _sema(lambda count, *rest: [((count + 1, *rest), None)]),
    "root_lock": _sema(lambda count, waiters, nwait, locked, more:
                       [] if locked else [((count, waiters, nwait + more, True), None)]),
    "root_unlock": _sema(lambda count, waiters, nwait, locked, more:
                         [((count, waiters, nwait + more, False), None)]),
    "root_nwait": _sema(lambda count, waiters, nwait, locked: [(None, nwait)]),
    "root_queue": _sema(lambda count, waiters, nwait, locked, g, lifo:
                        [((count, (g, *waiters) if lifo else (*waiters, g), nwait, False), None)]),
    "root_dequeue": _sema(_dequeue),
    "ready": lambda memory, g, ticket: [Step(wake(memory, g, ticket))],
}
SEMA_WORD = (0, (), 0, False)


def use(monkeypatch):
    """From here on the programs run on these."""
    for name, step in STEPS.items():
        monkeypatch.setitem(body.RULES, name, step)
    monkeypatch.setattr(sema, "semacquire1", semacquire1)
    monkeypatch.setattr(sema, "semrelease1", semrelease1)
    for name, new in (("lock", lock), ("unlock", unlock)):
        monkeypatch.setattr(mutex, name, new)
        monkeypatch.setitem(body.DOES, name, new)
        monkeypatch.setitem(body.DOES, f"cond{name}", new)
    for kind, words in body.NEW.items():
        monkeypatch.setitem(body.NEW, kind,
                            tuple(SEMA_WORD if word == sema.NEW else word for word in words))
