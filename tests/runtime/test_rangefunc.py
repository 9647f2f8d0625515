"""Deferred calls in the body of a loop over a function."""

from models.runtime.defer import Defer, defer
from models.runtime.fatal import Fatal
from models.runtime.goroutine import call, log
from models.runtime.panic import panic
from models.runtime.rangefunc import defer_at, range_defers

from .build import error
from .panicking import rescues, says, stacked
from .syncing import output, ran


def test_requests_are_plain_tuples():
    assert range_defers() == ("deferrangefunc",)
    assert defer_at(4, says, 1) == ("deferprocat", call(says, 1), 4)


def test_one_record_stands_for_all_that_the_loop_defers():
    rt, gp = stacked(2)
    rt.deferproc(gp, log("before"))
    assert rt.deferrangefunc(gp) == 1
    assert rt.heap[1] == []
    assert gp.defer == [Defer(2, log("before")), Defer(sp=2, request=(), heap=True, head=1)]
    rt.frames[1].append(None)
    assert rt.deferprocat(gp, log("x"), 1) is None
    assert (rt.heap[1], len(gp.defer)) == ([log("x")], 2)


def test_the_loop_s_calls_take_the_place_of_the_record():
    rt, gp = stacked(2)
    rt.deferproc(gp, log("before"))
    rt.deferrangefunc(gp)
    rt.deferprocat(gp, log("x"), 1)
    rt.deferprocat(gp, log("y"), 1)
    rt.deferconvert(gp, gp.defer[1])
    assert gp.defer == [Defer(2, log("before")), Defer(2, log("x")), Defer(2, log("y"))]


def test_a_loop_that_deferred_nothing_leaves_nothing():
    rt, gp = stacked(1)
    rt.deferrangefunc(gp)
    rt.deferconvert(gp, gp.defer[0])
    assert gp.defer is None


def test_after_that_the_list_can_take_no_more():
    rt, gp = stacked(1)
    rt.deferrangefunc(gp)
    rt.deferconvert(gp, gp.defer[0])
    with error(Fatal, "defer after range func returned"):
        rt.deferprocat(gp, log("x"), 1)


def seq(n, loop_body, *args):
    """func(yield func(int) bool) of a Go iterator; it defers something of its own."""
    yield defer(says, "iterator")
    for i in range(n):
        yield call(loop_body, i, *args)


def defers(i, frame):
    yield defer_at(frame, says, i)


def ranges():
    yield defer(says, "first")
    frame = yield range_defers()
    yield call(seq, 3, defers, frame)
    yield defer(says, "last")
    yield log("body")


def test_they_run_when_the_function_around_the_loop_returns():
    """Go 1.27.3 printed this for the same program."""
    text, machine = ran(ranges)
    assert text == "iterator body last 2 1 0 first END"
    assert machine.rt.heap == [None, None]


def fails(i, frame):
    yield defer_at(frame, says, i)
    yield defer_at(frame, rescues_at, i)
    if i == 2:
        yield panic("in loop")


def rescues_at(i):
    if i == 1:
        yield from rescues("loop")


def around():
    yield defer(rescues, "outer")
    frame = yield range_defers()
    yield call(seq, 3, fails, frame)
    yield log("not reached")


def calls():
    yield call(around)
    yield log("after")


def test_they_run_in_a_panic_and_can_recover():
    """Go 1.27.3 printed this for the same program."""
    assert output(calls) == "iterator 2 loop=in loop 1 0 outer=None after END"


def twice():
    one = yield range_defers()
    yield call(seq, 2, defers, one)
    other = yield range_defers()
    yield call(seq, 1, defers, other)
    yield log("end")


def test_two_loops_have_two_lists():
    assert output(twice) == "iterator iterator end 0 1 0 END"


def lets_go():
    frame = yield range_defers()
    return frame


def too_late():
    frame = yield call(lets_go)
    yield defer_at(frame, says, "x")


def test_a_body_that_outlives_its_loop_cannot_defer():
    text, machine = ran(too_late)
    assert (text, machine.message) == ("FATAL", "fatal error: defer after range func returned")
