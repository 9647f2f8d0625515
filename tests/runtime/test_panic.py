"""panic and Goexit: which deferred calls they make, in which order, on what stack."""

from models.runtime.defer import defer, defer_
from models.runtime.function import open_coded
from models.runtime.goroutine import call, go, gosched, log
from models.runtime.machine import Machine
from models.runtime.panic import GoError, Panic, goexit, panic
from models.runtime.recovery import recover
from models.runtime.runtime import Runtime
from models.runtime.status import G_DEAD

from .panicking import asks, rescues, says
from .syncing import output, ran


def test_requests_are_plain_tuples():
    assert panic("boom") == ("gopanic", "boom")
    assert goexit() == ("Goexit",)


def test_a_new_panic_has_done_nothing():
    assert Panic() == Panic(arg=None, start_sp=0, sp=0, recovered=False, repanicked=False, goexit=False,
                            deferreturn=False)


def fails(value="boom"):
    yield defer(says, "first")
    yield defer(says, "second")
    yield panic(value)
    yield log("never")


def calls(fn, *args):
    yield defer(says, "caller")
    yield call(fn, *args)
    yield log("never")


def test_a_panic_that_nobody_recovers_runs_all_deferred_calls_and_ends_the_program():
    text, machine = ran(calls, fails)
    assert (text, machine.message) == ("second first caller PANIC", "panic: boom")
    assert machine.rt.sched.running_panic_defers == 1


def test_nil_is_no_value_for_a_panic():
    message = "runtime error: panic called with nil argument"
    assert ran(fails, None)[1].message == f"panic: {message}"

    def nil():
        yield defer(shows)
        yield panic(None)

    def shows():
        assert (yield recover()) == GoError(message)
        yield log("seen")

    assert output(nil) == "seen END"


def test_a_value_may_be_anything_but_nil():
    def zero():
        yield defer(rescues)
        yield panic(0)
    assert output(zero) == "rescued=0 END"


def test_the_frames_that_panicked_lie_below_the_deferred_calls_until_one_has_recovered():
    rt, seen = Runtime(), []

    def looks(*then):
        seen.append([frame.__name__ for frame in rt.frames[1]])
        for request in then:
            yield request

    def inner():
        yield defer(looks)
        yield panic("boom")

    def outer():
        yield defer(looks)
        yield defer(looks, recover())
        yield call(inner)

    assert Machine(rt, outer).run() == "END"
    assert seen == [["outer", "inner", "gopanic", "looks"], ["outer", "inner", "gopanic", "looks"],
                    ["function_end", "looks"]]


@open_coded
def opened(frame):
    yield defer(says, "bit 0")
    yield defer(rescues)
    yield defer(says, "bit 2")
    yield panic("boom")


def test_a_panic_runs_open_coded_defers_and_after_a_recovery_the_rest_of_them():
    text, machine = ran(calls, opened)
    assert text == "bit 2 rescued=boom bit 0 never caller END"
    assert machine.rt.sched.running_panic_defers == 0


def quits():
    yield defer(rescues)
    yield defer(says, "first")
    yield goexit()
    yield log("never")


def starts(fn):
    yield go(calls, fn)
    yield gosched()
    yield log("main")


def test_goexit_runs_all_deferred_calls_and_nothing_else_and_cannot_be_recovered():
    text, machine = ran(starts, quits)
    assert text == "first rescued=None caller main END"
    gone = machine.rt.allgs[2]
    assert (gone.status, gone.defer, gone.panic, gone.locals) == (G_DEAD, None, None, None)
    assert (machine.rt.frames[2], machine.rt.sched.running_panic_defers) == (None, 0)


def panics_in_goexit():
    yield defer(says, "last")
    yield defer(rescues)
    yield defer_(panic("inner"))
    yield defer(says, "first")
    yield goexit()


def test_a_recovered_panic_does_not_end_a_goexit():
    text, machine = ran(starts, panics_in_goexit)
    assert text == "first rescued=inner last caller main END"
    assert machine.rt.sched.running_panic_defers == 0


def test_a_panic_in_a_goexit_can_end_the_program():
    text, machine = ran(calls, asks, defer_(panic("inner")), goexit())
    assert (text, machine.message) == ("caller PANIC", "panic: inner")


def test_a_goexit_takes_the_place_of_a_panic():
    """The panic is never over: it still counts as one whose deferred calls run."""
    text, machine = ran(starts, fails_and_quits)
    assert text == "rescued=None caller main END"
    assert machine.rt.sched.running_panic_defers == 1


def fails_and_quits():
    yield defer(rescues)
    yield defer_(goexit())
    yield panic("boom")


def test_goexit_in_main_ends_main_only():
    def main():
        yield go(asks, gosched(), log("other"))
        yield defer(says, "deferred")
        yield goexit()
    text, machine = ran(main)
    assert text == "deferred other DEADLOCK"
    assert machine.message == "fatal error: no goroutines (main called runtime.Goexit) - deadlock!"
