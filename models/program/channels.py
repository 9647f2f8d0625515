"""Three small programs about channels: two that meet, a close that wakes many, and a select.

Each says what the listing of its name in book/go says: meet.go, closing.go, choose.go.
"""

from models.runtime.chan import close_chan, make_chan, recv, send, trysend
from models.runtime.goroutine import go, gosched, log
from models.runtime.select import select_

VALUES = 4     # that meet's sender sends
RECEIVERS = 5  # that closing lets wait


def sender(c: int, values: int):
    """Send 1, 2, … and close the channel."""
    for i in range(1, values + 1):
        yield send(c, i)
        yield log(f"sent {i}")
    yield close_chan(c)


def meet(slots: int, values: int = VALUES):
    """Have another goroutine send, and receive until the channel is closed."""
    c = yield make_chan(slots, 0)
    yield go(sender, c, values)
    while True:
        v, ok = yield recv(c)
        if not ok:
            break
        yield log(f"got {v}")
    yield log("end")


def receiver(i: int, c: int):
    """Receive once, and say what came."""
    v, ok = yield recv(c)
    yield log(f"{i} got {v} {str(ok).lower()}")


def closing(receivers: int = RECEIVERS):
    """Let so many goroutines wait, one after another; send one value; close."""
    c = yield make_chan(0, 0)
    for i in range(2, receivers + 2):  # main's is the first G
        yield go(receiver, i, c)
        yield gosched()
    yield send(c, 7)
    yield gosched()
    yield close_chan(c)
    yield log("closed")
    yield gosched()


def chooser(a: int, b: int, c: int):
    """Wait for whichever of three channels brings something."""
    i, v, _ = yield select_([("recv", a), ("recv", b), ("recv", c)])
    yield log(f"{'abc'[i]} brought {v}")


def choose():
    """Let another goroutine wait on three channels, send on the second, and try the first."""
    chans = []
    for _ in range(3):
        chans.append((yield make_chan(0, 0)))
    yield go(chooser, *chans)
    yield gosched()
    yield send(chans[1], 2)
    sent = yield trysend(chans[0], 1)
    yield log("a took 1" if sent else "nobody waits on a, and 1 is not sent")
    yield gosched()
