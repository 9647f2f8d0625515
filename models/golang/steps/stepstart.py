"""How everything stood when a log of steps was opened: what a replay begins with."""

from collections.abc import Iterable

from models.golang.overlay.decode import NOBODY, SYSMON, Record
from models.golang.toolchain import ToolchainError


def nobody(number: int) -> int | None:
    """An M's or P's id; None for nobody."""
    return None if number == NOBODY else number


def state_of(records: Iterable[Record]) -> dict:
    """The start; ToolchainError if it is not told whole."""
    try:
        return start_state(records)
    except (KeyError, ValueError):
        raise ToolchainError("the log does not say how the run began: record it again") from None


def start_state(records: Iterable[Record]) -> dict:
    """The world was stopped then, by main's M."""
    of: dict[str, list[Record]] = {}
    for record in records:
        of.setdefault(record.kind, []).append(record)
    sched, = of["StartSched"]
    queue, = of["StartQueue"]
    idle = [r.args[0] for r in of.get("StartIdle", [])]
    return {"mnext": sched.args[0], "nmspinning": sched.args[1], "needspinning": sched.args[2],
            "polling": sched.args[3], "runq": queue.more[:queue.args[0]],
            "ps": [p_then(r) for r in of["StartP"]], "gs": [g_then(r) for r in of["StartG"]],
            "ms": [m_then(r, idle) for r in of["StartThread"]][::-1], "idle_ms": idle[::-1]}


def p_then(r: Record) -> dict:
    """A P, its ring from the head on, and the M that ran it last."""
    head, tail, schedtick, syscalltick, runnext, i, m, oldm, *_ = r.args
    return {"id": i, "head": head, "tail": tail, "schedtick": schedtick, "syscalltick": syscalltick,
            "runnext": runnext, "m": nobody(m), "oldm": nobody(oldm), "ring": r.more[:tail - head]}


def g_then(r: Record) -> dict:
    """A G that was neither dead nor in the making. preempt: somebody had asked it to stop."""
    goid, status, m, lockedm, preempt, *_ = r.args
    return {"id": goid, "status": status, "m": nobody(m), "lockedm": nobody(lockedm), "preempt": preempt}


def m_then(r: Record, idle: list[int]) -> dict:
    """An M, and what it was doing."""
    m, has_p, curg, lockedg, oldp, syscalltick, locks, *_ = r.args
    return {"id": m, "does": doing(m, has_p, curg, lockedg, idle), "curg": curg, "lockedg": lockedg,
            "oldp": nobody(oldp), "syscalltick": syscalltick, "locks": locks}


def doing(m: int, has_p: int, curg: int, lockedg: int, idle: list[int]) -> str:
    """What an M was doing, as models/study/replay/life.py names it.

    Of those that have no P and no G one sleeps in the network poller, if anybody does, and the others never
    do anything that is logged.
    """
    if m == SYSMON:
        return "watches"
    if has_p:
        return "runs"
    if m in idle:
        return "sleeps"
    if curg:
        return "in a system call"
    return "waits for its G" if lockedg else "polls"
