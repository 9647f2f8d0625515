"""Which deferred call comes next: where a panic begins, and how it goes from frame to frame."""

from dataclasses import replace

import pytest

from models.runtime.constants import GO_1_22, GO_1_27
from models.runtime.defer import Defer
from models.runtime.goroutine import log
from models.runtime.panic import Panic
from models.runtime.park import mcall

from .build import drain, throws
from .panicking import stacked


def test_a_panic_begins_at_the_first_frame_with_something_deferred():
    rt, gp = stacked(4)
    gp.defer = [Defer(1, log("a")), Defer(2, log("b"))]
    p = Panic("boom")
    assert rt.panic_start(gp, p) is None
    assert gp.panic == [Panic("boom", start_sp=4, sp=2)]
    assert gp.panic[0] is p


def test_a_later_panic_lies_on_top():
    rt, gp = stacked(4)
    first, second = Panic("first"), Panic("second")
    rt.panic_start(gp, first)
    rt.panic_start(gp, second)
    assert gp.panic == [first, second]
    assert gp.panic[1] is second


def test_deferreturn_is_no_panic_and_stays_where_it_is():
    rt, gp = stacked(3)
    gp.defer = [Defer(1, log("a"))]
    p = Panic(deferreturn=True)
    rt.panic_start(gp, p)
    assert (gp.panic, p.sp, p.start_sp) == (None, 3, 3)


def looked_at(release, panics, defer=None, bits=(), depth=9):
    """Which frames nextFrame looks at, what it says, and where the newest panic then stands."""
    rt, gp = stacked(depth, const=release)
    seen = []
    looks, rt.has_deferred = rt.has_deferred, lambda gp, sp: seen.append(sp) or looks(gp, sp)
    gp.panic, gp.defer = panics, defer
    for sp in bits:
        gp.locals = (gp.locals or {})
        rt.new_frame(gp, True)
        gp.locals[sp] = gp.locals.pop(depth)
        gp.locals[sp].bits = 1
    return seen, rt.nextFrame(gp, panics[-1]), panics[-1].sp


@pytest.mark.parametrize("release", [GO_1_22, GO_1_27])
def test_a_panic_goes_down_frame_by_frame(release):
    assert looked_at(release, [Panic(start_sp=5, sp=5)], [Defer(2)]) == ([5, 4, 3, 2], True, 2)
    assert looked_at(release, [Panic(start_sp=5, sp=5)], [Defer(3)], bits=[4]) == ([5, 4], True, 4)
    assert looked_at(release, [Panic(start_sp=5, sp=5)], bits=[1]) == ([5, 4, 3, 2, 1], True, 1)
    assert looked_at(release, [Panic(start_sp=3, sp=3)]) == ([3, 2, 1], False, 0)
    assert looked_at(release, [Panic(start_sp=3, sp=0)]) == ([], False, 0)


OLDER = dict(start_sp=6, sp=2)


def test_since_1_27_a_panic_skips_what_an_older_one_has_done():
    assert looked_at(GO_1_27, [Panic(**OLDER), Panic(start_sp=9, sp=9)], [Defer(1)]) == (
        [9, 8, 7, 6, 2, 1], True, 1)
    assert looked_at(GO_1_27, [Panic(**OLDER), Panic(start_sp=9, sp=9)], [Defer(2)]) == (
        [9, 8, 7, 6, 2], True, 2)
    assert looked_at(GO_1_27, [Panic(start_sp=4, sp=1), Panic(**OLDER), Panic(start_sp=9, sp=9)]) == (
        [9, 8, 7, 6, 2, 1], False, 0)


def test_1_27_is_the_first():
    first = replace(GO_1_27, release="1.27")
    assert looked_at(first, [Panic(**OLDER), Panic(start_sp=9, sp=9)], [Defer(2)])[0] == [9, 8, 7, 6, 2]


def test_before_it_looks_at_every_frame():
    assert looked_at(GO_1_22, [Panic(**OLDER), Panic(start_sp=9, sp=9)], [Defer(1)]) == (
        [9, 8, 7, 6, 5, 4, 3, 2, 1], True, 1)


def test_an_older_panic_above_is_of_no_matter():
    assert looked_at(GO_1_27, [Panic(**OLDER), Panic(start_sp=5, sp=5)], [Defer(1)]) == (
        [5, 4, 3, 2, 1], True, 1)


def test_a_frame_has_deferred_something_if_it_heads_the_list_or_has_a_bit():
    rt, gp = stacked(2)
    assert not rt.has_deferred(gp, 2)
    frame = rt.new_frame(gp, True)
    assert rt.has_deferred(gp, 2) is False
    frame.bits = 4
    assert (rt.has_deferred(gp, 2), rt.has_deferred(gp, 1)) == (True, False)
    gp.defer = [Defer(2), Defer(1)]
    assert rt.has_deferred(gp, 1)
    frame.bits = 0
    assert rt.has_deferred(gp, 2) is False


def test_a_frame_s_highest_bit_comes_first_and_is_cleared():
    rt, gp = stacked(1)
    frame = rt.new_frame(gp, True)
    for n in range(3):
        rt.open_defer(frame, log(n))
    gp.defer = [Defer(1, log("record"))]
    assert (rt.unlink(gp, 1), frame.bits) == (log(2), 3)
    assert (rt.unlink(gp, 1), frame.bits) == (log(1), 1)
    assert (rt.unlink(gp, 1), frame.bits) == (log(0), 0)
    assert (rt.unlink(gp, 1), gp.defer) == (log("record"), None)
    assert rt.unlink(gp, 1) is None


def test_a_record_of_another_frame_is_not_taken():
    rt, gp = stacked(2)
    gp.defer = [Defer(1, log("a"))]
    assert rt.unlink(gp, 2) is None
    assert gp.defer == [Defer(1, log("a"))]


def test_a_record_for_a_loop_gives_way_to_what_the_loop_deferred():
    rt, gp = stacked(2)
    rt.deferproc(gp, log("a"))
    rt.deferrangefunc(gp)
    empty = rt.deferrangefunc(gp)
    rt.deferprocat(gp, log("x"), empty - 1)
    rt.deferprocat(gp, log("y"), empty - 1)
    assert [rt.unlink(gp, 2) for _ in range(4)] == [log("y"), log("x"), log("a"), None]


def test_next_are_the_requests_of_one_frame_then_of_the_next():
    rt, gp = stacked(4)
    gp.defer = [Defer(1, log("a")), Defer(3, log("b")), Defer(3, log("c"))]
    rt.panic_start(gp, p := Panic())
    assert [(drain(rt.nextDefer(gp, p)), p.sp) for _ in range(4)] == [
        (([], log("c")), 3), (([], log("b")), 3), (([], log("a")), 1), (([], None), 0)]


def test_deferreturn_keeps_to_its_frame():
    rt, gp = stacked(3)
    gp.defer = [Defer(2, log("a")), Defer(3, log("b"))]
    rt.panic_start(gp, p := Panic(deferreturn=True))
    assert [drain(rt.nextDefer(gp, p)) for _ in range(2)] == [([], log("b")), ([], None)]
    assert gp.defer == [Defer(2, log("a"))]


def test_a_recovered_panic_leaves_the_goroutine_s_stack():
    rt, gp = stacked(1)
    rt.panic_start(gp, p := Panic(recovered=True))
    assert next(rt.nextDefer(gp, p)) == mcall("recovery")


def test_only_the_newest_panic_makes_deferred_calls():
    rt, gp = stacked(1)
    older, newer = Panic(), Panic()
    rt.panic_start(gp, older)
    rt.panic_start(gp, newer)
    with throws("bad panic stack"):
        next(rt.nextDefer(gp, older))
    assert drain(rt.nextDefer(gp, Panic(deferreturn=True, sp=1))) == ([], None)
