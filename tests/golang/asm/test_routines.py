"""Our listing of the switches is real Go's machine code, and whatever is changed in it is seen."""

import re
from functools import cache

import pytest

from models.amd64 import frames, program
from models.golang.asm import disassembly, routines
from models.golang.gdb import registers
from models.golang.toolchain import VERSIONS

built = cache(registers.program)
both = pytest.mark.parametrize("version", VERSIONS)


@both
def test_every_instruction_is_the_same(version):
    assert routines.differences(version, built(version)) == []


@cache
def real(version):
    return disassembly.disassembled(version, built(version),
                                    [*routines.NAMES, *frames.FRAMES[version], routines.SAVE])


@pytest.fixture
def once(monkeypatch):
    """Each program is disassembled once."""
    monkeypatch.setattr(routines, "disassembled", lambda version, built, names: real(version))


CHANGES = [  # in our text: what is there, and what is put there instead
    ("SP = [BX+buf.sp]", "SP = [BX+buf.bp]"), ("    R14 = DX                        ; gogo.r14\n", ""),
    ("BX = SP+16                      ; mcall.sp", "BX = SP+8                       ; mcall.sp"),
    ("BX = [BP]", "BX = BP"),
    ("if not equal jump .good         ; mcall", "if equal jump .good         ; mcall"),
    ("1.27 BP = 0                         ; to-g0.bp\n    push", "    push"),
    ("SP = [DX+g.sched.sp]", "SP = [DX+g.stack.hi]"), ("&systemstack_switch+8", "&systemstack_switch+4"),
    ("1.22 [R14+g.sched.ret] = 0          ; gosave.ret\n    [R14+g.sched.bp]", "    [R14+g.sched.bp]"),
    ("[DI+g.sched.ctxt] = DX", "[DI+g.sched.ctxt] = CX"),
    ("AX = SP+16                      ; morestack",
     "AX = SP+8                      ; morestack"),
    ("if not equal jump .user", "if not equal jump .good"), ("1.22 BP = [BX+g.sched.bp]", "1.22 BP = 0"),
    ("1.27 [R14+g.sched.bp] = CX          ; save.bp\n", ""),
    ("    nop                             ; goexit", "    undefined ; goexit"),
    ("    call goexit1", "    jump goexit1")]


@pytest.mark.parametrize("old, new", CHANGES)
def test_a_change_in_our_text_is_told(old, new, once, monkeypatch):
    assert old in program.ROUTINES
    monkeypatch.setattr(program, "ROUTINES", program.ROUTINES.replace(old, new, 1))
    found = [line for version in VERSIONS for line in routines.differences(version, built(version))]
    assert found and re.match(r"\S+, instruction \d+: ours \[", found[0])


@pytest.mark.parametrize("name, size, told", [
    ("gopark", 24, "gopark: a frame of 16, not of 24"),
    ("main.deep", 64, "main.deep: a frame of 1504, not of 64")])
def test_a_frame_of_another_size_is_told(name, size, told, once, monkeypatch):
    monkeypatch.setitem(frames.FRAMES["1.27.3"], name, size)
    assert told in routines.differences("1.27.3", built("1.27.3"))


def test_a_check_of_the_stack_that_is_not_there_is_told(once, monkeypatch):
    monkeypatch.setattr(program, "listing", lambda frames, made=program.listing: made(frames).replace(
        "R12 = SP-1384", "R12 = SP-1376"))
    assert [line[:9] for line in routines.differences("1.27.3", built("1.27.3"))] == ["main.deep"]


@pytest.mark.parametrize("version, text", [("1.27.3", "UD2"), ("1.22.10", "CALL runtime.abort.abi0(SB)")])
def test_where_the_false_pc_points_to(version, text):
    """In 1.27 an instruction begins there; in 1.22 the address is in the middle of one."""
    code = disassembly.disassembled(version, built(version), ["systemstack_switch"])["systemstack_switch"]
    at = code[0].address + 8
    inside = next(one for one in code if one.address <= at < one.address + one.size)
    assert inside.text == text and (inside.address == at) == (version == "1.27.3")
