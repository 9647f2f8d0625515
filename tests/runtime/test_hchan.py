"""A channel: how it is made, and its buffer."""

from copy import deepcopy

import pytest

from models.runtime.chan import cap_chan, len_chan, make_chan
from models.runtime.hchan import Hchan
from models.runtime.sudog import Sudog

from .build import drain, runtime
from .channels import Panics, chan, does, machine


def test_a_channel_is_made_empty_and_named_by_its_place_in_the_heap():
    rt = runtime()
    rt.new("something")
    assert does(rt, 1, rt.makechan, 3, "") == 2
    ch = rt.heap[2]
    assert ch == Hchan(3, "", [None] * 3)
    assert (ch.dataqsiz, ch.zero, ch.qcount, ch.sendx, ch.recvx) == (3, "", 0, 0, 0)
    assert (ch.closed, ch.lock, list(ch.recvq), list(ch.sendq)) == (False, False, [], [])
    assert rt.trace == [("makechan", 0, 0, 0, 1, 2, 3)]


def test_an_unbuffered_channel_has_no_slot():
    rt = runtime()
    assert rt.heap[does(rt, 1, rt.makechan, 0)] == Hchan(0, None, [])


def test_each_channel_has_queues_and_slots_of_its_own():
    one, other = Hchan(), Hchan()
    assert one.recvq is not other.recvq and one.sendq is not other.sendq and one.buf is not other.buf
    assert one.recvq is not one.sendq


def test_a_size_below_zero_panics():
    rt = machine()
    with pytest.raises(Panics, match="^makechan: size out of range$"):
        drain(rt.makechan(rt.allgs[1], -1))
    assert (rt.heap, rt.trace) == ([None], [])


def test_making_and_measuring_are_asked_for_by_plain_tuples():
    assert make_chan() == ("makechan", 0, None)
    assert make_chan(2, 0) == ("makechan", 2, 0)
    assert len_chan(4) == ("chanlen", 4)
    assert cap_chan(4) == ("chancap", 4)


def test_len_is_what_is_in_the_buffer_and_cap_what_it_can_hold():
    rt = runtime()
    c = chan(rt, "a", "b", size=3)
    gp = rt.allgs[1]
    assert (rt.chanlen(gp, c), rt.chancap(gp, c)) == (2, 3)
    assert (rt.chanlen(gp, 0), rt.chancap(gp, 0)) == (0, 0)


def test_the_queue_of_each_way():
    rt = runtime()
    c = chan(rt)
    assert rt.queue_of("send", c) is rt.heap[c].sendq
    assert rt.queue_of("recv", c) is rt.heap[c].recvq


def test_values_go_round_the_slots():
    rt = runtime()
    ch = rt.heap[chan(rt, "a", size=3, first=1)]
    rt.bufsend(ch, "b")
    assert (ch.buf, ch.qcount, ch.sendx, ch.recvx) == ([None, "a", "b"], 2, 0, 1)
    rt.bufsend(ch, "c")
    assert (ch.buf, ch.qcount, ch.sendx, ch.recvx) == (["c", "a", "b"], 3, 1, 1)
    assert rt.bufrecv(ch) == "a"
    assert (ch.buf, ch.qcount, ch.sendx, ch.recvx) == (["c", None, "b"], 2, 1, 2)
    assert [rt.bufrecv(ch), rt.bufrecv(ch)] == ["b", "c"]
    assert (ch.buf, ch.qcount, ch.sendx, ch.recvx) == ([None] * 3, 0, 1, 1)


def test_a_channel_is_plain_data():
    rt = runtime()
    ch = rt.heap[chan(rt, "a", size=2)]
    ch.recvq.append(Sudog(3, 1))
    copy = deepcopy(ch)
    assert copy == ch
    copy.recvq[0].g = 4
    assert copy != ch and ch.recvq[0].g == 3
