"""What an M may have read without a lock: how the scheduler and each P stood at each step of a replay."""

from collections.abc import Iterable

from models.runtime.runtime import Runtime
from models.runtime.status import P_DEAD
from models.study.replay.past import Past, Progress, Queue, Sched

EVERYWHERE = {"procresize", "starttheworld", "stoptheworld", "worldstopped"}  # events that may change any P


def touches(e, procs: int) -> Iterable[int]:
    """The Ps that an event may have changed, of those that there are."""
    if e.kind in EVERYWHERE:
        return range(procs)
    named = e.p, getattr(e, "victim", None), getattr(e, "tp", None)
    return [p for p in named if p is not None and p < procs]


class Seen:
    """The past of a machine. now: the step that was taken last; moved and farthest: as in Explained."""

    def __init__(self, rt: Runtime):
        self.rt = rt
        self.progress = Progress()
        self.now = self.moved = self.farthest = 0
        self.needed = (rt.sched.needspinning, not rt.sched.needspinning)
        self.noted = {False: -1, True: -1}
        self.coming: set[int] = set()  # Ps that a rule has given to an M before the log shows it
        self.sched = Past(self.as_read())
        self.ps: dict[int, Past] = {}
        self.look(range(len(rt.allp)))

    def step(self, seq: int) -> int:
        """An event of the log is replayed; the step."""
        self.now += 1
        behind = self.progress.took(self.now, seq)
        self.moved += behind > 0
        self.farthest = max(self.farthest, behind)
        return self.now

    def look(self, ps: Iterable[int]) -> None:
        """Note how the scheduler stands, and these Ps."""
        self.sched.set(self.now, self.as_read())
        for p in ps:
            if p not in self.ps:
                self.ps[p] = Past(Queue(0, 0, 0, False, P_DEAD, 0, 0, False))
            self.ps[p].set(self.now, self.queue(self.rt.allp[p]))

    def as_read(self) -> Sched:
        """The scheduler as it is now."""
        s, procs = self.rt.sched, len(self.rt.allp)
        polling = s.poller is not None
        return Sched(s.nmspinning, s.npidle, len(s.runq), s.gcwaiting, procs, polling, *self.needed)

    def queue(self, pp) -> Queue:
        """A P as it is now."""
        rt = self.rt
        g = 0 if pp.m is None or pp.id in self.coming else rt.allm[pp.m].curg
        idle, calls = pp.id in rt.sched.pidle, rt.in_syscall(pp)
        return Queue(pp.runqhead, pp.runqtail, pp.runnext, idle, pp.status, g, pp.schedtick, calls)

    def note_needed(self, since: int, needed: bool) -> None:
        """An M has noted whether one is needed that spins, at that step or later. If another has noted the
        other since, nobody knows who was first: both may be read.
        """
        unsure = self.noted[not needed] >= since
        self.rt.sched.needspinning = needed
        self.needed = (needed or unsure, not needed or unsure)
        self.noted[needed] = self.now
