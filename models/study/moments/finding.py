"""One M's search for work, look by look: how findRunnable goes, from a state that one may choose.

    found = found_by(Stand(ring=3, late=1), seed=1)

M1 has P1 and looks for Gs until it sleeps; each G that it finds ends at once. M0 and M2 compute all the
while, on P0 and P2. What M1 looks at is in the trace as `look` events: those of the model's rules, and here
one for each look at which these are silent.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from models.runtime.machine import ASLEEP
from models.runtime.runtime import RULES, Runtime
from models.runtime.timer import Timer

from ..choosers import seeded

PROCS, SEARCHER = 3, 1       # M1 searches, with P1
NOW, NEVER = 1_000, 10**15   # in nanoseconds: some time, and one that does not come
LOADED, TIMED = 0, 2         # the P that has Gs to steal, and the one that has a timer


class Stand(NamedTuple):
    """How things stand when M1 begins.

    tick: P1's schedtick. own: Gs in P1's ring. glob: Gs in the global queue. network: Gs for whom data has
    come; one more waits for data that does not come. ring: Gs in P0's ring. timer: whether a timer of P2 is
    due. late: whether P0's G starts another one while M1 is about to give up.
    """

    tick: int = 60
    own: int = 2
    glob: int = 2
    network: int = 1
    ring: int = 3
    timer: int = 1
    late: int = 1


def ends():
    """The code of a G that has nothing to do."""
    return
    yield


def looking(rules: dict[str, Callable] = RULES) -> dict[str, Callable]:
    """These rules, with a look in the trace for each check of findRunnable's that has none."""
    def look(rt, mp, where: str, arg: object = None) -> None:
        rt.emit("look", mp.id, mp.p, where, arg)

    def poll_network(rt, mp):
        look(rt, mp, "network")
        return rules["poll_network"](rt, mp)

    def may_spin(rt, mp) -> bool:
        answer = rules["may_spin"](rt, mp)
        look(rt, mp, "spin", mp.spinning)
        return answer

    def steal_order(rt) -> list[int]:
        order = rules["steal_order"](rt)
        look(rt, rt.allm[SEARCHER], "try", tuple(order))
        return order

    def timers_check(rt, mp, pp) -> bool:
        if pp.timers:
            look(rt, mp, "timers", pp.id)
        return rules["timers_check"](rt, mp, pp)

    def give_up_p(rt, mp):
        look(rt, mp, "again")
        return (yield from rules["give_up_p"](rt, mp))

    def poll_or_stop(rt, mp, pp, spun: bool):
        look(rt, mp, "sleep")
        return (yield from rules["poll_or_stop"](rt, mp, pp, spun))
    return rules | {f.__name__: f for f in (poll_network, may_spin, steal_order, timers_check, give_up_p,
                                            poll_or_stop)}


def standing_so(stand: Stand, seed: int, rules: dict[str, Callable] = RULES) -> Runtime:
    """The machine when M1 begins: each P has its M, and M0 and M2 run a G. Its trace is empty."""
    rt = Runtime(PROCS, choose=seeded(seed), rules=looking(rules))
    rt.state.main_started, rt.now = True, NOW
    rt.sched.pidle.clear()
    for pp in rt.allp[1:]:
        rt.acquirep(rt.newm(), pp)
    for p in (LOADED, TIMED):
        rt.execute(rt.allm[p], rt.newproc1(rt.allp[p], ends), False)
    for p, n in ((SEARCHER, stand.own), (LOADED, stand.ring)):
        for _ in range(n):
            rt.runqput(rt.allp[p], rt.newproc1(rt.allp[p], ends), next=False)
    rt.globrunqputbatch([rt.newproc1(rt.allp[0], ends).id for _ in range(stand.glob)])
    rt.sched.netpoll_inited = True
    for when in [NOW] * stand.network + [NEVER]:
        rt.netpollblockcommit(rt.newproc1(rt.allp[0], ends, parked=True, reason="IO wait"), when)
    if stand.timer:
        gp = rt.newproc1(rt.allp[TIMED], ends, parked=True, reason="sleep")
        rt.addHeap(rt.allp[TIMED], Timer(when=NOW, arg=gp.id))
    rt.allp[SEARCHER].schedtick = stand.tick
    rt.trace.clear()
    return rt


def found_by(rt: Runtime, late: bool) -> list[tuple]:
    """The trace of M1's search, up to where it sleeps."""
    for pause in search(rt):
        where = rt.trace[-1][4] if rt.trace[-1][0] == "look" else ""
        if where == "again" and late:
            late = False
            rt.newproc_on_g0(rt.allm[LOADED], ends)
        elif pause == "usleep":
            rt.emit("look", SEARCHER, SEARCHER, "pause", rt.trace[-1][5][1])
    return rt.trace


def search(rt: Runtime) -> Iterator[str]:
    """M1 runs its loop; each pause in which others may act, up to where it sleeps."""
    for pause in rt.schedule(rt.allm[SEARCHER]):
        if pause in ASLEEP:
            return
        yield pause
