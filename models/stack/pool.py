"""The pool of small stacks that all Ps share: for each size, the spans that still have free stacks."""


def stackpoolalloc(rt, order: int) -> int:
    """Take a stack of 2048 << order bytes out of the pool; its low address.

    The first span of the list gives it, and leaves the list with its last one. If no span has any, a new one
    of 32 KB is cut into stacks: the highest goes first.

    Go: stack.go stackpoolalloc
    """
    spans = rt.stackpool[order]
    if not spans:
        s = rt.allocManual(rt.sizes.cache_size // rt.sizes.page_size)
        s.elemsize = rt.sizes.fixed_stack << order
        s.free = list(range(s.base, s.base + rt.sizes.cache_size, s.elemsize))
        spans.insert(0, s.base)
    s = rt.spans[spans[0]]
    x = s.free.pop()
    s.alloc_count += 1
    if not s.free:
        spans.remove(s.base)
    return x


def stackpoolfree(rt, x: int, order: int) -> None:
    """Put a stack back into its span. A span that is wholly free goes back to the heap at once, except while
    the garbage collector marks: something it is about to look at may still point into the span.

    Go: stack.go stackpoolfree
    """
    s = rt.spanOf(x)
    if not s.free:
        rt.stackpool[order].insert(0, s.base)
    s.free.append(x)
    s.alloc_count -= 1
    if not rt.gc_on and s.alloc_count == 0:
        rt.stackpool[order].remove(s.base)
        rt.freeManual(s)


def freeStackSpans(rt) -> None:
    """What the end of a garbage collection makes up for: all spans without a stack in use go to the heap.

    Go: stack.go freeStackSpans
    """
    for spans in rt.stackpool:
        for base in [base for base in spans if rt.spans[base].alloc_count == 0]:
            spans.remove(base)
            rt.freeManual(rt.spans[base])
    for log2npage in sorted(rt.stack_large):
        for base in rt.stack_large.pop(log2npage):
            rt.freeManual(rt.spans[base])
