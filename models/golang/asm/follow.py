"""What lies in each register and each word of memory while a recorded function runs: names, not numbers.

A place is a register's name, ("stack", bytes above SP at the function's entry), or (object, bytes from its
start). A value is a Value. After a branch has come together again only that counts which is so on both
ways, so what is said holds on every way to a line.
"""

import re
from typing import NamedTuple

from models.golang.asm.asm import Function, Line

ALLOCATOR = re.compile(r"runtime\.(newobject|mallocgc\w+)$")
KEPT = {"runtime.morestack": ("R14", "SP", "DX")}  # callee -> what it keeps; others keep only R14 and SP
JUMPS = {"JLS", "JNE", "JMP"}
_MEMORY = re.compile(r"(?:[&\w]*\+)?(\d*)\((\w+)\)$")
_REGISTER = re.compile(r"(?:[A-D]X|[SD]I|[BS]P|R\d+|X\d+)$")


class Value(NamedTuple):
    """What lies in a place. kind and what `name` and `number` say then:

    arg: an argument or a part of one, its name. code, static, type: the symbol's address.
    object: the address of the object numbered so, allocated with the type `name`; closure: of the own
    closure. word: the own closure's word at `number` bytes. through: the word `number` bytes behind the
    address `name`, which is an arg or a word. address: of the stack's word `number` bytes above entry SP.
    number: itself. g, buffer: of the running g, of the write barrier's buffer.
    """

    kind: str
    name: str = ""
    number: int = 0


Place = str | tuple
State = dict[Place, Value]


def follow(function: Function, entry: dict[str, str]) -> list[State]:
    """The state before each of a function's instructions; `entry` names the arguments in registers.

    An instruction that nothing leads to (the way a recovered panic returns by) has the entry's state.
    """
    start = {"R14": Value("g"), "SP": Value("address")} | {r: Value("arg", name) for r, name in entry.items()}
    if "NEEDCTXT" in function.flags:
        start["DX"] = Value("closure")
    index = {line.at: i for i, line in enumerate(function.lines)}
    before: list[State | None] = [None] * len(function.lines)
    before[0], due = start, [0]
    while due:
        i = due.pop()
        line = function.lines[i]
        after = step(before[i], line, i)
        for then in followers(line, i, index):
            joined = after if before[then] is None else {
                place: value for place, value in before[then].items() if after.get(place) == value}
            if joined != before[then]:
                before[then] = joined
                due.append(then)
    return [start | {"SP": Value("address")} if state is None else state for state in before]


def followers(line: Line, i: int, index: dict[int, int]) -> list[int]:
    """The instructions that may come next, by number."""
    if line.op == "RET":
        return []
    target = [index[int(line.operands)]] if line.op in JUMPS else []
    return target if line.op == "JMP" else [i + 1, *target]


def operands(line: Line) -> list[str]:
    """An instruction's operands; a type's text may have commas of its own."""
    return re.split(r", (?![^{]*\})", line.operands) if line.operands else []


def step(state: State, line: Line, i: int) -> State:
    """The state after an instruction; `i` is its number, which names an object that it allocates."""
    parts = operands(line)
    if line.op == "CALL":
        return called(state, parts[0], i)
    if line.op in ("PUSHQ", "POPQ", "SUBQ", "ADDQ"):
        size = 8 if len(parts) == 1 else int(parts[0][1:])
        down = line.op in ("PUSHQ", "SUBQ")
        return state | {"SP": Value("address", number=state["SP"].number + (-size if down else size))}
    if line.op in ("MOVQ", "MOVL", "MOVB", "LEAQ"):
        return moved(state, place(state, parts[1]), source(state, line.op, parts[0]))
    if line.op == "INCQ" and _REGISTER.match(parts[0]):
        return moved(state, parts[0], None)
    return state


def moved(state: State, to: Place | None, value: Value | None) -> State:
    """The state with another value in a place; None: nobody knows which."""
    rest = {where: what for where, what in state.items() if where != to}
    return rest | {to: value} if value and to else rest


def called(state: State, name: str, i: int) -> State:
    """After a call: the stack and the objects are as before, of the registers only what the callee keeps."""
    if name.startswith("runtime.gcWriteBarrier"):
        return state | {"R11": Value("buffer")}
    kept = {place: value for place, value in state.items()
            if type(place) is tuple or place in KEPT.get(name, ("R14", "SP"))}
    if ALLOCATOR.match(name):
        of = state["AX" if name == "runtime.newobject" else "BX"].name
        kept["AX"] = Value("object", of, i)
    return kept


def place(state: State, operand: str) -> Place | None:
    """The place that an operand names, None for one that is not followed."""
    if _REGISTER.match(operand):
        return operand
    found = _MEMORY.match(operand)
    base = state.get(found[2]) if found else None
    return None if base is None else inside(base, int(found[1] or 0))


def inside(base: Value, offset: int) -> Place | None:
    """The place `offset` bytes behind an address."""
    if base.kind == "address":
        return ("stack", base.number + offset)
    return (base.number, offset) if base.kind == "object" else None


def source(state: State, op: str, operand: str) -> Value | None:
    """The value of an operand that is read, or, of LEAQ, its address."""
    if operand.startswith("$"):
        return Value("number", number=int(operand[1:]))
    if operand.startswith("type:"):
        return Value("type", operand.removeprefix("type:").removeprefix("noalg."))
    found = _MEMORY.match(operand)
    if not found and not _REGISTER.match(operand):
        return Value("static" if operand.endswith("·f") else "code", operand)
    where = place(state, operand)
    if op == "LEAQ":
        return Value("address", number=where[1]) if where and where[0] == "stack" else None
    if where in state:
        return state[where]
    base = state.get(found[2]) if found else None
    return read(base, int(found[1] or 0)) if base else None


def read(base: Value, offset: int) -> Value | None:
    """What lies `offset` bytes behind an address that this function was given."""
    if base.kind == "closure":
        return Value("word", number=offset)
    if base.kind in ("word", "arg"):
        return Value("through", base.name or str(base.number), offset)
    return None


def handed(function: Function, states: list[State]) -> tuple[Value, State]:
    """The closure that a function hands to newproc, or, for defer, calls in the end; and the state there."""
    holds = {"runtime.newproc": "AX", "AX": "DX"}  # what is called, and where the closure lies then
    return next((state[holds[line.operands]], state)
                for line, state in zip(function.lines, states, strict=True)
                if line.op == "CALL" and line.operands in holds)


def closure(function: Function, states: list[State], statics: dict[str, list[str]]) -> list[Value]:
    """The words of that closure; none of one that somebody else has made.

    On the stack, the first word that holds an address of the stack is no longer part of the closure.
    """
    given, state = handed(function, states)
    if given.kind == "static":
        return [Value("code", symbol) for symbol in statics[given.name]]
    found: list[Value] = []
    while (word := state.get(inside(given, 8 * len(found)))) and word.kind != "address":
        found.append(word)
    return found
