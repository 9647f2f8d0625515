"""How large a stack becomes: the rule that newstack follows, and the sizes that a chain of calls leads to.

Nothing is allocated and nothing moves here: distances from the stack's high end are all that counts.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from .prologue import check_frame, enters_morestack, form
from .sizes import GO_1_27, WORD, Sizes

ENTRY = 5 * WORD  # hi - sp at the first instruction of a goroutine's function (newproc1, gostartcall)
LO = 1 << 40  # where each stack of these sums begins; any place far above zero gives the same


class StackOverflow(Exception):
    """A stack would exceed its limit; the message is what Go prints."""


@dataclass(frozen=True, slots=True)
class Grown:
    """A stack has grown: from which size to which; used: hi - sp at the first instruction of the function
    that found no room; frame: that function's frame; call: which call it was, from 0.
    """

    old: int
    new: int
    used: int
    frame: int
    call: int


def newsize(sizes: Sizes, oldsize: int, used: int, max_delta: int) -> int:
    """The size of the next stack: twice the old, and again twice until what is needed fits.

    used: bytes from the high end down to the stack pointer. max_delta: the most that the function which
    asks moves the stack pointer, funcMaxSPDelta.

    Go: stack.go newstack, symtab.go funcMaxSPDelta
    """
    size = oldsize * 2
    while size - used < max_delta + sizes.stack_guard:
        size *= 2
    return size


def exceeds(sizes: Sizes, size: int) -> str:
    """"" if a stack may have that size; else the first line of what Go prints.

    Go: stack.go newstack
    """
    if size <= sizes.maxstacksize and size <= sizes.maxstackceiling:
        return ""
    limit = min(sizes.maxstacksize, sizes.maxstackceiling)
    return f"runtime: goroutine stack exceeds {limit}-byte limit"


def overflow(sizes: Sizes, size: int, sp: int, lo: int, hi: int) -> str:
    """What Go prints when a stack would become that large, up to the traceback. sp is the stack pointer in
    morestack, one word below that in the function which asked.

    Go: stack.go newstack
    """
    return (f"{exceeds(sizes, size)}\n"
            f"runtime: sp={sp:#x} stack=[{lo:#x}, {hi:#x}]\n"
            "fatal error: stack overflow")


def grown(frames: Iterable[int], sizes: Sizes = GO_1_27, *, size: int | None = None,
          used: int = ENTRY) -> list[Grown]:
    """Each time that a goroutine's stack grows while functions with these frames call each other.

    The first frame is that of the goroutine's own function, the next that of the function it calls, and so
    on. size: that of the stack at the start. used: hi - sp at the first function's first instruction.
    StackOverflow when the limit is passed.

    Go: stack.go newstack
    """
    size, steps = size or sizes.fixed_stack, []
    for call, frame in enumerate(frames):
        check_frame(frame)
        sp, guard = LO + size - used, LO + sizes.stack_guard
        if enters_morestack(sizes, frame, sp, guard, form=form(sizes, frame)):
            new = newsize(sizes, size, used, frame)
            if message := exceeds(sizes, new):
                raise StackOverflow(message)
            steps.append(Grown(size, new, used, frame, call))
            size = new
        used += frame + WORD
    return steps


def growth(frames: Iterable[int], sizes: Sizes = GO_1_27, **start: int) -> list[int]:
    """The sizes of a goroutine's stack, from the first on, while functions with these frames call each
    other: growth([64, 65536]) is [2048, 131072].
    """
    steps = grown(frames, sizes, **start)
    return [start.get("size") or sizes.fixed_stack] + [step.new for step in steps]


def recursion(frame: int, depth: int, *, first: Iterable[int] = ()) -> list[int]:
    """The frames of a function that calls itself until `depth` calls stand on the stack, called by
    functions with the frames `first`.
    """
    if depth < 0:
        raise ValueError(f"depth is {depth}; a function is called 0 times or more")
    return [*first, *[frame] * depth]
