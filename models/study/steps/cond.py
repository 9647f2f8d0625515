"""sync.Cond in atomic steps. Its words: its Mutex (two), the next ticket, the next ticket to be
notified, and who sleeps: (goroutine, ticket), ...

What is done under the list's lock is one step.
"""

from ..explore.explore import Step
from ..explore.memory import add, load, park, wake, write
from . import mutex

NEW = (*mutex.NEW, 0, 0, ())
WAIT, NOTIFY, LIST = 2, 3, 4  # places after the Mutex


def condwait(g: int, c: int):
    """Take a ticket, unlock, sleep until the ticket is called, lock again.

    Go: sync/cond.go Cond.Wait, sema.go notifyListAdd, sema.go notifyListWait
    """
    ticket = (yield add(c + WAIT, 1)) - 1
    yield from mutex.unlock(g, c)
    if (yield "notify_wait", c, g, ticket):
        yield park(g)
    yield from mutex.lock(g, c)


def signal(g: int, c: int):
    """Call the next ticket. Whoever has taken it and does not sleep yet will not.

    Go: sync/cond.go Cond.Signal, sema.go notifyListNotifyOne
    """
    wait = yield load(c + WAIT)
    if wait != (yield load(c + NOTIFY)):
        yield "notify_one", c


def broadcast(g: int, c: int):
    """Call all tickets that were taken.

    Go: sync/cond.go Cond.Broadcast, sema.go notifyListNotifyAll
    """
    wait = yield load(c + WAIT)
    if wait != (yield load(c + NOTIFY)):
        yield "notify_all", c


def _notify_wait(memory, c, g, ticket):
    """Join those who sleep, unless the ticket was called."""
    if ticket < memory[c + NOTIFY]:
        return [Step(memory, False)]
    return [Step(write(memory, c + LIST, (*memory[c + LIST], (g, ticket))), True)]


def _notify_one(memory, c):
    ticket = memory[c + NOTIFY]
    if ticket == memory[c + WAIT]:
        return [Step(memory)]
    memory = write(memory, c + NOTIFY, ticket + 1)
    return [Step(_called(memory, c, [one for one in memory[c + LIST] if one[1] == ticket]))]


def _notify_all(memory, c):
    memory = write(memory, c + NOTIFY, memory[c + WAIT])
    return [Step(_called(memory, c, memory[c + LIST]))]


def _called(memory, c, called):
    """Wake them, and take them from the list."""
    memory = write(memory, c + LIST, tuple(one for one in memory[c + LIST] if one not in called))
    for g, _ in called:
        memory = wake(memory, g)
    return memory


STEPS = {"notify_wait": _notify_wait, "notify_one": _notify_one, "notify_all": _notify_all}
