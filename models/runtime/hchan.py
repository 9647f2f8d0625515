"""A channel: a ring of values, and a queue of those who wait on each side of it."""

from collections import deque
from dataclasses import dataclass, field

from .panic import GoError


@dataclass(slots=True)
class Hchan:
    """A channel. buf has dataqsiz slots; qcount values stand there from recvx on, the next goes to sendx.

    zero is what a receiver gets when the channel is closed and empty: the zero value of its type.
    lock guards all of it (rtlock.py).

    Go: chan.go hchan
    Leaves out: elemsize, timers that send, synctest's bubbles.
    """

    dataqsiz: int = 0
    zero: object = None
    buf: list = field(default_factory=list)
    qcount: int = 0
    sendx: int = 0
    recvx: int = 0
    closed: bool = False
    recvq: deque = field(default_factory=deque)
    sendq: deque = field(default_factory=deque)
    lock: bool = False


def makechan(rt, gp, size: int, zero=None):
    """make(chan T, size): the new channel's name. zero is T's zero value.

    Go: chan.go makechan
    Leaves out: the other panics for the same reason: a size that no memory can hold.
    """
    if size < 0:
        yield from rt.gopanic(gp, GoError("makechan: size out of range"))
    c = rt.new(Hchan(size, zero, [None] * size))
    rt.emit("makechan", gp.m, rt.allm[gp.m].p, gp.id, c, size)
    return c


def queue_of(rt, way: str, c: int) -> deque:
    """Those who wait on a channel to go this way, "send" or "recv", as sudogs."""
    return rt.heap[c].sendq if way == "send" else rt.heap[c].recvq


def bufsend(rt, ch, v) -> None:
    """Put a value into the buffer, which has room.

    Go: chan.go chansend
    """
    ch.buf[ch.sendx] = v
    ch.sendx = (ch.sendx + 1) % ch.dataqsiz
    ch.qcount += 1


def bufrecv(rt, ch):
    """Take the oldest value out of the buffer, which is not empty.

    Go: chan.go chanrecv
    """
    v, ch.buf[ch.recvx] = ch.buf[ch.recvx], None
    ch.recvx = (ch.recvx + 1) % ch.dataqsiz
    ch.qcount -= 1
    return v


def chanlen(rt, gp, c: int) -> int:
    """len(c): how many values are in the buffer; 0 for a nil channel.

    Go: chan.go chanlen
    """
    return rt.heap[c].qcount if c else 0


def chancap(rt, gp, c: int) -> int:
    """cap(c): how many values the buffer can hold; 0 for a nil channel.

    Go: chan.go chancap
    """
    return rt.heap[c].dataqsiz if c else 0
