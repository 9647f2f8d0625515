"""What the compiler adds to a function: places in its frame, and the end of its code."""

import pytest

from models.runtime.defer import Defer, defer
from models.runtime.function import Frame, named_result, open_coded
from models.runtime.goroutine import call, log
from models.runtime.panic import panic

from .build import drain, error
from .panicking import asks, rescues, says, stacked
from .syncing import output, ran


def test_a_new_frame_is_empty_and_stands_at_the_depth_of_the_running_function():
    rt, gp = stacked(2)
    frame = rt.new_frame(gp)
    assert frame == Frame(result=None, open_coded=False, bits=0, slots=[])
    assert (gp.locals, rt.frame_at(gp, 2)) == ({2: frame}, frame)
    assert rt.frame_at(gp, 2) is frame
    rt.frames[1].append(None)
    assert rt.new_frame(gp, True) == Frame(open_coded=True)
    assert gp.locals == {2: Frame(), 3: Frame(open_coded=True)}


def test_most_functions_have_none():
    rt, gp = stacked(2)
    assert rt.frame_at(gp, 2) is None
    rt.new_frame(gp)
    assert rt.frame_at(gp, 1) is None


def test_each_open_coded_defer_has_its_bit():
    rt, gp = stacked(1)
    frame = rt.new_frame(gp, True)
    for n in range(8):
        assert frame.bits == 2**n - 1
        rt.open_defer(frame, log(n))
    assert (frame.bits, frame.slots[7]) == (255, log(7))


def test_a_byte_has_no_ninth_bit():
    rt, gp = stacked(1)
    frame = rt.new_frame(gp, True)
    for n in range(8):
        rt.open_defer(frame, log(n))
    with error(ValueError, "an open_coded body has more than 8 defers; the compiler makes no such code"):
        rt.open_defer(frame, log(8))


def test_leaving_sets_the_result_and_puts_the_function_s_end_in_its_place():
    rt, gp = stacked(2)
    first = rt.frames[1][0]
    gp.defer = [Defer(1, log("other")), Defer(2, log("own"))]
    assert rt.leave(gp, 5) is None
    assert (rt.frames[1][0], len(rt.frames[1]), gp.locals) == (first, 2, {2: Frame(result=5)})
    assert drain(rt.frames[1][1]) == ([log("own")], 5)
    assert (gp.defer, gp.locals) == ([Defer(1, log("other"))], {})


def test_leaving_without_a_value_leaves_the_result_as_it_is():
    rt, gp = stacked(1)
    rt.new_frame(gp).result = 41
    rt.leave(gp, None)
    assert drain(rt.frames[1][0]) == ([], 41)
    rt.new_frame(gp).result = 41
    rt.leave(gp, 0)
    assert drain(rt.frames[1][0]) == ([], 0)


class Closed:
    """A frame that says when it is closed."""

    def __init__(self, name, order):
        self.name, self.order = name, order

    def close(self):
        self.order.append(self.name)


def test_cutting_closes_the_frames_above_the_top_one_first():
    rt, gp = stacked(0)
    order = []
    rt.frames[1] += [Closed(name, order) for name in "abcd"]
    gp.locals = {1: Frame(1), 2: Frame(2), 3: Frame(3), 4: Frame(4)}
    rt.cut(gp, 2)
    assert (order, [frame.name for frame in rt.frames[1]]) == (["d", "c"], ["a", "b"])
    assert gp.locals == {1: Frame(1), 2: Frame(2)}


def test_cutting_needs_no_places_in_the_frames():
    rt, gp = stacked(3)
    rt.cut(gp, 1)
    assert (len(rt.frames[1]), gp.locals) == (1, None)
    rt.frames[1].append(Closed("b", []))
    gp.locals = {1: Frame(1)}
    rt.cut(gp, 1)
    assert gp.locals == {1: Frame(1)}


def adds(frame, n=1):
    frame.result += n
    yield log("adds")


@named_result
def returns(frame, *values):
    """The docstring."""
    yield defer(adds, frame)
    return values[0]


@named_result
def sets(frame):
    frame.result = 41
    yield defer(adds, frame)


@named_result
def fails(frame):
    frame.result = 41
    yield defer(rescues)
    yield defer(adds, frame)
    yield panic("boom")
    return 0


@named_result
def no_defer(frame):
    frame.result = "set"
    yield log("body")


def caller(fn, *args):
    yield log((yield call(fn, *args)))
    yield log("after")


@pytest.mark.parametrize("fn, args, says", [
    (returns, (41, 7), "adds 42 after"), (sets, (), "adds 42 after"),
    (fails, (), "adds rescued=boom 42 after"), (no_defer, (), "body set after")])
def test_a_deferred_call_can_change_a_named_result(fn, args, says):
    text, machine = ran(caller, fn, *args)
    assert text == f"{says} END"
    assert machine.rt.sched.running_panic_defers == 0


def adds_twice(frame, n):
    """The docstring."""
    yield defer(adds, frame, n)
    yield defer(adds, frame, n)
    yield log(frame)
    return 40


@pytest.mark.parametrize("made, slots", [(named_result, 0), (open_coded, 2)])
def test_a_function_is_made_with_a_frame(made, slots):
    fn = made(adds_twice)
    assert (fn.__name__, fn.__doc__) == ("adds_twice", "The docstring.")
    rt = ran(caller, fn, 1)[1].rt
    *_, shown, _, _, result, _ = [event[5] for event in rt.trace if event[0] == "log"]
    assert (shown.open_coded, len(shown.slots), result) == (slots > 0, slots, 42)
    assert fn.__wrapped__ is adds_twice


def five():
    yield defer(rescues)
    yield defer(asks, panic("late"))
    return 5


def zero():
    yield defer(rescues)
    yield panic("early")
    return 5


def test_a_panic_after_return_does_not_undo_the_result():
    """As on real Go, both releases, where the second is 0, the zero value of an int."""
    assert output(caller, five) == "rescued=late 5 after END"
    assert output(caller, zero) == "rescued=early None after END"


@open_coded
def opened(frame, n):
    for i in range(n):
        yield defer(says, i)
    return "value"


def test_open_coded_defers_run_last_one_first():
    assert output(caller, opened, 3) == "2 1 0 value after END"
    assert output(caller, opened, 0) == "value after END"


def recursive(n):
    if n:
        yield defer(says, n)
        yield call(recursive, n - 1)
    else:
        yield log("bottom")


def test_each_frame_of_a_recursive_function_has_its_own():
    assert output(recursive, 3) == "bottom 1 2 3 END"
