"""Programs whose panics a page follows, as bodies: the listings unwind.go and nested.go.

A function is given what to make of its body: open_coded, or named_result, which leaves records. Its first
argument is then its frame, where what it returns lies.
"""

from collections.abc import Callable

from models.runtime.defer import defer, defer_
from models.runtime.function import open_coded
from models.runtime.goroutine import call, go, log
from models.runtime.panic import goexit, panic
from models.runtime.recovery import recover
from models.runtime.waitgroup import waitgroup, wg_add, wg_done, wg_wait

WHERE = ("outer", "middle", "inner", "helper", "itself", "nobody")


def says(text: str):
    """fmt.Println."""
    yield log(text)


def rescues(frame):
    """Recover, and change what the function with this frame returns."""
    r = yield recover()
    yield log(f"rescues: {'<nil>' if r is None else r}")
    frame.result = 42


def helps(frame):
    """Have another function recover."""
    yield call(rescues, frame)


def unwind(where: str, compiled: Callable = open_coded):
    """The main of unwind.go; ValueError for a place where recover cannot stand.

    compiled: what the compiler makes of the functions that defer.
    """
    if where not in WHERE:
        raise ValueError(f"recover cannot stand in {where!r}; it may in {', '.join(WHERE)}")

    @compiled
    def inner(frame):
        yield defer(says, "inner, deferred")
        if where == "inner":
            yield defer(rescues, frame)
        yield panic("boom")

    @compiled
    def middle(frame):
        yield defer(says, "middle, deferred")
        if where == "middle":
            yield defer(rescues, frame)
        x = yield call(inner)
        yield log("middle goes on")
        return x + 1

    @compiled
    def outer(frame):
        yield defer(says, "outer, deferred first")
        if where == "outer":
            yield defer(rescues, frame)
        if where == "helper":
            yield defer(helps, frame)
        if where == "itself":
            yield defer_(recover())
        frame.result = 1
        x = yield call(middle)
        yield log("outer goes on")
        return x + 1

    def main():
        x = yield call(outer)
        yield log(f"main goes on, {x}")
    return main


def nested(how: str):
    """The main of nested.go: a deferred function panics while a "panic" or a "goexit" runs it; else
    ValueError.
    """
    if how not in ("panic", "goexit"):
        raise ValueError(f"nested takes 'panic' or 'goexit', not {how!r}")

    def rescues():
        yield log(f"rescues: {(yield recover())}")

    def worse():
        yield panic("worse")

    @open_coded
    def fails(frame):
        yield defer(worse)
        yield goexit() if how == "goexit" else panic("boom")

    @open_coded
    def catches(frame):
        yield defer(says, "catches, deferred first")
        yield defer(rescues)
        yield call(fails)
        yield log("catches goes on")

    @open_coded
    def worker(frame, wg):
        yield defer_(wg_done(wg))
        yield call(catches)
        yield log("worker goes on")

    def main():
        wg = yield waitgroup()
        yield wg_add(wg, 1)
        yield go(worker, wg)
        yield wg_wait(wg)
        yield log("main goes on")
    return main
