"""What lets several Ms act: either a clock, or a chooser who may pick any M that is not asleep."""

from collections import deque
from heapq import heappop, heappush

from .runtime import Runtime
from .status import GStatus

MAIN = 1


class Machine:
    """A program on a runtime, step by step. An M's step ends where it yields.

    With durations the M whose step ends first acts next (ties: who came first). Without, each
    step asks choose("m", awake), so a chooser can play every interleaving of the Ms.

    cpus: how many Ms the operating system lets act at once (0: all that are awake). The others
    wait in line for a thread to sleep, or to have run for the table's "os slice".

    ending: "" while it runs; then "END" (main returned), "DEADLOCK" (nobody can go on) or
    "LIMIT" (max_steps are over).
    """

    def __init__(self, rt: Runtime, main, *args, cpus: int = 0):
        if cpus < 0:
            raise ValueError(f"cpus is {cpus}; it is 1 or more, or 0 for no limit")
        self.rt = rt
        self.cpus = cpus
        self.ending = ""
        self.steps = 0
        self.serial = 0
        self.clock: list[tuple[int, int, int]] = []
        self.on_cpu: dict[int, int] = {}
        self.off_cpu: deque[int] = deque()
        self.ms: dict[int, object] = {}
        rt.runqput(rt.allp[0], rt.newproc1(main, args), next=True)
        self.begin(0, 0)

    def begin(self, m: int, at: int) -> None:
        """M m will act at time `at`."""
        if m not in self.ms:
            self.ms[m] = self.rt.mstart(self.rt.allm[m])
        self.serial += 1
        heappush(self.clock, (at, self.serial, m))

    def next_m(self) -> int:
        """The M that acts now; the clock moves to its time."""
        if not self.rt.durations:
            awake = sorted(m for _, _, m in self.clock)
            m = self.rt.choose("m", awake)
            self.clock = [entry for entry in self.clock if entry[2] != m]
            return m
        self.rt.now, _, m = heappop(self.clock)
        while not self.has_cpu(m):
            self.off_cpu.append(m)
            self.rt.now, _, m = heappop(self.clock)
        return m

    def has_cpu(self, m: int) -> bool:
        """Whether m may act now: its turn on its CPU is not over, or it gets a free CPU."""
        if m in self.on_cpu:
            return not self.turn_over(m)
        if self.cpus and len(self.on_cpu) == self.cpus:
            return False
        self.on_cpu[m] = self.rt.now
        return True

    def turn_over(self, m: int) -> bool:
        """Whether m has had its CPU for an "os slice" and another waits, who then gets it."""
        turn = max(self.rt.durations.get("os slice", (0,)))
        over = bool(self.off_cpu and turn and self.rt.now - self.on_cpu[m] >= turn)
        if over:
            self.leave_cpu(m)
        return over

    def leave_cpu(self, m: int) -> None:
        """m leaves its CPU, if it has one, to the M that has waited longest."""
        self.on_cpu.pop(m, None)
        if self.off_cpu:
            longest = self.off_cpu.popleft()
            self.on_cpu[longest] = self.rt.now
            self.begin(longest, self.rt.now)

    def step(self) -> bool:
        """Let one M act once; False when the program has ended."""
        if self.ending:
            return False
        rt, m = self.rt, self.next_m()
        rt.spent = 0
        pause = next(self.ms[m])
        self.steps += 1
        if rt.allgs[MAIN].status == GStatus.DEAD:
            self.ending = "END"
            return False
        if pause == "notesleep":
            self.leave_cpu(m)
        else:
            rt.spend(pause)
            self.begin(m, rt.now + rt.spent)
        self.wake()
        if not self.clock:
            self.ending = "DEADLOCK"
        return not self.ending

    def wake(self) -> None:
        """The Ms that this step woke begin after the time a wake-up, or a new thread, takes."""
        rt, spent = self.rt, self.rt.spent
        for m in rt.woken:
            rt.spent = 0
            rt.spend("wakeup" if m in self.ms else "newm")
            self.begin(m, rt.now + spent + rt.spent)
        rt.woken.clear()

    def run(self, max_steps: int = 10_000_000) -> str:
        """Run to the end; return how it ended."""
        while self.step():
            if self.steps >= max_steps:
                self.ending = "LIMIT"
        return self.ending


def logged(trace: list[tuple]) -> list:
    """The program's own output, in the order it was written."""
    return [event[5] for event in trace if event[0] == "log"]
