"""Where a thief starts, how it goes round, and how often."""

from functools import lru_cache
from math import gcd


@lru_cache
def coprimes(n: int) -> tuple[int, ...]:
    """The step widths that visit each of n Ps once before coming back.

    Go: proc.go randomOrder.reset
    """
    return tuple(i for i in range(1, n + 1) if gcd(i, n) == 1)


def steal_order(rt):
    """The Ps in the order one round visits them: a random start, then steps of a random coprime.

    Go: proc.go randomOrder.start
    """
    n = len(rt.allp)
    steps = coprimes(n)
    r = rt.choose("steal order", range(n * len(steps)))
    start, step = r % n, steps[r // n]
    return [(start + i * step) % n for i in range(n)]


def steal_work(rt, mp):
    """Go round the other Ps up to four times; only the last round may take a runnext, after it has run the
    victim's timers, whose Gs then are in the thief's own queue.

    Returns the G to run and whether it inherits the time slice, as runqget does. Other Ms act between two
    attempts.

    Go: proc.go stealWork
    Leaves out: another thief who takes a G that a timer has just readied.
    """
    pp = rt.allp[mp.p]
    for i in range(rt.const.steal_tries):
        steal_runnext = i == rt.const.steal_tries - 1
        for victim in rt.steal_order():
            if rt.sched.gcwaiting:
                return None, False
            if steal_runnext and victim != pp.id and rt.timers_check(mp, rt.allp[victim]):
                return rt.runqget(pp)
            if victim == pp.id or victim in rt.sched.pidle:
                continue
            yield "steal"
            rt.emit("look", mp.id, pp.id, "steal", (i, victim))
            gp = yield from rt.runqsteal(pp, rt.allp[victim], steal_runnext)
            if gp:
                return gp, False
    return None, False
