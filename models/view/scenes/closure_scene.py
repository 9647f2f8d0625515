"""A go statement's instructions, one a step: registers and the words of the closure; and then the new
goroutine's first instructions, which read them.
"""

import re
from collections.abc import Iterable

from models.golang.asm import gocall
from models.golang.asm.asm import Function
from models.golang.asm.follow import Value, follow, step
from models.golang.asm.follow import State as Known

from ..code.instructions import FRAME, Told, told
from ..player.scene import Cell, Place, Scene, State, Step
from .asks import question_of

REGISTERS = ("AX", "BX", "CX", "DX")
TYPE = re.compile(r"type:noalg\.struct \{.*\}")
CALLS = {"newproc", "call"}  # what is shown of these is what the callee finds in the registers
NOTHING = Cell("–", "free")
WORD = 8  # bytes


def closure_scene(name: str, version: str, question: tuple) -> Scene:
    """The scene of a form of go statement whose closure is allocated. question: the event before its start.

    ValueError names the forms there are.
    """
    case, (functions, _) = gocall.case(name), gocall.recorded(version)
    site, body = gocall.parts(name)
    words = [value.name or str(value.number) for value in gocall.made(version, name).words]
    all_places = places(len(words))
    start = State({place.name: [] for place in all_places},
                  values=registers(follow(functions[site], case.entry)[0], words) | within(site)
                  | {f"c+{WORD * i}": NOTHING for i in range(len(words))})
    fresh = {f"r.{register}": NOTHING for register in REGISTERS} | {"r.DX": Cell("c", "pointer", "c+0")}
    begin = Step("closure.begin", {"function": body}, sets=tuple((within(body) | fresh).items()))
    first = told(functions[site], "site", case.entry, [])
    second = told(functions[body], "body", {}, [f"`{name}`" for name in words])
    shown = [*walked(functions[site], first, case.entry, words), begin,
             *walked(functions[body], second, {}, words)]
    shown[0] = shown[0]._replace(question=question_of(question))
    return Scene(all_places, start, tuple(shown), {}, ("closure.start", {"function": site}),
                 heads={lane: f"closure.head.{lane}" for lane in ("code", "registers", "words")})


def places(words: int) -> tuple[Place, ...]:
    """Three tables: what is executed, the registers, and the closure with so many words."""
    code = (Place(f"code.{part}", "cell", "code", f"closure.{part}") for part in ("function", "instruction"))
    registers = (Place(f"r.{register}", "cell", "registers", code=register) for register in REGISTERS)
    return (*code, *registers,
            *(Place(f"c+{WORD * i}", "cell", "words", code=f"c+{WORD * i}") for i in range(words)))


def within(function: str) -> dict[str, Cell]:
    """The function that is executed, before one of its instructions is."""
    return {"code.function": Cell(function.rpartition(".")[2]), "code.instruction": NOTHING}


def short(text: str) -> str:
    """An instruction without the packages, and with a type's fields left out: the page names them."""
    return TYPE.sub("type", text).replace("runtime.", "").replace("main.", "")


def walked(function: Function, lines: Iterable[Told], entry: dict[str, str], words: list[str]) -> list[Step]:
    """A step for each instruction that is about the statement, and for the return into goexit."""
    states, steps = follow(function, entry), []
    shown = {**registers(states[0], words), **closure_words(states[0], words)}
    for i, line in enumerate(lines):
        if line.key in FRAME and line.key != "return-goexit":
            continue
        after = states[i] if line.key in CALLS else step(states[i], line.line, i)
        now = {**registers(after, words), **closure_words(after, words)}
        sets = tuple((name, cell) for name, cell in now.items() if shown.get(name) != cell)
        text = Cell(short(f"{line.line.op} {line.line.operands}".strip()))
        steps.append(Step(f"gocall.line.{line.key}", line.args, sets=(("code.instruction", text), *sets),
                          marks=tuple(name for name, _ in sets)))
        shown = now
    return steps


def registers(known: Known, words: list[str]) -> dict[str, Cell]:
    """What each register holds, empty where nobody knows or needs it."""
    return {f"r.{register}": cell(known.get(register), words) for register in REGISTERS}


def closure_words(known: Known, words: list[str]) -> dict[str, Cell]:
    """The words of the allocated object that are written."""
    return {f"c+{where[1]}": cell(value, words) for where, value in known.items()
            if isinstance(where, tuple) and where[0] != "stack"}


def cell(value: Value | None, words: list[str]) -> Cell:
    """A value in few letters: the closure is `c`, and an arrow leads to it."""
    if value is None:
        return NOTHING
    if value.kind in ("object", "closure"):
        return Cell("c", "pointer", "c+0")
    if value.kind == "word":
        return Cell(words[value.number // WORD])
    return Cell({"number": str(value.number), "type": "type"}.get(value.kind, value.name.rpartition(".")[2]))
