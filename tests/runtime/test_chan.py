"""Sending, receiving, closing: each rule from the request to the answer."""

import pytest

from models.runtime.chan import close_chan, make_chan, recv, send, tryrecv, trysend
from models.runtime.defer import defer
from models.runtime.goroutine import call, go, gosched, log
from models.runtime.machine import Machine, logged
from models.runtime.panic import GoError
from models.runtime.recovery import recover
from models.runtime.runtime import Runtime
from models.runtime.select import select_
from models.runtime.status import G_WAITING
from models.runtime.sudog import Sudog

from .build import drain, ring, running, throws
from .channels import Doing, Panics, chan, does, gs, machine, readied, waits


def panics(text: str):
    """The rule must panic, with exactly this text."""
    return pytest.raises(Panics, match=f"^{text}$")


def test_requests_are_plain_tuples():
    assert send(3, "v") == ("chansend", 3, "v")
    assert recv(3) == ("chanrecv", 3)
    assert trysend(3, "v") == ("chansend", 3, "v", False)
    assert tryrecv(3) == ("chanrecv", 3, False)
    assert close_chan(3) == ("closechan", 3)


# Sending.

@pytest.mark.parametrize("block", [True, False])
def test_what_can_be_sent_at_once_is_sent(block):
    rt = machine()
    c = chan(rt, size=1)
    assert does(rt, 1, rt.chansend, c, "v", block) is True
    assert (rt.heap[c].buf, rt.heap[c].lock) == (["v"], False)
    d = chan(rt)
    receiver = waits(rt, 2, rt.chanrecv, d)
    assert does(rt, 1, rt.chansend, d, "w", block) is True
    assert (rt.heap[d].lock, receiver.wake()) == (False, ("w", True))


def test_a_sender_waits_for_a_receiver():
    rt = machine()
    c = chan(rt)
    sender = Doing(rt, 2, rt.chansend, c, "v")
    assert sender.run() == "parked"
    assert (sender.gp.status, sender.gp.waitreason) == (G_WAITING, "chan send")
    assert list(rt.heap[c].sendq) == [Sudog(g=2, c=c, elem="v")]
    assert does(rt, 1, rt.chanrecv, c) == ("v", True)
    assert sender.wake() is True
    assert (rt.heap[c].lock, list(rt.heap[c].sendq)) == (False, [])


def test_a_sender_waits_where_the_buffer_is_full():
    rt = machine()
    c = chan(rt, "a", size=1)
    sender = waits(rt, 2, rt.chansend, c, "b")
    assert [does(rt, 1, rt.chanrecv, c), does(rt, 1, rt.chanrecv, c)] == [("a", True), ("b", True)]
    assert sender.wake() is True


def test_who_must_not_wait_sends_nothing_that_nobody_takes():
    rt = machine()
    c = chan(rt)
    assert does(rt, 1, rt.chansend, c, "v", False) is False
    assert (rt.heap[c].lock, gs(rt.heap[c].sendq), rt.trace) == (False, [], [])


@pytest.mark.parametrize("size", [0, 1])
@pytest.mark.parametrize("block", [True, False])
def test_sending_on_a_closed_channel_panics(size, block):
    rt = machine()
    c = chan(rt, size=size)
    rt.heap[c].closed = True
    with panics("send on closed channel"):
        drain(rt.chansend(running(rt, 1), c, "v", block))
    assert (rt.heap[c].lock, rt.heap[c].qcount, rt.trace) == (False, 0, [])


def test_a_sender_who_is_woken_by_close_panics():
    rt = machine()
    c = chan(rt)
    sender = waits(rt, 2, rt.chansend, c, "v")
    does(rt, 1, rt.closechan, c)
    with panics("send on closed channel"):
        sender.wake()
    assert (sender.gp.waiting, sender.gp.param, rt.heap[c].lock) == (None, None, False)


def test_a_sender_who_is_woken_by_nobody_throws():
    rt = machine()
    c = chan(rt)
    sender = waits(rt, 2, rt.chansend, c, "v")
    rt.heap[c].sendq[0].elem = None
    rt.goready(running(rt, 1), sender.gp)
    with throws("chansend: spurious wakeup"):
        sender.wake()


def test_sending_on_a_nil_channel_waits_for_ever_or_not_at_all():
    rt = machine()
    assert waits(rt, 2, rt.chansend, 0, "v").gp.waitreason == "chan send (nil chan)"
    assert does(rt, 1, rt.chansend, 0, "v", False) is False
    assert rt.trace == []


# Receiving.

@pytest.mark.parametrize("block", [True, False])
def test_what_is_there_is_received_at_once(block):
    rt = machine()
    c = chan(rt, "v", size=1)
    assert does(rt, 1, rt.chanrecv, c, block) == ("v", True)
    d = chan(rt)
    sender = waits(rt, 2, rt.chansend, d, "w")
    assert does(rt, 1, rt.chanrecv, d, block) == ("w", True)
    assert (rt.heap[c].lock, rt.heap[d].lock, sender.wake()) == (False, False, True)


@pytest.mark.parametrize("block", [True, False])
def test_from_a_closed_channel_comes_what_is_left_and_then_zeros(block):
    rt = machine()
    c = chan(rt, "v", size=2, zero=0)
    rt.heap[c].closed = True
    assert [does(rt, 1, rt.chanrecv, c, block) for _ in range(3)] == [("v", True), (0, False), (0, False)]
    assert rt.heap[c].lock is False


def test_a_receiver_waits_for_a_sender():
    rt = machine()
    c = chan(rt)
    receiver = Doing(rt, 2, rt.chanrecv, c)
    assert receiver.run() == "parked"
    assert (receiver.gp.status, receiver.gp.waitreason) == (G_WAITING, "chan receive")
    assert list(rt.heap[c].recvq) == [Sudog(g=2, c=c)]
    assert does(rt, 1, rt.chansend, c, "v") is True
    assert receiver.wake() == ("v", True)


def test_none_is_a_value_like_any_other():
    rt = machine()
    c = chan(rt, None, size=1, zero=0)
    assert does(rt, 1, rt.chanrecv, c, False) == (None, True)
    receiver = waits(rt, 2, rt.chanrecv, c)
    does(rt, 1, rt.chansend, c, None)
    assert receiver.wake() == (None, True)


def test_a_receiver_who_is_woken_by_close_gets_the_zero_value():
    rt = machine()
    c = chan(rt, zero=0)
    receiver = waits(rt, 2, rt.chanrecv, c)
    does(rt, 1, rt.closechan, c)
    assert receiver.wake() == (0, False)


def test_who_must_not_wait_receives_nothing_where_nothing_is():
    rt = machine()
    c = chan(rt, size=1)
    assert does(rt, 1, rt.chanrecv, c, False) is None
    assert (rt.heap[c].lock, gs(rt.heap[c].recvq), rt.trace) == (False, [], [])


def test_receiving_from_a_nil_channel_waits_for_ever_or_not_at_all():
    rt = machine()
    assert waits(rt, 2, rt.chanrecv, 0).gp.waitreason == "chan receive (nil chan)"
    assert does(rt, 1, rt.chanrecv, 0, False) is None
    assert rt.trace == []


# Closing.

def test_an_open_channel_is_closed():
    rt = machine()
    c = chan(rt, "v", size=2)
    assert does(rt, 1, rt.closechan, c) is None
    assert (rt.heap[c].closed, rt.heap[c].lock, rt.heap[c].qcount) == (True, False, 1)
    assert rt.trace == [("closechan", 0, 0, 0, 1, c)]


def test_closing_a_nil_channel_panics():
    rt = machine()
    with panics("close of nil channel"):
        drain(rt.closechan(running(rt, 1), 0))


def test_closing_a_closed_channel_panics():
    rt = machine()
    c = chan(rt)
    rt.heap[c].closed = True
    with panics("close of closed channel"):
        drain(rt.closechan(running(rt, 1), c))
    assert (rt.heap[c].lock, rt.trace) == (False, [])


def test_close_readies_all_who_wait_the_last_first():
    rt = machine()
    c = chan(rt, zero=0)
    receivers = [waits(rt, g, rt.chanrecv, c) for g in (4, 2, 3)]
    does(rt, 1, rt.closechan, c)
    assert rt.trace[0] == ("closechan", 0, 0, 0, 1, c)
    assert readied(rt) == [3, 2, 4]
    assert (rt.allp[0].runnext, ring(rt.allp[0])) == (4, [3, 2])
    assert gs(rt.heap[c].recvq) == []
    assert [receiver.wake() for receiver in receivers] == [(0, False)] * 3


def test_of_those_who_wait_on_both_sides_close_takes_the_receivers_first():
    rt = machine()
    c = chan(rt)  # both sides at once: only selects can bring that about
    rt.heap[c].recvq += [Sudog(2, c), Sudog(3, c)]
    rt.heap[c].sendq += [Sudog(4, c, elem="v"), Sudog(5, c, elem="v")]
    for g in (2, 3, 4, 5):
        rt.allgs[g].status = G_WAITING
    sudogs = [*rt.heap[c].recvq, *rt.heap[c].sendq]
    does(rt, 1, rt.closechan, c)
    assert readied(rt) == [5, 4, 3, 2]
    assert [sg.elem for sg in sudogs] == [None] * 4
    assert all(rt.allgs[sg.g].param is sg and sg.success is False for sg in sudogs)


def test_the_channel_is_unlocked_before_anybody_is_readied():
    locks = []

    def goready(rt, gp, waiter):
        locks.append(rt.heap[1].lock)

    rt = machine(rules={"goready": goready})
    c = chan(rt)
    waits(rt, 2, rt.chanrecv, c)
    does(rt, 1, rt.closechan, c)
    assert locks == [False]


def test_closing_forgets_a_success_that_never_came():
    rt = machine()
    q = rt.heap[chan(rt)].recvq
    q.append(Sudog(2, 1, success=True))
    sg = q[0]
    assert rt.let_go(q, "zero") == [2]
    assert (sg.elem, sg.success, rt.allgs[2].param is sg) == ("zero", False, True)


# As programs.

def run(main) -> tuple:
    """The ending of a program, the message it ended with, its output."""
    rt = Runtime()
    machine = Machine(rt, main)
    return machine.run(), machine.message, logged(rt.trace)


def worker(c, done):
    while True:
        value, ok = yield recv(c)
        if not ok:
            break
        yield log(value)
    yield send(done, "all")


def test_a_program_sends_receives_and_closes():
    def main():
        c, done = (yield make_chan()), (yield make_chan(1))
        yield go(worker, c, done)
        for value in "abc":
            yield send(c, value)
        yield close_chan(c)
        yield log((yield recv(done)))

    assert run(main) == ("END", "", ["a", "b", "c", ("all", True)])


def test_a_program_tries():
    def main():
        c = yield make_chan(1)
        yield log((yield tryrecv(c)))
        yield log((yield trysend(c, "v")))
        yield log((yield trysend(c, "w")))
        yield log((yield tryrecv(c)))

    assert run(main) == ("END", "", [None, True, False, ("v", True)])


def sends(c, value):
    yield send(c, value)


@pytest.mark.parametrize("request_, text", [
    (lambda c: send(c, 1), "send on closed channel"), (lambda c: trysend(c, 1), "send on closed channel"),
    (close_chan, "close of closed channel"), (lambda c: close_chan(0), "close of nil channel"),
    (lambda c: make_chan(-1), "makechan: size out of range")])
def test_a_panic_that_nobody_recovers_ends_the_program(request_, text):
    def main():
        c = yield make_chan()
        yield close_chan(c)
        yield request_(c)

    ending, message, _ = run(main)
    assert (ending, message.splitlines()[0]) == ("PANIC", f"panic: {text}")


def test_a_sender_who_waits_panics_when_the_channel_is_closed():
    def main():
        c = yield make_chan()
        yield go(sends, c, "v")
        yield gosched()
        yield close_chan(c)
        yield gosched()
        yield log("not reached")

    ending, message, output = run(main)
    assert (ending, message.splitlines()[0], output) == ("PANIC", "panic: send on closed channel", [])


@pytest.mark.parametrize("wait", [recv, lambda c: send(c, 1), lambda c: recv(0), lambda c: send(0, 1)])
def test_when_all_wait_it_is_a_deadlock(wait):
    def main():
        c = yield make_chan()
        yield wait(c)

    assert run(main)[0] == "DEADLOCK"


def rescues():
    yield log((yield recover()))


def tries(request):
    yield defer(rescues)
    yield request
    yield log("not reached")


@pytest.mark.parametrize("request_, text", [
    (lambda c: send(c, 1), "send on closed channel"), (close_chan, "close of closed channel"),
    (lambda c: select_([("send", c, 1), ("recv", 0)]), "send on closed channel"),
    (lambda c: select_([("send", c, 1)], default=True), "send on closed channel"),
    (lambda c: make_chan(-1), "makechan: size out of range")])
def test_a_panic_can_be_recovered_and_leaves_the_channel_unlocked(request_, text):
    def main():
        c = yield make_chan(1, 0)
        yield send(c, "left")
        yield close_chan(c)
        yield call(tries, request_(c))
        yield log((yield recv(c)))

    assert run(main) == ("END", "", [GoError(text), ("left", True)])


@pytest.mark.parametrize("request_", [lambda c: send(c, 1), lambda c: select_([("send", c, 1), ("recv", 0)])])
def test_who_was_woken_by_close_and_recovers_waits_on_nothing_any_more(request_):
    def main():
        c, d = (yield make_chan()), (yield make_chan())
        yield go(tries_and_tells, request_(c), d)
        yield gosched()
        yield close_chan(c)
        yield log((yield recv(d)))

    def tries_and_tells(request, d):
        yield call(tries, request)
        yield send(d, "told")

    assert run(main) == ("END", "", [GoError("send on closed channel"), ("told", True)])
