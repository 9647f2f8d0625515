"""The wake-up protocol: whoever adds work wakes somebody, unless somebody is on the look-out already.

An M that looks for work in others' queues is spinning, and is counted in nmspinning. Who adds work
wakes another M only when nobody spins. So the last spinning M, when it gives up, has to say so first
and look at all queues once more: work that was added before it said so has woken nobody.

The words: nmspinning, needspinning, the idle Ps, the sleeping Ms, how many Ms there are, the
scheduler's lock, and a head and a tail for each P. A queue has no slots here: what is in them is
models/study/steps/runq.py's matter. What is done under the scheduler's lock is one step, where others see nothing of
it before the lock is free; where they can, the lock is kept in its word meanwhile.
"""

from collections.abc import Callable
from typing import NamedTuple

from ..explore import memory
from ..explore.explore import Step
from ..explore.memory import (
    BLANK, add, cas, end, load, load_atomic, own, park, start, store, store_rel, wake, write,
)

NMSPINNING, NEEDSPINNING, PIDLE, MIDLE, MCOUNT, LOCK = range(len(BLANK), len(BLANK) + 6)
QUEUES = LOCK + 1  # the Ps' words follow: head, tail


def head(p: int) -> int:
    """The address of a P's head; its tail lies behind it."""
    return QUEUES + 2 * p


class Rules(NamedTuple):
    """How many Ps there are, whether goroutines end, and the parts that can be replaced by wrong ones."""

    procs: int
    end: bool
    give_up: Callable
    reset: Callable
    wakep: Callable


def submit(rules: Rules, p: int, times: int):
    """An M that starts goroutines and then computes for ever: nobody but a thief will take them.

    Go: proc.go newproc
    """
    for _ in range(times):
        t = yield own(head(p) + 1)
        yield store_rel(head(p) + 1, t + 1)
        yield from rules.wakep(rules)


def wakep(rules: Rules):
    """Wake an M that will look for work, or start one, if nobody is looking and a P is idle.

    Go: proc.go wakep
    """
    if (yield load_atomic(NMSPINNING)) or not (yield cas(NMSPINNING, 0, 1)):
        return
    p = yield "pidleget_spinning", True
    if p is None:
        yield from drop()
        yield "unlock",
    else:
        yield from startm(rules, p)


def startm(rules: Rules, p: int):
    """Give a P to an M that sleeps, or to a new one; it begins spinning.

    Go: proc.go startm
    """
    name = yield "mget",
    if name is None:
        name = (yield add(MCOUNT, 1)) - 1
        yield start(m, rules, name, p, True)
    else:
        yield "notewakeup", name, (p, True)


def m(rules: Rules, name: int, p: int, spinning: bool):
    """An M: find a G and run it. If goroutines end, do so again and again; else it computes for ever.

    Go: proc.go schedule
    """
    running = False
    while rules.end or not running:
        p, spinning = yield from find_runnable(rules, name, p, spinning)
        running = True
        if spinning:
            yield from rules.reset(rules)
            spinning = False


def resetspinning(rules: Rules):
    """A spinning M has found work. Where there is some there may be more: another should look.

    Go: proc.go resetspinning
    """
    yield from drop()
    yield from wakep(rules)


def find_runnable(rules: Rules, name: int, p: int, spinning: bool):
    """Take a G from the own queue or from another's, or give the P away and sleep; answers the P that
    the M has then, and whether it spins.

    Go: proc.go findRunnable, proc.go stealWork
    Leaves out: the global queue, timers, the network and the garbage collector; and that a thief takes half.
    """
    while True:
        for victim in (p, *(other for other in range(rules.procs) if other != p)):
            if victim != p and not spinning:
                if not (yield from may_spin(rules)):
                    break
                yield from become_spinning()
                spinning = True
            if (yield from take(victim)):
                return p, spinning
        p, spinning = yield from rules.give_up(rules, name, p, spinning)


def may_spin(rules: Rules):
    """At most half as many Ms spin as Ps are busy.

    Go: proc.go findRunnable
    """
    spinning = yield load_atomic(NMSPINNING)
    idle = yield load_atomic(PIDLE)
    return 2 * spinning < rules.procs - len(idle)


def take(p: int):
    """Take a G from a queue, if it has one.

    Go: proc.go runqget, proc.go runqgrab
    """
    while True:
        h = yield load(head(p))
        t = yield load(head(p) + 1)
        if h == t:
            return False
        if (yield cas(head(p), h, h + 1)):
            return True


def give_up(rules: Rules, name: int, p: int, spinning: bool):
    """Give the P away, stop spinning, look once more, sleep; answers what the M has when it goes on.

    Go: proc.go findRunnable
    """
    idle = yield load_atomic(PIDLE)
    if (yield "release", p, spinning):
        yield from become_spinning()
        yield "unlock",
        return p, True
    if spinning:
        yield from drop()
        p = yield from look_again(rules, idle)
        if p is not None:
            yield from become_spinning()
            return p, True
    return (yield from stopm(name))


def look_again(rules: Rules, idle: tuple[int, ...]):
    """Look at the queues of all Ps that were not idle; if there is work, answer an idle P to do it with.

    Go: proc.go checkRunqsNoP
    """
    for p in range(rules.procs):
        if p not in idle and not (yield from empty(p)):
            return (yield "pidleget_spinning", False)
    return None


def empty(p: int):
    """Whether a queue has nothing.

    Go: proc.go runqempty
    """
    h = yield load_atomic(head(p))
    t = yield load_atomic(head(p) + 1)
    return h == t


def become_spinning():
    """Count as spinning.

    Go: proc.go m.becomeSpinning
    """
    yield add(NMSPINNING, 1)
    yield store(NEEDSPINNING, 0)


def drop():
    """Count as spinning no more.

    Go: proc.go findRunnable
    """
    if (yield add(NMSPINNING, -1)) < 0:
        yield end("negative nmspinning")


def stopm(name: int):
    """Sleep until somebody brings a P.

    Go: proc.go stopm
    """
    yield "mput", name
    return (yield park(name))


def _pidleget_spinning(words, hold):
    """An idle P, or a note that one was wanted; hold: the lock is kept then.

    Go: proc.go pidlegetSpinning
    """
    if words[LOCK]:
        return []
    if words[PIDLE]:
        return [Step(*popped(words, PIDLE))]
    return [Step(write(write(words, NEEDSPINNING, 1), LOCK, int(hold)))]


def release(words, p, spinning):
    """Put the P among the idle ones; but if somebody wanted a spinning M, answer True and keep the lock."""
    if words[LOCK]:
        return []
    if not spinning and words[NEEDSPINNING]:
        return [Step(write(words, LOCK, 1), True)]
    return [Step(write(words, PIDLE, (*words[PIDLE], p)), False)]


def _mget(words):
    if words[LOCK]:
        return []
    return [Step(*popped(words, MIDLE)) if words[MIDLE] else Step(words)]


def _mput(words, name):
    return [] if words[LOCK] else [Step(write(words, MIDLE, (*words[MIDLE], name)))]


def popped(words: tuple, a: int) -> tuple[tuple, int]:
    """The memory without the last of the list there, and that one."""
    return write(words, a, words[a][:-1]), words[a][-1]


def _unlock(words):
    return [Step(write(words, LOCK, 0))]


def _notewakeup(words, name, told):
    return [Step(wake(words, name, told))]


STEPS = memory.STEPS | {"pidleget_spinning": _pidleget_spinning, "release": release, "mget": _mget,
                        "mput": _mput, "unlock": _unlock, "notewakeup": _notewakeup}
