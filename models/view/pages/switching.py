"""The players of the page on changing stacks: four stretches of one run of the register machine."""

from functools import cache

from models.amd64.picture import at
from models.amd64.program import Run
from models.amd64.program import run as run_of
from models.golang import cite
from models.golang.toolchain import REFERENCE
from models.study.switch_beliefs import ASKS, Ask, question
from models.words import word

from ..player import Player
from ..scene import Scene
from ..switch_cells import Tables, cells
from ..switch_scene import Span, groups, switch_scene

run = cache(run_of)


def number(made: Run, function: str, text: str, after: int = 0) -> int:
    """The number of the first step after `after` that executes this line of this function."""
    return next(i for i, step in enumerate(made.steps, 1) if i > after and (step.at[0], step.text) == (function, text))


def park() -> Scene:
    """main leaves its stack by mcall, and comes back by gogo."""
    made = run(REFERENCE)
    left = number(made, "gopark", "AX = &park_m·f")
    chosen = number(made, "park_m", "call schedule")
    again = number(made, "execute", "rule execute", number(made, "goexit0", "rule goexit0"))
    back = number(made, "gopark", "return")
    spans = (Span(left, chosen), Span(again, back, "park"))
    return scene(spans, Tables("main", ("SP", "BP", "R14", "tls.g", "AX", "BX", "CX", "DX", "SI", "R12"),
                                            {"main": (), "g0": ()}), "park")


def systemstack() -> Scene:
    """newproc has a part of its work done on g0, and gets the thread back."""
    made = run(REFERENCE)
    first = number(made, "newproc", "AX = SP+8", number(made, "main.main", "call newproc"))
    last = number(made, "newproc", "R14 = tls.g", first)
    return scene((Span(first, last),), Tables("main", ("SP", "BP", "R14", "tls.g", "AX", "BX", "DX", "DI", "R9"),
                                              {"main": (), "g0": ()}), "systemstack")


def first() -> Scene:
    """worker runs for the first time, and returns."""
    made = run(REFERENCE)
    begin = number(made, "gogo", "BX = [SP+8]", number(made, "park_m", "rule park_m"))
    begun = number(made, "main.worker", "SP = SP-24")
    leave = number(made, "main.worker", "SP = SP+24")
    end = number(made, "goexit0", "call schedule")
    return scene((Span(begin, begun), Span(leave, end, "first")),
                 Tables("worker", ("SP", "BP", "R14", "tls.g", "AX", "BX", "CX", "DX", "SI", "R12"), {"worker": (), "g0": ()}),
                 "first")


def growth() -> Scene:
    """deep asks for a larger stack, and begins again on it."""
    made = run(REFERENCE)
    begin = number(made, "main.deep", "R12 = SP-1384")
    end = number(made, "main.deep", "SP = SP-1504")
    return scene((Span(begin, end),), Tables("worker", ("SP", "BP", "R14", "tls.g", "AX", "BX", "CX", "DX", "DI", "SI"),
                                             {"worker": (), "g0": ()}, grows=True), "growth")


def scene(spans: tuple[Span, ...], tables: Tables, name: str) -> Scene:
    """A stretch of the reference release's run, with its questions."""
    made = run(REFERENCE)
    found = {}
    for ask in ASKS[name]:
        where, last = place(made, spans, ask)
        right = cells(at(made, last), tables, made)[ask.cell].text
        found[where] = question(ask, right)
    return switch_scene(made, spans, tables, name, found)


def place(made: Run, spans: tuple[Span, ...], ask: Ask) -> tuple[int, int]:
    """The first and last step of what is asked about: the last time that the spans come to that line."""
    shown = [pair for span in spans for pair in groups(made, span)]
    return next((first, last) for first, last in reversed(shown)
                if any((step.at[0], step.text) == ask.line for step in made.steps[first - 1:last]))


def player(name: str, made: Scene) -> Player:
    asked = next((i for i, step in enumerate(made.steps) if step.question), 0)
    return Player(made, f"fig-switch-{name}", word(f"players.switch-{name}"), cite=cite.link,
                  prints=(0, asked + 1, len(made.steps)))


PLAYERS = {
    "switch-park": lambda: player("park", park()),
    "switch-systemstack": lambda: player("systemstack", systemstack()),
    "switch-first": lambda: player("first", first()),
    "switch-growth": lambda: player("growth", growth()),
}
