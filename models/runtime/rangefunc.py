"""Deferred calls in the body of a loop over a function: they belong to the frame around the loop.

    def ranges():
        frame = yield range_defers()
        yield call(iterator, loop_body, frame)    # for x := range iterator { defer says(x) }

    def loop_body(x, frame):
        yield defer_at(frame, says, x)

The compiler makes the loop's body a function of its own, which runs deeper in the stack. So the frame
around the loop leaves one record on the G's list, and the loop's body adds to a list behind it.
"""

from .defer import Defer
from .fatal import Fatal
from .goroutine import call


def range_defers() -> tuple:
    """The running function is about to range over a function: answers the list for what the loop defers."""
    return ("deferrangefunc",)


def defer_at(frame: int, fn, *args) -> tuple:
    """defer fn(args), in the body of a loop over a function."""
    return ("deferprocat", call(fn, *args), frame)


def deferrangefunc(rt, gp) -> int:
    """Leave a record that stands for all that the loop will defer; the name of its list.

    Go: panic.go deferrangefunc
    """
    head = rt.new([])
    rt.link_defer(gp, Defer(len(rt.frames[gp.id]), head=head))
    return head


def deferprocat(rt, gp, request: tuple, frame: int) -> None:
    """Defer a request on behalf of the frame around the loop.

    Go: panic.go deferprocat
    """
    extras = rt.heap[frame]
    if extras is None:
        raise Fatal("defer after range func returned")
    extras.append(request)


def deferconvert(rt, gp, d0: Defer) -> None:
    """What the loop has deferred comes in the place of the record d0 that stood for it at the head.

    Go: panic.go deferconvert
    """
    extras, rt.heap[d0.head] = rt.heap[d0.head], None
    rt.popDefer(gp)
    for request in extras:
        rt.link_defer(gp, Defer(d0.sp, request))
