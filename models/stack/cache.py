"""Each P's own small stacks, one list a size, so that most of the time no lock is needed."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Stackfreelist:
    """Free stacks of one size, the next one to be taken last; size is the bytes they make together.

    Go: mcache.go stackfreelist
    """

    stacks: list[int] = field(default_factory=list)
    size: int = 0


def stackcacherefill(rt, p: int, order: int) -> None:
    """P p has no stack of this order left: it takes 16 KB worth from the pool, half of what it may hold.

    Go: stack.go stackcacherefill
    """
    cache = Stackfreelist()
    while cache.size < rt.sizes.cache_size // 2:
        cache.stacks.append(rt.stackpoolalloc(order))
        cache.size += rt.sizes.fixed_stack << order
    rt.caches[p][order] = cache
    rt.emit("stackcacherefill", p, order, tuple(cache.stacks))


def stackcacherelease(rt, p: int, order: int) -> None:
    """P p has too many stacks of this order: it gives the pool those that came last, until 16 KB are left.

    Go: stack.go stackcacherelease
    """
    cache, released = rt.caches[p][order], []
    while cache.size > rt.sizes.cache_size // 2:
        released.append(cache.stacks.pop())
        rt.stackpoolfree(released[-1], order)
        cache.size -= rt.sizes.fixed_stack << order
    rt.emit("stackcacherelease", p, order, tuple(released))


def stackcache_clear(rt, p: int) -> None:
    """P p gives the pool all its free stacks, as it does once in each garbage collection.

    Go: stack.go stackcache_clear
    """
    for order, cache in enumerate(rt.caches[p]):
        for x in reversed(cache.stacks):
            rt.stackpoolfree(x, order)
        rt.caches[p][order] = Stackfreelist()
