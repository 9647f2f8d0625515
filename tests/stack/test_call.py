"""Memory, functions as data, calls and returns, and walking a stack."""

import re

import pytest

from models.runtime.transitions import G_RUNNABLE, G_WAITING
from models.stack.function import Function, Slot, slot
from models.stack.goroutine import Gobuf, M
from models.stack.growth import ENTRY, grown

from .goroutines import below, of_kind, parked, running, stacks


def test_what_nobody_has_written_is_0():
    rt = stacks()
    assert rt.load(0x8000) == 0
    rt.store(0x8000, -1)
    assert rt.load(0x8000) == 0xFFFFFFFFFFFFFFFF


@pytest.mark.parametrize("address", [0, -8, 0x8001, 4])
def test_words_stand_at_multiples_of_8(address):
    says = re.escape(f"{address:#x} is no word's address: it must be a multiple of 8 above 0")
    for use in (stacks().load, lambda at: stacks().store(at, 1)):
        with pytest.raises(ValueError, match=says):
            use(address)


def test_objects_lie_one_after_another_and_on_no_stack():
    rt = stacks()
    one, two = rt.newobject(6), rt.newobject(1)
    assert two - one == 48 and not any(span <= one < span + (1 << 30) for span in rt.spans)


@pytest.mark.parametrize(("text", "meant"), [
    ("n", Slot("n", 1, False)), ("*p", Slot("p", 1, True)), ("a[6]", Slot("a", 6, False)),
    ("*q2[12]", Slot("q2", 12, True))])
def test_slots_are_written_briefly(text, meant):
    assert slot(text) == meant


@pytest.mark.parametrize("text", ["", "*", "p*", "a[]", "a[0]", "a b", "**p"])
def test_what_is_no_slot(text):
    with pytest.raises(ValueError, match=re.escape(f"{text!r} is no slot: write n for a number, *p")):
        slot(text)


def test_a_frame_has_its_locals_from_above_and_its_arguments_from_below():
    offsets = Function("f", 64, ("*p", "a[3]", "n"), ("x", "*y")).offsets
    assert {name: at for name, (_, at) in offsets.items()} == {"p": -8, "a": -32, "n": -40, "x": 0, "y": 8}


@pytest.mark.parametrize(("wrong", "says"), [
    ({"frame": 12}, "a frame of 12 bytes: it must be 0 or a multiple of 8"),
    ({"frame": 16, "locals": ("a", "b")}, "f has a frame of 16 bytes; its locals and the base pointer take"),
    ({"frame": 64, "locals": ("a",), "args": ("*a",)}, "f has two slots of one name: a, a")])
def test_a_function_that_cannot_be_is_refused(wrong, says):
    with pytest.raises(ValueError, match=re.escape(says)):
        Function("f", **wrong)


def test_functions_are_found_by_name_and_by_code_address():
    rt = stacks()
    assert rt.findfunc(rt.entry("main.f") + 0x40)[0].name == "main.f"
    assert rt.findfunc(0) is None and rt.findfunc(0x401000 + 0x100 * len(rt.code)) is None
    with pytest.raises(ValueError, match="there is no function main.g; there are runtime.goexit, main.main"):
        rt.entry("main.g")
    with pytest.raises(ValueError, match="there is a function main.f already"):
        rt.define(Function("main.f", 8))


def test_a_goroutine_begins_40_bytes_below_the_high_end():
    rt = stacks()
    gp = rt.newproc1("main.main", ctxt=0x1000)
    assert (gp.stack.size, below(gp, gp.stackguard0), below(gp, gp.stktopsp)) == (2048, 1120, 32)
    assert of_kind(rt, "call") == [(1, "main.main", gp.stack.hi - ENTRY)]
    assert rt.load(gp.stack.hi - ENTRY) == rt.entry("runtime.goexit") + 1
    assert gp.regs == Gobuf(gp.stack.hi - 88, rt.entry("main.main") + 0x40, 0x1000, gp.stack.hi - 48)
    assert rt.newproc1("main.main").id == 2


def test_a_call_writes_arguments_return_address_and_base_pointer():
    rt = stacks()
    gp = running(rt)
    rt.call(gp, "main.f", 7, 8, ctxt=0x2000)
    words = {n: rt.load(gp.stack.hi - n) for n in (80, 88, 96, 104)}
    assert words == {80: 8, 88: 7, 96: rt.entry("main.main") + 0x40, 104: gp.stack.hi - 48}
    assert (below(gp, gp.regs.sp), below(gp, gp.regs.bp), gp.regs.ctxt) == (160, 104, 0x2000)


def test_a_return_leaves_the_words_and_restores_the_registers():
    rt = stacks()
    gp = running(rt)
    before = Gobuf(gp.regs.sp, gp.regs.pc, 0, gp.regs.bp)
    rt.call(gp, "main.f", 7, 8)
    words = dict(rt.memory)
    rt.ret(gp)
    assert (gp.regs, rt.memory) == (before, words)
    assert rt.trace[-1] == ("ret", 1, "main.f", gp.stack.hi - 96)
    with pytest.raises(ValueError, match="main.main is the goroutine's own function: it would return"):
        rt.ret(gp)


def test_a_function_without_a_frame_writes_its_return_address_only():
    rt = stacks()
    gp = running(rt)
    rt.define(Function("main.bare", 0))
    sp, bp, words = gp.regs.sp, gp.regs.bp, dict(rt.memory)
    rt.call(gp, "main.bare")
    assert rt.memory == words | {sp - 8: rt.entry("main.main") + 0x40}
    assert (gp.regs.sp, gp.regs.bp, rt.innermost(gp).has_bp) == (sp - 8, bp, False)
    rt.ret(gp)
    assert (gp.regs.sp, gp.regs.bp) == (sp, bp)


def test_a_call_is_checked():
    rt = stacks()
    gp = running(rt)
    with pytest.raises(ValueError, match="main.f takes 2 words of arguments, not 1"):
        rt.call(gp, "main.f", 1)
    rt.define(Function("main.tight", 24, ("a", "b")), Function("main.roomy", 40, ("a", "b")))
    rt.call(gp, "main.tight")
    with pytest.raises(ValueError, match="main.tight has no room for 2 words of arguments: give it a larger"):
        rt.call(gp, "main.f", 1, 2)
    rt.ret(gp)
    rt.call(gp, "main.roomy")
    assert rt.call(gp, "main.f", 1, 2)


def test_a_stack_is_walked_from_the_innermost_frame_out():
    rt = stacks()
    gp = running(rt, "main.f", "main.f", "main.nosplit")
    frames = rt.frames_of(gp)
    assert [frame.fn.name for frame in frames] == [
        "main.nosplit", "main.f", "main.f", "main.main", "runtime.goexit"]
    assert [below(gp, frame.sp) for frame in frames] == [304, 232, 160, 88, 32]
    assert [below(gp, frame.fp) for frame in frames] == [232, 160, 88, 32, 24]
    assert [frame.has_bp for frame in frames] == [True, True, True, True, False]
    assert below(gp, rt.variable(gp, "q", 2)) == 88 and below(gp, rt.variable(gp, "p", 2)) == 112
    rt.mcall(gp, G_WAITING)
    assert rt.frames_of(gp) == frames


def test_at_the_first_instruction_there_is_no_frame_yet():
    rt = stacks()
    gp = running(rt)
    frame = rt.frame_at(rt.entry("main.f"), gp.regs.sp - 8)
    assert (frame.fp, frame.varp, frame.argp, frame.has_bp) == (
        gp.regs.sp, gp.regs.sp - 8, gp.regs.sp, False)


def test_a_broken_stack_is_seen():
    rt = stacks()
    gp = running(rt, "main.f")
    rt.store(rt.frames_of(gp)[0].fp - 8, 0xBAD)
    with pytest.raises(ValueError, match="0xbad is no address in a function's code: the stack is broken"):
        rt.frames_of(gp)


@pytest.mark.parametrize(("name", "depth", "says"), [
    ("z", 0, "main.f has no z; it has p, n, q, m"), ("z", 2, "runtime.goexit has no z; it has nothing"),
    ("p", 3, "depth is 3; the stack has 3 frames, from 0"), ("p", -1, "depth is -1; the stack has 3 frames")])
def test_variables_are_asked_for_rightly(name, depth, says):
    rt = stacks()
    with pytest.raises(ValueError, match=re.escape(says)):
        rt.variable(running(rt, "main.f"), name, depth)


def test_a_trap_looks_like_a_call_of_sigpanic():
    rt = stacks()
    gp = running(rt, "main.f")
    assert rt.trap(gp, "runtime.sigpanic")
    sigpanic, trapped, caller, _ = rt.frames_of(gp)
    assert (sigpanic.fn.name, trapped.fn.name) == ("runtime.sigpanic", "main.f")
    assert trapped.continpc == 0 and sigpanic.continpc and caller.continpc


def test_without_a_p_or_with_preemption_off_the_pool_gives_the_stack():
    for m in (M(p=None), M(preemptoff="gcing")):
        rt = stacks()
        rt.newproc1("main.main", m)
        assert of_kind(rt, "stackalloc")[0][-1] == "pool"


def test_a_goroutine_grows_as_the_sums_say():
    rt = stacks()
    gp = rt.newproc1("main.main")
    for _ in range(300):
        rt.call(gp, "main.f", 0, 0)
    rt.call(gp, "main.big")
    moves = [(new, used) for _, _, new, used, _ in of_kind(rt, "newstack")]
    assert moves == [(step.new, step.used) for step in grown([48] + [64] * 300 + [9000])]
    assert gp.stack.size == moves[-1][0]


def test_a_function_without_a_check_never_asks_for_more():
    rt = stacks()
    gp = running(rt)
    while below(gp, gp.regs.sp) < 1100:
        rt.call(gp, "main.nosplit")
    rt.call(gp, "main.nosplit")
    assert not of_kind(rt, "morestack")


def test_only_a_runnable_goroutine_goes_on():
    rt = stacks()
    gp = parked(rt)
    with pytest.raises(ValueError, match="goroutine 1 has status 4: only a runnable one goes on"):
        rt.resume(gp)
    gp.status = G_RUNNABLE
    gp.preempt, gp.sync_safe_point, sp = True, True, gp.sched.sp
    rt.execute(gp)
    assert (gp.preempt, gp.sync_safe_point, gp.regs.sp, gp.sched) == (False, False, sp, Gobuf(pc=gp.regs.pc))
