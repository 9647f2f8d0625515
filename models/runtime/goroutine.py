"""A goroutine's body: a Python generator that yields what it asks of the runtime.

    def main():
        wg = yield waitgroup()
        for i in range(3):
            yield wg_add(wg, 1)
            yield go(worker, wg, i)
        yield wg_wait(wg)

Each request is a plain tuple, the name of a rule and its arguments; its answer is what the yield
returns. A body that is called, and a rule that has to wait, lie on the goroutine's stack as frames,
the running one on top.
"""

from types import GeneratorType

from .fatal import Fatal
from .park import mcall

MAIN = 1  # the id of the G that main runs in, and its goid
GOSCHED = mcall("gosched_m", "gosched")


def go(fn, *args) -> tuple:
    """go fn(args): answers the new G's id."""
    return ("go_stmt", fn, args)


def gosched() -> tuple:
    """runtime.Gosched()."""
    return GOSCHED


def work(ns: int) -> tuple:
    """Compute for ns nanoseconds without asking the runtime for anything."""
    return ("ask_work", at_least_0("work", ns))


def at_least_0(what: str, ns: int) -> int:
    """ns, which may not be negative: ValueError."""
    if ns < 0:
        raise ValueError(f"{what} takes {ns} ns; it cannot take less than 0")
    return ns


def log(value) -> tuple:
    """Append value to the program's own output."""
    return ("ask_log", value)


def call(fn, *args) -> tuple:
    """fn(args) as a call of its own, with a frame for its deferred calls: answers what it returns."""
    return ("ask_call", fn, args)


def gogo(rt, mp, gp, answer):
    """Let gp run on mp, given the answer to what it asked, until it asks again.

    Returns the next answer and the name of the pause in which other Ms may act; there is none when
    gp has come to its end. A rule that has to wait becomes a frame on top of gp's stack, and runs as
    gp does. By an mcall gp leaves mp.

    Go: asm_amd64.s gogo
    """
    frames = rt.frames[gp.id] or rt.first_frame(gp)
    while True:
        try:
            request = frames[-1].send(answer)
        except StopIteration as end:
            return rt.ret(mp, gp, end.value), "exit" if rt.exited else "step" if mp.curg else ""
        if request.__class__ is mcall:
            getattr(rt, request[0])(mp, gp)
            return None, request[1]
        answer = rt.ask(gp, request)
        if answer.__class__ is not GeneratorType:
            return answer, "work" if request[0] == "ask_work" else "step"
        frames.append(answer)
        answer = None


def first_frame(rt, gp) -> list:
    """The stack of a G that has not run yet: its function's frame alone."""
    if gp.id == MAIN and not rt.state.main_started:  # main's g may be another's once main has ended by Goexit
        rt.state.main_started = True
        rt.defaultGOMAXPROCSUpdateEnable(gp)
    frames = rt.frames[gp.id] = [rt.frame(gp.fn, gp.args)]
    return frames


def frame(rt, fn, args):
    """The frame of a call of fn; ValueError if fn is no generator function."""
    made = fn(*args)
    if made.__class__ is not GeneratorType:
        raise ValueError(f"{fn!r} gives {made!r}; a goroutine's body is a function with a yield")
    return made


def push(rt, frames, fn, args) -> None:
    """Put fn's frame on top of a stack.

    Go: stack.go newstack
    Leaves out: how a stack grows, the sizes of frames, and the lines before "stack overflow"; see
    models/stack.
    """
    if len(frames) >= rt.const.max_frames:
        raise Fatal("stack overflow")
    frames.append(rt.frame(fn, args))


def ask(rt, gp, request: tuple):
    """Have the rule of the request's name answer it: at once, or by a frame of its own."""
    if request.__class__ is not tuple or not request or request[0] not in rt.requests:
        raise rt.unknown(request)
    return getattr(rt, request[0])(gp, *request[1:])


def unknown(rt, request) -> ValueError:
    """The error for what is no request."""
    return ValueError(f"a goroutine yielded {request!r}; it may yield what the functions in "
                      "models/runtime give, such as go(...), gosched(), log(...) or wg_wait(...)")


def ret(rt, mp, gp, value):
    """The frame on top returns: its caller goes on with the value, or there is none and gp ends.

    One that has deferred something has to do that first, at the end of its code.
    """
    frames = rt.frames[gp.id]
    if gp.defer is not None and gp.defer[-1].sp == len(frames):
        return rt.leave(gp, value)
    frames.pop()
    if not frames:
        (rt.main_returns if gp.goid == MAIN else rt.goexit0)(mp, gp)
    return value


def ask_work(rt, gp, ns):
    """Answer work(ns). Each ask_ rule answers the request of its name."""
    rt.spent += ns
    rt.allm[gp.m].computes = rt.now + rt.spent


def ask_log(rt, gp, value):
    rt.emit("log", gp.m, rt.allm[gp.m].p, gp.id, value)


def ask_call(rt, gp, fn, args):
    rt.push(rt.frames[gp.id], fn, args)
