"""A lock of the runtime in atomic steps: one word, 0 while it is free. Who wants it waits until it is.

How the wait is done (spinning, a futex) is left out; nothing is said about who comes next.

Go: lock_spinbit.go lock2, lock_spinbit.go unlock2
"""

from ..explore.explore import Step
from ..explore.memory import write


def lock(a: int) -> tuple:
    """Take the lock, once it is free."""
    return "lock", a


def unlock(a: int) -> tuple:
    """Let it go."""
    return "unlock", a


def _lock(memory, a):
    return [] if memory[a] else [Step(write(memory, a, 1))]


def _unlock(memory, a):
    return [Step(write(memory, a, 0))]


STEPS = {"lock": _lock, "unlock": _unlock}
