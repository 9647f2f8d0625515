"""Our notation for machine code: a line says what the instruction does.

    BX = [R14+g.m]        read the word at R14 plus the offset of g.m
    [R14+g.sched.sp] = BX write it
    BX = SP+16            an address, no memory is touched
    AX = &park_m·f        where something lies: here the func value of park_m
    push BP, pop BP       SP moves down by a word, or up
    call mcall, call R12  push the address of the next instruction and go there
    jump .good            go there; a name with a dot is a place in the same function
    compare SI, R14       remember which is greater, for the jump that follows:
    if equal jump .bad    also `not equal` and `at most`, for numbers without a sign
    return, nop
    undefined             UD2 or INT $3: what runs into it stops the program
    rule park_m           what a function written in Go does in between, in one step

`tls.g` is the thread's own word that names the g it runs. A word has eight bytes.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

REGISTERS = ("SP", "BP", "R14", "tls.g", "AX", "BX", "CX", "DX", "SI", "DI", "R9", "R12")
CONDITIONS = ("equal", "not equal", "at most")
_SUM = re.compile(r"(?P<base>[A-Z][A-Z0-9]+|tls\.g)(?:(?P<sign>[+-])(?P<by>[\w.]+))?$")
_NAME = re.compile(r"(?:\.?[\w.]+(?:<>)?(?:·f)?)(?:\+\d+)?$")


class Operand(NamedTuple):
    """What a line names.

    Kinds: number, register, sum (a register and `by`), memory (at a sum), address (of `base`, and `by`).
    """

    kind: str
    base: str = ""
    by: int = 0


class Instruction(NamedTuple):
    """One line: what it does (op), its operands, a condition or a rule's name, and the line as written."""

    op: str
    operands: tuple[Operand, ...] = ()
    name: str = ""
    text: str = ""


def parse(line: str, offsets: Mapping[str, int]) -> Instruction:
    """Read one line; ValueError says what is wrong with it and what is known."""
    text = " ".join(line.split())
    word, _, rest = text.partition(" ")
    if " = " in text:
        target, _, source = text.partition(" = ")
        to = operand(target, offsets)
        if to.kind not in ("register", "memory"):
            raise ValueError(f"{text!r} writes to {target!r}; only a register or [memory] can be written")
        return Instruction("move", (to, operand(source, offsets)), text=text)
    if word in ("return", "nop", "undefined") and not rest:
        return Instruction(word, text=text)
    if word == "rule" and rest:
        return Instruction("rule", name=rest, text=text)
    if word == "if":
        condition, jump, place = rest.partition(" jump ")
        if condition not in CONDITIONS or not jump:
            raise ValueError(f"{text!r} has no known condition; there are: {', '.join(CONDITIONS)}")
        return Instruction("if", (operand("&" + place, offsets),), condition, text)
    if word == "compare":
        left, _, right = rest.partition(", ")
        return Instruction("compare", (operand(left, offsets), operand(right, offsets)), text=text)
    if word in ("push", "pop"):
        return Instruction(word, (operand(rest, offsets),), text=text)
    if word in ("call", "jump"):
        where = rest if rest in REGISTERS else "&" + rest
        return Instruction(word, (operand(where, offsets),), text=text)
    raise ValueError(f"{text!r} is no instruction of this machine; see models/amd64/notation.py")


def operand(text: str, offsets: Mapping[str, int]) -> Operand:
    """Read one operand; ValueError if it is none."""
    if re.fullmatch(r"-?\d+", text):
        return Operand("number", by=int(text))
    if text.startswith("&") and _NAME.match(text[1:]):
        name, _, by = text[1:].partition("+")
        return Operand("address", name, int(by or 0))
    if text.startswith("[") and text.endswith("]"):
        inner = operand(text[1:-1], offsets)
        if inner.kind not in ("register", "sum"):
            raise ValueError(f"{text!r} is no place in memory; write [register] or [register+offset]")
        return Operand("memory", inner.base, inner.by)
    found = _SUM.match(text)
    if not found or found["base"] not in REGISTERS:
        raise ValueError(f"{text!r} is no operand; the registers are {', '.join(REGISTERS)}")
    if found["by"] is None:
        return Operand("register", text)
    by = offset(found["by"], offsets)
    return Operand("sum", found["base"], -by if found["sign"] == "-" else by)


def offset(text: str, offsets: Mapping[str, int]) -> int:
    """A number, or the offset of a field of that name; ValueError names the fields there are."""
    if text.isdigit():
        return int(text)
    if text not in offsets:
        raise ValueError(f"{text!r} is no field; there are {', '.join(offsets)}")
    return offsets[text]
