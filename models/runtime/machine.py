"""What lets several Ms act: either a clock, or a chooser who may pick any M that is not asleep."""

import gc
from bisect import insort
from collections import deque
from heapq import heapify, heappop, heappush, heapreplace

from .fatal import Deadlock, Fatal, Panicked
from .runtime import Runtime
from .status import Throw
from .sysmon import SYSMON


STOPS = frozenset({"notesleep", "exit"})  # after these an M does not go on by itself
ASLEEP = frozenset({"notesleep", "netpoll", "stopnote"})  # until it is woken, or by its alarm
AWAY = frozenset({"netpoll", "stopnote", "syscall", "sysmon"})  # its thread is not on a CPU until then


class Machine:
    """A program on a runtime, step by step. An M's step ends where it yields.

    With durations, or with one P, the M whose step ends first acts next (ties: who came first).
    Else each step asks choose("m", awake), so a chooser can play every interleaving of the Ms. Then no
    time passes until all are asleep: if one of them sleeps with an alarm set, it goes on to that. There is
    no sysmon then, for all that it does depends on time.

    cpus: how many Ms the operating system lets act at once (0: all that are awake). The others
    wait in line for a thread to sleep, or to have run for the table's "os slice".

    ending: "" while it runs; then "END" (main returned), "DEADLOCK" (nobody can go on), "PANIC" or
    "FATAL" (with Go's words in `message`), or "LIMIT" (max_steps are over).
    """

    def __init__(self, rt: Runtime, main, *args, cpus: int = 0):
        if cpus < 0:
            raise ValueError(f"cpus is {cpus}; it is 1 or more, or 0 for no limit")
        self.rt = rt
        self.cpus = cpus
        self.ending = ""
        self.message = ""
        self.steps = 0
        self.serial = 0
        self.clock: list[tuple[int, int, int]] = []
        self.awake: list[int] = []
        self.on_cpu: dict[int, int] = {}
        self.off_cpu: deque[int] = deque()
        self.ms: dict[int, object] = {}
        self.by_clock = bool(rt.durations) or len(rt.allp) == 1
        if self.by_clock:
            rt.pauses = rt.durations
        rt.runqput(rt.allp[0], rt.newproc1(rt.allp[0], main, args), next=True)
        self.begin(0, 0)
        if self.by_clock:
            self.watch()

    def watch(self) -> None:
        """sysmon begins its rounds."""
        self.ms[SYSMON] = self.rt.sysmon()
        next(self.ms[SYSMON])
        self.begin(SYSMON, self.rt.spent)

    def begin(self, m: int, at: int) -> None:
        """M m will act at time `at`."""
        if m not in self.ms:
            self.ms[m] = self.rt.mstart(self.rt.allm[m])
        if self.by_clock or at > self.rt.now:
            self.serial += 1
            heappush(self.clock, (at, self.serial, m))
        else:
            insort(self.awake, m)

    def run(self, max_steps: int = 10_000_000) -> str:
        """Run to the end; return how it ended.

        Python looks for cycles of garbage among all that lives, and goroutines may live by the
        million: it does so only before and after a run.
        """
        collects = gc.isenabled()
        gc.disable()
        try:
            while self.step(max_steps):
                if self.steps >= max_steps:
                    self.ending = "LIMIT"
        finally:
            if collects:
                gc.enable()
        return self.ending

    def step(self, until: int = 0) -> bool:
        """Let Ms act until that many steps are done: one more than now, by default. False when the
        program has ended.
        """
        if self.ending:
            return False
        act = self.by_the_clock if self.by_clock else self.by_choice
        try:
            going = act(until or self.steps + 1)
        except Deadlock as dead:
            self.ending, self.message = "DEADLOCK", f"{dead.before}fatal error: {dead}"
        except Fatal as fatal:
            self.ending, self.message = "FATAL", f"{fatal.before}fatal error: {fatal}"
        except Panicked as panicked:
            self.ending, self.message = "PANIC", str(panicked)
        else:
            if self.rt.exited:
                self.ending = "END"
            elif not going:
                raise Throw("no M can go on, and checkdead has not seen it")
        return not self.ending

    def by_choice(self, until: int) -> bool:
        """The M that acts is chosen among those awake; False when all are asleep for good."""
        rt, awake, ms = self.rt, self.awake, self.ms
        while (awake or self.clock) and self.steps < until and not rt.exited:
            if not awake:
                self.jump()
            m = rt.choose("m", awake)
            rt.spent = 0
            self.steps += 1
            pause = next(ms[m])
            if pause in ASLEEP:
                awake.remove(m)
                if pause != "notesleep":
                    heappush(self.clock, (rt.now + rt.spent, self.steps, m))
            if rt.woken:
                self.wake()
        return bool(awake or self.clock)

    def jump(self) -> None:
        """All Ms are asleep, so time goes on to the first alarm."""
        self.rt.now, _, m = heappop(self.clock)
        self.awake.append(m)

    def by_the_clock(self, until: int) -> bool:
        """The M that acts is the one whose time comes first, as long as it needs no time; False
        when all are asleep.
        """
        rt, clock, ms, cpus, steps = self.rt, self.clock, self.ms, self.cpus, self.steps
        durations, pause = rt.durations, ""
        fixed = {step: options[0] for step, options in durations.items() if len(options) == 1}
        while clock and steps < until and pause != "exit":
            rt.now, _, m = clock[0]
            if cpus and not self.has_cpu(m):
                self.off_cpu.append(heappop(clock)[2])
                continue
            rt.spent = 0
            for pause in ms[m]:
                steps += 1
                if pause in fixed:
                    rt.spent += fixed[pause]
                    break
                if pause in durations:
                    rt.spend(pause)
                    break
                if rt.spent or rt.woken or pause in STOPS or steps == until:
                    break
            if pause == "notesleep":
                heappop(clock)
                self.leave_cpu(m)
            elif rt.spent:
                self.serial += 1
                heapreplace(clock, (rt.now + rt.spent, self.serial, m))
                if pause in AWAY:
                    self.leave_cpu(m)
            if rt.woken:
                self.wake()
        self.steps = steps
        return bool(clock)

    def has_cpu(self, m: int) -> bool:
        """Whether m may act now: its turn on its CPU is not over, or it gets a free CPU."""
        if m == SYSMON:  # it gets one at once, and needs it for next to nothing
            return True
        if m in self.on_cpu:
            return not self.turn_over(m)
        if len(self.on_cpu) == self.cpus:
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
        if self.on_cpu.pop(m, None) is not None and self.off_cpu:
            longest = self.off_cpu.popleft()
            self.on_cpu[longest] = self.rt.now
            self.begin(longest, self.rt.now)

    def wake(self) -> None:
        """The Ms that this step woke begin after the time a wake-up, or a new thread, takes; those whose work
        it has cut short, at once.

        The time is counted from when the note was set: whoever sets it is busy with that meanwhile.
        """
        rt = self.rt
        for m in rt.woken:
            if m in rt.cut_short:
                self.break_sleep(m, rt.now)
                continue
            rt.spent = 0
            rt.spend("wakeup" if m in self.ms else "newm")
            at = rt.noted.pop(m) + rt.spent
            if any(alarm[2] == m for alarm in self.clock):
                self.break_sleep(m, at)
            elif m not in self.off_cpu and m not in self.awake:  # else it is awake, or about to sleep
                self.begin(m, at)
        rt.woken.clear()
        rt.cut_short.clear()

    def break_sleep(self, m: int, at: int) -> None:
        """m sleeps with an alarm, and wakes at `at` if that does not wake it before."""
        for alarm in [alarm for alarm in self.clock if alarm[2] == m]:
            self.clock.remove(alarm)
            heapify(self.clock)
            self.begin(m, min(at, alarm[0]))


def logged(trace: list[tuple]) -> list:
    """The program's own output, in the order it was written."""
    return [event[5] for event in trace if event[0] == "log"]
