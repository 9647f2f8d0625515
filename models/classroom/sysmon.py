"""The exercises of the chapter on system calls, sysmon and preemption, from its pauses to a changed rule.

Every right answer comes from the rules of models/runtime themselves.
"""

from collections.abc import Callable
from random import Random

from models.program.watched import WRITE
from models.runtime import sysmon
from models.runtime.goroutine import go, log, work
from models.runtime.machine import Machine, logged
from models.runtime.runtime import RULES, Runtime, replaced
from models.runtime.state import G, M
from models.runtime.status import G_RUNNABLE, G_RUNNING, G_SYSCALL, P_IDLE
from models.runtime.syscall import syscall
from models.runtime.sysmon import MS, SYSMON, US
from models.runtime.waitgroup import waitgroup, wg_add, wg_done, wg_wait
from models.study.runs import START_TICK

from .exercise import Exercise, Function, Prediction, under
from .sysmon_beliefs import BACK, FIRST_DONE, LOG, PAUSES, SLICE, WAYS

NOW = 10**9  # a time at which nothing is new any more


# The pauses.

def pause(idle: int, delay: int) -> int:
    """How long sysmon sleeps before its next look, both in µs."""
    return sysmon.sysmon_pause(Runtime(1), idle, delay * US) // US


def pause_cases(luck: Random) -> list[tuple]:
    return [(0, 10_000), (luck.randint(2, 40), 20), (50, 20), (51, 20), (luck.randint(53, 56), 160),
            (60, 10_000),
            (57, 5_120), (luck.randint(61, 900), 7_000)]


def looks_problem(luck: Random) -> dict:
    return {"looks": luck.randint(53, 59)}


def pauses(problem: dict, rules: dict) -> tuple:
    """The pause before the look of this number, counted from the last take, and when that look is, in µs."""
    rt, delay, t = Runtime(1, rules=rules), 0, 0
    for idle in range(problem["looks"]):
        delay = rt.sysmon_pause(idle, delay)
        t += delay
    return delay // US, t // US


# What becomes of a P.

def fate(same_call: bool, slice_over: bool, queue: int, others: int, ms: int) -> str:
    """What sysmon does with the P of a G that is in a system call: "note" the call, "leave" the P, or take it
    and have an M "run" what stands in its queue, have one "spin" on it, or lay it aside, "idle".
    """
    rt = Runtime(2)
    rt.now = NOW
    rt.allgs.append(G(1, G_SYSCALL, goid=1, m=0))
    rt.frames.append(None)
    rt.allm[0].curg = 1
    rt.sched.pidle.clear()
    rt.sched.nmspinning = others
    pp = rt.allp[0]
    pp.runqtail, pd = queue, pp.sysmontick
    pd.schedtick, pd.schedwhen = pp.schedtick, NOW - 10 * MS * slice_over
    pd.syscalltick, pd.syscallwhen = pp.syscalltick - (not same_call), NOW - ms * MS
    before = pd.syscalltick
    if not rt.retake_p(M(SYSMON), pp):
        return "leave" if pd.syscalltick == before else "note"
    started = [event for event in rt.trace if event[0] == "startm"]
    return "idle" if not started else "spin" if started[0][6] else "run"


def fate_cases(luck: Random) -> list[tuple]:
    own = [(luck.random() < .7, luck.random() < .3, luck.choice((0, 0, 3)), luck.choice((0, 1, 2)),
            luck.choice((1, 4, 10, 12))) for _ in range(4)]
    return [(True, False, 1, 1, 1), (False, False, 1, 1, 3), (True, False, 0, 1, 4), (True, False, 0, 0, 4),
            (True, False, 0, 2, 10), (False, True, 2, 0, 1), (False, True, 0, 1, 3), (True, False, 2, 0, 12),
            *own]


# Where a G goes that comes back.


def back(taken: bool, old_in_call: bool, idle: int) -> str:
    """Where a G runs on, or waits, after its system call. The P it had is P0."""
    rt = Runtime(3)
    mp, other = rt.allm[0], rt.newm()
    mp.oldp, mp.curg = 0, 1
    for g, m in ((1, 0), (2, 1)):
        rt.allgs.append(G(g, G_RUNNING, goid=g, m=m))
        rt.frames.append(None)
    rt.sched.pidle[:] = list(range(3 - idle, 3))
    if taken:
        rt.releasep(mp)
        rt.wirep(other, rt.allp[0])
        other.curg, rt.allgs[2].status = 2, G_SYSCALL if old_in_call else G_RUNNING
    return dict(zip(("kept", "old", "idle", "none"), WAYS))[rt.exitsyscall_p(mp)]


def back_problem(luck: Random) -> dict:
    """Four calls, one for each way, in the student's own order."""
    cases = [{"taken": False, "old_in_call": False, "idle": luck.randint(0, 2)},
             {"taken": True, "old_in_call": True, "idle": luck.randint(0, 2)},
             {"taken": True, "old_in_call": False, "idle": luck.randint(1, 2)},
             {"taken": True, "old_in_call": False, "idle": 0}]
    luck.shuffle(cases)
    return {"calls": cases}


def ways(problem: dict, rules: dict) -> list:
    return [back(**call) for call in problem["calls"]]


# Time slices.

def slice_problem(luck: Random) -> dict:
    return {"begins": luck.randint(1, 90) / 10, "looks": list(range(0, 60, 10))}


def asked_at(problem: dict, rules: dict) -> tuple:
    """When sysmon notes a slice, when it asks the G to stop, and how long the slice has lasted, in ms."""
    rt = Runtime(1, rules=rules)
    pp, begins = rt.allp[0], problem["begins"]
    noted = min(look for look in problem["looks"] if look >= begins)
    for look in problem["looks"]:
        pp.schedtick, rt.now = int(look >= begins), look * MS
        if rt.slice_over(pp):
            return noted, look, round(look - begins, 1)
    raise AssertionError("sixty milliseconds are enough for any slice")


# Read a log of real Go.

def log_problem(luck: Random) -> dict:
    """What a recording tells of one P: who ran on it and who was in the kernel, in µs."""
    t = luck.randint(100, 300)
    m, old, g, other = luck.randint(2, 5), luck.choice((0, 6)), luck.randint(6, 9), luck.randint(10, 20)
    times = [t, t + luck.randint(90, 250)]
    times += [times[1] + luck.randint(15, 60)]
    times += [t + luck.randint(3, 9) * 1000]
    times += [times[2] + luck.randint(10_100, 19_000)]
    times += [times[4] + luck.randint(20, 90)]
    what = (f"M{old} P0 entersyscall G{g}", "M1 retake P0", f"M{m} P0 execute G{other}",
            f"M{old} exitsyscall G{g} none", f"M1 preempt P0 G{other}", f"M{m} P0 execute G{g}")
    return {"log": [f"{at:>6} µs  {line}" for at, line in zip(times, what)]}


def read_log(problem: dict, rules: dict) -> tuple:
    """How long the P lay idle, how long the call took, and how long its G waited for a P, in µs."""
    enter, _, runs, leaves, _, again = (int(line.split()[0]) for line in problem["log"])
    return runs - enter, leaves - enter, again - leaves


# Change a rule.

def shout(wg: int, calls: int):
    """Make short system calls, one after another."""
    for _ in range(calls):
        yield work(47 * US)
        yield syscall(WRITE)
    yield wg_done(wg)


def shouting(callers: int, calls: int):
    """So many goroutines do that, and main waits."""
    wg = yield waitgroup()
    yield wg_add(wg, callers)
    for _ in range(callers):
        yield go(shout, wg, calls)
    yield wg_wait(wg)


def retakes(rule: Callable, callers: int, calls: int) -> int | None:
    """How often a P is taken from those goroutines on one P, when this is how sysmon looks at it; None for a
    rule that does nothing yet.
    """
    answers = set()

    def tried(rt, mp, pp) -> bool:
        answers.add(answer := rule(rt, mp, pp))
        return bool(answer)
    rt = Runtime(1, schedtick=START_TICK, rules=replaced(retake_p=tried))
    Machine(rt, shouting, callers, calls).run()
    taken = sum(event[0] == "retake" for event in rt.trace)
    return None if answers == {None} and not taken else taken


def impatient(rt, mp, pp) -> bool:
    """retake_p, but a P is taken at the first look."""
    if rt.slice_over(pp):
        rt.preemptone(mp, pp)
    if not rt.in_syscall(pp):
        return False
    rt.takeP(mp, pp, P_IDLE)
    rt.handoffp(mp, pp)
    return True


def impatient_right(callers: int, calls: int) -> int:
    return retakes(impatient, callers, calls)


def impatient_cases(luck: Random) -> list[tuple]:
    return [(luck.randint(2, 4), luck.randint(20, 40)), (2, 12), (3, 60)]


def hog(wg: int, name: str, ms: int):
    """Compute without a call, and say so when that is done."""
    yield work(ms * MS)
    yield log(name)
    yield wg_done(wg)


def hogs(long: int, short: list[int]):
    """One goroutine that computes for long ms, and others that take less; main waits."""
    wg = yield waitgroup()
    yield wg_add(wg, 1 + len(short))
    for i, ms in enumerate(short):
        yield go(hog, wg, f"short {i}", ms)
    yield go(hog, wg, "long", long)
    yield wg_wait(wg)


def order_with(rule: Callable, long: int, short: list[int]) -> list[str] | None:
    """The order in which they finish on one P, when a G that was asked to stop does this; None for a rule
    that does nothing yet.
    """
    nothing = []

    def tried(rt, mp, gp) -> None:
        rule(rt, mp, gp)
        if mp.curg == gp.id:  # it still has its M
            nothing.append(gp.id)
    rt = Runtime(1, schedtick=START_TICK, rules=replaced(gopreempt_m=tried))
    Machine(rt, hogs, long, short).run(100_000)
    return None if nothing else logged(rt.trace)


def next_again(rt, mp, gp) -> None:
    """gopreempt_m, but the G takes runnext on its own P."""
    rt.casgstatus(gp, G_RUNNING, G_RUNNABLE)
    rt.dropg(mp)
    rt.emit("gopreempt", mp.id, mp.p, gp.id)
    rt.runqput(rt.allp[mp.p], gp, next=True)


def stopping_right(long: int, short: list[int]) -> list[str]:
    return order_with(next_again, long, short)


def stopping_cases(luck: Random) -> list[tuple]:
    return [(luck.randint(50, 80), [luck.randint(3, 9) for _ in range(luck.randint(2, 3))]), (45, [2]),
            (60, [25, 5])]


def first_problem(luck: Random) -> dict:
    return {"long": luck.randint(5, 9) * 10, "short": [luck.randint(1, 4) for _ in range(luck.randint(2, 4))]}


def never_asked(rt, mp, pp) -> bool:
    """preemptone, but nobody is asked."""
    return False


def first_done(problem: dict, rules: dict) -> tuple:
    """When the first of the short ones is done, in ms: with Go's rules, and if nothing can stop a loop."""
    return first_short(problem, rules), first_short(problem, rules | {"preemptone": never_asked})


def first_short(problem: dict, rules: dict) -> float:
    """When the first of the short ones is done, in ms."""
    rt = Runtime(1, schedtick=START_TICK, rules=rules)
    Machine(rt, hogs, problem["long"], problem["short"]).run()
    return next(event[1] for event in rt.trace if event[0] == "log" and event[5] != "long") / MS


def time_is_shared(problem: dict) -> tuple:
    """One who thinks that loops share the time in any case, as threads do."""
    return (first_short(problem, RULES),) * 2


def parts(exercise: str, *names: str) -> tuple[str, ...]:
    return tuple(f"exercise.sysmon.{exercise}.{name}" for name in names)


EXERCISES: dict[str, Exercise] = {
    "pauses": Prediction(looks_problem, pauses, parts("pauses", "pause", "time"),
                         {name: under(pauses, replaced(sysmon_pause=rule)) for name, rule in PAUSES.items()}),
    "pause": Function(pause, pause_cases),
    "fate": Function(fate, fate_cases),
    "back": Prediction(back_problem, ways, beliefs=BACK),
    "slice": Prediction(slice_problem, asked_at, parts("slice", "noted", "asked", "lasted"), SLICE),
    "log": Prediction(log_problem, read_log, parts("log", "idle", "call", "waits"), LOG),
    "impatient": Function(impatient_right, impatient_cases, retakes),
    "next-again": Function(stopping_right, stopping_cases, order_with),
    "first-done": Prediction(first_problem, first_done, parts("first-done", "go", "off"),
                             {"loop-cannot-stop": under(first_done, replaced(preemptone=never_asked)),
                              "kernel-switches-goroutines": time_is_shared, **FIRST_DONE}, tolerance=.02),
}
