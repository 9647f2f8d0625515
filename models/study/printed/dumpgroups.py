"""The goroutines of a dump in groups: those that wait for the same reason on the same stack.

Addresses, arguments and the number of the goroutine that made them do not tell goroutines apart; lines of
the source and the go statement do.
"""

from dataclasses import dataclass
from itertools import takewhile

from .dump import Created, Dump, Frame, Goroutine, Line, Origin


@dataclass(frozen=True)
class Group:
    """Goroutines that are alike, in the dump's order; there is at least one."""

    goroutines: tuple[Goroutine, ...]

    @property
    def one(self) -> Goroutine:
        """One of them, to speak for all."""
        return self.goroutines[0]

    @property
    def waited(self) -> tuple[int, int] | None:
        """The fewest and the most minutes that the dump says one of them has waited; None: it says none."""
        minutes = [gp.minutes for gp in self.goroutines if gp.minutes]
        return (min(minutes), max(minutes)) if minutes else None

    @property
    def untimed(self) -> int:
        """How many have no minutes: they wait for less than one, or no garbage collection has seen it."""
        return sum(not gp.minutes for gp in self.goroutines)

    @property
    def frames(self) -> list[Frame]:
        """The calls of their stack, the newest first."""
        return [line for line in own(self.one) if type(line) is Frame]

    @property
    def created(self) -> Created | None:
        """The go statement that made them."""
        return next((line for line in own(self.one) if type(line) is Created), None)


def own(gp: Goroutine) -> list[Line]:
    """A goroutine's stack without those of its ancestors."""
    return list(takewhile(lambda line: type(line) is not Origin, gp.stack))


def groups(dump: Dump) -> list[Group]:
    """The groups, the largest first; of two that are equally large, the one that begins earlier."""
    alike: dict[tuple, list[Goroutine]] = {}
    for gp in dump.goroutines:
        alike.setdefault(key(gp), []).append(gp)
    return sorted((Group(tuple(gps)) for gps in alike.values()), key=lambda group: -len(group.goroutines))


def key(gp: Goroutine) -> tuple:
    """What those of a group have in common. Whether the collector is scanning a stack is no part of it."""
    marks = tuple(mark for mark in gp.marks if mark != "scan")
    return gp.reason, marks, gp.locked, *map(site, own(gp))


def site(line: Line) -> tuple:
    """What a line of a stack says about the source."""
    if type(line) is Frame:
        return line.name, line.place.file, line.place.line
    if type(line) is Created:
        return "created by", line.name, line.place.file, line.place.line
    return (str(line),)
