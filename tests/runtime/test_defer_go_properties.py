"""What Go's own tests of defer, panic, recover and Goexit demand, demanded of the model.

Gone through in Go 1.27.3: runtime/defer_test.go, panic_test.go, panicnil_test.go, the panics of
callers_test.go, and those of crash_test.go with their programs in testdata/testprog/deadlock.go and
panicprint.go. Each test here names the one it answers. A property is written anew, for bodies of the
model; where Go's test is about how the compiler makes a defer, all ways of making it are tried.

Left out, and why:
    defer_test.go   TestDisappearingDefer, TestNonSSAableArgs: about code that the compiler generates.
                    TestIssue37688: about the garbage collector's and the stack copier's view of records.
    panic_test.go   TestPanicWithDirectlyPrintableCustomTypes but panicDeferFatal, panicDoublieDeferFatal:
                    values are texts, numbers, truth values and errors here, not types of one's own.
    panicnil_test.go  GODEBUG=panicnil=1: the model has no GODEBUG.
    callers_test.go TestCallersNilPointerPanic, TestCallersDivZeroPanic, TestCallersDeferNilFuncPanic,
                    TestCallersDeferNilFuncPanicWithLoop: signals; TestFPUnwind…: frame pointers.
                    Of the others, which frames lie on the stack: the model's have the same names, and a
                    deferring function that is at its end is called function_end.
    crash_test.go   TestPanicDeadlockGosched, TestPanicDeadlockSyscall, TestPanicLoop,
                    TestPanicWhilePanicking, TestDoublePanic: values with an Error method of their own.
                    TestGoNil is newproc's, TestPanicInlined and the tracebacks are the printed stack's,
                    TestPanicRace is about several threads that print at once.
"""

import pytest

from models.runtime.constants import GO_1_22, GO_1_27
from models.runtime.defer import defer, defer_, defer_once
from models.runtime.function import open_coded
from models.runtime.goroutine import call, go, log
from models.runtime.machine import Machine
from models.runtime.mutex import lock, mutex, unlock
from models.runtime.panic import GoError, goexit, panic
from models.runtime.recovery import recover
from models.runtime.runtime import Runtime

from .panicking import says
from .syncing import output, ran

KINDS = {"heap": defer, "stack": defer_once}


def expect(value):
    """A deferred function that recovers and says whether it is what was expected."""
    got = yield recover()
    yield log("ok" if got == value else f"have {got}, want {value}")


def step(*wants):
    for want in wants:
        yield log(want)


def does(*requests):
    """func() { … }, called or deferred."""
    for request in requests:
        yield request


def function(*requests):
    """The call of a function that does this."""
    return call(does, *requests)


@open_coded
def opened(frame, *requests):
    yield from does(*requests)


def dies(main, *args, **settings) -> str:
    """What is printed at the end of a program."""
    return ran(main, *args, **settings)[1].message


NONE = "fatal error: no goroutines (main called runtime.Goexit) - deadlock!"


# defer_test.go

@pytest.mark.parametrize("body", [does, opened])
def test_a_function_that_panics_for_certain_runs_its_deferred_calls(body):
    """TestUnconditionalPanic"""
    assert output(body, defer(expect, "testUnconditional"), panic("testUnconditional")) == "ok END"


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_open_coded_and_other_defers_all_recover(kind):
    """TestOpenAndNonOpenDefers, TestNonOpenAndOpenDefers"""
    inner = call(opened, defer(expect, "testOpenDefer"), panic("testOpenDefer"))
    other = kind(expect, "testNonOpenDefer")
    last = panic("testNonOpenDefer")
    assert output(does, other, inner, last) == output(does, inner, other, last) == "ok ok END"


@pytest.mark.parametrize("body", [does, opened])
def test_conditional_defers_run_in_the_order_in_which_they_were_met(body):
    """TestConditionalDefers"""
    def conditional(n):
        yield defer(step, 1)
        if n > 5:
            yield defer(step, 2)
            if n > 8:
                yield defer(step, 3)
            else:
                yield defer(step, 4)
        yield panic("testConditional")

    run = conditional if body is does else open_coded(lambda frame, n: conditional(n))
    assert output(does, defer(expect, "testConditional"), call(run, 8)) == "4 2 1 ok END"
    assert output(does, defer(expect, "testConditional"), call(run, 9)) == "3 2 1 ok END"


@pytest.mark.parametrize("body", [does, opened])
def test_a_panic_that_leaves_a_deferred_call_ends_the_one_that_made_it(body):
    """TestAbortedPanic, TestCallersAbortedPanic"""
    assert output(body, defer(expect, None), defer(expect, "panic2"), defer_(panic("panic2")), panic("panic1")
                  ) == "ok ok END"


@pytest.mark.parametrize("body", [does, opened])
def test_recover_works_only_in_what_the_panic_itself_calls(body):
    """TestRecoverMatching"""
    assert output(body, defer(expect, "panic1"), defer(body, defer(expect, None)), panic("panic1")
                  ) == "ok ok END"


def test_a_function_without_an_end_of_its_own_returns_after_a_recovery():
    """TestDeferForFuncWithNoExit"""
    def main():
        yield defer(expect, "Test panic")
        yield function(panic("Test panic"))
        while True:
            yield log("never")
    assert output(main) == "ok END"


def interpreter(level, maxlevel, rec):
    yield defer(handles, level)
    if level + 1 < maxlevel:
        yield call(interpreter, level + 1, maxlevel, rec)
    else:
        yield panic(rec)


def handles(level):
    e = yield recover()
    if e is None:
        return
    if level != e:
        yield panic(e)
    yield log(f"recovered at {level}")


def recurse_panic_rec(level, maxlevel):
    yield defer_(function(recover()))
    yield call(recurse, level, maxlevel)


def recurse(level, maxlevel):
    yield call(recurse, level + 1, maxlevel) if level + 1 < maxlevel else panic("recurseFn panic")


@pytest.mark.parametrize("const", [GO_1_27, GO_1_22])
def test_repeated_repanics_leave_nothing_behind(const):
    """TestDeferWithRepeatedRepanics"""
    steps = [request for rec, levels in ((2, 6), (1, 5), (3, 6))
             for request in (call(interpreter, 0, levels, rec), call(recurse_panic_rec, 0, 10))]
    text, machine = ran(does, *steps, const=const)
    assert text == "recovered at 2 recovered at 1 recovered at 3 END"
    assert machine.rt.sched.running_panic_defers == 0


def test_a_panic_recovered_in_a_deferred_call_does_not_recover_the_one_around_it():
    """TestIssue43921"""
    nested = function(defer(expect, 4), panic(4))
    assert output(does, defer(expect, 1), function(defer(step), defer_(nested), panic(1))) == "ok ok END"


@pytest.mark.parametrize("body", [does, opened])
def test_panics_as_deferred_calls(body):
    """TestIssue43920"""
    four = call(body, defer(body, defer(expect, 5), defer_(panic(5)), function(panic(4))))
    two = call(body, defer_(four), defer(expect, 3), defer_(panic(3)))
    assert output(body, defer(expect, 1), defer_(two), call(body, defer(step, "step 1"), panic(1))
                  ) == "step 1 ok ok ok END"


@pytest.mark.parametrize("body", [does, opened])
def test_many_deferred_calls_around_many_panics_run_in_order(body):
    """TestIssue43941"""
    inner = call(body, defer(body, defer(expect, 3), defer_(panic(3)), panic(2)), defer(expect, 1),
                 defer_(panic(1)))
    first = call(body, inner, defer(step), defer(step), defer(step, 10), defer(step, 9), function(*step(8)))
    never = (defer(step), defer_(panic(-1)), defer(step, -1))
    second = call(body, defer(step, 13), defer(step, 12), call(body, defer(step, 11), panic(4)), *never)
    assert output(body, defer(expect, 4), defer(step, 14), first, second) == "ok ok 8 9 10 11 12 13 14 ok END"


# panic_test.go, panicnil_test.go

def repanics(n):
    if n == 0:
        yield panic("done")
    yield defer(passes_on)
    yield call(repanics, n - 1)


def passes_on():
    yield panic((yield recover()))


@pytest.mark.parametrize("const, grows", [(GO_1_27, 2), (GO_1_22, 4)])
def test_the_time_of_repeated_repanics_grows_as_their_number_only_since_1_27(const, grows):
    """TestPanicRecoverSpeed, with the frames looked at for the time."""
    def looks(n):
        rt, count = Runtime(const=const), [0]
        has_deferred = rt.has_deferred

        def counting(gp, sp):
            count[0] += 1
            return has_deferred(gp, sp)

        rt.has_deferred = counting
        assert Machine(rt, does, defer_(function(recover())), call(repanics, n)).run() == "END"
        return count[0]

    assert looks(80) / looks(40) == pytest.approx(grows, rel=0.1)


def test_a_fatal_error_in_a_deferred_call_comes_after_the_panics():
    """TestPanicWithDirectlyPrintableCustomTypes: panicDeferFatal, panicDoublieDeferFatal"""
    def main(*deferred):
        m = yield mutex()
        yield defer_(unlock(m))
        for request in deferred:
            yield defer_(request)
        yield panic("boom")
    assert dies(main) == "panic: boom\n\tfatal error: sync: unlock of unlocked mutex"
    assert dies(main, call(passes_on)) == (
        "panic: boom [recovered, repanicked]\n\tfatal error: sync: unlock of unlocked mutex")


def test_panic_of_nil_is_recovered_as_an_error():
    """TestPanicNil, TestPanicNilErrorPrefix"""
    assert output(does, defer(expect, GoError("runtime error: panic called with nil argument")), panic(None)
                  ) == "ok END"


# callers_test.go

def stacks(main_of) -> list[list[str]]:
    """The names of the frames, the top one first, wherever the main that is made looks at its stack."""
    rt, seen = Runtime(), []

    def look():
        seen.append([frame.__name__ for frame in reversed(rt.frames[1])])
        return log("")

    assert Machine(rt, main_of(look)).run() == "END"
    return seen


def test_the_functions_that_panicked_are_below_the_deferred_one():
    """TestCallersPanic"""
    def main_of(look):
        def f1():
            yield call(f2)

        def f2():
            yield call(f3)

        def f3():
            yield panic("f3")

        def func1():
            yield recover()
            yield look()

        def main():
            yield defer(func1)
            yield call(f1)
        return main

    assert stacks(main_of) == [["func1", "gopanic", "f3", "f2", "f1", "main"]]


def test_a_second_panic_lies_on_top_of_the_first():
    """TestCallersDoublePanic"""
    def main_of(look):
        def func11():
            yield look()
            assert (yield recover()) == 2

        def func1():
            yield defer(func11)
            assert (yield recover()) == 1
            yield panic(2)

        def main():
            yield defer(func1)
            yield panic(1)
        return main

    assert stacks(main_of) == [["func11", "gopanic", "func1", "gopanic", "main"]]


def test_after_a_recovery_the_next_deferred_call_is_made_by_the_function_itself():
    """TestCallersAfterRecovery, TestCallersAbortedPanic"""
    def main_of(look):
        def func1():
            yield look()

        def rescue():
            yield recover()

        def main():
            yield defer(func1)
            yield defer(rescue)
            yield defer_(panic(2))
            yield panic(1)
        return main

    assert stacks(main_of) == [["func1", "function_end"]]


def test_after_an_aborted_panic_nothing_of_it_is_left_on_the_stack():
    """TestCallersAbortedPanic2"""
    def main_of(look):
        def func2():
            yield look()
            assert (yield recover()) is None

        def main():
            yield defer(func2)
            yield function(defer(expect, "panic2"), function(defer_(panic("panic2")), panic("panic1")))
        return main

    assert stacks(main_of) == [["func2", "function_end"]]


# crash_test.go

def prints():
    yield log((yield recover()))


def test_recursive_panic():
    """TestRecursivePanic"""
    def wraps():
        if err := (yield recover()):
            yield panic("wrap: " + err)

    text, machine = ran(does, function(defer(prints), function(defer(wraps), panic("bad"))), panic("again"))
    assert (text, machine.message) == ("wrap: bad PANIC", "panic: again")


def test_recursive_panic_2():
    """TestRecursivePanic2"""
    inner = function(defer_(panic("second panic")), defer(prints), panic("first panic"))
    text, machine = ran(does, function(defer(prints), inner), panic("third panic"))
    assert (text, machine.message) == ("first panic second panic PANIC", "panic: third panic")


def test_recursive_panic_3():
    """TestRecursivePanic3"""
    again = function(defer_(function(recover())), panic("second panic"))
    assert dies(does, defer_(again), panic("first panic")) == "panic: first panic"


def test_recursive_panic_4():
    """TestRecursivePanic4"""
    again = function(recover(), panic("second panic"))
    assert dies(does, defer_(again), panic("first panic")) == (
        "panic: first panic [recovered]\n\tpanic: second panic")


@pytest.mark.parametrize("body", [does, opened])
def test_recursive_panic_5(body):
    """TestRecursivePanic5"""
    def prints_and_panics():
        yield from prints()
        yield panic("second panic")

    three = call(body, defer(step), defer(prints), defer(prints_and_panics), panic("first panic"))
    two = call(body, defer(step), three)
    text, machine = ran(does, function(two), panic("third panic"))
    assert (text, machine.message) == ("first panic second panic PANIC", "panic: third panic")


def instead(value):
    yield recover()
    yield panic(value)


def test_repanicked_panics():
    """TestRepanickedPanic, TestRepanickedMiddlePanic, TestRepanickedPanicSandwich,
    TestDoublePanicWithSameValue
    """
    assert dies(does, defer(passes_on), panic("message")) == "panic: message [recovered, repanicked]"
    middle = (defer(instead, "outer"), defer(passes_on), defer(instead, "middle"), panic("inner"))
    assert dies(does, *middle) == (
        "panic: inner [recovered]\n\tpanic: middle [recovered, repanicked]\n\tpanic: outer")
    assert dies(does, defer(instead, "outer"), defer(instead, "inner"), panic("outer")) == (
        "panic: outer [recovered]\n\tpanic: inner [recovered]\n\tpanic: outer")
    assert dies(does, defer_(panic("message")), panic("message")) == "panic: message"


def test_panic_traceback_s_first_lines():
    """TestPanicTraceback"""
    pt2 = function(defer_(panic("panic pt2")), panic("hello"))
    assert dies(does, defer_(panic("panic pt1")), pt2) == (
        "panic: hello\n\tpanic: panic pt2\n\tpanic: panic pt1")


def test_a_goexit_in_main_ends_in_a_deadlock():
    """TestGoexitDeadlock, TestGoexitCrash"""
    assert dies(does, go(says), go(says), goexit()) == NONE
    assert dies(does, goexit()) == NONE


@pytest.mark.parametrize("body", [does, opened])
def test_a_goexit_runs_deferred_calls_in_which_recover_gives_nothing(body):
    """TestGoexitDefer"""
    assert output(does, go(body, defer(expect, None), goexit()), goexit()) == "ok DEADLOCK"


@pytest.mark.parametrize("body", [does, opened])
def test_a_goexit_in_a_panic(body):
    """TestGoexitInPanic"""
    assert dies(does, go(body, defer(does, goexit()), panic("hello")), goexit()) == NONE


@pytest.mark.parametrize("body", [does, opened])
def test_a_panic_after_goexit(body):
    """TestPanicAfterGoexit"""
    assert dies(body, defer(does, panic("hello")), goexit()) == "panic: hello"


@pytest.mark.parametrize("body", [does, opened])
def test_a_recovered_panic_after_goexit(body):
    """TestRecoveredPanicAfterGoexit"""
    text, machine = ran(body, defer(body, defer(expect, "hello"), panic("hello")), goexit())
    assert (text, machine.message) == ("ok DEADLOCK", NONE)


@pytest.mark.parametrize("body", [does, opened])
def test_a_recover_deferred_before_a_panic_after_goexit(body):
    """TestRecoverBeforePanicAfterGoexit, TestRecoverBeforePanicAfterGoexit2"""
    text, machine = ran(body, defer(step, "a"), defer(step, "b"), defer(expect, "hello"),
                        defer(does, panic("hello")), goexit())
    assert (text, machine.message) == ("ok b a DEADLOCK", NONE)


def test_main_s_panic_is_its_own():
    """TestMainGoroutineID, but for the stack"""
    assert dies(does, panic("test")) == "panic: test"


def test_a_deferred_unlock_runs_in_a_panic():
    """Checked: what defer is mostly for; Go's tests take it for granted."""
    def main():
        m = yield mutex()
        yield defer_(function(lock(m), log("locked again")))
        yield function(defer(expect, "boom"), function(lock(m), defer_(unlock(m)), panic("boom")))
    assert output(main) == "ok locked again END"


def test_a_panic_after_return_keeps_what_was_returned():
    """Checked on real Go, both releases: 5 for an open-coded function and for one with a loop; 0 where
    the panic came before the return."""
    def five(early):
        yield defer(expect, "x")
        yield defer_(panic("x") if not early else log("x"))
        if early:
            yield panic("x")
        return 5

    def main():
        yield log((yield call(five, False)))
        yield log((yield call(five, True)))
    assert output(main) == "ok 5 x ok None END"
