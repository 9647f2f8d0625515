"""Functions as data: what each has in its frame, and which code addresses are its own."""

from dataclasses import dataclass
from functools import cached_property
from re import fullmatch

from .prologue import check_frame
from .sizes import WORD

TEXT = 0x401000  # where the code begins
CODE = 0x100     # how much of it each function has
# Where in a function's code a frame can stand, counted from its first instruction: there; after its call of
# morestack; after another call; at an instruction at which it was trapped, and which called sigpanic.
AT_ENTRY, AFTER_MORESTACK, AFTER_CALL, AT_TRAP = 0x00, 0xF0, 0x40, 0x80


@dataclass(frozen=True, slots=True)
class Slot:
    """A variable in a frame. words: how many. pointer: whether each is a pointer, and not only a number."""

    name: str
    words: int
    pointer: bool


def slot(text: str) -> Slot:
    """"n" is a number, "*p" a pointer, "record[6]" six numbers in a row. ValueError for anything else."""
    found = fullmatch(r"(\*?)(\w+)(?:\[(\d+)\])?", text)
    if not found or found[3] == "0":
        raise ValueError(f"{text!r} is no slot: "
                         "write n for a number, *p for a pointer, record[6] for six words")
    return Slot(found[2], int(found[3] or 1), bool(found[1]))


@dataclass(frozen=True)
class Function:
    """A function, as the compiler lays out its frame.

    frame: its size in bytes, with the word for the caller's base pointer; the return address is not in it.
    locals: its variables, the first highest, below that word. args: its arguments, the first lowest, in its
    caller's frame, at that frame's low end. Both are written as `slot` says.

    Leaves out: registers. In Go arguments come in registers; the place for each is in the caller's frame,
    and is used where it counts here: around the call of morestack.
    """

    name: str
    frame: int
    locals: tuple[str, ...] = ()
    args: tuple[str, ...] = ()
    nosplit: bool = False

    def __post_init__(self) -> None:
        check_frame(self.frame)
        names = [each.name for each in self.local_slots + self.arg_slots]
        if len(set(names)) < len(names):
            raise ValueError(f"{self.name} has two slots of one name: {', '.join(names)}")
        need = sum(each.words for each in self.local_slots) * WORD + WORD * bool(self.locals)
        if need > self.frame:
            raise ValueError(f"{self.name} has a frame of {self.frame} bytes; "
                             f"its locals and the base pointer take {need}")

    @cached_property
    def local_slots(self) -> tuple[Slot, ...]:
        """The variables."""
        return tuple(map(slot, self.locals))

    @cached_property
    def arg_slots(self) -> tuple[Slot, ...]:
        """The arguments."""
        return tuple(map(slot, self.args))

    @cached_property
    def offsets(self) -> dict[str, tuple[Slot, int]]:
        """Each slot's name: the slot, and where its lowest word is: below varp (negative) for a local, from
        argp up for an argument.
        """
        places, at = {}, 0
        for each in self.local_slots:
            at -= each.words * WORD
            places[each.name] = (each, at)
        at = 0
        for each in self.arg_slots:
            places[each.name] = (each, at)
            at += each.words * WORD
        return places


GOEXIT = Function("runtime.goexit", 0, nosplit=True)


def define(rt, *functions: Function) -> None:
    """Give functions their code addresses. ValueError if a name is taken."""
    for function in functions:
        if function.name in rt.entries:
            raise ValueError(f"there is a function {function.name} already")
        rt.entries[function.name] = TEXT + CODE * len(rt.code)
        rt.code.append(function)


def entry(rt, name: str) -> int:
    """The address of a function's first instruction. ValueError if there is no such function."""
    if name not in rt.entries:
        raise ValueError(f"there is no function {name}; there are {', '.join(rt.entries)}")
    return rt.entries[name]


def findfunc(rt, pc: int) -> tuple[Function, int] | None:
    """The function that a code address lies in, and how far from its first instruction; None for others.

    Go: symtab.go findfunc
    """
    index, offset = divmod(pc - TEXT, CODE)
    return (rt.code[index], offset) if 0 <= index < len(rt.code) else None


def spdelta(function: Function, offset: int) -> int:
    """How far a function has moved the stack pointer when it is there: its frame, or nothing yet.

    Go: symtab.go funcspdelta
    """
    return 0 if offset in (AT_ENTRY, AFTER_MORESTACK) else function.frame
