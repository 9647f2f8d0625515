"""Waiting on a channel: the queue, the park, and what was brought when it ends."""

from .status import Throw


REASONS = {"send": "chan send", "recv": "chan receive"}


def chanpark(rt, gp, way: str, c: int, elem=None):
    """gp waits on the locked channel c, for a partner or for close.

    Who comes takes the sudog off the queue, fills it in, and readies gp. Answers what gp is left with (a
    receiver: the value) and whether a partner came.

    Go: chan.go chansend, chan.go chanrecv
    """
    mysg = rt.acquireSudog()
    mysg.g, mysg.c, mysg.elem = gp.id, c, elem
    gp.waiting, gp.param = [mysg], None
    rt.queue_of(way, c).append(mysg)
    rt.emit("chanwait", gp.m, rt.allm[gp.m].p, gp.id, c, way, elem)
    gp.parking_on_chan = True
    yield from rt.gopark(gp, type(rt).chanparkcommit, rt.heap[c], REASONS[way])
    if gp.waiting is None or gp.waiting[0] is not mysg:
        raise Throw("G waiting list is corrupted")
    gp.waiting = gp.param = None
    gp.active_stack_chans = False
    elem, mysg.elem, mysg.c = mysg.elem, None, 0
    rt.releaseSudog(gp, mysg)
    return elem, mysg.success


def chanparkcommit(rt, gp, ch) -> bool:
    """gp counts as waiting now: unlock the channel, so that a partner may come.

    From here on somebody else may write to gp's stack, and whoever moves the stack must lock the channel
    first (active_stack_chans). On the way here it could not be moved at all (parking_on_chan).

    Go: chan.go chanparkcommit
    """
    gp.active_stack_chans = True
    gp.parking_on_chan = False
    rt.unlock(ch)
    return True


def nilpark(rt, gp, way: str):
    """gp waits on the nil channel, where nobody can come.

    Go: chan.go chansend, chan.go chanrecv
    """
    yield from rt.gopark(gp, None, None, f"{REASONS[way]} (nil chan)")
    raise Throw("unreachable")
