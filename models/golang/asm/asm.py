"""What the compiler prints with `-gcflags=-S`, as plain data: functions, instructions, static closures.

Of a listing in package main on amd64. What makes no byte is dropped: FUNCDATA, PCDATA, the marks between
inlined calls. Operands keep the assembler's order, source before destination, and lose what says nothing
here: "(SB)", and "main." before a variable's name. Variables that the compiler made itself are all called
"tmp".
"""

import re
from typing import NamedTuple

from models.golang.toolchain import ToolchainError

_FUNCTION = re.compile(r"^(main\.\S+) STEXT (.*)$")
_LINE = re.compile(r"^\t0x([0-9a-f]{4,}) \d{5} \([^\t]*\)\t(\w+)(?:\t(.*))?$")
_TEXT = re.compile(r"^\S+, (?:([A-Z|a-z]+), )?\$(\d+)-(\d+)$")
_STATIC = re.compile(r"^(main\.\S+·f) SRODATA .*\n(?:\t0x.*\n)*((?:\trel .*\n)+)", re.MULTILINE)
_WORD = re.compile(r"^\trel (\d+)\+8 t=(?:R_ADDR|1) (\S+)\+0$", re.MULTILINE)
_SILENT = {"FUNCDATA", "PCDATA"}


class Line(NamedTuple):
    """An instruction: its distance in bytes from the function's start, its name, its operands as text."""

    at: int
    op: str
    operands: str


class Function(NamedTuple):
    """A function's flags, the bytes of its frame and of its arguments on the stack, and its instructions."""

    flags: tuple[str, ...]
    frame: int
    args: int
    lines: tuple[Line, ...]


def functions(text: str) -> dict[str, Function]:
    """Every function of package main that has instructions, by name; ToolchainError if there is none."""
    found: dict[str, list[tuple[int, str, str]]] = {}
    name = ""
    for line in text.splitlines():
        if head := _FUNCTION.match(line):
            name = head[1]
        elif not line.startswith("\t"):
            name = ""
        elif name and (part := _LINE.match(line)) and part[2] not in _SILENT:
            found.setdefault(name, []).append((int(part[1], 16), part[2], part[3] or ""))
    if not found:
        raise ToolchainError("the compiler printed no function of package main: build with -gcflags=-S")
    return {name: function(name, lines) for name, lines in found.items()}


def function(name: str, lines: list[tuple[int, str, str]]) -> Function:
    """A function from its lines, of which the first is its TEXT."""
    text = _TEXT.match(lines[0][2]) if lines[0][1] == "TEXT" else None
    if not text:
        raise ToolchainError(f"{name} does not begin with a TEXT line that says its frame's size")
    flags = tuple((text[1] or "").split("|"))
    ends = [at for at, *_ in lines[2:]] + [None]
    return Function(flags, int(text[2]), int(text[3]), tuple(
        Line(at, op, normal(operands)) for (at, op, operands), end in zip(lines[1:], ends, strict=True)
        if not (op == "NOP" and at == end)))


def line(text: str) -> Line:
    """An instruction from one line of text: "14 LEAQ main.one·f, AX"."""
    at, op, *operands = text.split(" ", 2)
    return Line(int(at), op, "".join(operands))


def normal(operands: str) -> str:
    """Operands without what says nothing here."""
    operands = re.sub(r"main\.\.autotmp_\d+", "tmp", operands.replace("(SB)", ""))
    return re.sub(r"main\.([&\w]+)(?=[+-]\d+\(SP\))", r"\1", operands)


def statics(text: str) -> dict[str, list[str]]:
    """The closures that the compiler lays down itself: name -> what each of its words is the address of."""
    return {name: [symbol for _, symbol in _WORD.findall(words)] for name, words in _STATIC.findall(text)}
