"""Accesses, and a memory of a word that forgets none of them."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from .clocks import Clocks


class Place(NamedTuple):
    """Where in a program: a function's name, and how far it has come: an operation's index, or a line."""

    function: str
    at: int


class Access(NamedTuple):
    """Goroutine g has read or written a word. stack: where, the innermost call first.

    serial tells accesses apart and counts them all, in the order of time.
    """

    serial: int
    g: int
    epoch: int
    write: bool
    stack: tuple[Place, ...] = ()


def conflict(one: Access, other: Access) -> bool:
    """Whether they are of two goroutines, and one at least is a write."""
    return one.g != other.g and (one.write or other.write)


class History:
    """All accesses to a word, by goroutine."""

    def __init__(self):
        self.accesses: defaultdict[int, list[Access]] = defaultdict(list)

    def touch(self, access: Access, clocks: Clocks) -> list[Access]:
        """Note an access: those before it with which it races, the latest first."""
        races = sorted(self.unknown(access, clocks), reverse=True)
        self.accesses[access.g].append(access)
        return races

    def unknown(self, access: Access, clocks: Clocks) -> Iterator[Access]:
        """The accesses that conflict with this one and do not happen before it."""
        for g, accesses in self.accesses.items():
            for before in reversed(accesses):
                if clocks.knows(access.g, g, before.epoch):
                    break  # and so it knows of all that g did before that
                if conflict(before, access):
                    yield before
