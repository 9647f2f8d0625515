"""A go statement's instructions, one a step: registers and the words of the closure, and then the new goroutine's
first instructions, which read them.
"""

import re

from models.golang import gocall
from models.golang.follow import State as Known
from models.golang.follow import Value, follow, step

from .asks import question_of
from .instructions import FRAME, Told, told
from .scene import Cell, Place, Scene, State, Step

REGISTERS = ("AX", "BX", "CX", "DX")
TYPE = re.compile(r"type:noalg\.struct \{.*\}")
WORD = 8  # bytes


def closure_scene(name: str, version: str, question: tuple) -> Scene:
    """The scene of a form of go statement whose closure is allocated. question: the event before its first step.

    ValueError names the forms there are.
    """
    case, (functions, _) = gocall.case(name), gocall.recorded(version)
    site, body = gocall.parts(name)
    words = [value.name or str(value.number) for value in gocall.made(version, name).words]
    first = list(told(functions[site], "site", case.entry, []))
    second = list(told(functions[body], "body", {}, [f"`{word}`" for word in words]))
    all_places = (*code_places("site", first), *code_places("body", second),
                  *(Place(f"r.{register}", "cell", "registers", code=register) for register in REGISTERS),
                  *(Place(f"c+{WORD * i}", "cell", "words", code=f"c+{WORD * i}") for i in range(len(words))))
    known = follow(functions[site], case.entry)[0]
    start = State({place.name: [] for place in all_places}, values=registers(known, words))
    start.values |= {place.name: Cell("", "listing") for place in all_places if place.lane in ("site", "body")}
    begin = Step("closure.begin", {"function": body}, sets=tuple(
        (f"r.{register}", Cell("c", "pointer", "c+0") if register == "DX" else Cell()) for register in REGISTERS))
    shown = [*walked("site", functions[site], first, case.entry, words), begin,
             *walked("body", functions[body], second, {}, words)]
    shown[0] = shown[0]._replace(question=question_of(question))
    return Scene(all_places, start, tuple(shown), {}, ("closure.start", {"function": site}),
                 heads={"site": "closure.head.site", "body": "closure.head.body", "registers": "closure.head.registers",
                        "words": "closure.head.words"})


def visible(lines: list[Told]) -> list[tuple[int, Told]]:
    """The lines that are about the statement, with their numbers; and the return into goexit."""
    return [(i, line) for i, line in enumerate(lines) if line.key not in FRAME or line.key == "return-goexit"]


def code_places(lane: str, lines: list[Told]) -> list[Place]:
    """A row for each visible instruction. A type's text is long, and its fields are told beside it."""
    return [Place(f"{lane}.{i}", "cell", lane, code=TYPE.sub("type:struct{…}", f"{op} {operands}".strip()))
            for i, ((_, op, operands), *_) in visible(lines)]


def walked(lane: str, function, lines: list[Told], entry: dict[str, str], words: list[str]) -> list[Step]:
    """A step for each visible instruction."""
    states, steps = follow(function, entry), []
    shown = {**registers(states[0], words), **closure_words(states[0], words)}
    for i, line in visible(lines):
        after = step(states[i], line.line, i)
        now = {**registers(after, words), **closure_words(after, words)}
        steps.append(Step(f"gocall.line.{line.key}", line.args, marks=(f"{lane}.{i}",),
                          sets=tuple((name, cell) for name, cell in now.items() if shown.get(name) != cell)))
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
        return Cell()
    if value.kind in ("object", "closure"):
        return Cell("c", "pointer", "c+0")
    if value.kind == "word":
        return Cell(words[value.number // WORD])
    return Cell({"number": str(value.number), "type": "type"}.get(value.kind, value.name.rpartition(".")[2]))
