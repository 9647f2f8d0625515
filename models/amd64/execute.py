"""One instruction a step: what each does to the machine, and what a picture of the step needs."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from .machine import Machine
from .names import Names
from .notation import Instruction


class Step(NamedTuple):
    """What one instruction did: everything that a picture of the step needs.

    at: the function and the number of the line in it. before: all registers that were set. after: those that
    changed. words: address -> (what was there, None if nothing, what is there now), of those that changed.
    names: what the numbers mean now.
    """

    at: tuple[str, int]
    text: str
    key: str
    before: Mapping[str, int]
    after: Mapping[str, int]
    words: Mapping[int, tuple[int | None, int]]
    names: Names


def step(machine: Machine) -> Step:
    """Execute one instruction; ValueError if it cannot be done or the program is over."""
    if machine.halted:
        raise ValueError("the program is over: there is no next step")
    at, line = machine.place(), machine.line()
    before, machine.written = dict(machine.registers), {}
    go_on = machine.registers["PC"] + 1
    machine.registers["PC"] = DO[line.instruction.op](machine, line.instruction, go_on)
    after = {name: value for name, value in machine.registers.items() if before.get(name) != value}
    words = {place: change for place, change in machine.written.items() if change[0] != change[1]}
    return Step(at, line.instruction.text, line.key, before, after, words, machine.names())


def move(machine: Machine, line: Instruction, go_on: int) -> int:
    to, value = line.operands[0], machine.value(line.operands[1])
    if to.kind == "register":
        machine.registers[to.base] = value
    else:
        machine.write(machine.reg(to.base) + to.by, value)
    return go_on


def push(machine: Machine, line: Instruction, go_on: int) -> int:
    machine.push(machine.value(line.operands[0]))
    return go_on


def pop(machine: Machine, line: Instruction, go_on: int) -> int:
    machine.registers[line.operands[0].base] = machine.pop()
    return go_on


def call(machine: Machine, line: Instruction, go_on: int) -> int:
    where = machine.value(line.operands[0])
    machine.push(go_on)
    return where


def jump(machine: Machine, line: Instruction, go_on: int) -> int:
    return machine.value(line.operands[0])


def ret(machine: Machine, line: Instruction, go_on: int) -> int:
    return machine.pop()


def compare(machine: Machine, line: Instruction, go_on: int) -> int:
    machine.compared = tuple(map(machine.value, line.operands))
    return go_on


def branch(machine: Machine, line: Instruction, go_on: int) -> int:
    if machine.compared is None:
        raise ValueError(f"{machine.here()} asks for a comparison, and there was none")
    left, right = machine.compared
    holds = {"equal": left == right, "not equal": left != right, "at most": left <= right}[line.name]
    return machine.value(line.operands[0]) if holds else go_on


def nop(machine: Machine, line: Instruction, go_on: int) -> int:
    return go_on


def rule(machine: Machine, line: Instruction, go_on: int) -> int:
    if line.name not in machine.rules:
        raise ValueError(f"{machine.here()}: there is no such rule; there are {', '.join(machine.rules)}")
    machine.rules[line.name](machine)
    return go_on


def undefined(machine: Machine, line: Instruction, go_on: int) -> int:
    """UD2, or INT $3: the program stops."""
    raise ValueError(f"{machine.here()} is reached, which never happens while the runtime is right")


DO: Mapping[str, Callable[[Machine, Instruction, int], int]] = {
    "move": move, "push": push, "pop": pop, "call": call, "jump": jump, "return": ret, "compare": compare,
    "if": branch, "nop": nop, "rule": rule, "undefined": undefined}
