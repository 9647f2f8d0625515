"""What lies where while a recorded function runs."""

import pytest

from models.golang.asm.asm import Function, line
from models.golang.asm.follow import Value, closure, follow, handed


def made(*lines: str, flags=("ABIInternal",)) -> Function:
    return Function(flags, 0, 0, tuple(map(line, lines)))


def last(*lines: str, entry=None, flags=("ABIInternal",)) -> dict:
    """What lies where before the last line."""
    return follow(made(*lines, flags=flags), entry or {})[-1]


def test_at_the_start_arguments_lie_in_registers_and_a_closure_in_dx():
    assert last("0 RET", entry={"AX": "a"})["AX"] == Value("arg", "a")
    assert last("0 RET", flags=("NEEDCTXT",))["DX"] == Value("closure")
    assert "DX" not in last("0 RET")


def test_a_kept_argument_is_found_by_every_name_of_its_place():
    state = last("0 PUSHQ BP", "1 SUBQ $32, SP", "5 MOVQ AX, a+48(SP)", "10 CALL main.f", "15 ADDQ $32, SP",
                 "19 POPQ BP", "20 MOVQ 8(SP), BX", "25 RET", entry={"AX": "a"})
    assert state["BX"] == Value("arg", "a") and "AX" not in state
    assert state["SP"] == Value("address", number=0)


def test_a_call_leaves_nothing_in_registers_but_the_g_and_sp():
    state = last("0 CALL main.f", "5 RET", entry={"AX": "a", "BX": "b"})
    assert set(state) == {"R14", "SP"}


def test_the_write_barrier_keeps_every_register():
    state = last("0 CALL runtime.gcWriteBarrier1", "5 RET", entry={"AX": "a"})
    assert (state["AX"], state["R11"]) == (Value("arg", "a"), Value("buffer"))


def test_morestack_keeps_the_closure_and_morestack_noctxt_does_not():
    for name, kept in (("morestack", True), ("morestack_noctxt", False)):
        assert ("DX" in last(f"0 CALL runtime.{name}", "5 RET", flags=("NEEDCTXT",))) == kept


@pytest.mark.parametrize("lines", [
    ["0 LEAQ type:int, AX", "7 CALL runtime.newobject"],
    ["0 LEAQ type:int, BX", "7 CALL runtime.mallocgcSmallNoScanSC2"]])
def test_an_allocator_gives_an_object_of_the_type_it_was_given(lines):
    assert last(*lines, "12 RET")["AX"] == Value("object", "int", 1)


def test_after_two_ways_have_met_only_what_both_say_counts():
    state = last("0 CMPQ AX, BX", "3 JNE 10", "5 MOVL $1, CX", "8 JMP 13", "10 MOVL $2, CX", "13 RET",
                 entry={"AX": "a"})
    assert state["AX"] == Value("arg", "a") and "CX" not in state


def test_what_nothing_leads_to_begins_as_the_function_does():
    assert last("0 RET", "1 RET", entry={"AX": "a"})["AX"] == Value("arg", "a")


def test_words_of_a_closure_are_read_through_its_address():
    state = last("0 MOVQ 8(DX), CX", "4 MOVQ 24(CX), BX", "8 RET", flags=("NEEDCTXT",))
    assert (state["CX"], state["BX"]) == (Value("word", "", 8), Value("through", "8", 24))


def test_a_register_of_which_more_is_done_is_no_longer_known():
    assert "AX" not in last("0 INCQ AX", "3 RET", entry={"AX": "a"})
    assert "AX" not in last("0 MOVQ 4(CX), AX", "3 RET", entry={"AX": "a"})


CALLER = ["0 LEAQ type:noalg.struct { F uintptr; X0 int, X1 int }, AX", "7 CALL runtime.newobject",
          "12 LEAQ main.body, CX", "19 MOVQ CX, (AX)", "22 MOVQ $7, 8(AX)", "30 CALL runtime.newproc",
          "35 RET"]


def test_the_words_of_an_allocated_closure():
    function = made(*CALLER)
    states = follow(function, {})
    assert handed(function, states)[0] == Value("object", "struct { F uintptr; X0 int, X1 int }", 1)
    assert closure(function, states, {}) == [Value("code", "main.body"), Value("number", "", 7)]


def test_the_words_of_a_static_closure_and_of_somebody_elses():
    function = made("0 LEAQ main.one·f, AX", "7 CALL runtime.newproc", "12 RET")
    statics = {"main.one·f": ["main.one"]}
    assert closure(function, follow(function, {}), statics) == [Value("code", "main.one")]
    function = made("0 CALL runtime.newproc", "5 RET")
    assert closure(function, follow(function, {"AX": "f"}), {}) == []


def test_a_closure_on_the_stack_ends_before_an_address_of_the_stack():
    function = made("0 SUBQ $40, SP", "4 LEAQ main.body, CX", "11 MOVQ CX, tmp+8(SP)",
                    "16 MOVQ AX, tmp+16(SP)", "21 LEAQ tmp+8(SP), DX", "26 MOVQ DX, tmp+24(SP)", "31 CALL AX", "33 RET")
    states = follow(function, {"AX": "a"})
    assert closure(function, states, {}) == [Value("code", "main.body"), Value("arg", "a")]
