"""Goroutine stacks: where they come from, how they grow, move and shrink, as rules over modelled memory.

Read in this order. Numbers: sizes, prologue, growth. Where stacks come from: heap, pool, cache, alloc.
What stands on one: memory, function, goroutine, unwind, call. How one moves: adjust, records, sudogs,
copystack, newstack, preempt, shrink, start. Then runtime (how the rules are bound together), events and
picture. Beside all that the design that Go left behind in its version 1.3: segments; and costs, which counts
both. Standard library only; no printing, drawing, clock or randomness of its own.
"""
