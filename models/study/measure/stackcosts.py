"""What a stack that grows costs for each call, counted: at its edge, and on the way down. Both designs.

A stack is copied to a larger one when it is full (copying), or gets another segment, which it gives back when
the call that needed it returns (segments). Frames are in bytes, as the compiler says them.
"""

from collections.abc import Sequence

from models.stack.costs import DESIGNS, Copying, Segmented

DEEPEST = 10_000  # calls in which every stack must have come to an edge


def begun(design: str, frames: Sequence[int]) -> Copying | Segmented:
    """A new goroutine's stack with calls of these frames on it; ValueError names the designs there are."""
    if design not in DESIGNS:
        raise ValueError(f"there is no design {design!r}; there are {', '.join(DESIGNS)}")
    stack = DESIGNS[design]()
    for frame in frames:
        stack.call(frame)
    return stack


def to_edge(design: str, start: Sequence[int], step: int, frame: int) -> list[int]:
    """The frames of the shortest way to an edge: after `start`, calls of `step` bytes until one more call, of
    `frame` bytes, finds no room.
    """
    for more in range(DEEPEST):
        path = [*start, *[step] * more]
        stack = begun(design, path)
        before = stack.so_far.morestack
        stack.call(frame)
        if stack.so_far.morestack > before:
            return path
    raise ValueError(f"{DEEPEST} calls of {step} bytes never come to an edge for one of {frame} bytes")


def trips(design: str, path: Sequence[int], frame: int, counts: Sequence[int]) -> list[int]:
    """How often a loop at the end of that path has gone into the runtime, after so many calls (rising)."""
    stack = begun(design, path)
    before = gone(stack)
    found, done = [], 0
    for count in counts:
        for _ in range(count - done):
            stack.call(frame)
            stack.ret(frame)
        done = count
        found.append(gone(stack) - before)
    return found


def gone(stack: Copying | Segmented) -> int:
    """How often a stack has gone through the runtime: through morestack, and back through lessstack."""
    return stack.so_far.morestack + stack.so_far.lessstack


def copied(design: str, start: Sequence[int], step: int, depths: Sequence[int]) -> list[float]:
    """Bytes copied for each call of a recursion with frames of `step` bytes, after so many calls (rising)."""
    stack, depth, found = begun(design, start), 0, []
    for target in depths:
        for _ in range(target - depth):
            stack.call(step)
        depth = target
        found.append(stack.so_far.copied / depth)
    return found


def growths(start: Sequence[int], step: int, depths: Sequence[int]) -> list[int]:
    """How often a copied stack has grown, from the recursion's start on, after so many calls (rising)."""
    stack, depth, found = begun("copying", start), 0, []
    before = stack.so_far.morestack
    for target in depths:
        for _ in range(target - depth):
            stack.call(step)
        depth = target
        found.append(stack.so_far.morestack - before)
    return found
