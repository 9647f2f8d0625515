"""A runtime of stacks: state, sizes, a rule set and a trace, bound together.

    rt = Stacks(functions=[Function("main.f", 64, ("*p", "n"))])
    gp = rt.newproc1("main.f")
    rt.call(gp, "main.f")

Rules call each other through it, so another rule set replaces a rule everywhere.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache
from inspect import signature

from . import (
    adjust,
    alloc,
    cache,
    call,
    copystack,
    function,
    heap,
    memory,
    newstack,
    pool,
    preempt,
    records,
    shrink,
    start,
    sudogs,
    unwind,
)
from .cache import Stackfreelist
from .function import GOEXIT, Function
from .heap import Span
from .sizes import GO_1_27, Sizes

MODULES = (heap, pool, cache, alloc, memory, function, unwind, call, adjust, records, sudogs, copystack,
           newstack, preempt, shrink, start)


def is_rule(f, module) -> bool:
    """A rule is a function that a module defines itself and whose first parameter is rt."""
    return (callable(f) and not isinstance(f, type) and f.__module__ == module.__name__
            and next(iter(signature(f).parameters), "") == "rt")


RULES: dict[str, Callable] = {
    name: f for module in MODULES for name, f in vars(module).items() if is_rule(f, module)}
HEAP_BASE = 0xC000000000  # where Go's heap began up to 1.25; from 1.26 on each run has a place of its own

OBJECTS = 1 << 36  # how far above that the objects lie that are no stacks


def replaced(**rules: Callable) -> dict[str, Callable]:
    """Go's rule set with some rules replaced, each by a function of the same arguments."""
    unknown = rules.keys() - RULES.keys()
    if unknown:
        names = ", ".join(sorted(unknown))
        raise ValueError(f"no rule is called {names}; see RULES in models/stack/runtime.py")
    return RULES | rules


@lru_cache(maxsize=64)
def ruled(rules: frozenset) -> type:
    """The class of runtimes with these rules as methods."""
    return type("Stacks", (Stacks,), dict(rules))


class Stacks:
    """Stacks on `procs` Ps, and the functions that use them.

    gc_on: the garbage collector marks. heap_base: where the heap begins. trace: what happened (events.py).
    """

    def __new__(cls, *args, rules: dict[str, Callable] = RULES, **kwargs):
        return super().__new__(ruled(frozenset(rules.items())))

    def __init__(self, procs: int = 1, *, functions: Iterable[Function] = (), sizes: Sizes = GO_1_27,
                 heap_base: int = HEAP_BASE, rules: dict[str, Callable] = RULES):
        if procs < 1:
            raise ValueError(f"procs is {procs}; there is 1 P or more")
        if heap_base % sizes.page_size:
            raise ValueError(f"heap_base is {heap_base:#x}; it must be a multiple of {sizes.page_size:#x}")
        self.sizes = sizes
        self.heap_base = heap_base
        self.spans: dict[int, Span] = {}
        self.stackpool: list[list[int]] = [[] for _ in range(sizes.orders)]
        self.stack_large: dict[int, list[int]] = {}
        self.caches = [[Stackfreelist() for _ in range(sizes.orders)] for _ in range(procs)]
        self.gc_on = False
        self.memory: dict[int, int] = {}
        self.objects = heap_base + OBJECTS
        self.code: list[Function] = []
        self.entries: dict[str, int] = {}
        self.goid = 0
        self.scanned_stack_size = self.scanned_stacks = 0
        self.starting_stack_size = sizes.fixed_stack
        self.trace: list[tuple] = []
        self.define(GOEXIT, *functions)

    def emit(self, *event) -> None:
        """Report an event."""
        self.trace.append(event)
