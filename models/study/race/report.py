"""A race in the form in which `go run -race` reports it. That text is Go's own, in whatever language the book is.

Where the program is data, a place is a body and an operation (body1.0). Given the lines of a Go program that was
made of it, a place is a file and a line, and functions are those of package main.
"""

from collections.abc import Callable, Iterator

from .detector import Race
from .history import Access, Place

RULE = "=" * 18
Spelt = Callable[[Place], tuple[str, str]]  # the function's name, and where the place is


def report(race: Race, created: dict[int, tuple[int, tuple[Place, ...]]],
           lines: dict[Place, str] | None = None) -> str:
    """The report of a race, each line with its end.

    created: who started each goroutine where, as the detector has it. lines: "main.go:12" for each place.
    """
    def spelt(place: Place) -> tuple[str, str]:
        if lines is None:
            return f"{place.function}()", f"{place.function}.{place.at}"
        return f"main.{place.function}()", lines[place]

    parts = [headed("Write" if race.now.write else "Read", race.thing, race.now, spelt),
             headed("Previous write" if race.before.write else "Previous read", race.thing, race.before, spelt)]
    parts += [[f"Goroutine {access.g} ({'finished' if ended else 'running'}) created at:",
               *stacked(created[access.g][1], spelt)]
              for access, ended in zip((race.now, race.before), race.ended, strict=True) if access.g]
    return "\n".join([RULE, "WARNING: DATA RACE", "\n\n".join(map("\n".join, parts)), RULE, ""])


def headed(way: str, thing: str, access: Access, spelt: Spelt) -> list[str]:
    """One side: what was done to what by whom, and the stack."""
    who = f"goroutine {access.g}" if access.g else "main goroutine"
    return [f"{way} at {thing} by {who}:", *stacked(access.stack, spelt)]


def stacked(stack: tuple[Place, ...], spelt: Spelt) -> Iterator[str]:
    """A stack, two lines a call."""
    for name, where in map(spelt, stack):
        yield f"  {name}"
        yield f"      {where}"


def closing(reports: int) -> str:
    """What the program prints at its end; with none, nothing."""
    return f"Found {reports} data race(s)\n" if reports else ""
