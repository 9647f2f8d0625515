"""The rules: Go's scheduler, one mechanism a module, named after the runtime's own functions.

Read in this order: constants, status, state, runq, globrunq, pidle, newproc, park, m, spinning,
steal, proc, goroutine; then runtime (how the rules are bound together) and machine (what lets
several Ms act). Standard library only; no printing, drawing, clock or randomness of its own.
"""
