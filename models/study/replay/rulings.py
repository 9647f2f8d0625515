"""What the model's rules decide: a rule is tried on a small machine that stands as an M may have seen the
real one.

Where Go decides by what it reads without a lock, the log shows what was decided, and not what was read. So
the replay asks here for each of the states that the M may have read: what would the rule do? One of them has
to give what was logged.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache

from models.runtime.constants import Constants
from models.runtime.runtime import Runtime
from models.runtime.state import G, M
from models.runtime.status import G_RUNNABLE, G_RUNNING, G_SYSCALL, P_SYSCALL
from models.runtime.sysmon import MS, SYSMON
from models.study.replay.rules import checkdead

MANY = 1 << 14  # answers that are kept
NOW = 10**12


@lru_cache(maxsize=8)
def rulings_of(rules: frozenset, const: Constants) -> "Rulings":
    """What these rules decide."""
    return Rulings(dict(rules), const)


def kinds(events: list[tuple]) -> tuple[str, ...]:
    """The kinds of events, but for what only looks."""
    return tuple(event[0] for event in events if event[0] != "look")


class Rulings:
    """Each method names a rule and what it reads; the answer is what it does."""

    def __init__(self, rules: dict[str, Callable], const: Constants):
        self.rules, self.const = rules | {"checkdead": checkdead}, const

    def sketch(self, procs: int = 2, **reads) -> Runtime:
        """A machine whose M 0 has P 0; the other Ps are idle unless reads says otherwise. G 1 waits where it
        is put.
        """
        rt = Runtime(procs, const=self.const, rules=self.rules)
        rt.state.main_started, rt.now = True, NOW
        rt.allgs += [G(1, G_RUNNABLE, goid=1), G(2, G_RUNNING, goid=2, m=0)]
        rt.frames += [None, None]
        for name, value in reads.items():
            setattr(rt.sched, name, value)
        return rt

    def idle(self, rt: Runtime, n: int) -> None:
        """n Ps are idle, as far as others see."""
        rt.sched.pidle[:] = [len(rt.allp) - 1] * n

    @lru_cache(maxsize=MANY)
    def wakep(self, nmspinning: int) -> tuple[str, ...]:
        """wakep, a P being idle."""
        rt = self.sketch(nmspinning=nmspinning)
        rt.wakep(rt.allm[0])
        return kinds(rt.trace)

    @lru_cache(maxsize=MANY)
    def may_spin(self, nmspinning: int, npidle: int, procs: int) -> bool:
        """may_spin, for an M that does not."""
        rt = self.sketch(max(procs, 1), nmspinning=nmspinning)
        self.idle(rt, npidle)
        return bool(rt.may_spin(rt.allm[0]))

    @lru_cache(maxsize=MANY)
    def turns_to(self, schedtick: int = 1, *, gcwaiting: bool = False, waiting: bool = False,
                 own: bool = False) -> str:
        """find_runnable on an M that does not spin, which has as many Gs as are told and finds none
        elsewhere: what it does first, "" if nothing.
        """
        rt = self.sketch(1, gcwaiting=gcwaiting)
        rt.allp[0].schedtick = schedtick
        rt.allp[0].runnext = int(own)
        rt.sched.runq.extend([1] * waiting)
        return self.first(rt, rt.find_runnable(rt.allm[0]))

    @lru_cache(maxsize=MANY)
    def gives_up(self, *, waiting: bool = False, spinning: bool = False, needed: bool = False) -> str:
        """give_up_p: what it does first, "" if nothing."""
        rt = self.sketch(needspinning=needed, nmspinning=int(spinning))
        rt.allm[0].spinning = spinning
        rt.sched.runq.extend([1] * waiting)
        return self.first(rt, rt.give_up_p(rt.allm[0]))

    def first(self, rt: Runtime, search: Iterator) -> str:
        """What a search does first."""
        while not kinds(rt.trace):
            try:
                next(search)
            except StopIteration:
                break
        return next(iter(kinds(rt.trace)), "")

    @lru_cache(maxsize=MANY)
    def looks(self, procs: int, thief: int, idle: int | None = None) -> frozenset[tuple[int, int]]:
        """steal_work when there is nothing to steal: in which rounds it asks which Ps. idle: a P that is."""
        rt = self.sketch(procs)
        rt.sched.pidle[:] = [] if idle is None else [idle]
        self.thief(rt, thief)
        for _ in rt.steal_work(rt.allm[0]):
            pass
        return frozenset(event[5] for event in rt.trace if event[0] == "look")

    @lru_cache(maxsize=MANY)
    def nexts(self, procs: int, thief: int, victim: int) -> frozenset[int]:
        """steal_work when the victim has nothing but a runnext: in which rounds that is taken."""
        rt = self.sketch(procs)
        rt.sched.pidle.clear()
        self.thief(rt, thief)
        rt.allp[victim].runnext = 1
        for _ in rt.steal_work(rt.allm[0]):
            pass
        taken = [at for at, event in enumerate(rt.trace) if event[0] == "grabnext"]
        return frozenset(rt.trace[at - 1][5][0] for at in taken)

    def thief(self, rt: Runtime, p: int) -> None:
        """M 0 has P p."""
        rt.allp[0].m, rt.allm[0].p, rt.allp[p].m = None, p, 0

    @lru_cache(maxsize=MANY)
    def finds_idle(self, waiting: bool, lies: bool) -> bool:
        """work_without_p, a P being idle: whether it takes that. lies: another P has Gs."""
        rt = self.sketch(3)
        self.idle(rt, 1)
        rt.sched.runq.extend([1] * waiting)
        rt.allp[1].runnext = int(lies)
        return rt.work_without_p(rt.allm[0]) is not None

    @lru_cache(maxsize=MANY)
    def handoffp(self, *, empty: bool = True, waiting: bool = False, nmspinning: int = 1, npidle: int = 0,
                 gcwaiting: bool = False, procs: int = 4, polling: bool = True) -> tuple[str, ...]:
        """handoffp. What is not told is such that P is laid aside. That an M is to spin is told."""
        poller = 9 if polling else None
        rt = self.sketch(max(procs, 1), nmspinning=nmspinning, gcwaiting=gcwaiting, poller=poller)
        self.idle(rt, npidle)
        pp = rt.releasep(rt.allm[0])
        rt.trace.clear()
        pp.runnext = int(not empty)
        rt.sched.runq.extend([1] * waiting)
        rt.handoffp(rt.allm[0], pp)
        spins = any(event[0] == "startm" and event[6] for event in rt.trace)
        return kinds(rt.trace) + ("spinning",) * spins

    @lru_cache(maxsize=MANY)
    def retake(self, *, over: bool, seen: bool, empty: bool, others: int, us: int) -> tuple[str, ...]:
        """retake_p of a P whose G is in a system call. over: its slice is. seen: sysmon has seen it there
        before, us ago. others: how many Ms spin and Ps are idle.
        """
        rt = self.sketch(2, nmspinning=others)
        self.idle(rt, 0)
        pp, mp = rt.allp[0], rt.allm[0]
        mp.curg, rt.allgs[2].status = 2, G_SYSCALL
        if self.const.release < "1.26":
            mp.p, pp.m, pp.status = None, None, P_SYSCALL
        pd = pp.sysmontick
        pd.schedtick, pd.schedwhen = pp.schedtick, NOW - 10 * MS * over
        pd.syscalltick, pd.syscallwhen = pp.syscalltick - (not seen), NOW - 1000 * us
        pp.runnext = int(not empty)
        rt.retake_p(M(SYSMON), pp)
        return kinds(rt.trace)

    @lru_cache(maxsize=MANY)
    def slice_over(self, us: int) -> bool:
        """slice_over, sysmon having seen the slice begin us ago."""
        rt = self.sketch(1)
        pd = rt.allp[0].sysmontick
        pd.schedtick, pd.schedwhen = rt.allp[0].schedtick, NOW - 1000 * us
        return bool(rt.slice_over(rt.allp[0]))

    @lru_cache(maxsize=MANY)
    def preemptone(self, runs: bool, calls: bool) -> bool:
        """preemptone of a P on which a G runs, or is in a system call: whether it is asked to stop."""
        rt = self.sketch(1)
        rt.allm[0].curg = 2 * runs
        rt.allgs[2].status, rt.allgs[2].preempt = G_SYSCALL if calls else G_RUNNING, True
        return bool(rt.preemptone(M(SYSMON), rt.allp[0]))

    @lru_cache(maxsize=MANY)
    def gopreempt(self, gcwaiting: bool) -> str:
        """gopreempt_m: into which queue it puts the G."""
        rt = self.sketch(1, gcwaiting=gcwaiting)
        rt.allm[0].curg = 2
        rt.gopreempt_m(rt.allm[0], rt.allgs[2])
        return next((kind for kind in kinds(rt.trace) if kind in ("runnext", "runqput", "globrunqput")), "")
