"""The runtime's own locks, which guard its queues, and parking with one in hand.

What is done under such a lock is one step of the model, so nobody ever finds one taken. One who parks holds
it until it counts as waiting, for it can be readied from the moment at which the lock is free again.
"""

from .status import Throw


def lockWithRank(rt, owner) -> None:
    """Take the lock of a queue.

    Go: lockrank_off.go lockWithRank
    """
    if owner.lock:
        raise Throw("the lock is taken already: a step of the model has forgotten to unlock it")
    owner.lock = True


def unlock(rt, owner) -> None:
    """Give the lock of a queue back.

    Go: lock_spinbit.go unlock, lock_futex.go unlock
    """
    if not owner.lock:
        raise Throw("unlock of unlocked lock")
    owner.lock = False


def goparkunlock(rt, gp, owner, reason: str):
    """Park, and give the lock of a queue back as soon as gp waits.

    Go: proc.go goparkunlock
    """
    yield from rt.gopark(gp, type(rt).parkunlock_c, owner, reason)


def parkunlock_c(rt, gp, owner) -> bool:
    """gp waits now: give the lock back. It goes on waiting in any case.

    Go: proc.go parkunlock_c
    """
    rt.unlock(owner)
    return True
