"""The design that Go left: segments, the hot split, and what both designs cost."""

import pytest

from models.stack.costs import Costs, costs, hot_depth, loop_at
from models.stack.segments import (
    GO_1_1, Segments, SegmentSizes, enters_morestack, new_segment, segment_size)


def test_the_defaults_are_those_of_go_1_1():
    assert GO_1_1 == SegmentSizes(stack_min=4096, stack_extra=1024, stack_guard=256, stack_small=128,
                                  stack_big=4096, stack_top=72)


@pytest.mark.parametrize(("frame", "room"), [(0, 256), (128, 256), (136, 264), (4088, 4216)])
def test_a_check_fails_up_to_that_many_bytes_above_the_low_end(frame, room):
    assert enters_morestack(GO_1_1, frame, room)
    assert not enters_morestack(GO_1_1, frame, room + 8)


def test_a_big_frame_always_gets_a_segment():
    assert enters_morestack(GO_1_1, 4096, 1 << 30)
    with pytest.raises(ValueError, match="a frame of 4097 bytes"):
        enters_morestack(GO_1_1, 4097, 1 << 30)


@pytest.mark.parametrize(("frame", "args", "size"), [
    (64, 0, 4096), (3872, 0, 4096), (3880, 0, 4904), (3848, 24, 4096), (3856, 24, 4904), (65536, 16, 66576)])
def test_a_segment_is_made_for_its_first_frame(frame, args, size):
    assert segment_size(GO_1_1, frame, args) == size


def test_the_frame_that_a_segment_is_made_for_fits():
    for frame in range(0, 9000, 8):
        segment = new_segment(GO_1_1, segment_size(GO_1_1, frame, 16), 16)
        # What is left below it, after its next call's return address: enough for functions without a check.
        assert segment.sp - frame - 8 >= 128


def test_a_segment_goes_when_the_function_that_it_was_made_for_returns():
    stack = Segments()
    sizes = [stack.call(200) for _ in range(20)]
    assert [i for i, size in enumerate(sizes) if size] == [18] and sizes[18] == 4096
    assert [segment.frames for segment in stack.segments] == [18, 2]
    assert [stack.ret(200) for _ in range(20)] == [0, 4096] + [0] * 18
    assert stack.segments == [new_segment(GO_1_1, 4096, 16)]
    with pytest.raises(ValueError, match="no function is left to return"):
        stack.ret(200)


def test_the_hot_split():
    depth = hot_depth(64)
    start, *_, end = costs("segments", loop_at(depth, 1000), frame=64)
    assert (start.morestack, end.morestack, end.lessstack) == (0, 1000, 1000)
    assert end.allocations - start.allocations == 1000 and end.held == start.held == 4096
    # One call deeper, or one less, the same loop never leaves its segment.
    for calm in (depth - 1, depth + 1):
        first, *_, last = costs("segments", loop_at(calm, 1000), frame=64)
        assert last.morestack == first.morestack


def test_a_copied_stack_grows_once_where_segments_split_each_time():
    for depth in range(1, 200):
        first, *_, last = costs("copying", loop_at(depth, 100), frame=64)
        assert last.morestack - first.morestack <= 1 and last.lessstack == 0


def test_a_copied_stack_costs_a_constant_for_each_call_that_it_holds():
    deep = costs("copying", range(1, 20_000, 97), frame=64)
    assert all(cost.copied <= 2 * 72 * cost.calls for cost in deep)
    assert max(cost.morestack for cost in deep) == 10
    last = deep[-1]
    assert last.allocated == 2 * last.held - 2048 and last.held == 2 << 20


def test_both_stacks_exist_during_a_copy():
    assert costs("copying", [30], frame=64) == [Costs(
        calls=30, morestack=1, copied=40 + 15 * 72, allocations=2, allocated=6144, held=4096, peak=6144)]


def test_segments_copy_arguments_only():
    end = costs("segments", [300, 0], frame=64)[-1]
    assert end.copied == 2 * 16 * end.morestack and end.held == 4096
    assert end.morestack == end.lessstack > 3


@pytest.mark.parametrize(("design", "depths", "says"), [
    ("linked", [1], "there is no design 'linked'; there are copying, segments"),
    ("copying", [3, -1], "depth -1 cannot be; nobody has called anything at depth 0")])
def test_wrong_questions_are_refused(design, depths, says):
    with pytest.raises(ValueError, match=says):
        costs(design, depths)
