"""Bodies that panic, recover and say so, and a G whose stack a test builds frame by frame."""

from models.runtime.goroutine import log
from models.runtime.recovery import recover
from models.runtime.runtime import Runtime

from .build import body, running, runtime


def says(*values):
    """Say these, one after the other."""
    for value in values:
        yield log(value)


def rescues(name="rescued"):
    """Recover, and say what."""
    yield log(f"{name}={(yield recover())}")


def asks(*requests):
    """Ask for these, one after the other."""
    for request in requests:
        yield request


def stacked(depth: int, **settings) -> tuple[Runtime, object]:
    """A machine whose G 1 runs, with that many frames on its stack."""
    rt = runtime(gs=1, **settings)
    rt.frames[1] = [body() for _ in range(depth)]
    for frame in rt.frames[1]:
        next(frame)
    return rt, running(rt, 1)
