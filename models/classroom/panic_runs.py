"""Programs of the exercises on panics, as bodies for the model's machine, and a changed rule."""

from models.runtime.constants import BY_RELEASE
from models.runtime.defer import defer
from models.runtime.function import named_result, open_coded
from models.runtime.goroutine import call, log
from models.runtime.machine import Machine
from models.runtime.panic import panic
from models.runtime.recovery import recover
from models.runtime.runtime import RULES, Runtime, replaced

RESCUE = "recover"


def does(text: str):
    """What a deferred function does: say its name; the one of that name recovers first."""
    if text == RESCUE:
        yield recover()
    yield log(text)


def chain(frames: list[tuple[str, list[str]]]):
    """A main that calls these functions, each the next; the last one panics. Each is given what it defers,
    in order,
    and says so where its body goes on behind the call. The first is main itself.
    """
    made: list = []
    for i, (name, deferred) in enumerate(frames):
        made.append(link(made, i, name, deferred, i == len(frames) - 1))
    return made[0]


def link(made: list, i: int, name: str, deferred: list[str], last: bool):
    """One function of the chain."""
    @open_coded
    def function(frame):
        for text in deferred:
            yield defer(does, text)
        yield panic("boom") if last else call(made[i + 1])
        yield log(f"{name} goes on")
    return function


def changes(steps: list[tuple[str, int]], x: int, named: bool):
    """A main that says what a function returns which sets x, panics, and defers these changes of x, in
    order: ("+", 3),
    ("*", 2), or ("recover", 0). Without a named result x is a variable like any other.
    """
    def change(frame, sign: str, n: int):
        if sign == RESCUE:
            yield recover()
        elif named:
            frame.result = frame.result + n if sign == "+" else frame.result * n

    @named_result
    def function(frame):
        for sign, n in steps:
            yield defer(change, frame, sign, n)
        frame.result = x if named else 0
        yield panic("boom")

    def main():
        yield log((yield call(function)))
    return main


def passed_on(n: int):
    """A main that calls n functions deep; the last one panics, and each has deferred a function that panics
    again.
    """
    def again():
        yield panic("again")

    @open_coded
    def function(frame, left: int):
        yield defer(again)
        yield panic("boom") if left == 1 else call(function, left - 1)
    yield call(function, n)


def looks(n: int, release: str) -> int:
    """How many frames nextFrame looks at in that program, with the rules of a release."""
    seen = []

    def has_deferred(rt, gp, sp: int) -> bool:
        seen.append(sp)
        return RULES["has_deferred"](rt, gp, sp)
    rt = Runtime(rules=replaced(has_deferred=has_deferred), const=BY_RELEASE[release])
    Machine(rt, passed_on, n).run()
    return len(seen)


def oldest_first(rt, gp, sp: int):
    """unlink, but a frame's open-coded calls are made in the order in which they were deferred."""
    frame = rt.frame_at(gp, sp)
    if frame is None or not frame.bits:
        return RULES["unlink"](rt, gp, sp)
    low = frame.bits & -frame.bits
    frame.bits -= low
    return frame.slots[low.bit_length() - 1]
