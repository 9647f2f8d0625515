"""close against send and receive, step by step under the channel's lock.

All who use a channel take its lock first, and look then whether it is closed. Who closes it marks it
and takes everybody out of the queues before the lock is free; so nobody can join them any more.

The words: the lock, whether the channel is closed, how many values lie in its buffer, and who waits
to receive and to send. models/study/steps/chan.py has each of these operations as one step.
"""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from models.study.explore import memory
from models.study.explore.explore import Step
from models.study.explore.memory import BLANK, load, park, store, wake
from models.study.explore.verdict import At
from models.study.steps import lock as steps_lock
from models.study.steps.lock import lock, unlock

from .studied import Study

LOCK, CLOSED, QCOUNT, RECVQ, SENDQ = range(len(BLANK), len(BLANK) + 5)
OK, CLOSED_MEANWHILE = True, False


class Rules(NamedTuple):
    """The buffer's size, and the parts that can be replaced by wrong ones."""

    size: int
    send: Callable
    close: Callable


def send(rules: Rules, g: int):
    """Send a value: to who waits for one, into the buffer, or wait; answers False where it panics.

    Go: chan.go chansend
    """
    yield lock(LOCK)
    if (yield load(CLOSED)):
        yield unlock(LOCK)
        return False
    return (yield from deliver(rules, g))


def deliver(rules: Rules, g: int):
    """What a send does that has the lock of an open channel.

    Go: chan.go chansend
    """
    if (yield from served(RECVQ)):
        return True
    if (n := (yield load(QCOUNT))) < rules.size:
        yield store(QCOUNT, n + 1)
        yield unlock(LOCK)
        return True
    return (yield from wait(SENDQ, g))


def recv(rules: Rules, g: int):
    """Receive a value: from who waits to send or from the buffer; answers False where it is closed.

    Go: chan.go chanrecv
    """
    yield lock(LOCK)
    closed = yield load(CLOSED)
    if not closed and (yield from served(SENDQ)):
        return True  # if there is a buffer it was full, and the sender's value goes where ours was
    if (n := (yield load(QCOUNT))):
        yield store(QCOUNT, n - 1)
        yield unlock(LOCK)
        return True
    if closed:
        yield unlock(LOCK)
        return False
    return (yield from wait(RECVQ, g))


def served(queue: int):
    """Take the first out of a queue, let the lock go, and wake it; answers whether there was one."""
    waiting = yield load(queue)
    if not waiting:
        return False
    yield store(queue, waiting[1:])
    yield unlock(LOCK)
    yield "readied", waiting[0], OK
    return True


def wait(queue: int, g: int):
    """Join a queue, let the lock go, and sleep; answers what one is told."""
    waiting = yield load(queue)
    yield store(queue, (*waiting, g))
    yield unlock(LOCK)
    return (yield park(g))


def close(rules: Rules):
    """Mark the channel closed, take out all who wait, and wake them: receivers get nothing, senders panic.

    Go: chan.go closechan
    """
    yield lock(LOCK)
    yield store(CLOSED, 1)
    gs = yield from taken(RECVQ)
    gs += yield from taken(SENDQ)
    yield unlock(LOCK)
    yield from woken(gs)


def taken(queue: int):
    """All of a queue, which is empty then."""
    waiting = yield load(queue)
    yield store(queue, ())
    return waiting


def woken(gs: tuple[int, ...]):
    """Wake them, and tell them that the channel was closed."""
    for g in gs:
        yield "readied", g, CLOSED_MEANWHILE


def sender(rules: Rules, g: int):
    """Sends one value. That it panics is right where the channel is closed."""
    yield from rules.send(rules, g)


def receiver(rules: Rules, g: int):
    """Receives one value."""
    yield from recv(rules, g)


def closer(rules: Rules):
    """Closes the channel."""
    yield from rules.close(rules)


# What is asked.

def forgotten(at: At) -> bool:
    """Nobody goes on, the channel is closed, and somebody still waits."""
    return at.stuck and bool(at.shared[CLOSED])


def stowed(at: At) -> bool:
    """A value is about to be put into the buffer of a closed channel."""
    words = at.shared
    return bool(words[CLOSED]) and store(QCOUNT, words[QCOUNT] + 1) in at.requests


def _readied(words, g, told):
    return [Step(wake(words, g, told))]


STEPS = memory.STEPS | steps_lock.STEPS | {"readied": _readied}


# Wrong ones.

def looks_without_the_lock(rules: Rules, g: int):
    """send that looks whether the channel is closed before it takes the lock, and not again."""
    if (yield load(CLOSED)):
        return False
    yield lock(LOCK)
    return (yield from deliver(rules, g))


def closes_late(rules: Rules):
    """close that takes out who waits, and marks the channel when the lock is free again."""
    yield lock(LOCK)
    gs = yield from taken(RECVQ)
    gs += yield from taken(SENDQ)
    yield unlock(LOCK)
    yield store(CLOSED, 1)
    yield from woken(gs)


def wakes_receivers(rules: Rules):
    """close that forgets who waits to send."""
    yield lock(LOCK)
    yield store(CLOSED, 1)
    gs = yield from taken(RECVQ)
    yield unlock(LOCK)
    yield from woken(gs)


def study(size: int = 0, senders: int = 1, receivers: int = 1, send: Callable = send,
          close: Callable = close) -> Study:
    """A channel with a buffer of this size, so many who send and receive one value, and one who closes."""
    rules = Rules(size, send, close)
    threads = (*((sender, rules, g) for g in range(1, senders + 1)),
               *((receiver, rules, g) for g in range(senders + 1, senders + receivers + 1)), (closer, rules))
    names = (*(f"sender {i + 1}" for i in range(senders)), *(f"receiver {i + 1}" for i in range(receivers)),
             "closer")
    return Study((*BLANK, 0, 0, 0, (), ()), threads, {"forgotten": forgotten, "stowed": stowed}, names,
                 ("woken", "lock", "closed", "qcount", "recvq", "sendq"), STEPS)


WRONG = {
    "send looks at closed without the lock": partial(study, receivers=0, send=looks_without_the_lock),
    "the same, with a buffer": partial(study, 1, receivers=0, send=looks_without_the_lock),
    "close marks the channel after the lock": partial(study, receivers=0, close=closes_late),
    "close forgets the senders": partial(study, receivers=0, close=wakes_receivers),
}
