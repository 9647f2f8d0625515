"""Deferred calls: how a function leaves them, and how they run when it returns.

    def reads(m):
        yield lock(m)
        yield defer_(unlock(m))      # defer m.Unlock()
        yield defer(says, "bye")     # defer says("bye"): runs first, for it came last

What is deferred is a request. It is made when the frame that deferred it returns or is unwound. A
frame's depth, its place on the goroutine's stack counted from 1, stands for Go's sp. Of each defer
statement the compiler makes one of four things; here the body says which. They run in the same order:

    defer(fn, *args)              a record on the heap: what a loop needs
    defer_once(fn, *args)         a record in the frame: no call passes the statement twice
    defer, in an open_coded body  a bit in the frame, and no record (function.py)
    defer_at(list, fn, *args)     on the list of the frame that ranges over a function (rangefunc.py)
"""

from dataclasses import dataclass

from .goroutine import call


@dataclass(slots=True)
class Defer:
    """A deferred call: what to ask for, and the depth of the frame that deferred it.

    heap: the record lies on the heap, not in that frame. head: the record stands for what the body of a
    loop over a function defers: a list of this name in the heap.

    Go: runtime2.go _defer
    Leaves out: pc; link, for gp.defer is a list, with its head, the call that runs first, at the end.
    """

    sp: int
    request: tuple = ()
    heap: bool = True
    head: int = 0


def defer(fn, *args) -> tuple:
    """defer fn(args)."""
    return defer_(call(fn, *args))


def defer_(request: tuple) -> tuple:
    """defer with any request: defer_(unlock(m)) is defer m.Unlock()."""
    if not isinstance(request, tuple) or not request:
        raise ValueError(f"defer_ takes a request such as unlock(m), not {request!r}")
    return ("deferproc", request)


def defer_once(fn, *args) -> tuple:
    """defer fn(args), at a place that no call of the function passes twice."""
    return ("deferprocStack", call(fn, *args))


def deferproc(rt, gp, request: tuple) -> None:
    """The running function defers a request: a bit if its defers are open-coded, else a record.

    In Go the compiler knows which; open-coded, the function sets the bit by itself.

    Go: panic.go deferproc
    """
    sp = len(rt.frames[gp.id])
    frame = rt.frame_at(gp, sp)
    if frame is not None and frame.open_coded:
        rt.open_defer(frame, request)
    else:
        rt.link_defer(gp, Defer(sp, request))


def deferprocStack(rt, gp, request: tuple) -> None:
    """The running function defers a request, with a record in its frame.

    Go: panic.go deferprocStack
    """
    rt.link_defer(gp, Defer(len(rt.frames[gp.id]), request, heap=False))


def link_defer(rt, gp, d: Defer) -> None:
    """Put a record at the head of the G's list.

    Go: panic.go deferproc
    """
    if gp.defer is None:
        gp.defer = []
    gp.defer.append(d)


def popDefer(rt, gp) -> None:
    """Take the record at the head off the G's list.

    Go: panic.go popDefer
    Leaves out: the Ps' pools of records.
    """
    gp.defer.pop()
    if not gp.defer:
        gp.defer = None
