"""The heap, as far as stacks ask it for pages: spans, each a run of pages of its own."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Span:
    """npages pages from address base on. elemsize: the size of each stack in it, in bytes. alloc_count: how
    many of them are taken; free: the addresses of the others, the next one to be taken last.

    Go: mheap.go mspan
    Leaves out: that the list of the free is threaded through the first word of each.
    """

    base: int
    npages: int
    elemsize: int = 0
    alloc_count: int = 0
    free: list[int] = field(default_factory=list)


def allocManual(rt, npages: int) -> Span:
    """A span of npages pages in the first gap that is large enough, from the heap's low end up.

    Go: mheap.go mheap.allocManual
    Leaves out: the pages that each P keeps at hand for small spans, and what other uses of the heap take.
    """
    page, at = rt.sizes.page_size, rt.heap_base
    for base in sorted(rt.spans):
        if base - at >= npages * page:
            break
        at = base + rt.spans[base].npages * page
    rt.spans[at] = Span(at, npages)
    rt.emit("allocManual", at, npages)
    return rt.spans[at]


def freeManual(rt, s: Span) -> None:
    """Give a span back to the heap.

    Go: mheap.go mheap.freeManual
    """
    del rt.spans[s.base]
    rt.emit("freeManual", s.base, s.npages)


def spanOf(rt, address: int) -> Span:
    """The span that an address lies in; ValueError if there is none.

    Go: mheap.go spanOfUnchecked
    """
    for s in rt.spans.values():
        if s.base <= address < s.base + s.npages * rt.sizes.page_size:
            return s
    raise ValueError(f"{address:#x} does not lie in a span")
