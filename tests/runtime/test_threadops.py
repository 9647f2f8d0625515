"""What the requests of a body become where every goroutine is a thread."""

from collections import deque

import pytest

from models.runtime.chan import close_chan, make_chan, recv, send
from models.runtime.fatal import Fatal
from models.runtime.goroutine import go, gosched, log
from models.runtime.machine import logged
from models.runtime.runtime import REQUESTS
from models.runtime.threadops import (
    ASKS, Channel, Group, chanrecv, chansend, closechan, log as note, makechan, new, serve, sleep, syscall,
    wg_add, wg_new, wg_wait, work)
from models.runtime.waitgroup import waitgroup, wg_done, wg_wait as wait_for

from .build import error
from .threaded import queue, run, running, thread


def channel(size: int = 0, threads: int = 3, **fields):
    """A kernel with one CPU on which thread 1 runs, and channel 1."""
    kernel = running(1, threads)
    return kernel, kernel.state.heap[new(kernel, Channel(size, "nil", **fields))]


def test_what_is_shared_is_named_from_one_on():
    kernel = running()
    assert (new(kernel, "a"), new(kernel, "b"), kernel.state.heap) == (1, 2, [None, "a", "b"])


def test_computing_adds_to_what_there_is_to_do():
    kernel = running()
    thread(kernel, 1).left = 3
    work(kernel, thread(kernel, 1), 40)
    assert thread(kernel, 1).left == 43


def test_a_log_entry_is_an_event_of_its_thread():
    kernel = running(2, 2)
    note(kernel, thread(kernel, 2), "x")
    assert kernel.trace == [("log", 0, 2, 1, 2, "x")]
    assert logged(kernel.trace) == ["x"]


@pytest.mark.parametrize("wait, reason", [(sleep, "sleep"), (syscall, "syscall")])
def test_waiting_for_a_time_leaves_the_cpu_but_not_for_nothing(wait, reason):
    kernel = running(1, 1)
    wait(kernel, thread(kernel, 1), 0)
    wait(kernel, thread(kernel, 1), -1)
    assert kernel.trace == []
    wait(kernel, thread(kernel, 1), 1)
    assert kernel.trace == [("block", 0, 1, 0, 1, reason), ("idle", 0, None, 0)]
    assert kernel.state.alarms == [(1, 1, "thread", 1)]


# WaitGroups.

def test_a_new_group_counts_zero():
    kernel = running()
    assert (wg_new(kernel, thread(kernel, 1)), kernel.state.heap[1]) == (1, Group(0, []))


def test_who_waits_for_a_group_at_zero_does_not_wait():
    kernel = running()
    wg_wait(kernel, thread(kernel, 1), new(kernel, Group()))
    assert (kernel.trace, kernel.state.heap[1].waiters) == ([], [])


def test_who_waits_for_a_group_sleeps():
    kernel = running()
    wg_wait(kernel, thread(kernel, 1), new(kernel, Group(2)))
    assert kernel.trace == [("block", 0, 1, 0, 1, "sync.WaitGroup.Wait"), ("idle", 0, None, 0)]
    assert kernel.state.heap[1].waiters == [1]


def test_at_zero_all_who_wait_are_woken_in_the_order_they_came():
    kernel = running(1, 1)
    group = Group(3, [3, 2])
    new(kernel, group)
    for _ in range(2):
        kernel.state.threads.append(type(thread(kernel, 1))(len(kernel.state.threads), reason="wait"))
    assert wg_add(kernel, thread(kernel, 1), 1, -1) is None
    assert (kernel.trace, group) == ([], Group(2, [3, 2]))
    wg_add(kernel, thread(kernel, 1), 1, -2)
    assert kernel.trace == [("wake", 0, 1, 0, 3, 1), ("wake", 0, 1, 0, 2, 1)]
    assert (queue(kernel), group, thread(kernel, 1).left) == ([3, 2], Group(0, []), 2)


def test_a_counter_below_zero_ends_the_program():
    kernel = running()
    with error(Fatal, "sync: negative WaitGroup counter"):
        wg_add(kernel, thread(kernel, 1), new(kernel, Group()), -1)


# Channels.

def test_a_new_channel_is_open_and_empty():
    kernel = running()
    assert makechan(kernel, thread(kernel, 1), 3, "nil") == 1
    assert kernel.state.heap[1] == Channel(3, "nil", deque(), deque(), deque(), False)
    assert makechan(kernel, thread(kernel, 1), 0) == 2
    assert kernel.state.heap[2].zero is None


def test_a_value_goes_to_the_receiver_that_has_waited_longest():
    kernel, c = channel(1, receivers=deque([3, 2]))
    assert chansend(kernel, thread(kernel, 1), 1, "v") is True
    assert kernel.trace == [("wake", 0, 1, 0, 3, 1)]
    assert (thread(kernel, 3).answer, list(c.receivers), list(c.buffer)) == (("v", True), [2], [])


def test_a_value_goes_into_the_buffer_while_there_is_room():
    kernel, c = channel(2)
    assert [chansend(kernel, thread(kernel, 1), 1, v) for v in "ab"] == [True, True]
    assert (list(c.buffer), kernel.trace) == (["a", "b"], [])
    assert chansend(kernel, thread(kernel, 1), 1, "c") is None
    assert (list(c.buffer), list(c.senders)) == (["a", "b"], [(1, "c")])
    assert kernel.trace[0] == ("block", 0, 1, 0, 1, "chan send")


def test_who_receives_takes_the_oldest_value_and_a_sender_fills_its_place():
    kernel, c = channel(2, buffer=deque("ab"), senders=deque([(2, "c"), (3, "d")]))
    assert chanrecv(kernel, thread(kernel, 1), 1) == ("a", True)
    assert kernel.trace == [("wake", 0, 1, 0, 2, 1)]
    assert (list(c.buffer), list(c.senders), thread(kernel, 2).answer) == (["b", "c"], [(3, "d")], True)


def test_without_a_buffer_a_value_comes_from_the_sender():
    kernel, c = channel(senders=deque([(3, "d")]))
    assert chanrecv(kernel, thread(kernel, 1), 1) == ("d", True)
    assert (list(c.buffer), list(c.senders), kernel.trace) == ([], [], [("wake", 0, 1, 0, 3, 1)])


def test_who_finds_nothing_to_receive_sleeps():
    kernel, c = channel()
    assert chanrecv(kernel, thread(kernel, 1), 1) is None
    assert (kernel.trace[0], list(c.receivers)) == (("block", 0, 1, 0, 1, "chan receive"), [1])


def test_a_closed_channel_is_emptied_and_then_gives_its_zero_value():
    kernel, c = channel(2, buffer=deque("a"))
    closechan(kernel, thread(kernel, 1), 1)
    assert c.closed is True
    assert [chanrecv(kernel, thread(kernel, 1), 1) for _ in range(2)] == [("a", True), ("nil", False)]


def test_closing_wakes_all_who_wait_to_receive():
    kernel, c = channel(receivers=deque([3, 2]))
    closechan(kernel, thread(kernel, 1), 1)
    assert kernel.trace == [("wake", 0, 1, 0, 3, 1), ("wake", 0, 1, 0, 2, 1)]
    assert thread(kernel, 3).answer == thread(kernel, 2).answer == ("nil", False)
    assert not c.receivers


@pytest.mark.parametrize("ask, fields, text", [
    (chansend, {"closed": True}, "send on closed channel"),
    (closechan, {"closed": True}, "close of closed channel"),
    (closechan, {"senders": deque([(2, "v")])}, "send on closed channel")])
def test_what_would_panic_ends_the_program(ask, fields, text):
    kernel, _ = channel(**fields)
    with error(Fatal, text):
        ask(kernel, thread(kernel, 1), 1, *["v"] * (ask is chansend))


def test_serving_tells_and_wakes():
    kernel = running(2, 2)
    thread(kernel, 1).reason = "chan receive"
    serve(kernel, thread(kernel, 2), 1, 42)
    assert (thread(kernel, 1).answer, thread(kernel, 1).reason) == (42, "")
    assert kernel.trace[0] == ("wake", 0, 2, 1, 1, 2)


# As bodies ask for it.

def test_a_thread_can_do_what_bodies_need():
    assert list(ASKS) == ["go_stmt", "gosched_m", "ask_work", "ask_log", "timeSleep", "Syscall",
                          "notetsleepg", "wg_new", "wg_Add", "wg_Wait", "makechan", "chansend", "chanrecv",
                          "closechan"]
    assert ASKS.keys() - REQUESTS == {"gosched_m"}
    assert gosched()[0] == "gosched_m"


def producer(c, n):
    for i in range(n):
        yield log(f"send {i}: {(yield send(c, i))}")
    yield close_chan(c)


def consumer(size, n):
    c = yield make_chan(size, -1)
    yield go(producer, c, n)
    for _ in range(n + 1):
        yield log((yield recv(c)))


@pytest.mark.parametrize("size", [0, 1, 5])
@pytest.mark.parametrize("cpus", [1, 2])
def test_values_come_in_order_and_then_the_end(size, cpus):
    machine = run(consumer, size, 4, cpus=cpus)
    said = logged(machine.kernel.trace)
    assert machine.ending == "END"
    assert [entry for entry in said if type(entry) is tuple] == [
        (0, True), (1, True), (2, True), (3, True), (-1, False)]
    assert [entry for entry in said if type(entry) is str] == [f"send {i}: True" for i in range(4)]


def done(wg, name):
    yield log(name)
    yield wg_done(wg)


def waiting():
    wg = yield waitgroup()
    yield ("wg_Add", wg, 2)
    for name in "ab":
        yield go(done, wg, name)
    yield wait_for(wg)
    yield log("main")


def test_main_goes_on_when_all_are_done():
    assert logged(run(waiting).kernel.trace) == ["a", "b", "main"]
