"""Rules that are not Go's: each is what somebody may believe, or a slip that somebody may make."""

from dataclasses import replace

from models.runtime.runtime import RULES
from models.runtime.status import G_RUNNABLE, G_RUNNING


def without(name: str, *skipped: str):
    """The rule, without what other rules would do."""
    def rule(rt, *args):
        for other in skipped:
            setattr(rt, other, lambda *args, **named: None)
        try:
            return RULES[name](rt, *args)
        finally:
            for other in skipped:
                delattr(rt, other)
    return rule


def with_const(name: str, **const):
    """The rule (a generator), with other constants."""
    def rule(rt, *args):
        right, rt.const = rt.const, replace(rt.const, **const)
        try:
            return (yield from RULES[name](rt, *args))
        finally:
            rt.const = right
    return rule


# Queues.

def lifo(rt, pp):
    """Takes the ring's tail."""
    if pp.runnext or pp.runqhead == pp.runqtail:
        return RULES["runqget"](rt, pp)
    pp.runqtail -= 1
    gp = rt.allgs[pp.runq[pp.runqtail % len(pp.runq)]]
    rt.emit("runqget", pp.m, pp.id, gp.id, pp.runqtail)
    return gp, False


def ring_first(rt, pp):
    """Takes runnext when the ring is empty."""
    if pp.runqhead == pp.runqtail:
        return RULES["runqget"](rt, pp)
    kept, pp.runnext = pp.runnext, 0
    found = RULES["runqget"](rt, pp)
    pp.runnext = kept
    return found


def no_runnext(rt, pp, gp, next):
    """Puts every G into the ring."""
    RULES["runqput"](rt, pp, gp, False)


def steals_a_third(rt, victim, pp, steal_runnext):
    """A third of the ring, rounded up."""
    length = victim.runqtail - victim.runqhead
    if not length:
        return (yield from RULES["runqgrab"](rt, victim, pp, steal_runnext))
    n = -(-length // 3)
    gs = tuple(victim.runq[(victim.runqhead + i) % len(victim.runq)] for i in range(n))
    for i, g in enumerate(gs):
        pp.runq[(pp.runqtail + i) % len(pp.runq)] = g
    rt.emit("runqgrab", pp.m, pp.id, victim.id, victim.runqhead, gs, pp.runqtail)
    victim.runqhead += n
    return n


def runs_the_first(rt, pp, victim, steal_runnext):
    """Runs the first G that it has stolen."""
    n = yield from RULES["runqgrab"](rt, victim, pp, steal_runnext)
    if not n:
        return None
    t, size = pp.runqtail, len(pp.runq)
    pp.runq[t % size], pp.runq[(t + n - 1) % size] = pp.runq[(t + n - 1) % size], pp.runq[t % size]
    pp.runqtail = t + n - 1
    return rt.allgs[pp.runq[(t + n - 1) % size]]


def to_the_front(rt, mp, gp):
    """Puts a G before all others."""
    rt.sched.runq.appendleft(gp.id)
    rt.emit("globrunqput", mp.id, mp.p, gp.id)


def one_at_a_time(rt, pp):
    """Takes one G from the global queue, not a share."""
    if not rt.sched.runq:
        return None
    g = rt.sched.runq.popleft()
    first = rt.runqputbatch(pp, [])
    rt.emit("globrunqgetbatch", pp.m, pp.id, (g,), first)
    return rt.allgs[g]


# Spinning, and waking others.

def wakes_always(rt, mp):
    """Does not ask whether somebody spins."""
    rt.sched.nmspinning = 0
    RULES["wakep"](rt, mp)


def wakes_never(rt, mp):
    """Wakes nobody."""


def spins_always(rt, mp):
    """Any M may spin."""
    return True


def spins_never(rt, mp):
    """No M may spin."""
    return mp.spinning


def forgets_to_count(rt, mp):
    """Still counts as spinning."""
    RULES["stop_spinning"](rt, mp)
    rt.sched.nmspinning += 1


def oldest_m(rt):
    """Wakes the M that has slept longest."""
    return rt.allm[rt.sched.midle.pop(0)] if rt.sched.midle else None


def oldest_p(rt, mp):
    """Takes the P that has been idle longest."""
    if rt.sched.pidle:
        rt.sched.pidle.append(rt.sched.pidle.pop(0))
    return RULES["pidleget"](rt, mp)


def lays_aside(rt, mp, pp):
    """Finds no M for a P, whatever waits."""
    rt.emit("handoffp", mp.id, mp.p, pp.id)
    rt.sched.pidle.append(pp.id)
    rt.emit("pidleput", mp.id, mp.p, pp.id)


def asks_the_idle(rt, mp):
    """A thief that asks idle Ps as well."""
    kept, rt.sched.pidle[:] = rt.sched.pidle[:], []
    try:
        return (yield from RULES["steal_work"](rt, mp))
    finally:
        rt.sched.pidle[:] = kept


# Time slices, and leaving.

def always_new_slice(rt, mp, gp, inherit):
    """Begins a new slice with every G."""
    RULES["execute"](rt, mp, gp, False)


def to_its_own_ring(rt, mp, gp):
    """Gosched that goes to the ring of its own P."""
    rt.casgstatus(gp, G_RUNNING, G_RUNNABLE)
    rt.dropg(mp)
    rt.emit("gosched", mp.id, mp.p, gp.id)
    rt.runqput(rt.allp[mp.p], gp, next=False)
    rt.wakep(mp)


def preempted_runs_next(rt, mp, gp):
    """A G that was asked to stop runs next."""
    rt.casgstatus(gp, G_RUNNING, G_RUNNABLE)
    rt.dropg(mp)
    rt.emit("gopreempt", mp.id, mp.p, gp.id)
    rt.runqput(rt.allp[mp.p], gp, next=True)
    rt.wakep(mp)


def slices_of_a_second(rt, pp):
    """Lets a slice last a second."""
    pd = pp.sysmontick
    return pd.schedtick == pp.schedtick and pd.schedwhen + 1_000_000_000 <= rt.now


def asks_nobody(rt, mp, pp):
    """Asks no G to stop."""
    return False


# System calls, and the world.

def waits_ten_ms(rt, mp, pp):
    """sysmon that leaves a P for 10 ms, whatever waits."""
    if pp.sysmontick.syscallwhen + 10_000_000 > rt.now:
        return False
    return RULES["retake_p"](rt, mp, pp)


def keeps_its_p(rt, gp):
    """A G that goes into the operating system for long, and gives nothing away."""
    mp = rt.allm[gp.m]
    rt.emit("entersyscallblock", mp.id, mp.p, gp.id)
    rt.casgstatus(gp, 2, 3)


def none_idle(rt, mp):
    """An M that comes back without its P, and does not look for another."""
    return "kept" if mp.p is not None else "none"


def other_order(rt, mp, nprocs):
    """Idle Ps the other way round."""
    with_work = RULES["procresize"](rt, mp, nprocs)
    rt.sched.pidle.reverse()
    return with_work


def thread_goes_on(rt, mp, gp):
    """A G that was locked ends, and its M goes on."""
    mp.lockedg, mp.lockedExt, gp.lockedm, mp.errand = 0, 0, None, ""


# What is replaced -> by what, and the events that are not explained then.
WRONG = {
    "takes the ring's tail": (dict(runqget=lifo), {"runqget", "runqput", "globrunqgetbatch"}),
    "takes the ring before runnext": (dict(runqget=ring_first), {"getnext"}),
    "no runnext": (dict(runqput=no_runnext), {"runnext"}),
    "steals a third": (dict(runqgrab=steals_a_third), {"runqgrab"}),
    "runs the first stolen": (dict(runqsteal=runs_the_first), {"execute", "runqgrab"}),
    "global queue, last in first out": (dict(globrunqput=to_the_front), {"globrunqget", "globrunqgetbatch"}),
    "one G from the global queue": (dict(globrunqgetbatch=one_at_a_time), {"globrunqgetbatch"}),
    "global queue every 62nd tick": (dict(find_runnable=with_const("find_runnable", global_tick=62)),
                                     {"globrunqget", "runqget", "getnext", "globrunqgetbatch"}),
    "wakes although others spin": (dict(wakep=wakes_always), {"wakep"}),
    "wakes never": (dict(wakep=wakes_never), {"wakep"}),
    "spins always": (dict(may_spin=spins_always), {"releasep", "again", "got"}),
    "spins never": (dict(may_spin=spins_never), {"spinning"}),
    "forgets to count spinning Ms": (dict(stop_spinning=forgets_to_count), {"spinning"}),
    "wakes the oldest M": (dict(mget=oldest_m), {"startm", "mget"}),
    "takes the oldest idle P": (dict(pidleget=oldest_p), {"pidleget"}),
    "thieves go three rounds": (dict(steal_work=with_const("steal_work", steal_tries=3)),
                                {"look", "grabnext"}),
    "thieves go five rounds": (dict(steal_work=with_const("steal_work", steal_tries=5)),
                               {"releasep", "look", "grabnext"}),
    "thieves ask idle Ps": (dict(steal_work=asks_the_idle), {"releasep"}),
    "lays every P aside": (dict(handoffp=lays_aside), {"handed", "wakep"}),
    "each G has a new slice": (dict(execute=always_new_slice), {"execute"}),
    "Gosched to the own ring": (dict(gosched_m=to_its_own_ring), {"globrunqput"}),
    "newproc wakes nobody": (dict(newproc_on_g0=without("newproc_on_g0", "wakep")), {"wakep"}),
    "ready wakes nobody": (dict(ready=without("ready", "wakep")), {"wakep"}),
    "park keeps the M": (dict(park_m=without("park_m", "dropg")),
                         {"getnext", "runqget", "globrunqgetbatch", "globrunqget", "spinning", "releasep"}),
    "preempted runs next": (dict(gopreempt_m=preempted_runs_next), {"globrunqput"}),
    "slices of a second": (dict(slice_over=slices_of_a_second), {"slice"}),
    "nobody is asked to stop": (dict(preemptone=asks_nobody), {"preempt"}),
    "retakes after 10 ms only": (dict(retake_p=waits_ten_ms), {"called", "exitsyscall"}),
    "retakes without handoff": (dict(retake_p=without("retake_p", "handoffp")), {"handoffp"}),
    "comes back to no idle P": (dict(exitsyscall_p=none_idle),
                                {"pidleget", "acquirep", "retake", "exitsyscall"}),
    "idle Ps the other way round": (dict(procresize=other_order), {"pidleget"}),
    "a thread outlives its locked G": (dict(end_locked=thread_goes_on), {"mexit"}),
}
