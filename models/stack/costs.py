"""What a stack costs under each design, counted: one that is copied when it grows, and one of segments.

    costs("segments", [54, 55, 54, 55], frame=64)

A program is the depths that a goroutine goes to, one after another, by calls and returns of functions with
one size of frame. What is counted does not depend on a machine; what each of it takes does.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from .growth import ENTRY, LO, newsize
from .prologue import enters_morestack, form
from .segments import Segments
from .sizes import GO_1_27, WORD, Sizes


@dataclass(slots=True)
class Costs:
    """So far: calls of functions; how often one of them went through morestack, and one that returned
    through lessstack; copied: bytes that were moved; allocations, and allocated: their bytes; held: the
    bytes that the stack has now, and peak: that it had at most, both stacks during a copy.
    """

    calls: int = 0
    morestack: int = 0
    lessstack: int = 0
    copied: int = 0
    allocations: int = 0
    allocated: int = 0
    held: int = 0
    peak: int = 0

    def allocate(self, size: int) -> None:
        """size bytes more."""
        self.allocations += 1
        self.allocated += size
        self.held += size
        self.peak = max(self.peak, self.held)


@dataclass(slots=True)
class Copying:
    """A stack that is doubled by copying; returning costs nothing. Shrinking is the garbage collector's."""

    sizes: Sizes = GO_1_27
    size: int = 0
    used: int = ENTRY
    so_far: Costs = field(default_factory=Costs)

    def __post_init__(self) -> None:
        self.size = self.sizes.fixed_stack
        self.so_far.allocate(self.size)

    def call(self, frame: int) -> None:
        """A function with this frame is called."""
        self.so_far.calls += 1
        sp, guard = LO + self.size - self.used, LO + self.sizes.stack_guard
        if enters_morestack(self.sizes, frame, sp, guard, form=form(self.sizes, frame)):
            old, self.size = self.size, newsize(self.sizes, self.size, self.used, frame)
            self.so_far.morestack += 1
            self.so_far.copied += self.used
            self.so_far.allocate(self.size)
            self.so_far.held -= old
        self.used += frame + WORD

    def ret(self, frame: int) -> None:
        """The last function, which had this frame, returns."""
        self.used -= frame + WORD


@dataclass(slots=True)
class Segmented:
    """A stack of segments: each call over the edge takes one, and each return over the edge frees it."""

    stack: Segments = field(default_factory=Segments)
    so_far: Costs = field(default_factory=Costs)

    def __post_init__(self) -> None:
        self.so_far.allocate(self.stack.segments[0].size)

    def call(self, frame: int) -> None:
        """A function with this frame is called."""
        self.so_far.calls += 1
        if size := self.stack.call(frame):
            self.so_far.morestack += 1
            self.so_far.copied += self.stack.args
            self.so_far.allocate(size)

    def ret(self, frame: int) -> None:
        """The last function, which had this frame, returns."""
        if size := self.stack.ret(frame):
            self.so_far.lessstack += 1
            self.so_far.copied += self.stack.args
            self.so_far.held -= size


DESIGNS = {"copying": Copying, "segments": Segmented}


def costs(design: str, depths: Iterable[int], *, frame: int = 64) -> list[Costs]:
    """What the goroutine has cost when it has come to each of those depths. Its own function is depth 1."""
    if design not in DESIGNS:
        raise ValueError(f"there is no design {design!r}; there are {', '.join(DESIGNS)}")
    stack, depth, seen = DESIGNS[design](), 0, []
    for target in depths:
        if target < 0:
            raise ValueError(f"depth {target} cannot be; nobody has called anything at depth 0")
        while depth != target:
            step = 1 if target > depth else -1
            (stack.call if step > 0 else stack.ret)(frame)
            depth += step
        seen.append(replace(stack.so_far))
    return seen


def hot_depth(frame: int = 64) -> int:
    """The depth from which one more call needs a second segment: where a loop that calls splits each time."""
    stack, depth = Segments(), 0
    while not stack.call(frame):
        depth += 1
    return depth


def loop_at(depth: int, times: int) -> list[int]:
    """The depths of a loop in a function at `depth` that calls another so many times."""
    return [depth] + [depth + 1, depth] * times
