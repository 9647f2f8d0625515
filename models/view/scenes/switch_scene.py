"""A switch from one stack to another as a scene: an instruction a step, and what it changes in the tables."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from models.amd64.execute import Step as Done
from models.amd64.picture import at, owner
from models.amd64.program import Run
from models.words import word

from ..player.scene import About, Cell, Scene, State, Step
from .asks import question_of
from .switch_cells import Tables, cells, heads, places, touched

# What compiled functions do at their beginning and end is one step.
TOGETHER = {"check.small": "enter", "check.end": "enter", "check.big": "enter", "check.jump": "enter",
            "frame.push": "enter", "frame.bp": "enter", "frame.room": "enter",
            "frame.leave": "leave", "frame.pop": "leave", "frame.return": "leave"}
# Where the functions of the program are in Go's source. Those that are not here get no link.
CITES = {
    "gogo": "asm_amd64.s gogo", "gogo<>": "asm_amd64.s gogo", "mcall": "asm_amd64.s mcall",
    "systemstack": "asm_amd64.s systemstack", "gosave_systemstack_switch<>": "asm_amd64.s systemstack",
    "morestack": "asm_amd64.s morestack", "morestack_noctxt": "asm_amd64.s morestack",
    "goexit": "asm_amd64.s goexit",
    "gopark": "proc.go gopark", "park_m": "proc.go park_m", "schedule": "proc.go schedule",
    "execute": "proc.go execute", "newproc": "proc.go newproc", "newproc.func1": "proc.go newproc",
    "runqput": "proc.go runqput", "goexit1": "proc.go goexit1", "goexit0": "proc.go goexit0",
    "newstack": "stack.go newstack"}
ASSEMBLY = {name for name, key in CITES.items() if key.startswith("asm_amd64.s ")}


class Span(NamedTuple):
    """Steps first to last of a run, from 1, all shown.

    before: the key of what is said of the steps between the span before it and this one; "" for the first.
    """

    first: int
    last: int
    before: str = ""


def switch_scene(run: Run, spans: tuple[Span, ...], tables: Tables, opening: tuple[str, dict[str, object]],
                 questions: Mapping[int, tuple]) -> Scene:
    """The scene of these spans. tables names the stacks, and gets their words here.

    opening: the key of the first caption, and what it says. questions: for a step's number, the question event before it.
    """
    tables = tables._replace(words=words(run, spans, tables))
    shown = places(tables)
    now = cells(at(run, spans[0].first - 1), tables, run)
    start = State({place.name: [] for place in shown}, values=dict(now))
    steps = []
    for span in spans:
        if span.before:
            now = told(run, span.first - 1, tables, now, steps, Step(f"switching.between.{span.before}", {}))
        for first, last in groups(run, span):
            step = said(run, first, last)._replace(question=asked(questions, first, last))
            now = told(run, last, tables, now, steps, step)
    return Scene(shown, start, tuple(steps), {}, (f"switching.start.{opening[0]}", opening[1]), heads(tables))


def told(run: Run, number: int, tables: Tables, now: dict[str, Cell], steps: list[Step],
         step: Step) -> dict[str, Cell]:
    """Add a step that ends after so many of the run's; the cells as they are then."""
    then = cells(at(run, number), tables, run)
    steps.append(step._replace(sets=tuple((name, cell) for name, cell in then.items() if now[name] != cell)))
    return then


def words(run: Run, spans: tuple[Span, ...], tables: Tables) -> dict[str, tuple[int, ...]]:
    """The words of each stack that the spans write or point at."""
    found = [touched((at(run, number) for number in range(span.first - 1, span.last + 1)), tables.words)
             for span in spans]
    return {name: tuple(sorted({below for each in found for below in each[name]})) for name in tables.words}


def groups(run: Run, span: Span) -> Iterator[tuple[int, int]]:
    """The first and last number of each step of the scene: an instruction, or some that belong together."""
    first = span.first
    for number in range(span.first, span.last + 1):
        if number == span.last or not together(run.steps[number - 1], run.steps[number]):
            yield first, number
            first = number + 1


def together(one: Done, other: Done) -> bool:
    """Whether two steps in a row are one for the reader: a comparison and its jump, a frame, one key."""
    if one.at[0] != other.at[0]:
        return False
    if other.text.startswith("if "):
        return True
    if one.at[0] in ASSEMBLY:
        return False
    return one.key == other.key or TOGETHER.get(one.key, one.key) == TOGETHER.get(other.key, other.key)


def said(run: Run, first: int, last: int) -> Step:
    """What is said of these steps: the function, its instructions, what they are for."""
    done = run.steps[first - 1:last]
    function, key = done[0].at[0], done[0].key
    about = About("stacks" if any(map(switches, done)) else "", CITES.get(function, ""))
    kind = TOGETHER.get(key, "") if function not in ASSEMBLY else ""
    if kind:
        kind = "no-room" if done[-1].key == "check.jump" else kind
        return Step(f"switching.{kind}", {"function": function}, about=about)
    why = word(f"registers.line.{key}")
    if key.startswith("rule."):
        message = "switching.rule.named" if f"`{function}`" in why else "switching.rule"
        return Step(message, {"function": function, "why": why}, about=about)
    code = "; ".join(step.text for step in done)
    return Step("switching.line", {"function": function, "code": code, "why": why}, about=about)


def switches(done: Done) -> bool:
    """Whether a step moves SP to another g's stack."""
    return "SP" in done.after and owner(done.names, done.before["SP"]) != owner(done.names, done.after["SP"])


def asked(questions: Mapping[int, tuple], first: int, last: int):
    """The question before one of these steps, in words, or None."""
    return next((question_of(questions[number]) for number in range(first, last + 1) if number in questions),
                None)
