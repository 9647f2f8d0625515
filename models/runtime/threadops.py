"""What the requests of a goroutine's body become where every goroutine is a thread.

The bodies are the same (goroutine.py). What they share is kept in the process's memory and costs nothing to
look at; whoever has to wait, or to wake somebody, asks the kernel, as a lock of the C library does by futex.

Leaves out: all requests that are not in ASKS; panics, so that what would be one ends the program; the locks
that the threads need around what they share.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from .fatal import Fatal
from .threads import block, block_for, clone, sched_yield, wake
from .waitgroup import NEGATIVE


@dataclass(slots=True)
class Group:
    """A WaitGroup: its counter, and who waits for it to be zero."""

    counter: int = 0
    waiters: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Channel:
    """A channel: the values that lie in it, and who waits to receive or, with a value each, to send."""

    size: int
    zero: object
    buffer: deque = field(default_factory=deque)
    receivers: deque[int] = field(default_factory=deque)
    senders: deque[tuple[int, object]] = field(default_factory=deque)
    closed: bool = False


def new(kernel, thing) -> int:
    """Put something that threads share into the process's memory; its name."""
    kernel.state.heap.append(thing)
    return len(kernel.state.heap) - 1


def work(kernel, thread, ns: int) -> None:
    """Compute for ns."""
    thread.left += ns


def log(kernel, thread, value) -> None:
    """Add to the program's own output."""
    kernel.emit("log", thread, thread.id, value)


def sleep(kernel, thread, ns: int) -> None:
    """Leave the CPU until ns are over, by clock_nanosleep."""
    if ns > 0:
        block_for(kernel, thread, ns, "sleep")


def syscall(kernel, thread, ns: int) -> None:
    """A system call that waits for something: the thread leaves its CPU meanwhile."""
    if ns > 0:
        block_for(kernel, thread, ns, "syscall")


def wg_new(kernel, thread) -> int:
    """A new WaitGroup; its name."""
    return new(kernel, Group())


def wg_add(kernel, thread, wg: int, delta: int) -> None:
    """At zero all who wait are woken, first come, first served."""
    group = kernel.state.heap[wg]
    group.counter += delta
    if group.counter < 0:
        raise Fatal(NEGATIVE)
    if group.counter == 0:
        waiters, group.waiters = group.waiters, []
        for g in waiters:
            wake(kernel, kernel.state.threads[g], thread)


def wg_wait(kernel, thread, wg: int) -> None:
    """Wait until the counter is zero."""
    group = kernel.state.heap[wg]
    if group.counter:
        group.waiters.append(thread.id)
        block(kernel, thread, "sync.WaitGroup.Wait")


def makechan(kernel, thread, size: int, zero=None) -> int:
    """A new channel; its name."""
    return new(kernel, Channel(size, zero))


def chansend(kernel, thread, c: int, value) -> bool | None:
    """Hand the value to a receiver that waits, or put it into the buffer, or wait."""
    channel = kernel.state.heap[c]
    if channel.closed:
        raise Fatal("send on closed channel")
    if channel.receivers:
        serve(kernel, thread, channel.receivers.popleft(), (value, True))
    elif len(channel.buffer) < channel.size:
        channel.buffer.append(value)
    else:
        channel.senders.append((thread.id, value))
        return block(kernel, thread, "chan send")
    return True


def chanrecv(kernel, thread, c: int) -> tuple | None:
    """Take the value that has waited longest, in the buffer or with a sender; or wait for one."""
    channel = kernel.state.heap[c]
    if channel.senders:
        sender, value = channel.senders.popleft()
        channel.buffer.append(value)
        serve(kernel, thread, sender, True)
    if channel.buffer:
        return channel.buffer.popleft(), True
    if channel.closed:
        return channel.zero, False
    channel.receivers.append(thread.id)
    return block(kernel, thread, "chan receive")


def closechan(kernel, thread, c: int) -> None:
    """Close a channel: all who wait to receive get the zero value. Nobody may wait to send."""
    channel = kernel.state.heap[c]
    if channel.closed:
        raise Fatal("close of closed channel")
    if channel.senders:
        raise Fatal("send on closed channel")
    channel.closed = True
    while channel.receivers:
        serve(kernel, thread, channel.receivers.popleft(), (channel.zero, False))


def serve(kernel, thread, g: int, answer) -> None:
    """thread tells the waiting thread g what it gets, and wakes it."""
    other = kernel.state.threads[g]
    other.answer = answer
    wake(kernel, other, thread)


# The name of a rule that a body requests -> what a thread does instead.
ASKS: dict[str, Callable] = {
    "go_stmt": clone, "gosched_m": sched_yield, "ask_work": work, "ask_log": log, "timeSleep": sleep,
    "Syscall": syscall, "notetsleepg": syscall, "wg_new": wg_new, "wg_Add": wg_add, "wg_Wait": wg_wait,
    "makechan": makechan, "chansend": chansend, "chanrecv": chanrecv, "closechan": closechan,
}
