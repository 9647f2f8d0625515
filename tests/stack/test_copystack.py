"""A stack moves: what is re-aimed, what is not, and in which order."""

import pytest

from models.runtime.status import Throw
from models.runtime.transitions import G_WAITING
from models.stack.goroutine import Gobuf, Sudog
from models.stack.runtime import replaced
from models.stack.sizes import GO_1_22

from .goroutines import below, kinds, of_kind, parked, running, stacks


def test_pointers_move_and_numbers_that_look_like_them_do_not():
    rt = stacks()
    gp = running(rt, "main.f")
    x, p, n = (rt.variable(gp, name, depth) for name, depth in (("x", 1), ("p", 0), ("n", 0)))
    rt.store(x, 42)
    rt.store(p, x)
    rt.store(n, x)
    old = gp.stack
    rt.mcall(gp, G_WAITING)
    rt.copystack(gp, 4096)
    delta = gp.stack.hi - old.hi
    assert gp.stack.size == 4096 and delta != 0
    assert [rt.load(at + delta) for at in (x, p, n)] == [42, x + delta, x]
    assert gp.sched.sp == gp.stack.hi - 160 and gp.stackguard0 == gp.stack.lo + 928
    assert below(gp, gp.stktopsp) == 32 and gp.sched.bp == gp.stack.hi - 104


def test_arguments_move_with_the_function_that_takes_them():
    rt = stacks()
    gp = running(rt)
    x = rt.variable(gp, "x")
    rt.call(gp, "main.f", x, x)
    rt.mcall(gp, G_WAITING)
    rt.copystack(gp, 4096)
    assert [below(gp, rt.load(rt.variable(gp, name))) for name in ("q", "m")] == [56, below(gp, x)]


def test_the_arguments_of_a_function_that_asks_for_room_move_too():
    rt = stacks()
    gp = running(rt)
    x = rt.variable(gp, "x")
    for _ in range(16):
        rt.call(gp, "main.f", x, 0)
        x = rt.load(rt.variable(gp, "q"))
    assert gp.stack.size == 4096 and len(of_kind(rt, "copystack")) == 1
    assert {below(gp, rt.load(rt.variable(gp, "q", depth))) for depth in range(16)} == {56}


def test_pointers_to_other_places_stay():
    rt = stacks()
    gp, other = running(rt, "main.f"), running(rt)
    heap = rt.newobject(1)
    for where in ("heap", "other", "above", "below", "nil"):
        value = {"heap": heap, "other": other.regs.sp, "above": gp.stack.hi, "below": gp.stack.lo - 8,
                 "nil": 0}[where]
        rt.store(rt.variable(gp, "p"), value)
        rt.mcall(gp, G_WAITING)
        rt.copystack(gp, 8192)
        assert rt.load(rt.variable(gp, "p")) == value
        rt.gogo(gp)


def test_where_a_frame_is_not_yet_nothing_is_touched():
    rt = stacks()
    gp = running(rt)
    gp.sched = Gobuf(gp.regs.sp - 8, rt.entry("main.f"), 0, gp.regs.bp)
    rt.store(gp.sched.sp, rt.entry("main.main") + 0x40)
    # The next stack is one that was used before: what lies there below the stack pointer is left over.
    used = rt.stackalloc(0, 4096)
    left_over = used.hi - (gp.stack.hi - gp.sched.sp) - 8  # where p will be
    rt.store(left_over, gp.stack.hi - 56)
    rt.stackfree(0, used)
    rt.copystack(gp, 4096)
    assert gp.stack == used and not used.holds(rt.load(left_over))


@pytest.mark.parametrize("edge", ["lo", "last"])
def test_the_stack_is_from_its_low_end_up_to_its_high_end(edge):
    rt = stacks()
    gp = running(rt, "main.f")
    rt.store(rt.variable(gp, "p"), gp.stack.lo if edge == "lo" else gp.stack.hi - 8)
    rt.mcall(gp, G_WAITING)
    rt.copystack(gp, 2048)
    assert below(gp, rt.load(rt.variable(gp, "p"))) == (2048 if edge == "lo" else 8)


def test_base_pointers_lead_from_frame_to_frame():
    rt = stacks()
    gp = parked(rt, "main.f", "main.f", "main.nosplit")
    rt.copystack(gp, 4096)
    bps, bp = [], gp.sched.bp
    while bp:
        bps.append(below(gp, bp))
        bp = rt.load(bp)
    assert bps == [248, 176, 104, 48]


def test_a_pointer_that_cannot_be_is_refused():
    rt = stacks()
    gp = running(rt, "main.f", args=(5, 0))
    rt.mcall(gp, G_WAITING)
    rt.copystack(gp, 4096)  # an argument is not looked at so closely
    rt.store(rt.variable(gp, "p"), 4095)
    with pytest.raises(Throw, match="invalid pointer found on stack"):
        rt.copystack(gp, 4096)
    rt.store(rt.variable(gp, "p"), 4096)
    rt.copystack(gp, 4096)


def test_a_goroutine_in_a_system_call_cannot_move():
    rt = stacks()
    gp = parked(rt)
    gp.syscallsp = gp.sched.sp
    with pytest.raises(Throw, match="stack growth not allowed in system call"):
        rt.copystack(gp, 4096)


def test_the_closure_in_sched_moves_if_it_lies_on_the_stack():
    rt = stacks()
    gp = parked(rt)
    gp.sched.ctxt = rt.variable(gp, "x")
    rt.copystack(gp, 4096)
    assert below(gp, gp.sched.ctxt) == 56
    gp.sched.ctxt = heap = rt.newobject(1)
    rt.copystack(gp, 4096)
    assert gp.sched.ctxt == heap


def test_records_of_deferred_calls_move_wherever_they_lie():
    rt = stacks()
    gp = running(rt, "main.defers", "main.defers")
    fn = rt.variable(gp, "x", 2)
    rt.deferprocStack(gp, "record", fn)
    rt.deferproc(gp, fn)
    rt.deferproc(gp, rt.newobject(1))
    sp = gp.regs.sp
    rt.mcall(gp, G_WAITING)
    old, last = gp.stack, gp.defer
    first, closure = last - 56, last - 8  # on the heap, in the order in which they were made
    rt.copystack(gp, 4096)
    delta, d, seen = gp.stack.hi - old.hi, gp.defer, []
    while d:
        seen.append((d, *(rt.load(d + at) for at in (0, 8, 16, 24, 32))))
        d = seen[-1][-1]
    pc, record = rt.entry("main.defers") + 0x40, rt.variable(gp, "record")
    assert seen == [(last, 1, sp + delta, pc, closure, first),
                    (first, 1, sp + delta, pc, fn + delta, record),
                    (record, 0, sp + delta, pc, fn + delta, 0)]


def test_the_head_of_the_panics_moves():
    rt = stacks()
    gp = parked(rt, "main.defers")
    gp.panic = rt.variable(gp, "record")
    rt.copystack(gp, 4096)
    assert gp.panic == rt.variable(gp, "record")


@pytest.mark.parametrize(("sizes", "moved"), [({}, True), ({"sizes": GO_1_22}, False)])
def test_of_a_frame_that_a_trap_ended_the_base_pointer_moves_since_1_26(sizes, moved):
    rt = stacks(**sizes)
    gp = running(rt, "main.f")
    rt.store(rt.variable(gp, "p"), rt.variable(gp, "x", 1))
    rt.trap(gp, "runtime.sigpanic")
    rt.mcall(gp, G_WAITING)
    old = gp.stack
    rt.copystack(gp, 4096)
    dead = rt.frames_of(gp)[1]
    assert old.holds(rt.load(rt.variable(gp, "p", 1)))  # nobody will read it
    assert gp.stack.holds(rt.load(dead.varp)) is moved
    assert old.holds(rt.load(dead.varp)) is not moved


def waiting(rt, chans=(7,), active=True):
    """A goroutine that waits on channels with main.waits' `value`, having let go of their locks."""
    gp = parked(rt, "main.waits")
    gp.active_stack_chans = active
    gp.waiting = [Sudog(c, rt.variable(gp, "value")) for c in chans]
    return gp


def test_sudogs_move():
    for active in (True, False):
        rt = stacks()
        gp = waiting(rt, active=active)
        rt.store(rt.variable(gp, "value"), 99)
        rt.copystack(gp, 4096)
        assert gp.waiting[0].elem == rt.variable(gp, "value") and rt.load(gp.waiting[0].elem) == 99


def test_what_channels_may_use_is_copied_while_they_are_locked():
    rt = stacks()
    gp = waiting(rt, chans=(7, 7, 9))
    gp.waiting[2].elem = rt.newobject(1)
    used, old = gp.stack.hi - gp.sched.sp, gp.stack
    first = rt.variable(gp, "value") + 8 - gp.sched.sp
    rt.trace.clear()
    rt.copystack(gp, 4096)
    order = [kind for kind in kinds(rt) if kind in ("lock", "unlock", "memmove")]
    assert order == ["lock", "lock", "memmove", "unlock", "unlock", "memmove"]
    assert of_kind(rt, "lock") == [(1, 7), (1, 9)] == of_kind(rt, "unlock")
    sp = old.hi - used
    assert of_kind(rt, "memmove") == [
        (1, sp, gp.sched.sp, first), (1, sp + first, gp.sched.sp + first, used - first)]


def test_without_values_on_the_stack_nothing_is_copied_under_the_locks():
    rt = stacks()
    gp = waiting(rt)
    gp.waiting[0].elem = rt.newobject(1)
    rt.copystack(gp, 4096)
    assert [n for *_, n in of_kind(rt, "memmove")] == [gp.stack.hi - gp.sched.sp]
    gp.waiting = []
    rt.copystack(gp, 4096)
    assert len(of_kind(rt, "lock")) == 1


def test_the_highest_value_counts():
    rt = stacks()
    gp = waiting(rt, chans=(7, 8))
    gp.waiting[0] = Sudog(7, rt.variable(gp, "x", 1), 16)
    assert below(gp, rt.findsghi(gp, gp.stack)) == 56 - 16
    gp.waiting[0].elem = gp.stack.hi  # not on it
    assert rt.findsghi(gp, gp.stack) == rt.variable(gp, "value") + 8


def test_a_goroutine_that_is_about_to_wait_may_grow_but_not_shrink():
    rt = stacks()
    gp = waiting(rt, active=False)
    gp.parking_on_chan = True
    rt.copystack(gp, 4096)
    rt.copystack(gp, 4096)
    with pytest.raises(Throw, match="racy sudog adjustment due to parking on channel"):
        rt.copystack(gp, 2048)


def test_the_old_stack_is_freed_and_keeps_its_words():
    rt = stacks()
    gp = parked(rt, "main.f")
    old, words = gp.stack, dict(rt.memory)
    rt.copystack(gp, 4096)
    assert rt.trace[-1] == ("stackfree", 0, old.lo, 2048, "cache")
    assert {at: rt.memory[at] for at in words} == words


def test_a_rule_that_is_replaced_is_so_everywhere():
    rt = stacks(rules=replaced(adjustframe=lambda rt, gp, adjinfo, frame: None))
    gp = parked(rt, "main.f", "main.f")
    old = gp.stack
    rt.copystack(gp, 4096)
    assert old.holds(rt.load(rt.frames_of(gp)[0].varp))
    assert gp.sched == Gobuf(gp.stack.hi - 232, gp.sched.pc, 0, gp.stack.hi - 176)
