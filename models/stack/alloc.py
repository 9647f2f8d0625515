"""Where a stack comes from, and where it goes."""

from dataclasses import dataclass

from .sizes import is_small, order_of, stacklog2


@dataclass(frozen=True, slots=True)
class Stack:
    """The addresses from lo up to, but not with, hi. It is used from hi downwards.

    Go: runtime2.go stack
    """

    lo: int
    hi: int

    @property
    def size(self) -> int:
        """In bytes."""
        return self.hi - self.lo

    def holds(self, address: int) -> bool:
        """Whether an address lies in it."""
        return self.lo <= address < self.hi


def stackalloc(rt, p: int | None, n: int) -> Stack:
    """A stack of n bytes, a power of two: below 32 KB from P p's cache, or from the pool for whoever has no
    P (None); else from the large stacks that wait to be freed, or a span of its own.

    Go: stack.go stackalloc
    Leaves out: that it must run on g0's stack; GODEBUG=efence=1.
    """
    if n < rt.sizes.fixed_stack or n & (n - 1):
        raise ValueError(f"a stack of {n} bytes: it must be a power of two, {rt.sizes.fixed_stack} or more")
    lo, source = rt.small_stack(p, n) if is_small(rt.sizes, n) else rt.large_stack(n)
    rt.emit("stackalloc", p, lo, n, source)
    return Stack(lo, lo + n)


def small_stack(rt, p: int | None, n: int) -> tuple[int, str]:
    """A small stack's low address, and where it comes from: "cache" or "pool".

    Go: stack.go stackalloc
    """
    order = order_of(rt.sizes, n)
    if p is None:
        return rt.stackpoolalloc(order), "pool"
    if not rt.caches[p][order].stacks:
        rt.stackcacherefill(p, order)
    cache = rt.caches[p][order]
    cache.size -= n
    return cache.stacks.pop(), "cache"


def large_stack(rt, n: int) -> tuple[int, str]:
    """A large stack's low address, and where it comes from: "large" or "heap".

    Go: stack.go stackalloc
    """
    npage = n // rt.sizes.page_size
    log2npage = stacklog2(rt.sizes, npage)
    if rt.stack_large.get(log2npage):
        return rt.stack_large[log2npage].pop(0), "large"
    s = rt.allocManual(npage)
    s.elemsize = n
    return s.base, "heap"


def stackfree(rt, p: int | None, stk: Stack) -> None:
    """Take a stack back: a small one into P p's cache, which first gives up half of what it holds if that
    is 32 KB; a large one into the heap, or while the garbage collector marks into the list for its size.

    Go: stack.go stackfree
    """
    n = stk.size
    if n & (n - 1):
        raise ValueError(f"a stack of {n} bytes cannot be: sizes are powers of two")
    if not is_small(rt.sizes, n):
        where = rt.free_large(stk)
    elif p is None:
        rt.stackpoolfree(stk.lo, order_of(rt.sizes, n))
        where = "pool"
    else:
        order = order_of(rt.sizes, n)
        if rt.caches[p][order].size >= rt.sizes.cache_size:
            rt.stackcacherelease(p, order)
        rt.caches[p][order].stacks.append(stk.lo)
        rt.caches[p][order].size += n
        where = "cache"
    rt.emit("stackfree", p, stk.lo, n, where)


def free_large(rt, stk: Stack) -> str:
    """Where a large stack has gone: to the "heap", or while the garbage collector marks to a list, "large".

    Go: stack.go stackfree
    """
    s = rt.spanOf(stk.lo)
    if not rt.gc_on:
        rt.freeManual(s)
        return "heap"
    rt.stack_large.setdefault(stacklog2(rt.sizes, s.npages), []).insert(0, s.base)
    return "large"
