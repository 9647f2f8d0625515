"""The machine of a replay: the model's own Runtime, in the state in which a recording begins."""

from collections import defaultdict, deque
from collections.abc import Callable

from models.runtime.constants import BY_RELEASE
from models.runtime.runtime import Runtime
from models.runtime.state import G, M, P
from models.runtime.status import G_DEAD, G_RUNNING, G_SYSCALL, P_GCSTOP
from models.study.replay.rules import in_steps


class Gs(dict):
    """The Gs by their ids; one that has not been seen is dead."""

    def __missing__(self, g: int) -> G:
        self[g] = G(g, G_DEAD, goid=g, stack=2048)
        return self[g]


def machine(start: dict, release: str, rules: dict[str, Callable]) -> Runtime:
    """The machine at the start: the world is stopped, and the M that runs main has stopped it."""
    rt = Runtime(len(start["ps"]), const=BY_RELEASE[release], rules=in_steps(rules))
    rt.state.main_started = True
    rt.allgs, rt.frames = Gs({0: None}), defaultdict(lambda: None)
    rt.allm[:] = [M(id=m) for m in range(start["mnext"])]
    rt.allp[:] = [_p(p, rt.const.runq_size) for p in start["ps"]]
    _sched(rt.sched, start)
    for g in start["gs"]:
        rt.allgs[g["id"]] = G(g["id"], g["status"], goid=g["id"], lockedm=g["lockedm"], stack=2048)
    for m in start["ms"]:
        _m(rt, m)
    return rt


def _sched(sched, start: dict) -> None:
    """What all share."""
    sched.pidle.clear()
    sched.gcwaiting, sched.stopwait = True, 0
    sched.runq = deque(start["runq"])
    sched.midle[:] = start["idle_ms"]
    sched.nmspinning, sched.needspinning = start["nmspinning"], bool(start["needspinning"])
    if start["polling"]:
        sched.poller = next((m["id"] for m in start["ms"] if m["does"] == "polls"), None)


def _p(p: dict, size: int) -> P:
    """A P."""
    made = P(p["id"], [0] * size, p["head"], p["tail"], p["runnext"], p["schedtick"], P_GCSTOP, p["m"],
             syscalltick=p["syscalltick"], oldm=p["oldm"])
    for i, g in enumerate(p["ring"], p["head"]):
        made.runq[i % size] = g
    return made


def _m(rt, m: dict) -> None:
    """An M, and the G on it."""
    mp = rt.allm[m["id"]]
    mp.curg, mp.lockedg, mp.lockedExt = m["curg"], m["lockedg"], m["locks"]
    mp.errand = "stoplockedm" if mp.lockedg else ""
    mp.oldp, mp.syscalltick = m["oldp"], m["syscalltick"]
    mp.p = next((pp.id for pp in rt.allp if pp.m == mp.id), None)
    if mp.curg:
        gp = rt.allgs[mp.curg]
        gp.m, gp.status = mp.id, G_RUNNING if m["does"] == "runs" else G_SYSCALL
