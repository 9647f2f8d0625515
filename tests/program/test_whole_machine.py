"""Whole machines under random programs, on one P and on several: at any moment every goroutine is in one
place, and what goes into channels and semaphores is what comes out or is still there.
"""

import gc
from collections import Counter
from random import Random

import pytest

from models.program.generate import KINDS, generate
from models.program.run import Run
from models.runtime.cond import Cond
from models.runtime.hchan import Hchan
from models.runtime.status import G_DEAD, G_RUNNABLE, G_RUNNING, G_WAITING

FEW = [kind for kind in KINDS if kind != "many"]
SEEDS = 60


def started(kind: str, seed: int, procs: int) -> Run:
    """A run of a random program; the seed chooses what is left to chance, too."""
    random = Random(seed)
    return Run(generate(kind, seed), lambda what, options: random.choice(options), procs=procs,
               traced=True)


def queued(rt) -> list[int]:
    """The Gs on the run queues."""
    rings = [pp.runq[i % len(pp.runq)] for pp in rt.allp for i in range(pp.runqhead, pp.runqtail)]
    return [*rings, *(pp.runnext for pp in rt.allp if pp.runnext), *rt.sched.runq]


def nodes(node) -> list:
    """All nodes of a semaphore's tree."""
    return [node, *nodes(node.prev), *nodes(node.next)] if node is not None else []


def waiting(rt) -> list[int]:
    """The Gs that stand in wait queues, once each, however many cases a select has. One whose select
    has been met by another already waits no more, though it has not run yet and so stands there still.
    """
    found, selecting = [], set()
    for thing in rt.heap[1:]:
        if isinstance(thing, Hchan):
            sudogs = [*thing.recvq, *thing.sendq]
            selecting |= {sg.g for sg in sudogs if sg.is_select and not rt.allgs[sg.g].select_done}
            found += [sg.g for sg in sudogs if not sg.is_select]
        if isinstance(thing, Cond):
            found += [sg.g for sg in thing.notify.sudogs]
    for root in rt.state.semtable.values():
        found += [sg.g for node in nodes(root.treap) for sg in node.sudogs]
    return [*found, *selecting]


def free(rt) -> list[int]:
    """The dead Gs that wait to be used again."""
    lists = [*(pp.gfree for pp in rt.allp), rt.sched.gfree_stack, rt.sched.gfree_nostack]
    return [g for each in lists for g in each]


def misplaced(rt) -> list[str]:
    """What is wrong with where the Gs are, a sentence each."""
    places = {"queued": Counter(queued(rt)), "waiting": Counter(waiting(rt)),
              "free": Counter(free(rt)),
              "running": Counter(mp.curg for mp in rt.allm if mp.curg)}
    belongs = {G_RUNNABLE: {"queued"}, G_RUNNING: {"running"}, G_WAITING: {"waiting"},
               G_DEAD: {"free"}}
    wrong = []
    for gp in rt.allgs[1:]:
        there = {name for name, gs in places.items() if gs[gp.id]}
        if there - belongs[gp.status] or any(places[name][gp.id] > 1 for name in there):
            wrong.append(f"g{gp.id} with status {gp.status} is {', '.join(sorted(there))}")
        if not there and gp.status in (G_RUNNING, G_DEAD):
            wrong.append(f"g{gp.id} with status {gp.status} is nowhere")
    return wrong


def in_hand(rt, machine) -> set[int]:
    """Gs that an M has taken off a queue and has not run yet."""
    got = {}
    for event in rt.trace:
        if event[0] in ("getnext", "runqget", "globrunqget"):
            got[event[3]] = event[4]
        elif event[0] in ("globrunqgetbatch",):
            got[event[3]] = event[4][0]
        elif event[0] == "runqgrab":
            got[event[3]] = event[6][-1]
        elif event[0] == "grabnext":
            got[event[3]] = event[5]
        elif event[0] == "execute":
            got.pop(event[3], None)
    return set(got.values())


@pytest.mark.parametrize("procs", [1, 3])
@pytest.mark.parametrize("kind", FEW)
def test_at_any_moment_every_goroutine_is_in_one_place(kind, procs):
    for seed in range(SEEDS // procs):
        run = started(kind, seed, procs)
        rt = run.machine.rt
        while run.machine.step():
            assert misplaced(rt) == [], f"{kind} {seed}"
            lost = [gp.id for gp in rt.allgs[1:] if gp.status == G_RUNNABLE
                    and gp.id not in queued(rt) and gp.id not in in_hand(rt, run.machine)]
            assert lost == [], f"{kind} {seed}"


@pytest.mark.parametrize("procs", [1, 3])
@pytest.mark.parametrize("kind", FEW)
def test_at_a_deadlock_nobody_could_go_on(kind, procs):
    """Whoever is left waits, in a queue or for ever on a nil channel; no queue holds anybody."""
    deadlocks = 0
    for seed in range(4 * SEEDS // procs):
        run = started(kind, seed, procs)
        if run.finish().ending == "DEADLOCK":
            deadlocks += 1
            rt = run.machine.rt
            assert queued(rt) == []
            assert {gp.status for gp in rt.allgs[1:]} <= {G_WAITING, G_DEAD}
            stuck = [gp for gp in rt.allgs[1:] if gp.status == G_WAITING and gp.id not in waiting(rt)]
            assert all("nil chan" in gp.waitreason or gp.waitreason == "select" for gp in stuck)
    assert deadlocks or kind in ("go", "panics")


@pytest.mark.parametrize("procs", [1, 3])
@pytest.mark.parametrize("kind", ["channels", "mixed"])
def test_what_goes_into_a_channel_comes_out_or_is_still_there(kind, procs):
    """In a run without panics, each value sent is received, in the buffer, or with a sender that waits."""
    counted = 0
    for seed in range(2 * SEEDS // procs):
        run = started(kind, seed, procs)
        outcome = run.finish()
        if outcome.ending not in ("END", "DEADLOCK"):
            continue
        for ch in (thing for thing in run.machine.rt.heap[1:] if isinstance(thing, Hchan)):
            assert 0 <= ch.qcount <= ch.dataqsiz
            assert sum(slot is not None for slot in ch.buf) == ch.qcount
            assert ch.sendx == (ch.recvx + ch.qcount) % max(ch.dataqsiz, 1)
            assert not (ch.sendq and ch.recvq) or all_in_selects(ch)
            assert not ch.sendq or ch.qcount == ch.dataqsiz
            assert not ch.recvq or ch.qcount == 0
            counted += 1
    assert counted > 20


def all_in_selects(ch: Hchan) -> bool:
    """Only one select may stand on both sides of a channel: it does not meet itself."""
    return all(sg.is_select for sg in [*ch.sendq, *ch.recvq]) and len(
        {sg.g for sg in [*ch.sendq, *ch.recvq]}) == 1


@pytest.mark.parametrize("procs", [1, 3])
@pytest.mark.parametrize("kind", ["locks", "sync", "mixed"])
def test_a_semaphore_s_waiters_are_counted(kind, procs):
    """nwait says how many stand in a root's tree, and nobody stands where a unit is left, at the end."""
    for seed in range(2 * SEEDS // procs):
        run = started(kind, seed, procs)
        run.finish()
        for root in run.machine.rt.state.semtable.values():
            assert root.nwait == sum(len(node.sudogs) for node in nodes(root.treap)), f"{kind} {seed}"


def test_a_goroutine_that_is_lost_is_noticed():
    """The checks can fail: a rule that forgets the kicked goroutine loses it."""
    run = started("go", 1, 1)
    rt = run.machine.rt
    while run.machine.step() and not queued(rt):
        pass
    rt.allp[0].runnext, lost = 0, rt.allp[0].runnext
    assert lost and lost not in queued(rt) and rt.allgs[lost].status == G_RUNNABLE
    rt.allgs[lost].status = G_DEAD
    assert misplaced(rt) == [f"g{lost} with status {G_DEAD} is nowhere"]


def test_a_run_leaves_the_search_for_garbage_as_it_was():
    assert gc.isenabled()
    started("go", 2, 1).finish()
    assert gc.isenabled()
    gc.disable()
    try:
        started("go", 2, 1).finish()
        assert not gc.isenabled()
    finally:
        gc.enable()
