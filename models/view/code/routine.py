"""A routine in assembly as a page shows it: each instruction of our listing beside what it is for."""

from difflib import SequenceMatcher
from functools import cache
from html import escape
from typing import NamedTuple

from models.amd64.accesses import SWITCHES
from models.amd64.listing import Line
from models.amd64.program import code, run
from models.golang.toolchain import VERSIONS

from ..markup import Markup, plain, said
from .rule import Links, place

KEYS = {"gogo": "asm_amd64.s gogo", "mcall": "asm_amd64.s mcall", "systemstack": "asm_amd64.s systemstack",
        "morestack": "asm_amd64.s morestack"}
LONG = 30  # rows that are shown at once


class Row(NamedTuple):
    """A line of a listing: a label alone, or an instruction. only: the release that has it, "" for both."""

    text: str
    key: str = ""
    only: str = ""
    quiet: bool = False


def show_routine(name: str, links: Links) -> Markup:
    """The routine's lines, both releases in one; a long one is folded.

    ValueError names the routines there are.
    """
    if name not in KEYS:
        raise ValueError(f"there is no routine {name!r} to show; there are {', '.join(KEYS)}")
    parts = [(part, rows(part)) for part in SWITCHES[name]]
    lines = "".join(f'<p class="compiled__start"><code>{escape(part)}</code></p>'
                    f'<dl class="compiled__lines">{"".join(map(row_html, found))}</dl>'
                    for part, found in parts)
    n = sum(len(found) for _, found in parts)
    if n > LONG:
        lines = f"<details><summary>{said('routine.folded', name=name, n=n)}</summary>{lines}</details>"
    head = (f'<figcaption class="compiled__head rule__head"><span>{said("routine.head", name=name)}</span>'
            f'<span class="rule__go">{place(KEYS[name], links(KEYS[name]))}</span></figcaption>')
    text = "\n".join(spoken(row) for _, found in parts for row in found)
    return Markup(f'<figure class="compiled" id="routine-{name}">{head}{lines}</figure>',
                  f'{plain("routine.head", name=name)}\n{text}')


def rows(function: str) -> list[Row]:
    """The lines of a function in both releases, in order; those that no run gets to are quiet."""
    new, old = ([*labelled(version, function)] for version in VERSIONS)
    found = []
    for kind, a, b, c, d in SequenceMatcher(None, new, old, autojunk=False).get_opcodes():
        if kind == "equal":
            found += new[a:b]
        else:
            found += [row._replace(only=VERSIONS[0]) for row in new[a:b]]
            found += [row._replace(only=VERSIONS[1]) for row in old[c:d]]
    return found


def labelled(version: str, function: str):
    """The lines of a function in one release, a label before the line that it names."""
    made = code(version)[function]
    labels = {number: label for label, number in made.places.items()}
    for number, line in enumerate(made.lines):
        if number in labels:
            yield Row(f"{labels[number]}:")
        yield Row(line.instruction.text, line.key, quiet=quiet(version, function, number, line))


def quiet(version: str, function: str, number: int, line: Line) -> bool:
    """Whether the program never gets to a line."""
    return (function, number) not in executed(version)


@cache
def executed(version: str) -> frozenset[tuple[str, int]]:
    """The lines that the program gets to."""
    return frozenset(step.at for step in run(version).steps)


def row_html(row: Row) -> str:
    """One line."""
    look = ' class="compiled__frame"' if row.quiet or not row.key else ""
    why = said(f"registers.line.{row.key}") if row.key else ""
    only = f"{said('transitions.only', release=row.only)} " if row.only else ""
    return f"<div{look}><dt><code>{escape(row.text)}</code></dt><dd>{only}{why}</dd></div>"


def spoken(row: Row) -> str:
    """One line as plain text."""
    only = f"{plain('transitions.only', release=row.only)} " if row.only else ""
    return f"{row.text:30} {only}{plain(f'registers.line.{row.key}') if row.key else ''}".rstrip()

