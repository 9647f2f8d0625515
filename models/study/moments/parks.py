"""Ten waits in the model: of each the rules that have called one another, and what gopark was given.

    for park in parks(): print(park.wait, park.chain, park.unlockf, park.reason)
"""

import sys
from collections.abc import Callable
from typing import NamedTuple

from models.runtime.chan import make_chan, recv, send
from models.runtime.cond import cond, cond_lock, cond_wait
from models.runtime.constants import BY_RELEASE, GO_1_27
from models.runtime.machine import Machine
from models.runtime.mutex import lock, mutex
from models.runtime.network import read
from models.runtime.runtime import RULES, Runtime, replaced
from models.runtime.rwmutex import rlock, rwmutex, wlock
from models.runtime.select import select_
from models.runtime.timer import sleep
from models.runtime.waitgroup import waitgroup, wg_add, wg_wait

HOUR = 3_600_000_000_000  # nanoseconds


class Park(NamedTuple):
    """wait: the function of book/go/parks.go that waits so. chain: rules, gopark the last; each was called by the
    one before it. unlockf: the rule that gopark was given, "" for none. reason: the wait reason.
    """

    wait: str
    chain: tuple[str, ...]
    unlockf: str
    reason: str


def receive():
    c = yield make_chan()
    yield recv(c)


def send_():
    c = yield make_chan()
    yield send(c, 1)


def choose():
    c = yield make_chan()
    yield select_([("recv", c), ("recv", 0)])


def none():
    yield recv(0)


def take():
    m = yield mutex()
    yield lock(m)
    yield lock(m)


def rlock_():
    rw = yield rwmutex()
    yield wlock(rw)
    yield rlock(rw)


def wait():
    wg = yield waitgroup()
    yield wg_add(wg, 1)
    yield wg_wait(wg)


def watch():
    c = yield cond()
    yield cond_lock(c)
    yield cond_wait(c)


def sleep_():
    yield sleep(HOUR)


def accept():
    yield read(HOUR)


WAITS: dict[str, Callable] = {body.__name__.rstrip("_"): body for body in (
    receive, send_, choose, none, take, rlock_, wait, watch, sleep_, accept)}


def parks(release: str = GO_1_27.release) -> list[Park]:
    """Every wait, run on a machine of its own."""
    return [park(name, body, release) for name, body in WAITS.items()]


def park(name: str, body: Callable, release: str) -> Park:
    """The first gopark of a program."""
    found: list[Park] = []

    def gopark(rt, gp, unlockf, owner, reason: str):
        given = unlockf.__name__ if unlockf else ""
        found.append(Park(name, callers(), given, reason))
        yield from RULES["gopark"](rt, gp, unlockf, owner, reason)

    Machine(Runtime(1, rules=replaced(gopark=gopark), const=BY_RELEASE[release]), body).run()
    return found[0]


def callers() -> tuple[str, ...]:
    """The rules that wait for the one that asks, the first of them first: from the request on, gopark included."""
    frame, names = sys._getframe(1), []
    while frame.f_code.co_name != "gogo":
        names.append(frame.f_code.co_name)
        frame = frame.f_back
    return tuple(name for name in reversed(names) if name in RULES)
