"""The checks of calls, one after another."""

import pytest

from models.stack.growth import grown
from models.study.moments.stackchecks import FIRST, checks

PREEMPT = 0xFFFF_FFFF_FFFF_FADE


def calls(frame: int) -> list:
    return [one for one in checks(frame) if one.kind == "call"]


def test_nine_calls_of_120_bytes_find_room():
    found = calls(120)
    assert [(one.call, one.sp, one.fits) for one in found[:2]] == [(1, 1984, True), (2, 1856, True)]
    assert [one.fits for one in found] == [True] * 9 + [False, False]
    assert [(one.sp, one.guard) for one in found[8:10]] == [(960, 928), (832, 928)]


@pytest.mark.parametrize("frame", [64, 120, 128, 136, 504, 1000, 1024])
def test_the_first_without_room_is_the_one_that_grows(frame):
    first, = [step for step in grown([FIRST.frame] + [frame] * 30)][:1]
    found = checks(frame)
    grow = next(one for one in found if one.kind == "grow")
    assert (grow.call, grow.size) == (first.call, first.new)
    assert [one.call for one in calls(frame)] == list(range(1, first.call + 2))


def test_of_larger_frames_what_is_beyond_128_is_taken_off():
    assert [one.sp - one.compared for one in (calls(128)[0], calls(136)[0], calls(1000)[0])] == [0, 8, 872]


def test_growing_leaves_the_distance_from_the_high_end():
    found = checks(120)
    i = next(i for i, one in enumerate(found) if one.kind == "grow")
    before, grow, again = found[i - 1:i + 2]
    assert before.size - before.sp == grow.size - grow.sp == again.size - again.sp
    assert not before.fits and again.fits and again.guard == 928


def test_a_goroutine_that_is_to_stop_does_so_and_begins_its_check_anew():
    asked, call, stop, again = checks(120)[-4:]
    assert [one.kind for one in (asked, call, stop, again)] == ["ask", "call", "stop", "again"]
    assert asked.guard == call.guard == PREEMPT and not call.fits
    assert {one.size for one in (asked, call, stop, again)} == {4096}
    assert (again.guard, again.fits, again.sp) == (928, True, call.sp)
