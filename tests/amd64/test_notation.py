"""What can be written in a listing, and what is said of a line that cannot be read."""

import pytest

from models.amd64.layout import offsets
from models.amd64.notation import Instruction, Operand, parse

KNOWN = offsets("1.27.3")
AX, BX = Operand("register", "AX"), Operand("register", "BX")


@pytest.mark.parametrize("line, op, operands", [
    ("AX = BX", "move", (AX, BX)),
    ("AX = 7", "move", (AX, Operand("number", by=7))),
    ("AX = BX+16", "move", (AX, Operand("sum", "BX", 16))),
    ("AX = BX-16", "move", (AX, Operand("sum", "BX", -16))),
    ("AX = [BX]", "move", (AX, Operand("memory", "BX"))),
    ("[BX+8] = AX", "move", (Operand("memory", "BX", 8), AX)),
    ("[R14+g.sched.sp] = 0", "move", (Operand("memory", "R14", 56), Operand("number"))),
    ("AX = tls.g", "move", (AX, Operand("register", "tls.g"))),
    ("tls.g = AX", "move", (Operand("register", "tls.g"), AX)),
    ("AX = &park_m·f", "move", (AX, Operand("address", "park_m·f"))),
    ("AX = &systemstack_switch+8", "move", (AX, Operand("address", "systemstack_switch", 8))),
    ("push BP", "push", (Operand("register", "BP"),)),
    ("pop BP", "pop", (Operand("register", "BP"),)),
    ("call mcall", "call", (Operand("address", "mcall"),)),
    ("call AX", "call", (AX,)),
    ("jump gogo<>", "jump", (Operand("address", "gogo<>"),)),
    ("jump BX", "jump", (BX,)),
    ("compare AX, [BX+m.g0]", "compare", (AX, Operand("memory", "BX", 0))),
    ("if equal jump .good", "if", (Operand("address", ".good"),)),
    ("return", "return", ()), ("nop", "nop", ()), ("undefined", "undefined", ()), ("rule park_m", "rule", ()),
])
def test_a_line_is_read(line, op, operands):
    found = parse(line, KNOWN)
    assert (found.op, found.operands, found.text) == (op, operands, line)


def test_conditions_and_rules_have_names_and_spaces_do_not_count():
    assert parse("if not equal jump .bad", KNOWN).name == "not equal"
    assert parse("if at most  jump .bad", KNOWN).name == "at most"
    assert parse("rule park_m", KNOWN).name == "park_m"
    assert parse("  AX  =   BX ", KNOWN) == Instruction("move", (AX, BX), text="AX = BX")


@pytest.mark.parametrize("line, said", [
    ("halt", "'halt' is no instruction of this machine"),
    ("return AX", "'return AX' is no instruction"),
    ("rule", "'rule' is no instruction"),
    ("7 = AX", "writes to '7'; only a register or"),
    ("AX+8 = BX", r"writes to 'AX\+8'"),
    ("EX = BX", "'EX' is no operand; the registers are SP, BP, R14, tls.g, AX"),
    ("AX = [7]", r"'\[7\]' is no place in memory; write \[register\]"),
    ("AX = [BX+g.goid]", "'g.goid' is no field; there are g.stack.lo"),
    ("if more jump .bad", "has no known condition; there are: equal, not equal, at most"),
    ("if equal go .bad", "has no known condition"),
    ("compare AX", "'' is no operand"),
    ("call two words", "'&two words' is no operand"),
])
def test_what_is_wrong_with_a_line_is_told(line, said):
    with pytest.raises(ValueError, match=said):
        parse(line, KNOWN)
