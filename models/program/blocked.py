"""A program whose goroutines block in two ways: some wait on a channel, and some in a system call."""

from models.runtime.chan import make_chan, recv, send
from models.runtime.goroutine import go, gosched
from models.runtime.syscall import syscall
from models.runtime.waitgroup import waitgroup, wg_add, wg_done, wg_wait


def receiver(wg: int, c: int):
    """Wait for a value, and be done."""
    yield recv(c)
    yield wg_done(wg)


def caller(wg: int, ns: int):
    """Wait in the operating system for ns, and be done."""
    yield syscall(ns)
    yield wg_done(wg)


def blocked(receivers: int, callers: int, ns: int):
    """Start the receivers and let them wait; start the callers and let them wait; send every receiver a
    value, and wait until all are done.
    """
    wg, c = (yield waitgroup()), (yield make_chan())
    yield wg_add(wg, receivers + callers)
    for _ in range(receivers):
        yield go(receiver, wg, c)
    yield gosched()
    for _ in range(callers):
        yield go(caller, wg, ns)
    yield gosched()
    for _ in range(receivers):
        yield send(c, 1)
    yield wg_wait(wg)
