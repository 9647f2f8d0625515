"""Where small stacks come from and where they go: goroutines that begin and end on one P, moment by moment.

    moments(("+1", "+2", "-1", "gc"))   # goroutines 1 and 2 get stacks, 1 ends, the collector comes

All stacks here have one size. A piece of 32 KB is a letter, and A0 the lowest stack that it is cut into.
"""

from collections.abc import Container, Iterable
from re import fullmatch
from string import ascii_uppercase
from typing import NamedTuple

from models.stack.alloc import Stack
from models.stack.events import read
from models.stack.runtime import Stacks

SIZE = 8192  # four of them are one piece
STORY = ("+1", "+2", "+3", "+4", "+5", "-1", "+6", "-6", "-2", "-3", "-4", "-5", "gc")
LAST = {"freeManual": 1, "stackfree": 2}  # a piece goes when what completes it is told to have come, and not before


class Moment(NamedTuple):
    """What has happened, and how it stands then.

    kind: "start", "cut" (the heap gives a piece), "refill", "take" (a goroutine gets a stack), "release", "free" (a
    goroutine has ended), "clear" (the P gives all back) or "gone" (a piece goes back to the heap).
    who: the goroutine, 0 if it is about none. stacks: those that have moved; of a piece, all.
    users: goroutine -> stack. kept: the P's list, the next to be taken last. pool: piece -> its free stacks, in the
    same order.
    """

    kind: str
    who: int
    stacks: tuple[str, ...]
    users: dict[int, str]
    kept: tuple[str, ...]
    pool: dict[str, tuple[str, ...]]


def moments(requests: Iterable[str] = STORY, size: int = SIZE) -> list[Moment]:
    """All that happens when these are asked for, one after another: "+1" is a stack for goroutine 1, "-1" its end, and
    "gc" the P giving back what it keeps, as in each collection. ValueError for anything else.
    """
    run = Run(size)
    for request in requests:
        run.ask(request)
    return run.found


def checked(request: str, stacks: Container[int]) -> int:
    """The goroutine that a request is about, 0 for "gc". stacks: who has one.

    ValueError says what would be right.
    """
    if request == "gc":
        return 0
    if not fullmatch(r"[+-]\d+", request):
        raise ValueError(f"{request!r} is no request: write +7 or -7 for goroutine 7, or gc")
    who = int(request[1:])
    if (who in stacks) == request.startswith("+"):
        raise ValueError(f"{request!r}: goroutine {who} has {'a stack already' if who in stacks else 'no stack'}")
    return who


class Run:
    """One P, its stacks, and what has happened so far."""

    def __init__(self, size: int):
        self.rt, self.size = Stacks(), size
        self.pieces: dict[int, str] = {}  # by low address, while they are there
        self.made = 0
        self.users: dict[int, str] = {}
        self.stacks: dict[int, Stack] = {}
        self.kept: tuple[str, ...] = ()
        self.pool: dict[str, tuple[str, ...]] = {}
        self.found: list[Moment] = []
        self.add("start", 0, ())

    def ask(self, request: str) -> None:
        """Do what is asked for, and tell its events one by one."""
        begin, who = len(self.rt.trace), checked(request, self.stacks)
        if request == "gc":
            self.clear()
        elif request.startswith("+"):
            self.stacks[who] = self.rt.stackalloc(0, self.size)
        else:
            self.rt.stackfree(0, self.stacks.pop(who))
        events = sorted(map(read, self.rt.trace[begin:]), key=lambda event: LAST.get(event.kind, 0))
        for event in events:
            getattr(self, f"on_{event.kind}")(event, who)

    def add(self, kind: str, who: int, stacks: tuple[str, ...]) -> None:
        """One more moment, as it stands now."""
        self.found.append(Moment(kind, who, stacks, dict(self.users), self.kept, dict(self.pool)))

    def name(self, lo: int) -> str:
        """A stack's name: its piece, and which of the piece's it is, from the low end."""
        base = max(base for base in self.pieces if base <= lo)
        return f"{self.pieces[base]}{(lo - base) // self.size}"

    def back(self, stacks: Iterable[str]) -> None:
        """These go into their pieces, one after another."""
        for one in stacks:
            self.pool[one[0]] += (one,)

    def clear(self) -> None:
        """The P gives back what it keeps. That has no event of its own; that pieces go to the heap has."""
        kept = self.kept[::-1]
        self.rt.stackcache_clear(0)
        self.back(kept)
        self.kept = ()
        self.add("clear", 0, kept)

    def on_allocManual(self, event, who: int) -> None:
        piece = self.pieces[event.base] = ascii_uppercase[self.made]
        self.made += 1
        self.pool[piece] = tuple(f"{piece}{i}" for i in range(self.rt.sizes.cache_size // self.size))
        self.add("cut", who, self.pool[piece])

    def on_stackcacherefill(self, event, who: int) -> None:
        self.kept = tuple(map(self.name, event.stacks))
        for one in self.kept:
            self.pool[one[0]] = tuple(free for free in self.pool[one[0]] if free != one)
        self.add("refill", who, self.kept)

    def on_stackalloc(self, event, who: int) -> None:
        *kept, taken = self.kept
        self.kept, self.users[who] = tuple(kept), taken
        self.add("take", who, (taken,))

    def on_stackcacherelease(self, event, who: int) -> None:
        released = tuple(map(self.name, event.stacks))
        self.back(released)
        self.kept = self.kept[:-len(released)]
        self.add("release", who, released)

    def on_stackfree(self, event, who: int) -> None:
        one = self.users.pop(who)
        self.kept += (one,)
        self.add("free", who, (one,))

    def on_freeManual(self, event, who: int) -> None:
        piece = self.pieces.pop(event.base)
        self.add("gone", who, self.pool.pop(piece))
