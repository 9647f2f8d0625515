"""Channels in atomic steps. A channel is one word: what is done under its lock is one step.

A select takes the locks of all its channels, so it is one step too. All values are the same here, so
a buffer is a number. A channel's address is None where the channel is nil.
"""

from typing import NamedTuple

from ..explore.explore import Step
from ..explore.memory import park, wake, write

SEND, RECV = 0, 1
Case = tuple[int, int | None]  # SEND or RECV, the channel
PANIC = "PANIC"                # what an operation answers that panics
QUEUED = "queued"              # what a step answers when the goroutine has to sleep


class Chan(NamedTuple):
    """A channel. queues: who waits to send, and who to receive: (goroutine, select's case), ...

    A select's waiters leave all their queues when one of them is served. (In Go the others stay
    until it wakes; they are passed over.)

    Go: chan.go hchan
    """

    dataqsiz: int
    qcount: int = 0
    closed: bool = False
    queues: tuple[tuple, tuple] = ((), ())


def send(g: int, c: int | None):
    """c <- 1.

    Go: chan.go chansend
    """
    return PANIC if (yield from _select(g, ((SEND, c),))) == PANIC else 0


def recv(g: int, c: int | None):
    """_, ok := <-c: 1 if ok.

    Go: chan.go chanrecv
    """
    _, ok = yield from _select(g, ((RECV, c),))
    return ok


def trysend(g: int, c: int | None):
    """A send that does not wait: 1 if sent. It looks without the lock first: is it closed, is it full?
    When the channel is closed in between, it says full of one that had a receiver until then.

    Go: chan.go chansend, chan.go full
    """
    if c is None or (yield "chan_open", c) and (yield "chan_full", c):
        return 0
    told = yield "selectgo", ((SEND, c),), None
    return PANIC if told == PANIC else int(told is not None)


def tryrecv(g: int, c: int | None):
    """A receive that does not wait: 0 when there is nothing, 1 when closed, 2 for a value.

    Go: chan.go chanrecv
    Leaves out: the look without the lock, which answers only what it could answer with it.
    """
    told = yield "selectgo", ((RECV, c),), None
    return 0 if told is None else 1 + told[1]


def select(g: int, cases: tuple[Case, ...]):
    """A select without default: the index of the case taken.

    Go: select.go selectgo
    """
    told = yield from _select(g, cases)
    return PANIC if told == PANIC else told[0]


def trysel(g: int, cases: tuple[Case, ...]):
    """A select with a default: -1 for that.

    Go: select.go selectgo
    """
    told = yield "selectgo", cases, None
    return told if told == PANIC else -1 if told is None else told[0]


def close(g: int, c: int | None):
    """close(c): all who wait are woken.

    Go: chan.go closechan
    """
    return PANIC if c is None else (yield "closechan", c)


def _select(g: int, cases: tuple[Case, ...]):
    """Take a case, or sleep until somebody serves one: (case, ok), or PANIC."""
    told = yield "selectgo", cases, g
    if told == QUEUED:
        told = yield park(g)
    return told


def _open(memory, c):
    return [Step(memory, not memory[c].closed)]


def _full(memory, c):
    chan = memory[c]
    return [Step(memory, chan.qcount == chan.dataqsiz if chan.dataqsiz else not chan.queues[RECV])]


def _selectgo(memory, cases, g):
    """Any case that is ready. If none is: wait in all queues, or not at all (no g)."""
    steps = []
    for i, (way, c) in enumerate(cases):
        if c is not None:
            for after, ok in _sent(memory, c) if way == SEND else _received(memory, c):
                steps.append(Step(after, ok if ok == PANIC else (i, ok)))
    if steps or g is None:
        return steps or [Step(memory)]
    for i, (way, c) in enumerate(cases):
        if c is not None:
            memory = _queue(memory, c, way, lambda waiters, i=i: (*waiters, (g, i)))
    return [Step(memory, QUEUED)]


def _sent(memory, c) -> list[tuple]:
    """A send: (memory, 1) for each way it can go; none if it has to wait."""
    chan = memory[c]
    if chan.closed:
        return [(memory, PANIC)]
    served = [wake(left, g, (case, 1)) for left, g, case in _dequeued(memory, c, RECV)]
    if not served and chan.qcount < chan.dataqsiz:
        served = [write(memory, c, chan._replace(qcount=chan.qcount + 1))]
    return [(after, 1) for after in served]


def _received(memory, c) -> list[tuple]:
    """A receive: (memory, ok) for each way it can go. A waiting sender's value goes to us, or into
    the buffer whose oldest value we take: its number stays.
    """
    chan = memory[c]
    served = [wake(left, g, (case, 1)) for left, g, case in _dequeued(memory, c, SEND)]
    if not served and chan.qcount:
        served = [write(memory, c, chan._replace(qcount=chan.qcount - 1))]
    if not served and chan.closed:
        return [(memory, 0)]
    return [(after, 1) for after in served]


def _closechan(memory, c):
    """Receivers get nothing, senders panic."""
    if memory[c].closed:
        return [Step(memory, PANIC)]
    ways = [write(memory, c, memory[c]._replace(closed=True))]
    for way in (RECV, SEND):
        while any(after[c].queues[way] for after in ways):
            ways = [wake(left, g, (case, 0) if way == RECV else PANIC)
                    for after in ways for left, g, case in _dequeued(after, c, way)]
    return [Step(after, 0) for after in dict.fromkeys(ways)]


def _dequeued(memory, c, way) -> list[tuple]:
    """Take the first waiter out: (memory, who, which case of its select). It may be any of its cases
    on that channel, since Go queues them in random order.
    """
    waiters = memory[c].queues[way]
    if not waiters:
        return []
    g = waiters[0][0]
    left = memory
    for a, word in enumerate(memory):
        if isinstance(word, Chan):
            for either in (SEND, RECV):
                left = _queue(left, a, either, lambda all: tuple(one for one in all if one[0] != g))
    return [(left, g, case) for name, case in waiters if name == g]


def _queue(memory, c, way, change) -> tuple:
    """The memory with one of a channel's queues changed."""
    queues = list(memory[c].queues)
    queues[way] = change(queues[way])
    return write(memory, c, memory[c]._replace(queues=tuple(queues)))


STEPS = {"chan_open": _open, "chan_full": _full, "selectgo": _selectgo, "closechan": _closechan}
