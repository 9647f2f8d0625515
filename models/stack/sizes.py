"""The numbers that goroutine stacks are built on, for linux/amd64, in one place."""

from dataclasses import dataclass, replace

WORD = 8
POINTER_MASK = (1 << 64) - 1


@dataclass(frozen=True, slots=True)
class Sizes:
    """Go's values are the defaults, in bytes where nothing else is said. Whoever passes others says so.

    fixed_stack       the smallest stack (Go: stack.go fixedStack)
    stack_nosplit     what a chain of functions without a check may use (Go: stack.go stackNosplit)
    stack_small       how far below the guard a small frame may reach (Go: internal/abi/stack.go StackSmall)
    stack_big         the largest frame that is checked without a look at underflow
                      (Go: internal/abi/stack.go StackBig)
    cache_size        what a P's cache of free stacks of one order may hold, and the size of the spans that
                      small stacks are cut from (Go: malloc.go _StackCacheSize)
    orders            how many sizes of small stacks there are (Go: malloc.go _NumStackOrders)
    page_size         a page of the heap (Go: malloc.go pageSize, malloc.go _PageSize)
    maxstacksize      what debug.SetMaxStack sets (Go: proc.go main, stack.go maxstacksize)
    maxstackceiling   what no stack may exceed whatever is set there (Go: stack.go maxstackceiling)
    adaptivestackstart  whether goroutines that reuse a g start with the average size
                      (Go: runtime1.go debug.adaptivestackstart)
    gcshrinkstackoff  whether shrinking is switched off (Go: runtime1.go debug.gcshrinkstackoff)
    release           what differs between Go's releases is as in this one
    """

    fixed_stack: int = 2048
    stack_nosplit: int = 800
    stack_small: int = 128
    stack_big: int = 4096
    cache_size: int = 32768
    orders: int = 4
    page_size: int = 8192
    maxstacksize: int = 1_000_000_000
    maxstackceiling: int = 2_000_000_000
    adaptivestackstart: bool = True
    gcshrinkstackoff: bool = False
    release: str = "1.27.3"

    def __post_init__(self) -> None:
        for name in ("fixed_stack", "cache_size", "page_size"):
            value = getattr(self, name)
            if value < WORD or value & (value - 1):
                raise ValueError(f"{name} is {value}; it must be a power of two, {WORD} or more")
        if self.cache_size % self.page_size:
            raise ValueError(f"cache_size is {self.cache_size}; it must be a multiple of page_size, "
                             f"{self.page_size}")
        if self.stack_guard >= self.fixed_stack:
            raise ValueError(f"stack_nosplit and stack_small add up to {self.stack_guard}; "
                             f"that must be less than fixed_stack, {self.fixed_stack}")

    @property
    def stack_guard(self) -> int:
        """How far above a stack's low end the guard stands.

        Go: stack.go stackGuard
        Leaves out: stackSystem, 0 on Linux; and that -race doubles stackNosplit.
        """
        return self.stack_nosplit + self.stack_small


GO_1_27 = Sizes()
GO_1_22 = replace(GO_1_27, release="1.22.10")
BY_RELEASE = {"1.27.3": GO_1_27, "1.22.10": GO_1_22}

# What a stackguard0 may hold instead of an address. Each is larger than any stack pointer, so that the next
# check fails whatever the stack pointer is.
# Go: stack.go stackPreempt
STACK_PREEMPT = -1314 & POINTER_MASK
# Go: stack.go stackFork
STACK_FORK = -1234 & POINTER_MASK
# Go: stack.go stackForceMove
STACK_FORCE_MOVE = -275 & POINTER_MASK


def before_main(sizes: Sizes) -> Sizes:
    """The same, but for the limit: 1 MiB until runtime.main has set the real one.

    Go: stack.go maxstacksize, stack.go maxstackceiling
    """
    return replace(sizes, maxstacksize=1 << 20, maxstackceiling=1 << 20)


def round2(x: int) -> int:
    """The smallest power of two that is x or more; 1 for anything below that.

    Go: stack.go round2
    """
    s = 0
    while 1 << s < x:
        s += 1
    return 1 << s


def stacklog2(sizes: Sizes, n: int) -> int:
    """Which list of large stacks is for n pages.

    It is the logarithm of n, rounded down, and from 1.26 on one more than that; n is 4 or more
    there, so the lists are the same, each in another place.

    Go: stack.go stacklog2
    """
    if n < 0:
        raise ValueError(f"n is {n}; a number of pages is 0 or more")
    return n.bit_length() if sizes.release >= "1.26" else max(n.bit_length() - 1, 0)


def order_of(sizes: Sizes, n: int) -> int:
    """How often the smallest stack must be doubled for a small stack of n bytes.

    Go: stack.go stackalloc
    """
    order = 0
    while sizes.fixed_stack << order < n:
        order += 1
    return order


def is_small(sizes: Sizes, n: int) -> bool:
    """Whether a stack of n bytes is cut from a span that it shares with others of its size.

    Go: stack.go stackalloc
    """
    return n < sizes.fixed_stack << sizes.orders and n < sizes.cache_size
