"""A race in the form in which `go run -race` reports it: Go's own words, in whatever language the book is.

A thing has its name where Go has an address; the offsets of instructions are left out.
"""

from collections.abc import Sequence
from typing import Protocol

from .detector import Race
from .history import Access

RULE = "=" * 18


class Lines(Protocol):
    """Where stacks stand in a source: calls, innermost first, each a function and a line of that file."""

    file: str

    def access(self, thing: str, access: Access) -> Sequence[tuple[str, int]]:
        """Where an access to the thing was made."""

    def start(self, g: int) -> Sequence[tuple[str, int]]:
        """Where a goroutine was started."""


def report(race: Race, lines: Lines) -> str:
    """The report of a race, each line with its end."""
    parts = [headed("Write" if race.now.write else "Read", race.thing, race.now, lines),
             headed("Previous write" if race.before.write else "Previous read", race.thing, race.before, lines)]
    parts += [[f"Goroutine {access.g} ({'finished' if ended else 'running'}) created at:",
               *stacked(lines.start(access.g), lines.file)]
              for access, ended in zip((race.now, race.before), race.ended, strict=True) if access.g]
    return "\n".join([RULE, "WARNING: DATA RACE", "\n\n".join(map("\n".join, parts)), RULE, ""])


def headed(way: str, thing: str, access: Access, lines: Lines) -> list[str]:
    """One side: what was done to what by whom, and the stack."""
    who = f"goroutine {access.g}" if access.g else "main goroutine"
    return [f"{way} at {thing} by {who}:", *stacked(lines.access(thing, access), lines.file)]


def stacked(stack: Sequence[tuple[str, int]], file: str) -> list[str]:
    """A stack, two lines a call."""
    return [text for function, line in stack for text in (f"  {function}()", f"      {file}:{line}")]


def closing(reports: int) -> str:
    """What the program prints at its end; with no report, nothing."""
    return f"Found {reports} data race(s)\n" if reports else ""
