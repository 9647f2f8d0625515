"""A receiver that waits and a sender that wakes it, on one P: book/go/parking.go."""

from models.runtime.chan import make_chan, recv, send
from models.runtime.goroutine import go, gosched, log


def worker(c: int):
    """Wait for a value and say it."""
    value, _ = yield recv(c)
    yield log(value)


def parking():
    """Start worker, let it run until it waits, send, and let it run again."""
    c = yield make_chan()
    yield go(worker, c)
    yield gosched()
    yield send(c, 42)
    yield gosched()
