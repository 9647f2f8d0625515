"""Deferred calls: records on a list, and in which order they run when a function returns."""

import pytest

from models.runtime.defer import Defer, defer, defer_, defer_once
from models.runtime.function import open_coded
from models.runtime.goroutine import call, go, gosched, log

from .build import error
from .panicking import asks, says, stacked
from .syncing import output, ran


def test_requests_are_plain_tuples():
    assert defer(says, 1, 2) == ("deferproc", call(says, 1, 2))
    assert defer_(log("x")) == ("deferproc", log("x"))
    assert defer_once(says, 1) == ("deferprocStack", call(says, 1))


@pytest.mark.parametrize("wrong", [says, None, (), "log"])
def test_only_a_request_can_be_deferred(wrong):
    with error(ValueError, f"defer_ takes a request such as unlock(m), not {wrong!r}"):
        defer_(wrong)


def test_a_record_says_what_was_deferred_and_at_which_depth():
    rt, gp = stacked(3)
    assert (gp.defer, gp.locals) == (None, None)
    assert rt.deferproc(gp, log("a")) is None
    assert gp.defer == [Defer(sp=3, request=log("a"), heap=True, head=0)]
    assert gp.locals is None


def test_a_record_of_a_statement_that_runs_once_lies_in_the_frame():
    rt, gp = stacked(2)
    rt.deferprocStack(gp, log("a"))
    assert gp.defer == [Defer(sp=2, request=log("a"), heap=False)]


def test_the_last_record_is_the_head():
    rt, gp = stacked(1)
    rt.deferproc(gp, log("a"))
    rt.deferprocStack(gp, log("b"))
    rt.deferproc(gp, log("c"))
    assert [d.request[1] for d in gp.defer] == ["a", "b", "c"]
    assert rt.popDefer(gp) is None
    assert [d.request[1] for d in gp.defer] == ["a", "b"]


def test_the_last_record_to_go_leaves_nothing():
    rt, gp = stacked(1)
    rt.link_defer(gp, Defer(1))
    rt.popDefer(gp)
    assert gp.defer is None


def test_an_open_coded_function_sets_a_bit_and_leaves_no_record():
    rt, gp = stacked(2)
    frame = rt.new_frame(gp, True)
    rt.deferproc(gp, log("a"))
    assert (gp.defer, frame.bits, frame.slots) == (None, 1, [log("a")])


def test_a_function_with_a_frame_that_is_not_open_coded_leaves_a_record():
    rt, gp = stacked(2)
    frame = rt.new_frame(gp)
    rt.deferproc(gp, log("a"))
    assert (gp.defer, frame.bits) == ([Defer(2, log("a"))], 0)


def test_the_frame_of_another_function_is_of_no_matter():
    rt, gp = stacked(2)
    rt.new_frame(gp, True)
    rt.frames[1].append(None)
    rt.deferproc(gp, log("a"))
    assert gp.defer == [Defer(3, log("a"))]


def plain():
    yield defer(says, "first", "then")
    yield defer_once(says, "second")
    yield defer_(log("third"))
    yield log("body")
    return "value"


def caller(fn, *args):
    yield log((yield call(fn, *args)))


def test_deferred_calls_run_last_one_first_and_then_the_value_is_returned():
    assert output(caller, plain) == "body third second first then value END"


def test_deferred_calls_of_the_first_function_run_before_the_goroutine_ends():
    text, machine = ran(plain)
    assert text == "body third second first then END"
    gp = machine.rt.allgs[1]
    assert (gp.defer, gp.panic, gp.locals) == (None, None, None)


def nested():
    yield defer(says, "outer")
    yield call(asks, defer(says, "inner"), log("body"))
    yield log("between")


def test_a_function_that_returns_runs_its_own_only():
    assert output(nested) == "body inner between outer END"


def test_a_deferred_call_can_defer():
    assert output(asks, defer(asks, defer(says, "last"), log("first")), log("body")) == "body first last END"


def waits(text):
    yield gosched()
    yield log(text)


def test_a_deferred_call_can_wait():
    assert output(asks, go(says, "other"), defer_(gosched()), defer(waits, "deferred"), log("body")
                  ) == "body other deferred END"


@open_coded
def mixed(frame):
    yield defer(says, "bit 1")
    yield defer_once(says, "record")
    yield defer(says, "bit 2")


def test_where_both_are_in_one_function_the_bits_run_first():
    """The compiler makes no such function; the runtime looks at the bits before the list."""
    assert output(mixed) == "bit 2 bit 1 record END"
