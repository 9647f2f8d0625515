"""recover: who may, and what becomes of the stack and of the panics when a deferred call has."""

import pytest

from models.runtime.defer import Defer, defer, defer_
from models.runtime.function import Frame
from models.runtime.goroutine import call, log
from models.runtime.panic import Panic, goexit, panic
from models.runtime.recovery import recover

from .build import drain
from .panicking import asks, rescues, says, stacked
from .syncing import output, ran


def test_the_request_is_a_plain_tuple():
    assert recover() == ("gorecover",)


def test_the_function_that_the_newest_panic_called_may_recover_it():
    rt, gp = stacked(5)
    gp.panic = [Panic("old", start_sp=2, sp=1), Panic("new", start_sp=4, sp=1)]
    assert rt.gorecover(gp) == "new"
    assert gp.panic == [Panic("old", start_sp=2, sp=1), Panic("new", start_sp=4, sp=1, recovered=True)]
    assert len(rt.frames[1]) == 5


@pytest.mark.parametrize("panics", [
    None,                                                     # no panic
    [Panic("new", start_sp=3)],                               # a function that the deferred one has called
    [Panic("new", start_sp=5)],                               # the panic itself: defer recover()
    [Panic("old", start_sp=4), Panic("new", start_sp=3)],     # not the newest
    [Panic(start_sp=4, goexit=True)],
    [Panic("new", start_sp=4, recovered=True)],
])
def test_nobody_else_may(panics):
    rt, gp = stacked(5)
    gp.panic = panics
    before = [p.recovered for p in panics or ()]
    assert rt.gorecover(gp) is None
    assert [p.recovered for p in panics or ()] == before


def test_recovery_cuts_the_stack_above_the_deferring_frame_which_then_ends():
    rt, gp = stacked(5)
    low, end = rt.frames[1][0], rt.frames[1][1]
    gp.defer = [Defer(1, log("low")), Defer(2, log("rest"))]
    gp.panic = [Panic("boom", start_sp=4, sp=2, recovered=True)]
    rt.sched.running_panic_defers = 3
    assert rt.recovery(rt.allm[0], gp) is None
    assert (rt.frames[1][0], len(rt.frames[1])) == (low, 2)
    assert rt.frames[1][1] is not end
    assert (gp.panic, rt.sched.running_panic_defers) == (None, 2)
    assert drain(rt.frames[1][1]) == ([log("rest")], None)
    assert gp.defer == [Defer(1, log("low"))]


def test_panics_that_began_above_are_over_with_it_and_those_below_are_not():
    rt, gp = stacked(8)
    outer = Panic("outer", start_sp=2, sp=1)
    gp.panic = [outer, Panic("a", start_sp=4, sp=3), Panic("b", start_sp=6, sp=3, recovered=True)]
    rt.sched.running_panic_defers = 3
    rt.recovery(rt.allm[0], gp)
    assert (gp.panic, len(rt.frames[1]), rt.sched.running_panic_defers) == ([outer], 3, 1)


def test_a_panic_in_the_very_frame_that_recovers_is_not_above_it():
    rt, gp = stacked(8)
    gp.panic = [Panic("outer", start_sp=3, sp=1), Panic("a", start_sp=6, sp=3, recovered=True)]
    rt.recovery(rt.allm[0], gp)
    assert gp.panic == [Panic("outer", start_sp=3, sp=1)]


def test_a_goexit_above_goes_on_instead():
    rt, gp = stacked(8)
    frames = rt.frames[1][:]
    gp.panic = [Panic("p", start_sp=3, sp=1), Panic(goexit=True, start_sp=5, sp=2),
                Panic("q", start_sp=7, sp=2, recovered=True)]
    gp.locals = {6: Frame(6), 5: Frame(5)}
    rt.sched.running_panic_defers = 2
    rt.recovery(rt.allm[0], gp)
    assert gp.panic == [Panic("p", start_sp=3, sp=1), Panic(goexit=True, start_sp=5, sp=2)]
    assert (rt.frames[1], gp.locals, rt.sched.running_panic_defers) == (frames[:5], {5: Frame(5)}, 1)


def test_what_the_deferring_function_returns_is_kept():
    rt, gp = stacked(4)
    gp.locals = {2: Frame(result=7)}
    gp.panic = [Panic("boom", start_sp=3, sp=2, recovered=True)]
    rt.recovery(rt.allm[0], gp)
    assert drain(rt.frames[1][1]) == ([], 7)


# Whole goroutines.

def fails(*deferred):
    for request in deferred:
        yield defer_(request)
    yield panic("boom")
    yield log("never")


def calls(fn, *args):
    yield log((yield call(fn, *args)))
    yield log("after")


def helps():
    yield call(rescues, "helper")
    yield log("helped")


def tries_again():
    yield from rescues("one")
    yield from rescues("two")
    yield log("goes on")


def test_after_a_recovery_the_rest_is_run_and_the_caller_goes_on():
    text, machine = ran(calls, fails, call(says, "rest"), call(rescues), call(says, "before"))
    assert text == "before rescued=boom rest None after END"
    gp = machine.rt.allgs[1]
    assert (gp.defer, gp.panic, machine.rt.sched.running_panic_defers) == (None, None, 0)


def test_recover_stops_nothing_where_nothing_panics():
    assert output(rescues) == "rescued=None END"
    assert output(asks, defer(rescues), log("body")) == "body rescued=None END"


def test_a_function_that_a_deferred_one_calls_cannot_recover():
    text, machine = ran(calls, fails, call(helps))
    assert (text, machine.message) == ("helper=None helped PANIC", "panic: boom")


def test_recover_as_the_deferred_call_itself_stops_nothing():
    assert ran(calls, fails, recover())[1].message == "panic: boom"


def test_but_it_does_as_a_deferred_call_of_the_deferred_function():
    """Real Go does so too: such a recover counts as the deferred function's own."""
    assert output(calls, fails, call(asks, defer_(recover()), log("deferred"))) == "deferred None after END"


def test_a_panic_is_recovered_once_and_the_function_that_recovered_goes_on():
    assert output(calls, fails, call(tries_again)) == "one=boom two=None goes on None after END"


def test_a_panic_is_recovered_only_where_the_call_was_deferred():
    """A function deferred by the deferred one is called when that returns, not by the panic."""
    assert output(calls, fails, call(rescues, "outer"), call(asks, defer(rescues, "inner"))
                  ) == "inner=None outer=boom None after END"


def test_a_new_panic_takes_the_place_of_the_one_whose_deferred_call_it_leaves():
    text, machine = ran(calls, fails, call(rescues, "late"), call(rescues), panic("second"))
    assert text == "rescued=second late=None None after END"
    assert machine.rt.sched.running_panic_defers == 0


def test_a_panic_recovered_inside_the_deferred_call_does_not_touch_the_older_one():
    assert output(calls, fails, call(rescues, "outer"), call(fails, call(rescues, "inner")), call(says, "x")
                  ) == "x inner=boom outer=boom None after END"


def test_a_recovered_panic_s_function_may_panic_again():
    text, machine = ran(calls, fails, call(rescues, "outer"), call(again))
    assert text == "again=boom outer=more None after END"
    assert machine.rt.sched.running_panic_defers == 0


def again():
    yield from rescues("again")
    yield panic("more")


def test_a_function_that_recovered_may_end_the_goroutine():
    text, machine = ran(calls, fails, call(asks, recover(), goexit()))
    assert text == "DEADLOCK"
    assert machine.rt.sched.running_panic_defers == 1


def test_a_body_that_is_cut_off_is_closed():
    closed = []

    def inner():
        try:
            yield panic("boom")
        finally:
            closed.append("inner")

    assert output(calls, asks, defer(rescues), call(inner)) == "rescued=boom None after END"
    assert closed == ["inner"]
