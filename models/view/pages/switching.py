"""The players of the page on changing stacks: four stretches of one run of the register machine."""

from collections.abc import Mapping
from functools import cache

from models.amd64.frames import FRAMES
from models.amd64.layout import WORD
from models.amd64.picture import at
from models.amd64.program import Run
from models.amd64.program import run as run_of
from models.golang import cite
from models.golang.toolchain import REFERENCE
from models.study.beliefs.switch import ASKS, Ask, question
from models.words import word

from ..player.figure_spec import Figure, Parameter
from ..player.player import Player
from ..player.scene import Scene
from ..scenes.switch_cells import Tables, cells
from ..scenes.switch_scene import Span, groups, switch_scene

DEEP = "main.deep"  # the function whose frame may need a larger stack
DEEP_WORDS = FRAMES[REFERENCE][DEEP] // WORD
MOST_WORDS = 385    # with one more, twice the stack would not do
run = cache(run_of)


@cache
def run_with(words: int) -> Run:
    """The run in which deep's frame has so many words."""
    return run_of(REFERENCE, FRAMES[REFERENCE] | {DEEP: words * WORD})


def number(made: Run, function: str, text: str, after: int = 0) -> int:
    """The number of the first step after `after` that executes this line of this function."""
    return next(i for i, step in enumerate(made.steps, 1)
                if i > after and (step.at[0], step.text) == (function, text))


def park() -> Scene:
    """main leaves its stack by mcall, and comes back by gogo."""
    made = run(REFERENCE)
    left = number(made, "gopark", "AX = &park_m·f")
    asleep = number(made, "park_m", "call schedule")
    again = number(made, "execute", "rule execute", number(made, "goexit0", "rule goexit0"))
    spans = (Span(left, asleep), Span(again, number(made, "gopark", "return"), "park"))
    return scene("park", spans, tables("main", "CX", "SI", "R12"))


def systemstack() -> Scene:
    """newproc has a part of its work done on g0, and gets the thread back."""
    made = run(REFERENCE)
    begin = number(made, "newproc", "AX = SP+8", number(made, "main.main", "call newproc"))
    end = number(made, "newproc", "R14 = tls.g", begin)
    return scene("systemstack", (Span(begin, end),), tables("main", "DI", "R9"))


def first() -> Scene:
    """worker runs for the first time, and returns."""
    made = run(REFERENCE)
    begin = number(made, "gogo", "BX = [SP+8]", number(made, "park_m", "rule park_m"))
    leave, end = number(made, "main.worker", "SP = SP+24"), number(made, "goexit0", "call schedule")
    spans = (Span(begin, number(made, "main.worker", "SP = SP-24")), Span(leave, end, "first"))
    return scene("first", spans, tables("worker", "CX", "SI", "R12"))


def growth(words: int) -> Scene:
    """deep looks for room for a frame of so many words; where there is none, it begins again on a larger stack."""
    made, frame = run_with(words), words * WORD
    begin = next(i for i, step in enumerate(made.steps, 1) if step.at[0] == DEEP)
    end = max(i for i, step in enumerate(made.steps, 1) if (step.at[0], step.text) == (DEEP, f"SP = SP-{frame}"))
    shown = tables("worker", "DI", "SI")._replace(grows=True)
    return scene("growth", (Span(begin, end),), shown, made, {"frame": frame})


def tables(own: str, *registers: str) -> Tables:
    """The registers that every switch uses and these; the stacks of this g and of g0."""
    return Tables(own, ("SP", "BP", "R14", "tls.g", "AX", "BX", "DX", *registers), {own: (), "g0": ()})


def scene(name: str, spans: tuple[Span, ...], shown: Tables, made: Run | None = None,
          args: Mapping[str, object] | None = None) -> Scene:
    """Stretches of a run with their questions; without one, of the reference release's own.

    args: what the first caption says.
    """
    made, found = made or run(REFERENCE), {}
    for ask in ASKS[name]:
        if where := place(made, spans, ask):
            first, last = where
            found[first] = question(ask, cells(at(made, last), shown, made)[ask.cell].text)
    return switch_scene(made, spans, shown, (name, dict(args or {})), found)


def place(made: Run, spans: tuple[Span, ...], ask: Ask) -> tuple[int, int] | None:
    """The first and last step of what is asked about: the last time that the spans come to that line, if they do."""
    shown = [pair for span in spans for pair in groups(made, span)]
    return next(((first, last) for first, last in reversed(shown)
                 if any((step.at[0], step.text) == ask.line for step in made.steps[first - 1:last])), None)


def printed(made: Scene) -> tuple[int, ...]:
    """On paper: the start, what comes after the first question, the end."""
    asked = next((i for i, step in enumerate(made.steps) if step.question), 0)
    return tuple(sorted({0, asked + 1, len(made.steps)}))


def player(name: str, made: Scene) -> Player:
    """The player of that name."""
    return Player(made, f"fig-switch-{name}", word(f"players.switch-{name}"), cite=cite.link, prints=printed(made))


PLAYERS = {
    "switch-park": lambda: player("park", park()),
    "switch-systemstack": lambda: player("systemstack", systemstack()),
    "switch-first": lambda: player("first", first()),
    "switch-growth": lambda: Figure(
        "fig-switch-growth", word("players.switch-growth"), growth,
        (Parameter("words", "figure.deep-words", DEEP_WORDS, 1, MOST_WORDS),), cite.link, printed),
}
