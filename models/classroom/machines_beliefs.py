"""What a learner may think of the life of a thread: what one who thinks so answers to the exercises."""

from models.study.printed.schedread import read
from models.study.printed.schedtrace import M


# Read what Go prints.

def ms_of(problem: dict) -> list[M]:
    """The Ms of the lines."""
    return [read(number, f"  {line}") for number, line in enumerate(problem["lines"], 1)]


def counted(ms: list[M], runs: int, sleeps: int | None = None) -> tuple:
    """The answer of one for whom so many run and so many sleep for want of work; all else is as it is."""
    calls = sum(mp.p is None and mp.curg is not None for mp in ms)
    idle = sum(mp.blocked and mp.lockedg is None for mp in ms)
    return runs, calls, sum(mp.spinning for mp in ms), idle if sleeps is None else sleeps


def p_runs(problem: dict) -> tuple:
    """One who thinks that an M with a P runs a goroutine."""
    ms = ms_of(problem)
    return counted(ms, sum(mp.p is not None for mp in ms))


def g_runs(problem: dict) -> tuple:
    """One who thinks that an M with a goroutine runs it."""
    ms = ms_of(problem)
    return counted(ms, sum(mp.curg is not None for mp in ms))


def blocked_is_idle(problem: dict) -> tuple:
    """One who thinks that whoever is blocked has nothing to do."""
    ms = ms_of(problem)
    runs = sum(mp.p is not None and mp.curg is not None for mp in ms)
    return counted(ms, runs, sum(mp.blocked for mp in ms))


# How many threads there are.

def nobody_sleeps(rt) -> None:
    """mget, but no M that sleeps is ever found."""
    return None


def only_for_a_goroutine(rt, mp, pp) -> None:
    """handoffp, but where no G could run, pp is laid aside."""
    if rt.runqempty(pp) and not rt.sched.runq:
        rt.lay_aside(mp, pp)
    else:
        rt.startm(mp, pp, spinning=False)


def idle_ends(problem: dict) -> tuple:
    """One who thinks that a thread ends when there is no work for it."""
    return 1, 0


# If nobody called the next one.

def each_go_wakes(problem: dict) -> tuple:
    """One who thinks that each go statement wakes a thread as long as a P is idle."""
    return problem["procs"], problem["procs"]


# Locked.

def end_unlocks(problem: dict) -> tuple:
    """One who thinks that the end of a goroutine unlocks its thread."""
    return 0, 0


def one_unlock_is_enough(problem: dict) -> tuple:
    """One who thinks that locks are not counted."""
    ended = sum(unlocks == 0 for _, unlocks in problem["pairs"])
    return ended, ended


def each_lock_makes(problem: dict) -> tuple:
    """One who thinks that a thread is made for each goroutine that locks one."""
    return sum(locks > unlocks for locks, unlocks in problem["pairs"]), len(problem["pairs"])


READ_DETAIL = {"machines-p-runs": p_runs, "machines-g-runs": g_runs,
               "machines-blocked-is-idle": blocked_is_idle}
WAVES = {"threads-m-ends": idle_ends}
QUIET = {"find-go-wakes": each_go_wakes}
LOCKS = {"machines-end-unlocks": end_unlocks, "machines-one-unlock": one_unlock_is_enough,
         "machines-lock-makes": each_lock_makes}
