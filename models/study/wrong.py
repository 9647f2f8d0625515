"""Wrong beliefs about the run queues, each as Go's rule set with a rule or two replaced.

A belief's id is its name in WRONG; what it says to a reader is `belief.<id>` in the catalogue.
Each function stands beside the rule of the same name in models/runtime and has its arguments.
"""

from collections.abc import Callable

from models.runtime import proc, runq
from models.runtime.runtime import replaced


def grab(rt, victim, pp, first: int, n: int) -> int:
    """Copy n Gs of victim's ring from index `first` on into pp's slots; return n."""
    gs = tuple(victim.runq[(first + i) % len(victim.runq)] for i in range(n))
    for i, g in enumerate(gs):
        pp.runq[(pp.runqtail + i) % len(pp.runq)] = g
    rt.emit("runqgrab", pp.m, pp.id, victim.id, first, gs, pp.runqtail)
    return n


def length(pp) -> int:
    """How many Gs wait in pp's ring."""
    return pp.runqtail - pp.runqhead


def grab_from_tail(rt, victim, pp, steal_runnext: bool):
    """runqgrab, but the newest half goes, not the oldest."""
    n = length(victim) - length(victim) // 2
    if not n:
        return (yield from runq.runqgrab(rt, victim, pp, steal_runnext))
    victim.runqtail -= n
    return grab(rt, victim, pp, victim.runqtail, n)


def grab_counted(count: Callable[[int], int]) -> Callable:
    """runqgrab, but of a ring with `length` Gs in it, count(length) go."""
    def runqgrab(rt, victim, pp, steal_runnext: bool):
        if not length(victim):
            return (yield from runq.runqgrab(rt, victim, pp, steal_runnext))
        n = count(length(victim))
        if not n:
            return 0
        victim.runqhead += n
        return grab(rt, victim, pp, victim.runqhead - n, n)
    return runqgrab


def grab_runnext_first(rt, victim, pp, steal_runnext: bool):
    """runqgrab, but runnext goes in any round, alone, before anything of the ring."""
    if not victim.runnext:
        return (yield from runq.runqgrab(rt, victim, pp, steal_runnext))
    next, victim.runnext = victim.runnext, 0
    pp.runq[pp.runqtail % len(pp.runq)] = next
    rt.emit("grabnext", pp.m, pp.id, victim.id, next)
    return 1


def steal_and_run_oldest(rt, pp, victim, steal_runnext: bool):
    """runqsteal, but the first G taken runs at once, not the last."""
    n = yield from rt.runqgrab(victim, pp, steal_runnext)
    if n == 0:
        return None
    size, t = len(pp.runq), pp.runqtail
    gp = rt.allgs[pp.runq[t % size]]
    for i in range(t, t + n - 1):
        pp.runq[i % size] = pp.runq[(i + 1) % size]
    pp.runqtail = t + n - 1
    return gp


def longest_first(rt) -> list[int]:
    """steal_order, but the P with the longest ring comes first and nothing is drawn by lot."""
    return sorted(range(len(rt.allp)), key=lambda p: -length(rt.allp[p]))


def find_stealing_first(rt, mp):
    """find_runnable, but the other Ps come before the global queue."""
    while True:
        pp = rt.allp[mp.p]
        if pp.timers:
            rt.timers_check(mp, pp)
        if pp.schedtick % rt.const.global_tick == 0 and rt.sched.runq:
            yield "globrunqget"
            if gp := rt.globrunqget(pp):
                return gp, False
        gp, inherit_time = rt.runqget(pp)
        if gp:
            return gp, inherit_time
        if rt.may_spin(mp):
            if not mp.spinning:
                rt.become_spinning(mp)
            gp, inherit_time = yield from rt.steal_work(mp)
            if gp:
                return gp, inherit_time
        if gp := (yield from rt.give_up_p(mp)):
            return gp, False


def find_local_always(rt, mp):
    """find_runnable, but no tick sends it to the global queue while pp has Gs of its own."""
    gp, inherit_time = rt.runqget(rt.allp[mp.p])
    if gp:
        return gp, inherit_time
    return (yield from proc.find_runnable(rt, mp))


def put_at_tail(rt, pp, gp, next: bool) -> None:
    """runqput, but nothing ever takes runnext."""
    runq.runqput(rt, pp, gp, next=False)


def get_head_first(rt, pp) -> tuple:
    """runqget, but the ring comes before runnext.

    Where nothing takes runnext this changes nothing; it lets the belief look at a queue that Go's
    rule has filled.
    """
    h = pp.runqhead
    if h == pp.runqtail:
        return runq.runqget(rt, pp)
    pp.runqhead = h + 1
    rt.emit("runqget", pp.m, pp.id, pp.runq[h % len(pp.runq)], h)
    return rt.allgs[pp.runq[h % len(pp.runq)]], False


def get_from_tail(rt, pp) -> tuple:
    """runqget, but after runnext comes the newest G of the ring: a stack."""
    if pp.runnext or not length(pp):
        return runq.runqget(rt, pp)
    pp.runqtail -= 1
    rt.emit("runqget", pp.m, pp.id, pp.runq[pp.runqtail % len(pp.runq)], pp.runqtail)
    return rt.allgs[pp.runq[pp.runqtail % len(pp.runq)]], False


def overflow_only_new_one(rt, pp, gp, h: int, t: int) -> None:
    """runqputslow, but the ring keeps what it has."""
    rt.emit("runqputslow", pp.m, pp.id, h, (gp.id,))
    rt.globrunqputbatch([gp.id])


def overflow_newer_half(rt, pp, gp, h: int, t: int) -> None:
    """runqputslow, but the newer half leaves, and the older keeps its place."""
    n = (t - h) // 2
    batch = [pp.runq[(t - n + i) % len(pp.runq)] for i in range(n)] + [gp.id]
    pp.runqtail = t - n
    rt.emit("runqputslow", pp.m, pp.id, t - n, tuple(batch))
    rt.globrunqputbatch(batch)


def get_one_global(rt, pp):
    """globrunqgetbatch, but one G is all that a P takes."""
    return rt.globrunqget(pp)


def get_all_global(rt, pp):
    """globrunqgetbatch, but a P takes all that half a ring holds, and leaves no share to the others."""
    runq = rt.sched.runq
    if not runq:
        return None
    gs = tuple(runq.popleft() for _ in range(min(len(pp.runq) // 2, len(runq))))
    rt.emit("globrunqgetbatch", pp.m, pp.id, gs, rt.runqputbatch(pp, gs[1:]))
    return rt.allgs[gs[0]]


WRONG: dict[str, dict[str, Callable]] = {
    "takes-from-tail": replaced(runqgrab=grab_from_tail),
    "floor-of-half": replaced(runqgrab=grab_counted(lambda length: length // 2)),
    "takes-one": replaced(runqgrab=grab_counted(lambda length: 1)),
    "runnext-stolen-first": replaced(runqgrab=grab_runnext_first),
    "runs-oldest-stolen": replaced(runqsteal=steal_and_run_oldest),
    "longest-queue": replaced(steal_order=longest_first),
    "steal-before-global": replaced(find_runnable=find_stealing_first),
    "never-ticks": replaced(find_runnable=find_local_always),
    "fifo-spawn": replaced(runqput=put_at_tail, runqget=get_head_first),
    "lifo-ring": replaced(runqget=get_from_tail),
    "overflow-only-new-one": replaced(runqputslow=overflow_only_new_one),
    "overflow-newer-half": replaced(runqputslow=overflow_newer_half),
    "global-one-at-a-time": replaced(globrunqgetbatch=get_one_global),
    "global-all": replaced(globrunqgetbatch=get_all_global),
}


def wrong(belief: str) -> dict[str, Callable]:
    """The rule set of a belief; ValueError names the beliefs there are."""
    if belief not in WRONG:
        raise ValueError(f"no belief is called {belief!r}; there are {', '.join(WRONG)}")
    return WRONG[belief]
