"""The leak detector step by step: what is marked, from where, and who is left.

The same algorithm as leak.leaked, told as it goes. Marking is followed up as far as it leads before any
goroutine that waits is looked at.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from .held import Stack
from .leak import candidate


class Mark(NamedTuple):
    """One step. kind: "root", a goroutine whose stack is one from the beginning; "woken", one that waits for
    `thing`, which is marked; "global", a thing that no stack need lead to; "stack" and "thing", a thing to
    which goroutine `by` or thing `by` leads; "leaked", a goroutine that is left.
    """

    kind: str
    g: int | None = None      # a goroutine's number
    thing: int | None = None  # a name in the heap
    by: int | None = None


def marking(stacks: Iterable[Stack], edges: dict[int, int], roots: Collection[int] = ()) -> Iterator[Mark]:
    """The steps, in order. edges: things that lead to another. roots: what globals and timers reach.

    Go: mgcmark.go allGsSnapshotSortedForGC, mgc.go findMaybeRunnableGoroutines, mgc.go findGoroutineLeaks
    Leaves out: several workers that mark at once.
    """
    marked: set[int] = set()
    waiting = [stack for stack in stacks if candidate(stack)]
    for thing in roots:
        yield from follow(Mark("global", thing=thing), edges, marked)
    for stack in (stack for stack in stacks if stack not in waiting):
        yield from follow_stack(Mark("root", stack.number), stack, edges, marked)
    while woken := [stack for stack in waiting if stack.waits & marked]:
        waiting = [stack for stack in waiting if stack not in woken]
        for stack in woken:
            mark = Mark("woken", stack.number, min(stack.waits & marked))
            yield from follow_stack(mark, stack, edges, marked)
    yield from (Mark("leaked", stack.number) for stack in waiting)


def follow_stack(first: Mark, stack: Stack, edges: dict[int, int], marked: set[int]) -> Iterator[Mark]:
    """A stack is a root: that step, and all that it leads to."""
    yield first
    for thing in sorted(stack.holds):
        yield from follow(Mark("stack", thing=thing, by=stack.number), edges, marked)


def follow(mark: Mark, edges: dict[int, int], marked: set[int]) -> Iterator[Mark]:
    """A thing is marked, and what it leads to; nothing where it was marked before."""
    if mark.thing not in marked:
        marked.add(mark.thing)
        yield mark
        if mark.thing in edges:
            yield from follow(Mark("thing", thing=edges[mark.thing], by=mark.thing), edges, marked)
