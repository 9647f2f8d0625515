"""The register machine: one thread, its registers, and words at addresses."""

from collections.abc import Callable, Mapping

from .layout import WORD, offsets
from .listing import Function, Line
from .names import Names
from .notation import Instruction, Operand

TEXT = 0x400000       # where code lies; an instruction takes one place, whatever it is
ROOM = 0x100          # places between two functions
VALUES = 0x500000     # the func values: a word each, which holds the address of the code
M0 = 0x5F0000         # the m of the one thread

Rule = Callable[["Machine"], None]


class Machine:
    """A thread that is about to execute `registers["PC"]`.

    registers holds what has been set, PC among them. memory: address -> word. gs: name of a g -> its
    address. queue: the gs that are ready, as addresses. halted: whether the program is over. free: where the
    next stack may lie.
    """

    def __init__(self, release: str, functions: Mapping[str, Function], rules: Mapping[str, Rule]):
        self.release, self.functions, self.rules = release, functions, rules
        self.offsets = offsets(release)
        self.registers: dict[str, int] = {}
        self.memory: dict[int, int] = {}
        self.compared: tuple[int, int] | None = None
        self.gs: dict[str, int] = {}
        self.queue: list[int] = []
        self.halted = False
        self.free = 0
        self.entries = {name: TEXT + ROOM * i for i, name in enumerate([*functions, "systemstack_switch"])}
        self.values = {f"{name}·f": VALUES + WORD * i for i, name in enumerate(functions)}
        self.memory |= {self.values[f"{name}·f"]: self.entries[name] for name in functions}
        self.starts = {entry: name for name, entry in self.entries.items()}
        self.told = {address: name for name, address in self.values.items()} | {M0: "m0"}
        self.after = {self.entries[f.name] + i + 1: called(line.instruction) for f in functions.values()
                      for i, line in enumerate(f.lines) if line.instruction.op == "call"}
        self.written: dict[int, tuple[int | None, int]] = {}  # by the step that is being done

    # What is where.

    def field(self, base: int, name: str) -> int:
        """The address of a field of the g, m or gobuf at `base`."""
        return base + self.offsets[name]

    def get(self, base: int, name: str) -> int:
        """A field's word."""
        return self.read(self.field(base, name))

    def put(self, base: int, name: str, value: int) -> None:
        """Write a field's word."""
        self.write(self.field(base, name), value)

    def read(self, address: int) -> int:
        """The word at an address; ValueError if nothing has written there."""
        if address not in self.memory:
            raise ValueError(f"{self.here()} reads {self.names().term(address)}, "
                             "where nothing has been written")
        return self.memory[address]

    def write(self, address: int, value: int) -> None:
        """Change the word at an address."""
        first = self.written[address][0] if address in self.written else self.memory.get(address)
        self.written[address] = (first, value)
        self.memory[address] = value

    def reg(self, name: str) -> int:
        """A register's value; ValueError if nothing has set it."""
        if name not in self.registers:
            raise ValueError(f"{self.here()} reads {name}, which nothing has set")
        return self.registers[name]

    def names(self) -> Names:
        """What the numbers mean at this moment."""
        stacks = {name: (self.memory[self.field(g, "g.stack.lo")], self.memory[self.field(g, "g.stack.hi")])
                  for name, g in self.gs.items()}
        gs = {g: name for name, g in self.gs.items()}
        return Names(tuple(self.starts.items()), self.after, self.told, gs, stacks)

    # Where it is.

    def place(self) -> tuple[str, int]:
        """The function that PC is in, and the number of the line."""
        pc = self.registers["PC"]
        return self.starts.get(pc - pc % ROOM, ""), pc % ROOM

    def here(self) -> str:
        """The line that is being executed, for messages."""
        name, number = self.place()
        return f"`{self.functions[name].lines[number].instruction.text}` in {name}"

    def line(self) -> Line:
        """The line to execute next; ValueError if there is none at PC."""
        name, number = self.place()
        if name not in self.functions or number >= len(self.functions[name].lines):
            raise ValueError(f"there is no instruction at {self.names().term(self.registers['PC'])}")
        return self.functions[name].lines[number]

    # What an instruction does with operands and with the stack.

    def value(self, operand: Operand) -> int:
        """What an operand stands for."""
        match operand.kind:
            case "number":
                return operand.by
            case "register":
                return self.reg(operand.base)
            case "sum":
                return self.reg(operand.base) + operand.by
            case "memory":
                return self.read(self.reg(operand.base) + operand.by)
        return self.address(operand)

    def address(self, operand: Operand) -> int:
        """Where a name lies: a place in this function, a function, or a func value."""
        name = operand.base
        if name.startswith("."):
            function = self.functions[self.place()[0]]
            if name not in function.places:
                raise ValueError(f"{self.here()} goes to {name}, which {function.name} does not have")
            return self.entries[function.name] + function.places[name]
        found = self.values.get(name) or self.entries.get(name)
        if found is None:
            raise ValueError(f"{self.here()} names {name}, which is not in the listing")
        return found + operand.by

    def push(self, value: int) -> None:
        """Put a word on the stack."""
        self.registers["SP"] = self.reg("SP") - WORD
        self.write(self.registers["SP"], value)

    def pop(self) -> int:
        """Take a word from the stack."""
        value = self.read(self.reg("SP"))
        self.registers["SP"] += WORD
        return value


def called(call: Instruction) -> str:
    """What a call calls, by name."""
    return call.operands[0].base
