"""A race in the form in which `go run -race` reports it: Go's own words, in whatever language the book is.

A place is a body and an operation (body1.0) where Go has a file and a line, and a thing has its name where Go
has an address.
"""

from .detector import Race
from .history import Access, Place

RULE = "=" * 18


def report(race: Race, created: dict[int, tuple[int, tuple[Place, ...]]]) -> str:
    """The report of a race, each line with its end. created: as the detector has it."""
    parts = [headed("Write" if race.now.write else "Read", race.thing, race.now),
             headed("Previous write" if race.before.write else "Previous read", race.thing, race.before)]
    parts += [[f"Goroutine {access.g} ({'finished' if ended else 'running'}) created at:",
               *stacked(created[access.g][1])]
              for access, ended in zip((race.now, race.before), race.ended, strict=True) if access.g]
    return "\n".join([RULE, "WARNING: DATA RACE", "\n\n".join(map("\n".join, parts)), RULE, ""])


def headed(way: str, thing: str, access: Access) -> list[str]:
    """One side: what was done to what by whom, and the stack."""
    who = f"goroutine {access.g}" if access.g else "main goroutine"
    return [f"{way} at {thing} by {who}:", *stacked(access.stack)]


def stacked(stack: tuple[Place, ...]) -> list[str]:
    """A stack, two lines a call."""
    return [line for place in stack
            for line in (f"  {place.function}()", f"      {place.function}.{place.at}")]


def closing(reports: int) -> str:
    """What the program prints at its end; with no report, nothing."""
    return f"Found {reports} data race(s)\n" if reports else ""
