"""Where a generator stands, as a value: two that stand at the same place do the same from there on.

The place is, for each frame from the outermost in through every `yield from`: its code, the
instruction, the locals that are still needed, and what lies on its evaluation stack (the iterator
of a `for`, the first half of a sum).
"""

import dis
import gc
from collections.abc import Hashable, Iterator
from functools import cache
from types import CodeType, GeneratorType


def place(thread: GeneratorType) -> tuple:
    """The place of a suspended generator."""
    frames = []
    while isinstance(thread, GeneratorType):
        frame = thread.gi_frame
        needed = live(frame.f_code)[frame.f_lasti]
        held = [(name, frozen(value)) for name, value in frame.f_locals.items() if name in needed]
        frames.append((frame.f_code, frame.f_lasti, *held, *map(frozen, stack(thread))))
        thread = thread.gi_yieldfrom
    return tuple(frames)


def stack(thread: GeneratorType) -> Iterator:
    """What lies on a suspended generator's evaluation stack. Python shows it to its garbage collector
    alone, which gets it after the frame's code and its locals.
    """
    held, frame = gc.get_referents(thread), thread.gi_frame
    code = max(i for i, thing in enumerate(held) if thing is frame.f_code)
    inner = thread.gi_yieldfrom
    return (thing for thing in held[code + 1 + len(frame.f_locals):] if thing is not inner)


def frozen(value: object) -> Hashable:
    """A value that can be a key: equal for things that are equal and go on alike."""
    if isinstance(value, (bool, float)):
        return type(value), value  # True == 1, but they print otherwise
    if isinstance(value, (list, tuple)):
        return type(value).__name__, *map(frozen, value)
    if isinstance(value, (set, frozenset)):
        return "set", frozenset(map(frozen, value))
    if isinstance(value, dict):
        return "dict", frozenset((frozen(key), frozen(item)) for key, item in value.items())
    if isinstance(value, GeneratorType):
        return "generator", place(value)
    if isinstance(value, BaseException):
        return type(value), frozen(value.args)
    if isinstance(value, Iterator):
        return frozen(value.__reduce__())  # an iterator's place; what has none is no part of a step
    hash(value)
    return value


@cache
def live(code: CodeType) -> dict[int, frozenset[str]]:
    """For each instruction: the locals that may still be read after it.

    A variable that is written again before it is read need not be told apart, and one that is shared
    with an inner function always must.
    """
    instructions = list(dis.get_instructions(code))
    after = _after(instructions, code)
    always = frozenset(code.co_cellvars + code.co_freevars)
    before = {i.offset: always for i in instructions}
    changed = True
    while changed:
        changed = False
        for i in reversed(instructions):
            out = frozenset().union(*(before[offset] for offset in after[i.offset]))
            needed = always | _before(i, out)
            changed = changed or needed != before[i.offset]
            before[i.offset] = needed
    return {offset: frozenset().union(*(before[to] for to in then)) for offset, then in after.items()}


def _before(i: dis.Instruction, out: frozenset[str]) -> frozenset[str]:
    """What is needed before an instruction, when `out` is needed after it."""
    if i.opname.startswith("LOAD_FAST"):
        return out | {i.argval}
    if i.opname in ("STORE_FAST", "DELETE_FAST"):
        return out - {i.argval}
    return out


def _after(instructions: list[dis.Instruction], code: CodeType) -> dict[int, set[int]]:
    """Where each instruction may lead: on, to its jump's target, or to what handles its exception."""
    after: dict[int, set[int]] = {}
    jumps = {*dis.hasjrel, *dis.hasjabs}
    for i, following in zip(instructions, [*instructions[1:], None], strict=True):
        ends = i.opname in ("RETURN_VALUE", "RAISE_VARARGS", "RERAISE", "JUMP_FORWARD", "JUMP_BACKWARD",
                            "JUMP_BACKWARD_NO_INTERRUPT")
        after[i.offset] = set() if ends or following is None else {following.offset}
        if i.opcode in jumps:
            after[i.offset].add(i.argval)
    for entry in dis.Bytecode(code).exception_entries:
        for i in instructions:
            if entry.start <= i.offset < entry.end:
                after[i.offset].add(entry.target)
    return after
