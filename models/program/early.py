"""Programs whose main may end before its goroutines do: book/go/early.go, and larger ones."""

from models.runtime.chan import make_chan, recv
from models.runtime.goroutine import go, gosched, log


def work(n: int, end: int):
    """Begin, and wait for what nobody sends."""
    yield log(f"goroutine {n} begins")
    yield recv(end)
    yield log(f"goroutine {n} cleans up")


def short(n: int):
    """Begin, and end."""
    yield log(f"goroutine {n} begins")


def early():
    """Start a goroutine, let it run, start another, and return."""
    end = yield make_chan()
    yield go(work, 1, end)
    yield gosched()
    yield go(work, 2, end)
    yield log("main returns")


def left_alone(waiting: int, quick: int, late: int):
    """Start so many that wait and so many that end, let them run, start more, and return."""
    end = yield make_chan()
    for n in range(waiting):
        yield go(work, n, end)
    for n in range(quick):
        yield go(short, waiting + n)
    yield gosched()
    for n in range(late):
        yield go(short, waiting + quick + n)
