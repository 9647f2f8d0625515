"""Waiting on a channel, from the queue to the end of the wait."""

import pytest

from models.runtime.runtime import RULES
from models.runtime.status import G_RUNNING, G_WAITING
from models.runtime.sudog import Sudog

from .build import running, runtime, throws
from .channels import Doing, chan, gs, machine, waits


def parked(rt, way, *args):
    """G 2 waits on a new channel that it has locked."""
    c = chan(rt)
    rt.lockWithRank(rt.heap[c])
    doing = Doing(rt, 2, rt.chanpark, way, c, *args)
    assert doing.run() == "parked"
    return doing, c


@pytest.mark.parametrize("way, elem, reason", [("send", "v", "chan send"), ("recv", None, "chan receive")])
def test_who_waits_stands_at_the_end_of_the_queue_of_its_way(way, elem, reason):
    rt = machine()
    doing, c = parked(rt, way, *[elem] * (way == "send"))
    ch = rt.heap[c]
    waiting, empty = (ch.sendq, ch.recvq) if way == "send" else (ch.recvq, ch.sendq)
    assert list(waiting) == [Sudog(g=2, c=c, elem=elem)] and not empty
    assert doing.gp.waiting == [waiting[0]] and doing.gp.waiting[0] is waiting[0]
    assert (doing.gp.status, doing.gp.waitreason) == (G_WAITING, reason)
    assert rt.trace == [("chanwait", 0, 0, 0, 2, c, way, elem), ("gopark", 0, 0, 0, 2, reason)]
    rt.lockWithRank(ch)
    Doing(rt, 3, rt.chanpark, way, c).run()
    assert gs(waiting) == [2, 3]


def test_what_woke_it_last_is_forgotten_before_it_waits_again():
    rt = machine()
    rt.allgs[2].param = "old"
    assert parked(rt, "recv")[0].gp.param is None


def test_the_channel_is_locked_until_the_g_counts_as_waiting():
    seen = []

    def note(rt, gp):
        ch = rt.heap[1]
        seen.append((gp.status, ch.lock, gp.parking_on_chan, gp.active_stack_chans))

    def casgstatus(rt, gp, old, new):
        if rt.heap[1:]:
            note(rt, gp)
        RULES["casgstatus"](rt, gp, old, new)

    def chanparkcommit(rt, gp, ch):
        note(rt, gp)
        keeps = RULES["chanparkcommit"](rt, gp, ch)
        note(rt, gp)
        return keeps

    rt = machine(rules={"casgstatus": casgstatus, "chanparkcommit": chanparkcommit})
    doing, c = parked(rt, "recv")
    assert seen == [(G_RUNNING, True, True, False), (G_WAITING, True, True, False),
                    (G_WAITING, False, False, True)]
    assert (doing.gp.status, rt.heap[c].lock) == (G_WAITING, False)


@pytest.mark.parametrize("success", [True, False])
def test_a_wait_ends_with_what_was_brought_and_leaves_nothing_behind(success):
    rt = machine()
    doing, c = parked(rt, "recv")
    sg = rt.heap[c].recvq.popleft()
    sg.elem, sg.success, doing.gp.param = "brought", success, sg
    rt.goready(running(rt, 1), doing.gp)
    assert doing.wake() == ("brought", success)
    gp = doing.gp
    assert (gp.waiting, gp.param, gp.active_stack_chans, gp.parking_on_chan) == (None, None, False, False)
    assert (sg.elem, sg.c) == (None, 0)


def test_the_sudog_is_released():
    released = []

    def releaseSudog(rt, gp, sg):
        released.append((gp.id, sg))
        RULES["releaseSudog"](rt, gp, sg)

    rt = machine(rules={"releaseSudog": releaseSudog})
    doing, c = parked(rt, "send", "v")
    sg = rt.heap[c].sendq.popleft()
    rt.goready(running(rt, 1), doing.gp)
    doing.wake()
    assert released == [(2, sg)] and released[0][1] is sg


@pytest.mark.parametrize("waiting", [None, [Sudog(g=2, c=1)]])
def test_a_g_whose_sudog_is_not_its_own_throws(waiting):
    rt = machine()
    doing, _ = parked(rt, "recv")
    doing.gp.waiting = waiting
    rt.goready(running(rt, 1), doing.gp)
    with throws("G waiting list is corrupted"):
        doing.wake()


def test_the_commit_goes_on_with_the_park():
    rt = runtime()
    gp, ch = rt.allgs[1], rt.heap[chan(rt)]
    ch.lock = gp.parking_on_chan = True
    assert rt.chanparkcommit(gp, ch) is True
    assert (ch.lock, gp.parking_on_chan, gp.active_stack_chans) == (False, False, True)


@pytest.mark.parametrize("way, reason", [
    ("send", "chan send (nil chan)"), ("recv", "chan receive (nil chan)")])
def test_on_a_nil_channel_a_g_waits_for_ever(way, reason):
    rt = runtime()
    doing = waits(rt, 2, rt.nilpark, way)
    assert (doing.gp.waitreason, doing.gp.waiting, doing.gp.parking_on_chan) == (reason, None, False)
    rt.goready(running(rt, 1), doing.gp)
    with throws("unreachable"):
        doing.wake()
