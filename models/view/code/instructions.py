"""What each instruction of a recorded function is for: an entry of the catalogue, and what fills it in.

An instruction is told by its shape: its name, what it reads, and the place that it writes to, as they are
just then. So an explanation names arguments and the words of closures, not registers only.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from models.golang.asm.asm import Function, Line
from models.golang.asm.follow import State, Value, follow, operands, place, source, step
from models.words import word

# The shape after the function's role -> key under "gocall.line."; the first that matches counts.
# Roles: "site" holds the go statement, "body" is what the new goroutine runs; "defer" and "late" are the same
# of a defer statement.
RULES = [(re.compile(pattern), key) for pattern, key in (
    (r"\w+ CMPQ SP, 16\(R14\)", "check"),
    (r"\w+ JLS after CMPQ", "short"),
    (r"\w+ PUSHQ BP", "push"),
    (r"\w+ MOVQ address > BP", "base"),
    (r"\w+ SUBQ \S+, SP", "room"),
    (r"\w+ ADDQ \S+, SP", "unroom"),
    (r"\w+ POPQ BP", "pop"),
    (r"body RET", "return-goexit"),
    (r"\w+ RET", "return"),
    (r"\w+ NOP", "pad"),
    (r"\w+ CALL runtime\.morestack_noctxt", "grow"),
    (r"\w+ CALL runtime\.morestack", "grow-closure"),
    (r"\w+ JMP start", "restart"),
    (r"\w+ MOVQ arg > home", "grow-keep"),
    (r"\w+ MOVQ home arg > \w+", "grow-again"),
    (r"\w+ MOVQ 32\(R14\) > R12", "panicking"),
    (r"\w+ TESTQ R12, R12", "panicking-test"),
    (r"\w+ JNE after TESTQ", "panicking-go"),
    (r"\w+ LEAQ address > R13", "argp"),
    (r"\w+ CMPQ \(R12\), R13", "argp-test"),
    (r"\w+ JNE after CMPQ", "argp-other"),
    (r"\w+ MOVQ address > \(R12\)", "argp-set"),
    (r"\w+ JMP back", "argp-done"),
    (r"\w+ MOVQ word > \w+", "word-read"),
    (r"\w+ MOVQ through 24 > \w+", "method"),
    (r"\w+ MOVQ through 0 > \w+", "variable-read"),
    (r"\w+ INCQ \w+", "increment"),
    (r"\w+ MOVQ AX > \(CX\)", "variable-write"),
    (r"body MOVL number > \w+", "constant"),
    (r"\w+ CALL CX", "call-method"),
    (r"\w+ CALL main\.\S+", "call"),
    (r"site LEAQ static > AX", "static"),
    (r"site TESTB AL, \(AX\)", "nil"),
    (r"site MOVL number > AX", "size"),
    (r"site MOVL number > CX", "zero"),
    (r"site LEAQ type closure > \w+", "type"),
    (r"site LEAQ type variable > \w+", "variable-type"),
    (r"site CALL runtime\.mallocgcSmallNoScanSC\d+", "allocate-noscan"),
    (r"site CALL runtime\.mallocgcSmallScanNoHeaderSC\d+", "allocate-scan"),
    (r"site CALL runtime\.newobject closure", "allocate"),
    (r"site CALL runtime\.newobject variable", "variable-new"),
    (r"\w+ LEAQ code > \w+", "code"),
    (r"site MOVQ code > closure 0", "code-word"),
    (r"site MOVQ arg > variable 0", "variable-set"),
    (r"site MOVQ (arg|number|object) > closure \d+", "word"),
    (r"site MOVQ (arg|object) > stack", "keep"),
    (r"site MOVQ stack (arg|object) > \w+", "again"),
    (r"site CMPL runtime\.writeBarrier, \$0", "barrier"),
    (r"site JNE after CMPL", "barrier-on"),
    (r"site JMP forward", "barrier-off"),
    (r"site CALL runtime\.gcWriteBarrier\d", "barrier-room"),
    (r"site MOVQ (arg|object) > \d*\(R11\)", "barrier-note"),
    (r"site CALL runtime\.newproc", "newproc"),
    (r"defer MOVB number > stack", "defer-bits"),
    (r"defer MOVB number > stack again", "defer-bits-again"),
    (r"defer (MOVQ|MOVUPS) (X15|number) > stack( again)?", "defer-clear"),
    (r"defer MOVQ code > stack( again)?", "defer-code-word"),
    (r"defer MOVQ arg > stack( again)?", "defer-word"),
    (r"defer LEAQ address > \w+", "defer-address"),
    (r"defer MOVQ address > stack( again)?", "defer-note"),
    (r"defer MOVQ stack address > \w+", "defer-closure"),
    (r"defer MOVQ (stack )?code > \w+", "defer-code"),
    (r"defer CALL AX", "defer-call"),
    (r"defer CALL runtime\.deferreturn", "defer-return"),
)]
FRAME = {"check", "short", "push", "base", "room", "unroom", "pop", "return", "return-goexit", "pad", "grow",
         "grow-closure", "grow-keep", "grow-again", "restart"}  # what every function has, whatever it does
SHOWN = ("AX", "DX")


class Told(NamedTuple):
    """An instruction, its explanation's key and arguments, and what AX and DX hold since, where it is new."""

    line: Line
    key: str
    args: dict[str, object]
    holds: dict[str, str]


def told(function: Function, role: str, entry: dict[str, str], words: list[str]) -> Iterator[Told]:
    """Every instruction of a function. `words`: the names of what lies in its own closure, from its start.

    ValueError names an instruction that nothing explains.
    """
    states = follow(function, entry)
    for i, (line, state) in enumerate(zip(function.lines, states, strict=True)):
        found = f"{role} {shape(line, state, function.lines[i - 1].op)}"
        key = next((key for pattern, key in RULES if pattern.fullmatch(found)), None)
        if key is None:
            raise ValueError(f"nothing explains {line.op} {line.operands} ({found}): "
                             "add it to RULES in models/view/code/instructions.py")
        after = step(state, line, i)
        holds = {register: named(after[register], words) for register in SHOWN
                 if register in after and after[register] != state.get(register)}
        yield Told(line, key, arguments(line, state, words), holds)


def shape(line: Line, state: State, before: str) -> str:
    """An instruction's shape; `before` is the name of the one before it."""
    parts = operands(line)
    if line.op == "JMP":
        to = int(line.operands)
        return f"JMP {'start' if to == 0 else 'back' if to < line.at else 'forward'}"
    if line.op.startswith("J"):
        return f"{line.op} after {before}"
    if line.op == "CALL" and parts[0] == "runtime.newobject":
        return f"CALL {parts[0]} {allocated(state['AX'])}"
    if line.op.startswith(("MOV", "LEA")):
        return f"{line.op} {read(line, state, parts[0])} > {written(state, parts[1])}"
    return f"{line.op} {line.operands}".rstrip()


def allocated(value: Value) -> str:
    """Whether an object, or a type, is a closure's or a variable's."""
    return "closure" if value.name.startswith("struct { F uintptr") else "variable"


def read(line: Line, state: State, operand: str) -> str:
    """What an operand that is read stands for."""
    value = source(state, line.op, operand)
    if value is None:
        return operand
    if value.kind == "type":
        return f"type {allocated(value)}"
    if value.kind == "through":
        return f"through {value.number}"
    return f"{spot(state, operand)}{value.kind}" if line.op != "LEAQ" else value.kind


def spot(state: State, operand: str) -> str:
    """Where an operand lies: "home " for an argument's place with the caller, "stack ", or ""."""
    where = place(state, operand)
    if type(where) is not tuple or where[0] != "stack":
        return ""
    return "home " if state["SP"].number == 0 else "stack "


def written(state: State, operand: str) -> str:
    """The place that is written to."""
    where = place(state, operand)
    if type(where) is not tuple:
        return operand
    if where[0] != "stack":
        kind = next(allocated(v) for v in state.values() if v.kind == "object" and v.number == where[0])
        return f"{kind} {where[1]}"
    if state["SP"].number == 0:
        return "home"
    return "stack again" if where in state else "stack"


def arguments(line: Line, state: State, words: list[str]) -> dict[str, object]:
    """What an explanation may speak of: what is moved, by name, and the word of a closure; numbers."""
    parts = operands(line) or [""]
    value = source(state, line.op, parts[0]) if line.op.startswith(("MOV", "LEA")) else None
    where = place(state, parts[-1])
    offset = where[1] if type(where) is tuple else 0
    if value and value.kind in ("word", "through"):
        offset = value.number
    return {"what": named(value, words) if value else parts[0], "symbol": parts[0], "word": offset // 8,
            "number": re.sub(r"\D", "", parts[0]), "bytes": state["AX"].number if "AX" in state else 0,
            "object": named(state["AX"], words) if "AX" in state else ""}


def named(value: Value, words: list[str]) -> str:
    """A value in words."""
    if value.kind == "word":
        return words[value.number // 8]
    kind = {"object": f"object.{allocated(value)}", "type": f"type.{allocated(value)}",
            "through": f"through.{value.number}"}.get(value.kind, value.kind)
    return word(f"gocall.value.{kind}", name=value.name, number=value.number)
