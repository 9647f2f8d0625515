"""Sending, receiving, closing.

    def main():
        c = yield make_chan()
        yield go(worker, c)
        yield send(c, 42)
        value, ok = yield recv(c)

A partner who waits is served at once. To a receiver that waits the value goes directly, and never lies in
the buffer. A sender that waits on a channel with a buffer waits because that is full: its value takes the
slot that the receiver frees.
"""

from functools import partial

from .panic import GoError
from .status import Throw


def make_chan(capacity: int = 0, zero=None) -> tuple:
    """make(chan T, capacity), zero being T's zero value: answers its name. 0 names the nil channel."""
    return ("makechan", capacity, zero)


def send(c: int, v) -> tuple:
    """c <- v."""
    return ("chansend", c, v)


def recv(c: int) -> tuple:
    """v, ok := <-c: answers (v, ok)."""
    return ("chanrecv", c)


def trysend(c: int, v) -> tuple:
    """select { case c <- v: default: }: answers whether v was sent."""
    return ("chansend", c, v, False)


def tryrecv(c: int) -> tuple:
    """select { case v, ok := <-c: default: }: answers (v, ok), or None for the default."""
    return ("chanrecv", c, False)


def close_chan(c: int) -> tuple:
    """close(c)."""
    return ("closechan", c)


def len_chan(c: int) -> tuple:
    """len(c)."""
    return ("chanlen", c)


def cap_chan(c: int) -> tuple:
    """cap(c)."""
    return ("chancap", c)


def chansend(rt, gp, c: int, v, block: bool = True):
    """Send v: to a receiver that waits, or into the buffer, or wait for a receiver.

    Answers whether it was sent: False only where it would have to wait and must not (block).

    Go: chan.go chansend
    Leaves out: the look at a full channel without its lock, which saves time.
    """
    if not c:
        if block:
            yield from rt.nilpark(gp, "send")
        return False
    ch = rt.heap[c]
    rt.lockWithRank(ch)
    unlockf = partial(rt.unlock, ch)
    if ch.closed:
        unlockf()
        yield from rt.gopanic(gp, GoError("send on closed channel"))
    if rt.send_now(gp, c, v, unlockf):
        return True
    if not block:
        unlockf()
        return False
    _, success = yield from rt.chanpark(gp, "send", c, v)
    if not success:
        if not ch.closed:
            raise Throw("chansend: spurious wakeup")
        yield from rt.gopanic(gp, GoError("send on closed channel"))
    return True


def chanrecv(rt, gp, c: int, block: bool = True):
    """Receive: from the buffer, or from a sender that waits, or wait for a sender.

    Answers (value, ok); ok is False when the channel is closed and empty. None where it would have
    to wait and must not (block).

    Go: chan.go chanrecv
    Leaves out: the look at an empty channel without its lock, which saves time.
    """
    if not c:
        if block:
            yield from rt.nilpark(gp, "recv")
        return None
    ch = rt.heap[c]
    rt.lockWithRank(ch)
    unlockf = partial(rt.unlock, ch)
    got = rt.recv_now(gp, c, unlockf)
    if got is None and block:
        return (yield from rt.chanpark(gp, "recv", c))
    if got is None:
        unlockf()
    return got


def closechan(rt, gp, c: int):
    """Close a channel: all who wait on it, receivers first, are readied, the last of them first.

    So the one who has waited longest is readied last, and takes runnext.

    Go: chan.go closechan
    """
    if not c:
        yield from rt.gopanic(gp, GoError("close of nil channel"))
    ch = rt.heap[c]
    rt.lockWithRank(ch)
    if ch.closed:
        rt.unlock(ch)
        yield from rt.gopanic(gp, GoError("close of closed channel"))
    ch.closed = True
    rt.emit("closechan", gp.m, rt.allm[gp.m].p, gp.id, c)
    glist = rt.let_go(ch.recvq, ch.zero) + rt.let_go(ch.sendq, None)
    rt.unlock(ch)
    while glist:
        rt.goready(gp, rt.allgs[glist.pop()])


def let_go(rt, q, elem) -> list[int]:
    """Empty a queue of a channel that closes: the Gs to be readied, in the order they came.

    elem is what they are left with: receivers the zero value, senders nothing, and a panic.

    Go: chan.go closechan
    """
    glist = []
    while sg := rt.waitq_dequeue(q):
        sg.elem, sg.success = elem, False
        rt.allgs[sg.g].param = sg
        glist.append(sg.g)
    return glist
