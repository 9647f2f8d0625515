"""Channels as a build with -race has them.

A slot of a buffer orders whoever uses it, so the k-th receive comes before the send that needs that slot next.
Closing writes where a send reads: an unordered pair of them is reported.

Leaves out: channels whose elements have no size, which have one slot for all.
"""

from models.runtime import chan, handover, select

from .tell import order, touch


def slot(rt, c: int, way: str) -> tuple:
    """The slot of the next send or receive. With -race it moves on even if a value goes past the buffer."""
    count = rt.race.used[c, way]
    rt.race.used[c, way] += 1
    return "slot", c, count % rt.heap[c].dataqsiz


def chansend(rt, gp, c: int, v, block: bool = True):
    """Go: chan.go chansend"""
    if c:
        touch(rt, gp, False, "chan", c)
    return (yield from chan.chansend(rt, gp, c, v, block))


def poll(rt, gp, case: tuple, unlockf):
    """Go: select.go selectgo"""
    if case[0] == "send":
        touch(rt, gp, False, "chan", case[1])
    return (yield from select.poll(rt, gp, case, unlockf))


def send_now(rt, gp, c: int, v, unlockf) -> bool:
    """Go: chan.go chansend, chan.go racenotify"""
    before = rt.heap[c].qcount
    sent = handover.send_now(rt, gp, c, v, unlockf)
    if rt.heap[c].qcount > before:
        order(rt, gp, "release_acquire", *slot(rt, c, "send"))
    return sent


def recv_now(rt, gp, c: int, unlockf):
    """Go: chan.go chanrecv, chan.go racenotify"""
    before = rt.heap[c].qcount
    got = handover.recv_now(rt, gp, c, unlockf)
    if rt.heap[c].qcount < before:
        order(rt, gp, "release_acquire", *slot(rt, c, "recv"))
    elif got and not got[1]:
        order(rt, gp, "acquire", "chan", c)
    return got


def hand_to(rt, gp, sg, v, unlockf) -> None:
    """Go: chan.go send"""
    meet(rt, sg.c, gp, rt.allgs[sg.g])
    handover.hand_to(rt, gp, sg, v, unlockf)


def take_from(rt, gp, ch, sg, unlockf):
    """Go: chan.go recv"""
    meet(rt, sg.c, gp, rt.allgs[sg.g])
    return handover.take_from(rt, gp, ch, sg, unlockf)


def meet(rt, c: int, gp, waiter) -> None:
    """Two goroutines at once, gp and one who has waited. Without a buffer each learns what the other knows.

    Go: chan.go racesync, chan.go racenotify
    """
    if rt.heap[c].dataqsiz:
        thing = slot(rt, c, "send")
        slot(rt, c, "recv")
        for one in (gp, waiter):
            order(rt, one, "release_acquire", *thing)
    else:
        for how, one in (("release", gp), ("acquire", waiter), ("release", waiter), ("acquire", gp)):
            order(rt, one, how, "chan", c)


def closechan(rt, gp, c: int):
    """Go: chan.go closechan"""
    if c and not rt.heap[c].closed:
        touch(rt, gp, True, "chan", c)
        order(rt, gp, "release", "chan", c)
    yield from chan.closechan(rt, gp, c)


def let_go(rt, q, elem) -> list[int]:
    """Go: chan.go closechan"""
    c = q[0].c if q else 0
    glist = chan.let_go(rt, q, elem)
    for g in glist:
        order(rt, rt.allgs[g], "acquire", "chan", c)
    return glist
