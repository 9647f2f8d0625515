"""How a thread changes stacks: a register machine that executes our own text of the routines that do it."""
