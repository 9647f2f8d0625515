"""A program with several troubles at once: book/go/stall.go, in which time stands for what that waits for.

keep takes a lock and keeps it; three quicks need it; ship waits for somebody to receive, and somebody could; lost
waits on a channel that nobody else knows; spin only computes; flash ends at once.
"""

from models.runtime.chan import make_chan, recv, send
from models.runtime.goroutine import go, work
from models.runtime.mutex import lock, mutex, unlock
from models.runtime.timer import sleep

MS = 1_000_000  # nanoseconds
QUICKS = 3      # goroutines that need the lock
LOOPS = 4 * MS  # for which spin computes


def flash():
    """End at once."""
    yield work(0)


def keep(mu: int, give: int):
    """Take the lock, and give it back when told to."""
    yield lock(mu)
    yield recv(give)
    yield unlock(mu)


def quick(mu: int):
    """Need the lock for a moment only."""
    yield lock(mu)
    yield unlock(mu)


def ship(orders: int):
    """Send an order, which nobody receives."""
    yield send(orders, 1)


def lost():
    """Send on a channel that nobody else knows."""
    answer = yield make_chan()
    yield send(answer, 1)


def spin():
    """Compute."""
    yield work(LOOPS)


def stall():
    """Start them all; after a while have the lock given back; wait until the loop is over."""
    mu, orders, give = (yield mutex()), (yield make_chan()), (yield make_chan())
    yield go(flash)
    yield go(keep, mu, give)
    yield sleep(MS)
    for _ in range(QUICKS):
        yield go(quick, mu)
    yield go(ship, orders)
    yield go(lost)
    yield go(spin)
    yield sleep(MS)
    yield send(give, True)
    yield sleep(MS)
    yield sleep(LOOPS)
