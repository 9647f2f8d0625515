"""Two go statements, one after another has ended: book/go/newborn.go."""

from models.runtime.goroutine import go, gosched


def two(a: int, b: int):
    """End at once."""
    yield from ()


def newborn():
    """Start a goroutine, let it run to its end, and start another."""
    yield go(two, 3, 4)
    yield gosched()
    yield go(two, 5, 6)
    yield gosched()
