"""A program in which one goroutine goes through what most goroutines go through: book/go/life.go."""

from models.runtime.chan import make_chan, recv, send
from models.runtime.goroutine import go, gosched, log
from models.runtime.syscall import syscall
from models.runtime.timer import sleep

CALL, NAP = 300, 1_000_000  # nanoseconds: a short system call, a millisecond's sleep


def worker(into: int, out: int):
    """Yield, wait for a value, ask the operating system, sleep, hand the value on."""
    yield gosched()
    value, _ = yield recv(into)
    yield syscall(CALL)
    yield sleep(NAP)
    yield send(out, value)


def after(out: int):
    """Hand a value on: the second goroutine, which gets the first one's g."""
    yield send(out, 2)


def life():
    """Start worker, let it run until it waits, wake it, wait for it; then start the next one."""
    into, out = (yield make_chan()), (yield make_chan(1))
    yield go(worker, into, out)
    yield gosched()
    yield gosched()
    yield send(into, 1)
    value, _ = yield recv(out)
    yield log(value)
    yield gosched()
    yield go(after, out)
    value, _ = yield recv(out)
    yield log(value)
