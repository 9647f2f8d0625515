"""sync.WaitGroup as far as the order of run queues needs it: a counter, and who is readied when."""

from .status import Throw


def wg_add(rt, mp, wg: int, delta: int) -> None:
    """Add delta; at zero all waiters are readied, first come first, so the last one gets runnext.

    Go: sync/waitgroup.go WaitGroup.Add
    Leaves out: the atomics and the semaphore underneath; see the chapter on locks.
    """
    group = rt.state.waitgroups[wg]
    group.n += delta
    if group.n < 0:
        raise Throw("sync: negative WaitGroup counter")
    while group.n == 0 and group.waiters:
        rt.ready(mp, rt.allgs[group.waiters.popleft()])


def wg_wait(rt, mp, wg: int) -> None:
    """Park until the counter is zero; go on at once where it is.

    Go: sync/waitgroup.go WaitGroup.Wait
    """
    group = rt.state.waitgroups[wg]
    if group.n:
        group.waiters.append(mp.curg)
        rt.gopark(mp, "sync.WaitGroup.Wait")
