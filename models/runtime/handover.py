"""What can be done on a channel without waiting: with a partner who waits, or with the buffer.

Whoever calls these has locked the channel, or all channels of its select. unlockf gives them back, once,
before anybody is readied; where nothing could be done, it is not called.
"""


def send_now(rt, gp, c: int, v, unlockf) -> bool:
    """Send v without waiting, if that can be, and unlock; the channel is open and locked.

    Go: chan.go chansend, select.go selectgo
    """
    ch, p = rt.heap[c], rt.allm[gp.m].p
    if sg := rt.waitq_dequeue(ch.recvq):
        rt.emit("chansend", gp.m, p, gp.id, c, v, sg.g)
        rt.hand_to(gp, sg, v, unlockf)
        return True
    if ch.qcount < ch.dataqsiz:
        rt.emit("chansend", gp.m, p, gp.id, c, v, 0)
        rt.bufsend(ch, v)
        unlockf()
        return True
    return False


def hand_to(rt, gp, sg, v, unlockf) -> None:
    """Give v to a receiver that has waited, and ready it.

    Go: chan.go send
    """
    sg.elem = v
    unlockf()
    waiter = rt.allgs[sg.g]
    waiter.param, sg.success = sg, True
    rt.goready(gp, waiter)


def recv_now(rt, gp, c: int, unlockf):
    """Receive without waiting, if that can be, and unlock: (value, ok), or None; c is locked.

    Go: chan.go chanrecv, select.go selectgo
    """
    ch, p = rt.heap[c], rt.allm[gp.m].p
    if sg := rt.waitq_dequeue(ch.sendq):
        rt.emit("chanrecv", gp.m, p, gp.id, c, sg.g)
        return rt.take_from(gp, ch, sg, unlockf), True
    if ch.qcount:
        rt.emit("chanrecv", gp.m, p, gp.id, c, 0)
        v = rt.bufrecv(ch)
        unlockf()
        return v, True
    if ch.closed:
        unlockf()
        return ch.zero, False
    return None


def take_from(rt, gp, ch, sg, unlockf):
    """A sender has waited, so the channel is full: take the oldest value, and ready the sender.

    With a buffer that is the value at its head; the sender's takes the slot and is the newest.

    Go: chan.go recv
    """
    if ch.dataqsiz == 0:
        v = sg.elem
    else:
        v, ch.buf[ch.recvx] = ch.buf[ch.recvx], sg.elem
        ch.recvx = ch.sendx = (ch.recvx + 1) % ch.dataqsiz
    sg.elem = None
    unlockf()
    waiter = rt.allgs[sg.g]
    waiter.param, sg.success = sg, True
    rt.goready(gp, waiter)
    return v
