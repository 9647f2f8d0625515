"""What the compiler adds to a function that defers: the end of its code, and places in its frame.

    @named_result
    def counts(frame):               # func counts() (x int) {
        yield defer(adds, frame)     #     defer func() { x++ }()
        return 41                    #     return 41 }: returns 42

    def adds(frame):
        frame.result += 1
        return
        yield

The variables of a body, which is a generator, are its own. What others must reach lies in a Frame: a
body that is named_result or open_coded gets it as its first argument.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps

OPEN_DEFERS = 8  # the most there may be in a function: bits in a byte


@dataclass(slots=True)
class Frame:
    """What lies in a function's frame beside the variables of its body.

    result: what the function returns. bits: if bit i is set, slots[i] is a deferred request that has
    still to be made.
    """

    result: object = None
    open_coded: bool = False
    bits: int = 0
    slots: list[tuple] = field(default_factory=list)


def named_result(fn: Callable) -> Callable:
    """The function with a result that deferred calls can change."""
    return with_frame(fn, open_coded=False)


def open_coded(fn: Callable) -> Callable:
    """The function as it is compiled when it has few defers and none of them in a loop."""
    return with_frame(fn, open_coded=True)


def with_frame(fn: Callable, open_coded: bool) -> Callable:
    """The function with a Frame that is made before its body begins."""
    @wraps(fn)
    def function(*args):
        frame = yield ("new_frame", open_coded)
        value = yield from fn(frame, *args)
        yield ("leave", value)
    return function


def new_frame(rt, gp, open_coded: bool = False) -> Frame:
    """Make the Frame of the running function."""
    if gp.locals is None:
        gp.locals = {}
    frame = gp.locals[len(rt.frames[gp.id])] = Frame(open_coded=open_coded)
    return frame


def frame_at(rt, gp, sp: int) -> Frame | None:
    """The Frame of the function at this depth, if it has one."""
    return gp.locals.get(sp) if gp.locals else None


def cut(rt, gp, sp: int) -> None:
    """Take the frames above this depth off the stack, the one on top first."""
    frames = rt.frames[gp.id]
    while len(frames) > sp:
        if gp.locals:
            gp.locals.pop(len(frames), None)
        frames.pop().close()


def open_defer(rt, frame: Frame, request: tuple) -> None:
    """Defer a request by a bit in the frame."""
    i = len(frame.slots)
    if i == OPEN_DEFERS:
        raise ValueError("an open_coded body has more than 8 defers; the compiler makes no such code")
    frame.slots.append(request)
    frame.bits |= 1 << i


def leave(rt, gp, value) -> None:
    """The running function's body is done: its result is set, and the end of its code is what is left."""
    frames = rt.frames[gp.id]
    frame = rt.frame_at(gp, len(frames)) or rt.new_frame(gp)
    if value is not None:
        frame.result = value
    frames[-1] = rt.function_end(gp)


def function_end(rt, gp):
    """What stands at the end of a function that defers: a call of deferreturn, and the return."""
    yield from rt.deferreturn(gp)
    return gp.locals.pop(len(rt.frames[gp.id])).result
