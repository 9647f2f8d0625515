"""How large stacks become. What real Go's did was read from it: see REAL."""

import pytest

from models.stack.growth import (
    Grown, StackOverflow, exceeds, grown, growth, newsize, overflow, recursion)
from models.stack.prologue import enters_morestack, form
from models.stack.sizes import GO_1_27, before_main

# (frame, calls) of a function that a goroutine's own function, with a frame of 40 bytes, calls; then what
# real Go printed of each move (its new size, hi - sp), with its stackDebug set. Go 1.27.3, then Go 1.22.10.
REAL = [
    (16, 1001, [(4096, 0x460), (8192, 0xC70), (16384, 0x1C60), (32768, 0x3C70)]),
    (192, 101, [(4096, 0x440), (8192, 0xCD8), (16384, 0x1C78), (32768, 0x3C80)]),
    (4992, 4, [(8192, 0x58), (16384, 0x13E0), (32768, 0x3AF0)]),
    (65568, 3, [(131072, 0x58), (262144, 0x10080)]),
    (200, 101, [(4096, 0x468), (8192, 0xC88), (16384, 0x1CC8), (32768, 0x3C78)]),
    (5000, 4, [(8192, 0x58), (16384, 0x13E8), (32768, 0x3B08)]),
    (65576, 3, [(131072, 0x58), (262144, 0x10088)]),
]


@pytest.mark.parametrize(("frame", "calls", "moves"), REAL)
def test_stacks_grow_as_real_ones_did(frame, calls, moves):
    steps = grown(recursion(frame, calls, first=[40]))
    assert [(step.new, step.used) for step in steps] == moves
    assert growth(recursion(frame, calls, first=[40])) == [2048] + [new for new, _ in moves]
    assert all(step.frame == frame for step in steps)


def test_what_is_needed_may_take_more_than_doubling():
    assert newsize(GO_1_27, 2048, 40, 64) == 4096
    assert newsize(GO_1_27, 2048, 40, 65536) == 131072
    # 3128 bytes are left of 4096 then, and 928 below a frame of 2200: just enough, and not quite.
    assert newsize(GO_1_27, 2048, 968, 2200) == 4096
    assert newsize(GO_1_27, 2048, 968, 2208) == 8192


def test_after_a_growth_the_check_passes():
    for frame in range(0, 70000, 1000):
        for step in grown(recursion(frame, 40)):
            sp, guard = step.new - step.used + (1 << 30), 928 + (1 << 30)
            assert not enters_morestack(GO_1_27, frame, sp, guard, form=form(GO_1_27, frame))


def test_a_stack_may_start_larger_and_in_use():
    assert growth([64, 64], size=8192, used=8192 - 900) == [8192, 16384]
    assert growth([64, 64], size=8192) == [8192]
    assert grown([64], used=1120) == [Grown(2048, 4096, 1120, 64, 0)]
    assert grown([64], used=1112) == []


@pytest.mark.parametrize(("size", "says"), [
    (1 << 29, ""), (1_000_000_000, ""),
    (1 << 30, "runtime: goroutine stack exceeds 1000000000-byte limit")])
def test_the_limit(size, says):
    assert exceeds(GO_1_27, size) == says


def test_before_main_the_limit_is_lower():
    assert exceeds(before_main(GO_1_27), 1 << 20) == ""
    assert exceeds(before_main(GO_1_27), 1 << 21) == "runtime: goroutine stack exceeds 1048576-byte limit"
    assert growth(recursion(1000, 600), before_main(GO_1_27))[-1] == 1 << 20
    with pytest.raises(StackOverflow, match="^runtime: goroutine stack exceeds 1048576-byte limit$"):
        growth(recursion(1000, 1040), before_main(GO_1_27))


def test_an_overflow_is_reported_with_where_the_stack_is():
    assert overflow(GO_1_27, 1 << 30, 0xC0200E0390, 0xC0200E0000, 0xC0400E0000) == (
        "runtime: goroutine stack exceeds 1000000000-byte limit\n"
        "runtime: sp=0xc0200e0390 stack=[0xc0200e0000, 0xc0400e0000]\n"
        "fatal error: stack overflow")


def test_a_recursion_is_a_list_of_frames():
    assert recursion(64, 3, first=[24, 8]) == [24, 8, 64, 64, 64]
    assert recursion(64, 0) == []
    with pytest.raises(ValueError, match="depth is -1; a function is called 0 times or more"):
        recursion(64, -1)


def test_frames_are_whole_words():
    with pytest.raises(ValueError, match="a frame of 12 bytes"):
        growth([64, 12])
