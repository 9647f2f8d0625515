"""Goroutines that send what they find, and main that adds it up: book/go/total.go."""

from models.runtime.chan import make_chan, recv, send
from models.runtime.goroutine import go, log


def square(n: int, out: int):
    """Send n times n."""
    yield send(out, n * n)


def total(most: int):
    """Have each number up to `most` squared by a goroutine of its own; write the sum."""
    out = yield make_chan()
    for n in range(1, most + 1):
        yield go(square, n, out)
    found = 0
    for _ in range(most):
        value, _ = yield recv(out)
        found += value
    yield log(found)
