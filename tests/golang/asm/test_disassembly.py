"""Real machine code in our notation."""

import pytest

from models.golang.asm import disassembly
from models.golang.asm.disassembly import Code
from models.golang.toolchain import ToolchainError


@pytest.mark.parametrize("text, said", [
    ("MOVQ 0x8(SP), BX", "BX = [SP+8]"), ("MOVQ 0(DX), CX", "CX = [DX]"),
    ("MOVQ BX, 0x40(R14)", "[R14+64] = BX"),
    ("MOVQ DX, FS:0xfffffff8", "tls.g = DX"), ("MOVQ FS:0xfffffff8, R14", "R14 = tls.g"),
    ("MOVQ $0x0, 0x18(BX)", "[BX+24] = 0"), ("MOVL $0x0, BP", "BP = 0"), ("LEAQ 0x10(SP), BX", "BX = SP+16"),
    ("LEAQ 0xfffffa98(SP), R12", "R12 = SP-1384"), ("LEAQ -0x8(SP), R12", "R12 = SP-8"),
    ("LEAQ runtime.systemstack_switch.abi0+8(SB), R9", "R9 = &systemstack_switch+8"),
    ("SUBQ $0x10, SP", "SP = SP-16"), ("ADDQ $-0x80, SP", "SP = SP-128"), ("SUBQ $-0x80, SP", "SP = SP+128"),
    ("CMPQ SI, R14", "compare SI, R14"), ("CMPQ AX, 0x48(BX)", "compare AX, [BX+72]"),
    ("TESTQ R9, R9", "compare R9, 0"), ("JBE 0x47dc4e", "if at most jump 0x47dc4e"),
    ("JNE 0x1", "if not equal jump 0x1"), ("JE 0x1", "if equal jump 0x1"), ("JMP BX", "jump BX"),
    ("JMP gogo(SB)", "jump gogo<>"), ("CALL R12", "call R12"), ("CALL runtime.abort.abi0(SB)", "call abort"),
    ("CALL gosave_systemstack_switch(SB)", "call gosave_systemstack_switch<>"),
    ("PUSHQ AX", "push AX"), ("POPQ BP", "pop BP"), ("RET", "return"), ("NOPL", "nop"),
    ("INT $0x3", "undefined"),
    ("INCL 0x108(DX)", ""), ("TESTQ AX, BX", "")])
def test_an_instruction_is_said(text, said):
    assert disassembly.said(text) == said


@pytest.mark.parametrize("name, symbol", [
    ("gogo", "runtime.gogo.abi0"), ("gogo<>", "gogo"), ("gopark", "runtime.gopark"),
    ("main.worker", "main.worker"),
    ("runtime.main", "runtime.main"), ("syscall.Close", "syscall.Close")])
def test_names_and_symbols(name, symbol):
    assert disassembly.symbol(name, "1.27.3") == symbol and disassembly.short(symbol) == name


@pytest.mark.parametrize("text, size", [
    ("SUBQ $0x5e0, SP", 1504), ("ADDQ $-0x80, SP", 128), ("MOVQ AX, 0x8(SP)", 0), ("SUBQ $0x8, CX", 0)])
def test_a_frame_is_what_is_taken_after_bp_is_set(text, size):
    code = [Code(0, 1, "PUSHQ BP"), Code(1, 3, "MOVQ SP, BP"), Code(4, 4, text)]
    assert disassembly.frame(code) == size and disassembly.begun(code) == 2


def test_a_function_that_is_not_there_is_told(monkeypatch):
    printed = "TEXT runtime.mcall(SB) asm_amd64.s\n  asm_amd64.s:425\t0x479460\t55\t\tPUSHQ BP\t\t\n"
    monkeypatch.setattr(disassembly.toolchain, "go", lambda *args: printed)
    assert disassembly.disassembled("1.27.3", "p", ["mcall"]) == {"mcall": [Code(0x479460, 1, "PUSHQ BP")]}
    with pytest.raises(ToolchainError, match="the program of Go 1.27.3 has no gogo, gopark"):
        disassembly.disassembled("1.27.3", "p", ["mcall", "gopark", "gogo"])
