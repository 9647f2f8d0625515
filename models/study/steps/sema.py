"""The runtime's semaphore in atomic steps.

Its word is (count, waiters), the names of the goroutines that sleep on it in the order in which they
will be woken. The waiters are in fact in a tree of a root with a lock and a count of its own; what
is done under that lock is one step here. Nothing more can be seen of it: outside the lock the root's
count only tells a release that it need not look, and that is right whenever it says so.
"""

from ..explore.explore import Step
from ..explore.memory import park, wake, write

NEW = (0, ())


def semacquire1(g: int, s: int, lifo: bool = False):
    """Take one from the semaphore, or sleep until there is one. Who was woken may find that another
    was faster, and sleeps again, unless it was handed a ticket.

    Go: sema.go semacquire1
    Leaves out: the easy case, which does what the step under the lock does or nothing.
    """
    while (yield "sema_queue", s, g, lifo):
        ticket = yield park(g)
        if ticket or (yield cansemacquire(s)):
            return


def semrelease1(s: int, handoff: bool = False):
    """Add one to the semaphore and wake the first who waits. With handoff it gets the one as well.

    In Go two steps, between which somebody else may take the one. But that is as if this one had
    been faster, and who is woken slower to lie down: whether somebody sleeps already, nobody sees.

    Go: sema.go semrelease1
    """
    yield "sema_release", s, handoff


def cansemacquire(s: int) -> tuple:
    """Take one if there is one. In Go a loop of load and compare-and-swap: see memory.update.

    Go: sema.go cansemacquire
    """
    return "sema_take", s


def _take(memory, s):
    count, waiters = memory[s]
    return [Step(write(memory, s, (count - 1, waiters)), True) if count else Step(memory, False)]


def _queue(memory, s, g, lifo):
    """Under the root's lock: take one (answers False), or join those who wait."""
    count, waiters = memory[s]
    if count:
        return [Step(write(memory, s, (count - 1, waiters)), False)]
    waiters = (g, *waiters) if lifo else (*waiters, g)
    return [Step(write(memory, s, (count, waiters)), True)]


def _release(memory, s, handoff):
    count, waiters = memory[s]
    if not waiters:
        return [Step(write(memory, s, (count + 1, ())))]
    memory = write(memory, s, (count + (not handoff), waiters[1:]))
    return [Step(wake(memory, waiters[0], handoff))]


STEPS = {"sema_take": _take, "sema_queue": _queue, "sema_release": _release}
