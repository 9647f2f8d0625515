"""The stack that Go had before its version 1.3: segments, linked to each other, none of which ever moves.

A function that finds no room is called on a new segment, and when it returns the segment is freed. As in
Go 1.1 (its stack.h, stack.c and linker), on amd64; Go 1.2 had a stack_min of 8192. Distances are counted
from a segment's low end; nothing is allocated here.

Leaves out: results, which are copied back like arguments are copied there; reflect.call, which always takes a
segment; the caches that segments of the smallest size come from.
"""

from dataclasses import dataclass, field

from .prologue import check_frame
from .sizes import WORD


@dataclass(frozen=True, slots=True)
class SegmentSizes:
    """Go 1.1's values are the defaults, in bytes.

    stack_min     the smallest segment
    stack_extra   what a segment has beyond the frame and the arguments that it was made for
    stack_guard   how far above the low end the guard stands
    stack_small   how far below the guard a small frame may reach
    stack_big     frames of this size and more always get a segment
    stack_top     the block at the high end that says what to go back to
    """

    stack_min: int = 4096
    stack_extra: int = 1024
    stack_guard: int = 256
    stack_small: int = 128
    stack_big: int = 4096
    stack_top: int = 72


GO_1_1 = SegmentSizes()


@dataclass(slots=True)
class Segment:
    """size: in bytes. sp: the stack pointer in it. frames: how many calls stand in it."""

    size: int
    sp: int
    frames: int = 0


def enters_morestack(sizes: SegmentSizes, frame: int, sp: int) -> bool:
    """Whether a function with this frame needs a new segment, given the stack pointer at its first
    instruction.
    """
    check_frame(frame)
    if frame >= sizes.stack_big:
        return True
    beyond = max(frame - sizes.stack_small, 0)
    return sp - beyond <= sizes.stack_guard


def segment_size(sizes: SegmentSizes, frame: int, args: int) -> int:
    """How large a segment a function with this frame and so many bytes of arguments gets.

    It asks for room for its frame only if the smallest segment might be too small.
    """
    limit = sizes.stack_guard - sizes.stack_small
    tight = sizes.stack_top + args + WORD + frame + WORD + limit >= sizes.stack_min
    return max((frame if tight else 0) + args + sizes.stack_extra, sizes.stack_min)


def new_segment(sizes: SegmentSizes, size: int, args: int) -> Segment:
    """A segment with its top block, the arguments and a return address: of the function that frees it, or,
    in a goroutine's first, of the one that ends the goroutine.
    """
    return Segment(size, size - sizes.stack_top - args - WORD)


@dataclass(slots=True)
class Segments:
    """A goroutine's stack. The last segment is the one in use.

    args: how many bytes of arguments every function takes.
    """

    sizes: SegmentSizes = GO_1_1
    args: int = 16
    segments: list[Segment] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.segments = [new_segment(self.sizes, self.sizes.stack_min, self.args)]

    def call(self, frame: int) -> int:
        """A function with this frame is called; the size of the segment that it needed, or 0."""
        size, top = 0, self.segments[-1]
        if enters_morestack(self.sizes, frame, top.sp):
            size = segment_size(self.sizes, frame, self.args)
            top = new_segment(self.sizes, size, self.args)
            self.segments.append(top)
        top.sp -= frame + WORD
        top.frames += 1
        return size

    def ret(self, frame: int) -> int:
        """The last function, which had this frame, returns; the size of the segment that this frees, or 0.

        ValueError if there is none.
        """
        top = self.segments[-1]
        if not top.frames:
            raise ValueError("no function is left to return")
        top.sp += frame + WORD
        top.frames -= 1
        return self.segments.pop().size if not top.frames and len(self.segments) > 1 else 0
