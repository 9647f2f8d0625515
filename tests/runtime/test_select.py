"""select: what the compiler makes of it, the order of its cases, its three passes."""

import pytest

from models.runtime.chan import close_chan, make_chan, recv, send
from models.runtime.goroutine import go, gosched, log
from models.runtime.machine import Machine, logged
from models.runtime.runtime import RULES, Runtime
from models.runtime.select import select_
from models.runtime.status import G_RUNNING, G_WAITING
from models.runtime.sudog import Sudog

from .build import drain, error, noted, running, throws
from .channels import Doing, Panics, chan, does, gs, machine, readied, waits

CLOSED = pytest.raises(Panics, match="^send on closed channel$")


def unasked(kind, options):
    raise AssertionError(f"asked {kind} {options}")


# What is asked for, and what the compiler makes of it.

def test_a_select_is_asked_for_by_a_plain_tuple():
    assert select_([("send", 3, "v"), ("recv", 4)]) == ("ask_select", (("send", 3, "v"), ("recv", 4)), False)
    assert select_((), default=True) == ("ask_select", (), True)
    assert select_(("recv", c) for c in (1, 2)) == ("ask_select", (("recv", 1), ("recv", 2)), False)


@pytest.mark.parametrize("case", [("send", 3), ("recv", 3, "v"), ("close", 3), ("send", 3, "v", "w")])
def test_what_is_no_case_is_refused(case):
    with error(ValueError, f"{case!r} is no case of a select; one is ('send', c, v) or ('recv', c)"):
        select_([("recv", 1), case])


def test_a_select_without_cases_waits_for_ever():
    rt = machine()
    doing = waits(rt, 2, rt.ask_select, (), False)
    assert (doing.gp.waitreason, doing.gp.waiting) == ("select (no cases)", None)


def test_a_select_of_a_default_alone_takes_it():
    rt = machine()
    assert does(rt, 1, rt.ask_select, (), True) == (-1, None, False)


def test_a_select_of_one_case_is_a_plain_send_or_receive():
    rt = machine()
    c = chan(rt, zero=0)
    receiver = waits(rt, 2, rt.ask_select, (("recv", c),), False)
    assert (receiver.gp.waitreason, rt.heap[c].recvq[0].is_select) == ("chan receive", False)
    assert does(rt, 1, rt.ask_select, (("send", c, "v"),), False) == (0, None, False)
    assert receiver.wake() == (0, "v", True)
    sender = waits(rt, 2, rt.ask_select, (("send", c, "w"),), False)
    assert (sender.gp.waitreason, rt.heap[c].sendq[0].elem) == ("chan send", "w")
    assert does(rt, 1, rt.ask_select, (("recv", c),), False) == (0, "w", True)
    does(rt, 1, rt.closechan, c)
    assert does(rt, 1, rt.ask_select, (("recv", c),), False) == (0, 0, False)


def test_a_select_of_one_case_on_a_nil_channel_waits_as_the_operation_does():
    rt = machine()
    assert waits(rt, 2, rt.ask_select, (("recv", 0),), False).gp.waitreason == "chan receive (nil chan)"


@pytest.mark.parametrize("case", [("recv",), ("send", "v")])
def test_a_select_of_one_case_and_a_default_does_not_wait(case):
    rt = machine()
    way, *v = case
    for c in (chan(rt), 0):
        assert does(rt, 1, rt.ask_select, ((way, c, *v),), True) == (-1, None, False)
    assert rt.trace == []


def test_a_select_of_one_case_and_a_default_takes_what_is_ready():
    rt = machine()
    c = chan(rt, size=1, zero=0)
    assert does(rt, 1, rt.ask_select, (("send", c, "v"),), True) == (0, None, False)
    assert does(rt, 1, rt.ask_select, (("recv", c),), True) == (0, "v", True)
    rt.heap[c].closed = True
    assert does(rt, 1, rt.ask_select, (("recv", c),), True) == (0, 0, False)


def test_a_select_of_two_cases_is_selectgo():
    rt = machine()
    c, d = chan(rt), chan(rt)
    doing = waits(rt, 2, rt.ask_select, (("recv", c), ("recv", d)), False)
    assert doing.gp.waitreason == "select"
    assert does(rt, 1, rt.ask_select, (("recv", c), ("recv", d)), True) == (-1, None, False)


# The orders.

def test_nil_channels_are_in_no_order():
    rt = machine(choose=unasked)
    c = chan(rt, "v", size=1)
    cases = (("recv", 0), ("recv", c), ("send", 0, "w"))
    order = rt.pollorder(cases, True)
    assert (order, rt.lockorder(cases, order)) == ([1], [1])


def test_chance_takes_the_first_of_those_that_are_ready():
    choose, asked = noted({"select": 3})
    rt = machine(choose=choose)
    c, d = chan(rt), chan(rt, "v", size=1)
    cases = (("recv", c), ("recv", d), ("send", c, "w"), ("recv", d), ("recv", d))
    assert rt.pollorder(cases, True) == [3, 0, 1, 2, 4]
    assert rt.pollorder(cases, False) == [3, 0, 1, 2, 4]
    assert asked == [("select", [1, 3, 4])] * 2


def test_one_that_is_ready_leaves_nothing_to_chance():
    rt = machine(choose=unasked)
    c, d = chan(rt), chan(rt, "v", size=1)
    assert rt.pollorder((("recv", c), ("recv", c), ("recv", d)), True) == [2, 0, 1]


def test_where_none_is_ready_chance_puts_one_case_first_in_each_queue():
    asked = []

    def last(kind, options):
        asked.append((kind, list(options)))
        return options[-1]

    rt = machine(choose=last)
    c, d = chan(rt), chan(rt)
    cases = (("recv", d), ("recv", c), ("send", c, 0), ("recv", c), ("send", d, 0), ("send", c, 1),
             ("recv", c))
    order = rt.pollorder(cases, True)
    assert asked == [("select", [1, 3, 6]), ("select", [2, 5])]
    assert order == [0, 6, 5, 4, 1, 2, 3]
    assert rt.lockorder(cases, order) == [6, 5, 1, 2, 3, 0, 4]


def test_who_will_not_wait_leaves_no_queue_to_chance():
    rt = machine(choose=unasked)
    c = chan(rt)
    assert rt.pollorder((("recv", c), ("recv", c)), False) == [0, 1]


def test_different_channels_and_different_ways_leave_nothing_to_chance():
    rt = machine(choose=unasked)
    c, d = chan(rt), chan(rt)
    cases = (("recv", d), ("recv", c), ("send", c, "v"))
    order = rt.pollorder(cases, True)
    assert order == [0, 1, 2]
    assert rt.lockorder(cases, order) == [1, 2, 0]


@pytest.mark.parametrize("way, size, values, closed, partner, ready", [
    ("send", 0, 0, False, False, False), ("send", 0, 0, False, True, True),
    ("send", 0, 0, True, False, True), ("send", 2, 1, False, False, True),
    ("send", 2, 2, False, False, False), ("send", 2, 2, True, False, True),
    ("recv", 0, 0, False, False, False), ("recv", 0, 0, False, True, True),
    ("recv", 0, 0, True, False, True), ("recv", 2, 1, False, False, True),
    ("recv", 2, 0, False, False, False), ("recv", 2, 0, True, False, True),
    ("recv", 2, 1, True, False, True)])
def test_a_case_is_ready_if_it_can_be_done_at_once(way, size, values, closed, partner, ready):
    rt = machine()
    c = chan(rt, *"ab"[:values], size=size)
    rt.heap[c].closed = closed
    if partner:
        waits(rt, 2, *(rt.chanrecv, c) if way == "send" else (rt.chansend, c, "v"))
    assert rt.ready_case((way, c, *["v"] * (way == "send"))) is ready


@pytest.mark.parametrize("way", ["send", "recv"])
def test_a_select_that_is_being_woken_is_no_partner_any_more(way):
    rt = machine()
    c = chan(rt)
    rt.queue_of({"send": "recv", "recv": "send"}[way], c).append(Sudog(2, c, is_select=True))
    case = (way, c, *["v"] * (way == "send"))
    assert rt.ready_case(case) is True
    rt.allgs[2].select_done = True
    assert rt.ready_case(case) is False


def test_each_channel_is_locked_once_in_lock_order_and_unlocked_in_reverse():
    seen = []
    rt = machine(rules={"lockWithRank": lambda rt, ch: seen.append(("lock", rt.heap.index(ch))),
                        "unlock": lambda rt, ch: seen.append(("unlock", rt.heap.index(ch)))})
    c, d = (rt.new([name]) for name in "cd")
    cases = (("recv", d), ("recv", c), ("send", c, "v"), ("recv", d))
    rt.sellock(cases, [1, 2, 0, 3])
    rt.selunlock(cases, [1, 2, 0, 3])
    assert seen == [("lock", c), ("lock", d), ("unlock", d), ("unlock", c)]


# Pass 1: something is ready.

def both(rt, c, d):
    """A select of a send on c and a receive from d."""
    return ("send", c, "v"), ("recv", d)


def test_a_value_is_sent_to_one_who_waits():
    rt = machine()
    c, d = chan(rt), chan(rt)
    receiver = waits(rt, 2, rt.chanrecv, c)
    assert does(rt, 1, rt.selectgo, both(rt, c, d), True) == (0, None, False)
    assert receiver.wake() == ("v", True)
    assert [rt.heap[c].lock, rt.heap[d].lock] == [False, False]
    assert rt.trace[0] == ("chansend", 0, 0, 0, 1, c, "v", 2)


def test_a_value_is_sent_into_the_buffer():
    rt = machine()
    c, d = chan(rt, size=1), chan(rt)
    assert does(rt, 1, rt.selectgo, both(rt, c, d), False) == (0, None, False)
    assert rt.heap[c].buf == ["v"]
    assert [rt.heap[c].lock, rt.heap[d].lock] == [False, False]


def test_a_value_is_received_from_one_who_waits_and_from_the_buffer():
    rt = machine()
    c, d = chan(rt), chan(rt, "a", size=1)
    sender = waits(rt, 2, rt.chansend, d, "b")
    assert does(rt, 1, rt.selectgo, both(rt, c, d), True) == (1, "a", True)
    assert sender.wake() is True
    assert does(rt, 1, rt.selectgo, both(rt, c, d), True) == (1, "b", True)
    assert [rt.heap[c].lock, rt.heap[d].lock] == [False, False]


def test_a_closed_channel_is_always_ready_to_be_received_from():
    rt = machine()
    c, d = chan(rt), chan(rt, zero=0)
    rt.heap[d].closed = True
    assert does(rt, 1, rt.selectgo, both(rt, c, d), True) == (1, 0, False)
    assert [rt.heap[c].lock, rt.heap[d].lock] == [False, False]


def test_a_closed_channel_is_always_ready_for_a_send_that_panics():
    rt = machine()
    c, d = chan(rt), chan(rt)
    rt.heap[c].closed = True
    with CLOSED:
        drain(rt.selectgo(running(rt, 1), both(rt, c, d), False))
    assert [rt.heap[c].lock, rt.heap[d].lock] == [False, False]


def test_the_case_that_chance_puts_first_is_taken():
    for index in (0, 1):
        choose, asked = noted({"select": index})
        rt = machine(choose=choose)
        c, d = chan(rt, size=1), chan(rt, "a", size=1)
        assert does(rt, 1, rt.selectgo, both(rt, c, d), True)[0] == index
        assert asked == [("select", [0, 1])]


def test_with_nothing_ready_the_default_is_taken():
    rt = machine()
    c, d = chan(rt), chan(rt)
    assert does(rt, 1, rt.selectgo, both(rt, c, d), False) == (-1, None, False)
    assert [rt.heap[c].lock, rt.heap[d].lock, gs(rt.heap[c].sendq), gs(rt.heap[d].recvq)] == [
        False, False, [], []]
    assert rt.trace == []


# Pass 2: the wait.

def test_with_nothing_ready_the_g_waits_in_every_queue():
    rt = machine()
    c, d = chan(rt), chan(rt)
    cases = (("recv", d), ("send", c, "v"), ("recv", c), ("recv", 0))
    doing = Doing(rt, 2, rt.selectgo, cases, True)
    doing.gp.param = "old"
    assert doing.run() == "parked"
    gp, cd = doing.gp, [rt.heap[c], rt.heap[d]]
    assert (gp.status, gp.waitreason, gp.param, gp.select_done) == (G_WAITING, "select", None, False)
    sudogs = [Sudog(2, c, 1, "v", True), Sudog(2, c, 2, None, True), Sudog(2, d, 0, None, True)]
    assert gp.waiting == sudogs
    assert [list(ch.sendq) for ch in cd] == [sudogs[:1], []]
    assert [list(ch.recvq) for ch in cd] == [sudogs[1:2], sudogs[2:]]
    assert gp.waiting[0] is cd[0].sendq[0]
    assert [ch.lock for ch in cd] == [False, False]
    assert rt.trace == [("chanwait", 0, 0, 0, 2, c, "send", "v"), ("chanwait", 0, 0, 0, 2, c, "recv", None),
                        ("chanwait", 0, 0, 0, 2, d, "recv", None), ("gopark", 0, 0, 0, 2, "select")]


def test_a_select_waits_behind_those_who_came_before():
    rt = machine()
    c, d = chan(rt), chan(rt)
    waits(rt, 3, rt.chanrecv, d)
    waits(rt, 2, rt.selectgo, both(rt, c, d), True)
    assert gs(rt.heap[d].recvq) == [3, 2]


def test_a_g_that_waits_already_cannot_wait_again():
    rt = machine()
    rt.allgs[2].waiting = []
    with throws("gp.waiting != nil"):
        Doing(rt, 2, rt.selectgo, both(rt, chan(rt), chan(rt)), True).run()


def test_a_select_of_nil_channels_alone_waits_for_ever():
    rt = machine()
    doing = waits(rt, 2, rt.selectgo, both(rt, 0, 0), True)
    assert (doing.gp.waitreason, doing.gp.waiting) == ("select", [])


def test_all_channels_are_locked_until_the_g_counts_as_waiting():
    seen = []

    def note(rt, gp):
        seen.append((gp.status, [ch.lock for ch in rt.heap[1:]], gp.parking_on_chan, gp.active_stack_chans))

    def casgstatus(rt, gp, old, new):
        if rt.heap[1:]:
            note(rt, gp)
        RULES["casgstatus"](rt, gp, old, new)

    def selparkcommit(rt, gp, lock):
        assert lock is None
        note(rt, gp)
        keeps = RULES["selparkcommit"](rt, gp, lock)
        note(rt, gp)
        return keeps

    rt = machine(rules={"casgstatus": casgstatus, "selparkcommit": selparkcommit})
    c, d = chan(rt), chan(rt)
    waits(rt, 2, rt.selectgo, (*both(rt, c, d), ("recv", c)), True)
    assert seen == [(G_RUNNING, [True, True], True, False), (G_WAITING, [True, True], True, False),
                    (G_WAITING, [False, False], False, True)]


def test_the_commit_unlocks_each_channel_once_in_lock_order():
    seen = []
    rt = machine(rules={"unlock": lambda rt, ch: seen.append(rt.heap.index(ch))})
    c, d = (rt.new([name]) for name in "cd")
    gp = rt.allgs[1]
    gp.waiting = [Sudog(1, c, 1), Sudog(1, c, 2), Sudog(1, d, 0)]
    assert rt.selparkcommit(gp, None) is True
    assert seen == [c, d]


# Pass 3: somebody came.

def woken(case, by, *args):
    """G 2 waits in a select of a send on c and a receive from d, and G 1 wakes it: what it is answered."""
    rt = machine()
    c, d = chan(rt, zero=0), chan(rt, zero=0)
    doing = waits(rt, 2, rt.selectgo, both(rt, c, d), True)
    sudogs = list(doing.gp.waiting)
    does(rt, 1, getattr(rt, by), (c, d)[case], *args)
    assert doing.gp.select_done is True
    try:
        return doing.wake()
    finally:
        gp = doing.gp
        assert (gp.waiting, gp.param, gp.select_done, gp.active_stack_chans) == (None, None, False, False)
        for ch in (rt.heap[c], rt.heap[d]):
            assert (ch.lock, gs(ch.sendq), gs(ch.recvq)) == (False, [], [])
        assert [(sg.c, sg.elem, sg.is_select) for sg in sudogs] == [(0, None, False)] * 2


def test_a_select_is_woken_by_a_receiver():
    assert woken(0, "chanrecv") == (0, None, False)


def test_a_select_is_woken_by_a_sender():
    assert woken(1, "chansend", "w") == (1, "w", True)


def test_a_receiving_case_is_woken_by_close():
    assert woken(1, "closechan") == (1, 0, False)


def test_a_sending_case_is_woken_by_close_and_panics():
    with CLOSED:
        woken(0, "closechan")


def test_the_losers_leave_their_queues_and_nobody_else_does():
    rt = machine()
    c, d = chan(rt), chan(rt)
    waits(rt, 3, rt.chansend, c, "three")
    doing = waits(rt, 2, rt.selectgo, (("recv", d), ("send", c, "two"), ("recv", d)), True)
    waits(rt, 4, rt.chansend, c, "four")
    waits(rt, 5, rt.chanrecv, d)
    does(rt, 1, rt.chansend, d, "v")
    assert (gs(rt.heap[c].sendq), gs(rt.heap[d].recvq)) == ([3, 2, 4], [2, 5])
    assert doing.wake() == (0, "v", True)
    assert (gs(rt.heap[c].sendq), gs(rt.heap[d].recvq)) == ([3, 4], [5])


def test_while_it_is_being_woken_others_pass_it_over():
    rt = machine()
    c, d = chan(rt), chan(rt)
    doing = waits(rt, 2, rt.selectgo, both(rt, c, d), True)
    does(rt, 1, rt.chansend, d, "v")
    assert does(rt, 1, rt.chanrecv, c, False) is None
    assert readied(rt) == [2]
    assert doing.wake() == (1, "v", True)


def test_close_readies_a_select_once_however_often_it_stands_there():
    rt = machine()
    c = chan(rt)
    doing = waits(rt, 2, rt.selectgo, (("recv", c), ("recv", c), ("send", c, "v")), True)
    does(rt, 1, rt.closechan, c)
    assert readied(rt) == [2]
    assert doing.wake() == (0, None, False)


def test_the_case_in_front_of_its_queue_wins():
    choose, asked = noted({"select": 1})
    rt = machine(choose=choose)
    c = chan(rt)
    doing = waits(rt, 2, rt.selectgo, (("recv", c), ("recv", c)), True)
    does(rt, 1, rt.chansend, c, "v")
    assert doing.wake() == (1, "v", True)
    assert asked == [("select", [0, 1])]


def test_all_channels_are_locked_while_the_queues_are_left():
    seen = []

    def leave_all(rt, gp, cases):
        seen.append([ch.lock for ch in rt.heap[1:]])
        return RULES["leave_all"](rt, gp, cases)

    rt = machine(rules={"leave_all": leave_all})
    c, d = chan(rt), chan(rt)
    doing = waits(rt, 2, rt.selectgo, both(rt, c, d), True)
    does(rt, 1, rt.chansend, d, "v")
    doing.wake()
    assert seen == [[True, True]]


def test_every_sudog_is_released():
    released = []

    def releaseSudog(rt, gp, sg):
        released.append((gp.id, sg.case))
        RULES["releaseSudog"](rt, gp, sg)

    rt = machine(rules={"releaseSudog": releaseSudog})
    c, d = chan(rt), chan(rt)
    doing = waits(rt, 2, rt.selectgo, both(rt, c, d), True)
    does(rt, 1, rt.chansend, d, "v")
    doing.wake()
    assert released == [(2, 0), (2, 1)]


def test_a_select_that_nobody_has_woken_throws():
    rt = machine()
    doing = waits(rt, 2, rt.selectgo, both(rt, chan(rt), chan(rt)), True)
    rt.goready(running(rt, 1), doing.gp)
    with throws("selectgo: bad wakeup"):
        doing.wake()


# As programs.

def run(main, choose=lambda kind, options: options[0]) -> tuple:
    """The ending of a program, and its output."""
    rt = Runtime(choose=choose)
    return Machine(rt, main).run(), logged(rt.trace)


def sends(c, value):
    yield send(c, value)


def test_a_program_waits_for_the_first_that_comes():
    def main():
        c, d, done = (yield make_chan()), (yield make_chan()), (yield make_chan())
        yield go(sends, d, "from d")
        yield log((yield select_([("recv", c), ("recv", d), ("recv", done)])))
        yield log((yield select_([("recv", c), ("recv", d)], default=True)))
        yield close_chan(done)
        yield log((yield select_([("recv", c), ("recv", done)])))

    assert run(main) == ("END", [(1, "from d", True), (-1, None, False), (1, None, False)])


@pytest.mark.parametrize("index", [0, 1])
def test_chance_decides_a_program_where_two_cases_are_ready(index):
    def main():
        c, d = (yield make_chan(1)), (yield make_chan(1))
        yield send(c, "c")
        yield send(d, "d")
        yield log((yield select_([("recv", c), ("recv", d)])))

    assert run(main, lambda kind, options: options[index]) == ("END", [(index, "cd"[index], True)])


def waits_for_two(c):
    yield log((yield select_([("recv", c), ("recv", c)])))


@pytest.mark.parametrize("index", [0, 1])
def test_chance_decides_a_program_that_waits_twice_on_one_channel(index):
    def main():
        c = yield make_chan()
        yield go(waits_for_two, c)
        yield gosched()
        yield send(c, "v")
        yield gosched()

    assert run(main, lambda kind, options: options[index]) == ("END", [(index, "v", True)])


@pytest.mark.parametrize("cases", [[], [("recv", 0), ("send", 0, "v")], [("recv", 0)]])
def test_a_program_that_waits_for_nothing_is_in_a_deadlock(cases):
    def main():
        yield select_(cases)

    assert run(main) == ("DEADLOCK", [])


def test_a_receive_asked_for_beside_a_select_takes_its_turn():
    def main():
        c, d = (yield make_chan()), (yield make_chan())
        yield go(waits_for_two, c)
        yield gosched()
        yield go(sends, d, "v")
        yield log((yield recv(d)))
        yield send(c, "w")
        yield gosched()

    assert run(main) == ("END", [("v", True), (0, "w", True)])
