"""Shared memory for threads that are explored: words with loads and stores, and sleep.

The memory is a tuple; an address is an index in it. A word may hold any value that never changes:
a number, a queue of waiters. Word 0 says who has been woken.
"""

from collections.abc import Callable, Hashable

from .explore import Step

WOKEN = 0  # who was woken and has not gone on: (thread's name, what it is told), ...
BLANK = ((),)  # the memory's beginning; a program's own words follow


def load(a: int) -> tuple:
    """Read a word."""
    return "load", a


def store(a: int, value: Hashable) -> tuple:
    """Write a word."""
    return "store", a, value


def store_rel(a: int, value: Hashable) -> tuple:
    """Write a word, and not before everything that was written earlier is there to be seen."""
    return "store_rel", a, value


def load_atomic(a: int) -> tuple:
    """Read a word, and not before everything that the thread wrote is there to be seen."""
    return "load_atomic", a


def own(a: int) -> tuple:
    """Read a word that nobody else writes: the own tail, a slot of the own ring."""
    return "own", a


def add(a: int, delta: int) -> tuple:
    """Add to a word; answers what it is then."""
    return "add", a, delta


def cas(a: int, old: Hashable, new: Hashable) -> tuple:
    """Write a word if it is as expected; answers whether it was."""
    return "cas", a, old, new


def swap(a: int, new: Hashable) -> tuple:
    """Write a word; answers what it was before."""
    return "swap", a, new


def update(a: int, change: Callable, *args: Hashable) -> tuple:
    """Read a word, and write what change(its value, *args) makes of it: any of the pairs of new value
    and answer that this returns.

    So one may write a loop of load, compute and compare-and-swap in one step. Nothing is lost: of all
    its rounds only the last changes anything, and when the compare-and-swap finds the value that was
    loaded, it might as well have been loaded then.
    """
    return "update", a, change, *args


def park(name: Hashable) -> tuple:
    """Sleep until somebody wakes the thread of that name; answers what it is told."""
    return "park", name


def choose(*options: Hashable) -> tuple:
    """What chance or the clock decides: answers any of the options."""
    return "choose", *options


def start(function: Callable, *args: Hashable) -> tuple:
    """Start another thread."""
    return "start", function, *args


def end(label: Hashable) -> tuple:
    """End all threads at once."""
    return "end", label


def write(memory: tuple, a: int, value: Hashable) -> tuple:
    """The memory with another word there."""
    return memory[:a] + (value,) + memory[a + 1:]


def wake(memory: tuple, name: Hashable, told: Hashable = None) -> tuple:
    """The memory when a thread has been woken; it goes on when it likes."""
    return write(memory, WOKEN, tuple(sorted((*memory[WOKEN], (name, told)))))


def _load(memory, a):
    return [Step(memory, memory[a])]


def _store(memory, a, value):
    return [Step(write(memory, a, value))]


def _add(memory, a, delta):
    return [Step(write(memory, a, memory[a] + delta), memory[a] + delta)]


def _cas(memory, a, old, new):
    return [Step(write(memory, a, new), True) if memory[a] == old else Step(memory, False)]


def _swap(memory, a, new):
    return [Step(write(memory, a, new), memory[a])]


def _update(memory, a, change, *args):
    return [Step(write(memory, a, new), answer) for new, answer in change(memory[a], *args)]


def _park(memory, name):
    return [Step(write(memory, WOKEN, tuple(other for other in memory[WOKEN] if other != one)), one[1])
            for one in memory[WOKEN] if one[0] == name]


def _choose(memory, *options):
    return [Step(memory, option) for option in options]


def _start(memory, function, *args):
    return [Step(memory, starts=((function, *args),))]


def _end(memory, label):
    return [Step(None, label=label)]


STEPS = {"load": _load, "load_atomic": _load, "own": _load,
         "store": _store, "store_rel": _store, "add": _add, "cas": _cas, "swap": _swap, "update": _update,
         "park": _park, "choose": _choose, "start": _start, "end": _end}
# Waking up is a thread's own matter once it was woken, and so are these: see explore.
PRIVATE = ("park", "choose", "start")
