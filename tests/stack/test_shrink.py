"""Shrinking, when it is forbidden, and the size that stacks start with."""

from dataclasses import replace

import pytest

from models.runtime.status import Throw
from models.runtime.transitions import G_RUNNABLE, G_SCAN, G_WAITING
from models.stack.sizes import GO_1_22, GO_1_27, STACK_PREEMPT

from .goroutines import below, kinds, of_kind, parked, running, stacks


def grown_and_parked(rt, size: int, calls: int = 2):
    """A goroutine that waits with that many calls of main.f on a stack of that size."""
    gp = running(rt)
    depth = 0
    while gp.stack.size < size:
        rt.call(gp, "main.f", 0, 0)
        depth += 1
    for _ in range(depth - calls):
        rt.ret(gp)
    rt.mcall(gp, G_WAITING)
    return gp


@pytest.mark.parametrize("sizes", [GO_1_22, GO_1_27])
def test_a_stack_is_halved_once_in_each_collection(sizes):
    rt = stacks(sizes=sizes)
    gp = grown_and_parked(rt, 524288, calls=2)
    assert below(gp, gp.sched.sp) == 232
    seen = []
    for _ in range(10):
        seen.append(gp.stack.size)
        rt.gc([gp])
    # 4096 is the end: 232 bytes are in use, and with the 800 that always count that is a quarter.
    assert seen == [524288, 262144, 131072, 65536, 32768, 16384, 8192, 4096, 4096, 4096]
    assert gp.status == G_WAITING and len(rt.frames_of(gp)) == 4


@pytest.mark.parametrize(("size", "most"), [(4096, 216), (8192, 1240), (16384, 3288)])
def test_it_is_halved_while_less_than_a_quarter_is_in_use(size, most):
    for used, halved in ((most, True), (most + 8, False)):
        moves = []
        rt = stacks()
        gp = grown_and_parked(rt, size)
        gp.sched.sp = gp.stack.hi - used
        gp.status |= G_SCAN
        rt.copystack = lambda gp, new: moves.append(new)
        rt.shrinkstack(gp)
        assert moves == ([size // 2] if halved else [])


def test_the_smallest_stack_stays():
    rt = stacks(sizes=replace(GO_1_27, stack_nosplit=0))
    gp = parked(rt)
    rt.gc([gp])
    assert gp.stack.size == 2048 and not of_kind(rt, "shrinkstack")


def test_shrinking_can_be_switched_off():
    rt = stacks(sizes=replace(GO_1_27, gcshrinkstackoff=True))
    gp = grown_and_parked(rt, 8192)
    rt.gc([gp])
    assert gp.stack.size == 8192


def test_the_collectors_workers_keep_their_stacks_up_to_1_25():
    for sizes, size in ((GO_1_22, 8192), (GO_1_27, 4096)):
        rt = stacks(sizes=sizes)
        gp = grown_and_parked(rt, 8192)
        gp.is_mark_worker = True
        rt.gc([gp])
        assert gp.stack.size == size


@pytest.mark.parametrize("change", [{"syscallsp": 0xC000000008}, {"async_safe_point": True},
                                    {"parking_on_chan": True}])
def test_where_it_is_not_safe_it_is_put_off(change):
    rt = stacks()
    gp = grown_and_parked(rt, 8192)
    for name, value in change.items():
        setattr(gp, name, value)
    rt.gc([gp])
    assert (gp.stack.size, gp.preempt_shrink, of_kind(rt, "shrinklater")) == (8192, True, [(1,)])
    gp.status |= G_SCAN
    with pytest.raises(Throw, match="shrinkstack at bad time"):
        rt.shrinkstack(gp)


@pytest.mark.parametrize(("reason", "older", "newer"), [
    ("garbage collection", 4096, 8192), ("stopping the world", 4096, 8192), ("chan receive", 4096, 4096)])
def test_since_1_26_one_that_works_while_it_seems_to_wait_is_left_alone(reason, older, newer):
    for sizes, size in ((GO_1_22, older), (GO_1_27, newer)):
        rt = stacks(sizes=sizes)
        gp = grown_and_parked(rt, 8192)
        gp.waitreason = reason
        rt.gc([gp])
        assert gp.stack.size == size
    gp.status = G_RUNNABLE  # its reason to wait is an old one then
    rt.gc([gp])
    assert gp.stack.size == 4096


def test_what_was_put_off_is_done_at_the_next_check():
    rt = stacks()
    gp = grown_and_parked(rt, 8192)
    gp.async_safe_point = True
    rt.gc([gp])
    gp.async_safe_point, gp.status = False, G_RUNNABLE
    rt.execute(gp)
    rt.preemptone(gp)
    assert not rt.call(gp, "main.f", 0, 0)
    assert (gp.stack.size, gp.preempt_shrink, gp.status) == (4096, False, G_RUNNABLE)
    assert kinds(rt).index("shrinkstack") < kinds(rt).index("preempted")
    assert rt.resume(gp) and gp.stack.size == 4096


def test_only_a_stack_that_is_owned_is_shrunk():
    rt = stacks()
    gp = grown_and_parked(rt, 8192)
    with pytest.raises(Throw, match="bad status in shrinkstack"):
        rt.shrinkstack(gp)
    gp = running(rt)
    gp.sched.sp, gp.m.libcallsp = gp.regs.sp, gp.regs.sp
    with pytest.raises(Throw, match="shrinking stack in libcall"):
        rt.shrinkstack(gp)


def test_a_collection_empties_the_caches_and_gives_spans_back():
    rt = stacks()
    gp = grown_and_parked(rt, 65536)
    rt.gc([gp])
    # The stack that was left waited for the end of marking.
    assert of_kind(rt, "stackfree")[-1][-1] == "large" and not rt.stack_large
    assert all(not cache.stacks for cache in rt.caches[0])
    assert list(rt.spans) == [gp.stack.lo] and not rt.gc_on


def test_the_average_becomes_the_size_to_start_with():
    rt = stacks()
    gs = [grown_and_parked(rt, 32768, calls=214) for _ in range(3)]
    assert {below(gp, gp.sched.sp) for gp in gs} == {88 + 214 * 72}
    rt.gc(gs)
    assert rt.starting_stack_size == 32768 and of_kind(rt, "startsize") == [(32768,)]
    rt.gc([parked(rt)])
    assert rt.starting_stack_size == 2048
    rt.starting_stack_size = 8192
    rt.gc([])
    assert rt.starting_stack_size == 2048


@pytest.mark.parametrize(("total", "stacks_seen", "size"), [
    (1120, 1, 2048), (1121, 1, 4096), (0, 1, 2048), (3 * 1121 - 1, 3, 2048), (3 * 1121, 3, 4096),
    (2_000_000_000, 1, 1 << 30)])
def test_the_average_is_rounded_up_with_room_for_the_guard(total, stacks_seen, size):
    rt = stacks()
    rt.scanned_stack_size, rt.scanned_stacks = total, stacks_seen
    rt.gcComputeStartingStackSize()
    assert (rt.starting_stack_size, rt.scanned_stack_size, rt.scanned_stacks) == (size, 0, 0)


def test_a_goroutine_in_a_system_call_counts_from_where_it_made_it():
    rt = stacks()
    gp = parked(rt)
    gp.syscallsp = gp.stack.hi - 1200
    rt.scanstack(gp)
    assert (rt.scanned_stack_size, rt.scanned_stacks, gp.status) == (1200, 1, G_WAITING)


def test_adapting_can_be_switched_off():
    rt = stacks(sizes=replace(GO_1_27, adaptivestackstart=False))
    rt.gc([grown_and_parked(rt, 32768, calls=200)])
    assert rt.starting_stack_size == 2048


def test_a_g_keeps_its_stack_only_if_it_has_the_size_to_start_with():
    rt = stacks()
    small, large = rt.stackalloc(0, 2048), rt.stackalloc(0, 8192)
    assert rt.gfput(0, small) == small and rt.gfput(0, large) is None and rt.gfput(0, None) is None
    rt.starting_stack_size = 8192
    assert rt.gfget(0, small) == large  # what was freed last is taken first
    assert rt.gfget(0, None).size == 8192
    assert rt.gfget(0, large) == large


def test_a_new_g_starts_with_2048_whatever_the_average_is():
    rt = stacks()
    rt.starting_stack_size = 32768
    assert rt.newproc1("main.main").stack.size == 2048


def test_a_guard_that_asks_to_stop_does_not_count_as_one():
    rt = stacks()
    gp = running(rt)
    gp.stackguard0 = STACK_PREEMPT
    rt.mcall(gp, G_WAITING)
    rt.copystack(gp, 4096)
    assert gp.stackguard0 == gp.stack.lo + 928
