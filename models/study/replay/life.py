"""The life of an M, as replay sees it: what it may do after what it has done.

It is Go's schedule loop told as a generator that waits for M's events. Each of its parts is carried out by
the model's rule of that name. Where Go decides by what it has read without a lock, the next event shows how
it decided, and the model's rule must decide so in a state that the M may have read (rulings.py).
"""

from models.study.replay import queues, waking
from models.study.replay.goroutine import (
    coroswitch, goexit, gopreempt, gosched, goyield, park_m, preemptpark)
from models.study.replay.handoff import handoffp
from models.study.replay.locked import lock_os_thread, unlock_os_thread
from models.study.replay.network import TIMERS, injectglist, polled
from models.study.replay.preempt import retake, slice_over, take_for_all
from models.study.replay.schedule import schedule
from models.study.replay.syscall import entersyscall, entersyscallblock, exitsyscall
from models.study.replay.waking import reserve, wakep, woken
from models.study.replay.why import why
from models.study.replay.world import start_the_world, stop_the_world


def life(m, does: str):
    """All that M m ever does. does: what it does when the recording begins."""
    yield from BEGINNINGS[does](m)
    while True:
        if m.mp.curg:
            yield from run(m)
        else:
            yield from schedule(m)


def run(m):
    """What the G on m does, until it leaves."""
    while m.mp.curg:
        yield from DOES.get(m.kind, lost)(m)


def lost(m):
    """Nothing that the log has next is in place here."""
    yield from m.rests()


# What an M was doing when the recording began.

def begins(m):
    """There was no such M: the thread begins, and takes the P that it was made for."""
    e = yield from m.takes("mstart", lambda e: (m.id < len(m.rt.allm) and m.mp.nextp is not None) or
                           why("not-made", m=m.id))
    agenda, _ = m.world.carry_out("mstart", m.mp)
    m.agrees(e, agenda)
    yield from m.finishes(agenda[1:])


def nothing(m, mp=None):
    """It runs its G, or waits for that, or goes on with its life."""
    yield from ()


def watches(m):
    """It is sysmon: it asks Gs to stop whose time is over, takes Ps back from system calls, and looks at the
    network.
    """
    sliced = None
    while True:
        if m.kind == "slice":
            sliced = yield from slice_over(m)
        elif m.kind == "called":
            yield from retake(m, sliced)
        elif m.kind == "injectglist":
            yield from injectglist(m)
        else:
            yield from lost(m)


BEGINNINGS = {"begins": begins, "runs": nothing, "sleeps": woken, "in a system call": exitsyscall,
              "waits for its G": nothing, "polls": polled, "watches": watches}
# Kind of event -> what an M with a G does then.
DOES = TIMERS | {
    "gopark": park_m, "gosched": gosched, "gopreempt": gopreempt, "goyield": goyield, "goexit": goexit,
    "preemptpark": preemptpark, "coroswitch": coroswitch, "lockosthread": lock_os_thread,
    "unlockosthread": unlock_os_thread, "entersyscall": entersyscall, "entersyscallblock": entersyscallblock,
    "stoptheworld": stop_the_world, "procresize": start_the_world, "retake": take_for_all,
    "mreserve": reserve, "runqdrain": queues.runqdrain}
# What the model's rules leave for later (rules.py).
STEPS = {
    "runqput": queues.runqput, "runqputbatch": queues.runqputbatch, "globrunqput": queues.globrunqput,
    "globrunqputbatch": queues.globrunqputbatch, "wakep": wakep, "startm": waking.startm,
    "start_idle": waking.start_idle, "handoffp": handoffp, "releasep": waking.releasep,
    "wake_with_p": waking.wake_with_p, "schedule": nothing}
