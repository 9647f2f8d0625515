"""A check that fails: the stack grows, or moves, or the goroutine stops, or the program ends."""

import re

import pytest

from models.runtime.status import Throw
from models.runtime.transitions import G_COPYSTACK, G_PREEMPTED, G_RUNNABLE, G_RUNNING, G_SCAN, G_SYSCALL
from models.stack.growth import StackOverflow
from models.stack.runtime import replaced
from models.stack.sizes import GO_1_22, GO_1_27, STACK_FORCE_MOVE, STACK_FORK, STACK_PREEMPT, before_main

from .goroutines import below, kinds, of_kind, running, stacks


def full(rt, room: int = 928):
    """A goroutine whose stack has at most that many bytes left for the next function."""
    gp = running(rt)
    while gp.regs.sp - 8 - gp.stack.lo > room:
        rt.call(gp, "main.f", 0, 0)
    return gp


def test_a_full_stack_is_doubled_and_the_function_begins_anew():
    rt = stacks()
    gp = full(rt)
    old, used = gp.stack, gp.stack.hi - gp.regs.sp + 8
    assert rt.call(gp, "main.f", 7, 8)
    assert of_kind(rt, "newstack") == [(1, 2048, 4096, used, 64 + 928)]
    assert of_kind(rt, "morestack") == [(1, "main.f", old.hi - used)]
    assert (gp.stack.size, gp.status, below(gp, gp.regs.sp)) == (4096, G_RUNNING, used + 64)
    assert rt.load(rt.variable(gp, "q")) == 7 and gp.sched.sp == 0
    assert kinds(rt)[-1] == "stackfree"


def test_the_goroutine_is_in_copystack_while_it_moves():
    seen = []
    rt = stacks(rules=replaced(copystack=lambda rt, gp, size: seen.append((gp.status, size)) or
                               setattr(gp, "stackguard0", gp.stack.lo)))
    rt.call(full(rt), "main.f", 0, 0)
    assert seen == [(G_COPYSTACK, 4096)]


def test_a_large_frame_gets_what_it_needs():
    rt = stacks()
    gp = running(rt, "main.big")
    assert gp.stack.size == 16384 and len(of_kind(rt, "copystack")) == 1


def test_a_forced_move_keeps_the_size():
    rt = stacks()
    gp = running(rt)
    lo, gp.stackguard0 = gp.stack.lo, STACK_FORCE_MOVE
    rt.call(gp, "main.f", 0, 0)
    assert gp.stack.size == 2048 and gp.stack.lo != lo and gp.stackguard0 == gp.stack.lo + 928


def test_a_forced_move_of_a_full_stack_is_followed_by_growth():
    rt = stacks()
    gp = full(rt)
    gp.stackguard0 = STACK_FORCE_MOVE
    rt.call(gp, "main.f", 0, 0)
    assert [(old, new) for _, old, new, *_ in of_kind(rt, "newstack")] == [(2048, 2048), (2048, 4096)]


def test_the_limit_ends_the_program():
    rt = stacks(sizes=before_main(GO_1_27))
    gp = running(rt)
    with pytest.raises(StackOverflow) as end:
        while True:
            rt.call(gp, "main.big")
    lo, hi = gp.stack.lo, gp.stack.hi
    assert hi - lo == 1 << 20
    assert str(end.value) == (f"runtime: goroutine stack exceeds 1048576-byte limit\n"
                              f"runtime: sp={gp.sched.sp - 8:#x} stack=[{lo:#x}, {hi:#x}]\n"
                              "fatal error: stack overflow")


@pytest.mark.parametrize(("change", "says"), [
    ({"stackguard0": STACK_FORK}, "stack growth after fork"),
    ({"stackguard0": STACK_PREEMPT, "throwsplit": True}, "runtime: stack split at bad time")])
def test_where_a_stack_must_not_grow_the_program_is_thrown(change, says):
    rt = stacks()
    gp = running(rt)
    for name, value in change.items():
        setattr(gp, name, value)
    with pytest.raises(Throw, match=re.escape(says)):
        rt.call(gp, "main.f", 0, 0)


def test_functions_without_a_check_that_use_too_much_are_seen():
    rt = stacks()
    gp = running(rt)
    gp.regs.pc = rt.entry("main.f")
    for sp in (gp.stack.lo + 8, gp.stack.lo):
        gp.regs.sp = sp  # the call of morestack takes a word below it
        gp.stackguard0 = STACK_FORCE_MOVE
        if sp == gp.stack.lo:
            with pytest.raises(Throw, match="runtime: split stack overflow"):
                rt.morestack(gp)


def test_a_request_to_stop_lets_others_run_and_does_not_grow_the_stack():
    rt = stacks()
    gp = running(rt)
    rt.preemptone(gp)
    assert (gp.stackguard0, gp.preempt) == (STACK_PREEMPT, True)
    assert not rt.call(gp, "main.f", 7, 8)
    assert (gp.status, gp.stack.size, gp.sync_safe_point) == (G_RUNNABLE, 2048, True)
    assert of_kind(rt, "preempted") == [(1, "gopreempt_m")] and not of_kind(rt, "newstack")
    assert gp.sched.pc == rt.entry("main.f") + 0xF0 and below(gp, gp.sched.sp) == 96
    assert rt.resume(gp)
    assert (gp.status, gp.preempt, gp.stackguard0) == (G_RUNNING, False, gp.stack.lo + 928)
    assert below(gp, gp.regs.sp) == 160 and rt.load(rt.variable(gp, "m")) == 8


def test_a_goroutine_that_stopped_with_a_full_stack_grows_when_it_runs_again():
    rt = stacks()
    gp = full(rt)
    rt.preemptone(gp)
    assert not rt.call(gp, "main.f", 0, 0)
    assert rt.resume(gp) and gp.stack.size == 4096


def test_whoever_wants_it_to_stay_stopped_finds_it_preempted():
    rt = stacks()
    gp = running(rt)
    rt.preemptone(gp)
    gp.preempt_stop = True
    assert not rt.call(gp, "main.f", 0, 0)
    assert gp.status == G_PREEMPTED and of_kind(rt, "preempted") == [(1, "preemptPark")]


def test_1_22_does_not_note_how_it_stopped():
    rt = stacks(sizes=GO_1_22)
    gp = running(rt)
    rt.preemptone(gp)
    rt.call(gp, "main.f", 0, 0)
    assert gp.status == G_RUNNABLE and not gp.sync_safe_point


@pytest.mark.parametrize("busy", [{"locks": 1}, {"mallocing": 1}, {"preemptoff": "gcing"},
                                  {"p_running": False}])
def test_a_busy_thread_keeps_its_goroutine_for_now(busy):
    rt = stacks()
    gp = running(rt)
    for name, value in busy.items():
        setattr(gp.m, name, value)
    rt.preemptone(gp)
    assert rt.call(gp, "main.f", 0, 0)
    assert (gp.status, gp.preempt, gp.stackguard0) == (G_RUNNING, True, gp.stack.lo + 928)
    assert of_kind(rt, "keeps") == [(1,)]


def test_with_the_last_lock_gone_the_request_counts_again():
    rt = stacks()
    gp = running(rt)
    gp.m.locks = 2
    rt.preemptone(gp)
    rt.call(gp, "main.f", 0, 0)
    rt.releasem(gp)
    assert gp.stackguard0 == gp.stack.lo + 928
    rt.releasem(gp)
    assert gp.stackguard0 == STACK_PREEMPT
    assert rt.call(gp, "main.nosplit")  # it has no check
    assert not rt.call(gp, "main.waits")


def test_without_a_request_the_last_lock_changes_nothing():
    rt = stacks()
    gp = running(rt)
    gp.m.locks = 1
    rt.releasem(gp)
    assert gp.stackguard0 == gp.stack.lo + 928


def test_a_goroutine_in_a_system_call_cannot_be_preempted_since_1_26():
    for sizes, may in ((GO_1_22, True), (GO_1_27, False)):
        rt = stacks(sizes=sizes)
        gp = running(rt)
        gp.status = G_SCAN | G_SYSCALL
        assert rt.canPreemptM(gp.m, gp) is may


def test_growth_may_lose_a_request_that_the_goroutine_still_knows_of():
    rt = stacks()
    gp = full(rt)
    gp.preempt = True  # and the guard is overwritten by the move, as copystack says
    rt.call(gp, "main.f", 0, 0)
    assert gp.stackguard0 == gp.stack.lo + 928 and gp.preempt
