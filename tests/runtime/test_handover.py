"""What is done on a channel without waiting."""

from models.runtime.status import G_RUNNABLE, G_WAITING

from .build import running, runtime
from .channels import chan, gs, readied, waits


class Unlock:
    """An unlockf that notes how the machine stood when it was called."""

    def __init__(self, rt):
        self.rt, self.calls = rt, []

    def __call__(self):
        self.calls.append(readied(self.rt))


def test_a_value_goes_straight_to_the_first_who_waits():
    rt = runtime()
    c = chan(rt)
    waits(rt, 2, rt.chanrecv, c)
    waits(rt, 3, rt.chanrecv, c)
    gp, unlock, sg = running(rt, 1), Unlock(rt), rt.heap[c].recvq[0]
    assert rt.send_now(gp, c, "v", unlock) is True
    assert (sg.g, sg.elem, sg.success) == (2, "v", True)
    assert (rt.allgs[2].param, rt.allgs[2].status) == (sg, G_RUNNABLE)
    assert rt.allgs[2].param is sg
    assert (gs(rt.heap[c].recvq), rt.allgs[3].status) == ([3], G_WAITING)
    assert unlock.calls == [[]]  # once, before anybody is readied
    assert rt.trace == [("chansend", 0, 0, 0, 1, c, "v", 2), ("goready", 0, 0, 0, 2, 1),
                        ("runnext", 0, 0, 0, 2, 0)]


def test_a_value_for_one_who_waits_passes_the_buffer_by():
    rt = runtime()
    c = chan(rt, size=2)
    waits(rt, 2, rt.chanrecv, c)
    rt.send_now(running(rt, 1), c, "v", Unlock(rt))
    ch = rt.heap[c]
    assert (ch.buf, ch.qcount, ch.sendx) == ([None, None], 0, 0)


def test_without_one_who_waits_a_value_goes_into_the_buffer_while_there_is_room():
    rt = runtime()
    c = chan(rt, "a", size=2)
    gp, unlock, ch = running(rt, 1), Unlock(rt), rt.heap[c]
    assert rt.send_now(gp, c, "b", unlock) is True
    assert (ch.buf, ch.qcount) == (["a", "b"], 2)
    assert (rt.trace, unlock.calls) == ([("chansend", 0, 0, 0, 1, c, "b", 0)], [[]])
    assert rt.send_now(gp, c, "c", unlock) is False
    assert (ch.buf, ch.qcount) == (["a", "b"], 2)
    assert (len(rt.trace), len(unlock.calls)) == (1, 1)


def test_on_an_unbuffered_channel_nothing_can_be_sent_alone():
    rt = runtime()
    unlock = Unlock(rt)
    assert rt.send_now(running(rt, 1), chan(rt), "v", unlock) is False
    assert (rt.trace, unlock.calls) == ([], [])


def test_a_value_comes_straight_from_the_first_who_waits():
    rt = runtime()
    c = chan(rt)
    waits(rt, 2, rt.chansend, c, "two")
    waits(rt, 3, rt.chansend, c, "three")
    gp, unlock, sg = running(rt, 1), Unlock(rt), rt.heap[c].sendq[0]
    assert rt.recv_now(gp, c, unlock) == ("two", True)
    assert (sg.g, sg.elem, sg.success, rt.allgs[2].status) == (2, None, True, G_RUNNABLE)
    assert rt.allgs[2].param is sg
    assert (gs(rt.heap[c].sendq), unlock.calls) == ([3], [[]])
    assert rt.trace == [("chanrecv", 0, 0, 0, 1, c, 2), ("goready", 0, 0, 0, 2, 1),
                        ("runnext", 0, 0, 0, 2, 0)]


def test_from_a_full_buffer_the_oldest_is_taken_and_the_sender_s_value_takes_its_slot():
    rt = runtime()
    c = chan(rt, "a", "b", "c", size=3, first=2)
    waits(rt, 2, rt.chansend, c, "d")
    gp, unlock, ch = running(rt, 1), Unlock(rt), rt.heap[c]
    assert rt.recv_now(gp, c, unlock) == ("a", True)
    assert (ch.buf, ch.qcount, ch.recvx, ch.sendx) == (["b", "c", "d"], 3, 0, 0)
    assert (readied(rt), unlock.calls, rt.allgs[2].param.elem) == ([2], [[]], None)
    assert [rt.recv_now(gp, c, unlock) for _ in range(4)] == [("b", True), ("c", True), ("d", True), None]


def test_the_first_two_slots_turn_as_the_others_do():
    rt = runtime()
    c = chan(rt, "a", "b", "c", size=3)
    waits(rt, 2, rt.chansend, c, "d")
    rt.recv_now(running(rt, 1), c, Unlock(rt))
    ch = rt.heap[c]
    assert (ch.buf, ch.recvx, ch.sendx) == (["d", "b", "c"], 1, 1)


def test_without_one_who_waits_a_value_comes_out_of_the_buffer():
    rt = runtime()
    c = chan(rt, "a", size=2, first=1)
    unlock, ch = Unlock(rt), rt.heap[c]
    assert rt.recv_now(running(rt, 1), c, unlock) == ("a", True)
    assert (ch.buf, ch.qcount, ch.recvx) == ([None, None], 0, 0)
    assert (rt.trace, unlock.calls) == ([("chanrecv", 0, 0, 0, 1, c, 0)], [[]])


def test_a_closed_channel_gives_what_is_left_and_then_zeros():
    rt = runtime()
    c = chan(rt, "a", size=1, zero="zero")
    gp, unlock = running(rt, 1), Unlock(rt)
    rt.heap[c].closed = True
    assert [rt.recv_now(gp, c, unlock) for _ in range(3)] == [("a", True), ("zero", False), ("zero", False)]
    assert unlock.calls == [[], [], []]
    assert rt.trace == [("chanrecv", 0, 0, 0, 1, c, 0)]


def test_from_an_open_and_empty_channel_nothing_comes():
    rt = runtime()
    unlock = Unlock(rt)
    assert rt.recv_now(running(rt, 1), chan(rt, size=1), unlock) is None
    assert (rt.trace, unlock.calls) == ([], [])
