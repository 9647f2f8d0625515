"""Run queues with one thing wrong each; to replace a rule of models/study/steps/runq.py.

Leaves out: runnext, and a full ring, in the rules that are spoilt. Where these play no part a queue
differs from the right one in what its name says alone.
"""

from typing import NamedTuple

from ..explore.memory import cas, load, own, store, store_rel
from .runq import P, copied, half, runqget, runqgrab, runqput


class Rules(NamedTuple):
    """The rules of a queue: RIGHT, or with one of them replaced."""

    put: object = runqput
    get: object = runqget
    grab: object = runqgrab


def get_once(pp: P):
    """runqget that gives up when a thief was faster, as the article has it."""
    h = yield load(pp.head)
    t = yield own(pp.tail)
    if t == h:
        return 0
    g = yield own(pp.slot(h))
    return g if (yield cas(pp.head, h, pp.plus(h, 1))) else 0


def get_stores(pp: P):
    """runqget that moves the head by a plain store, as if nobody else did."""
    h = yield load(pp.head)
    t = yield own(pp.tail)
    if t == h:
        return 0
    g = yield own(pp.slot(h))
    yield store(pp.head, pp.plus(h, 1))
    return g


def grab_stores(victim: P, pp: P, batch: int, steal_next: bool):
    """runqgrab that moves the head by a plain store."""
    h, n = yield from half(victim)
    if n:
        yield from copied(victim, h, n, pp, batch)
        yield store(victim.head, victim.plus(h, n))
    return n


def grab_rereads(victim: P, pp: P, batch: int, steal_next: bool):
    """runqgrab whose compare-and-swap expects a head that was read after the copy: what was copied
    may be gone by then, and the swap succeeds all the same.
    """
    while True:
        h, n = yield from half(victim)
        if not n:
            return 0
        yield from copied(victim, h, n, pp, batch)
        h = yield load(victim.head)
        if (yield cas(victim.head, h, victim.plus(h, n))):
            return n


def put_early(pp: P, g: int, next: bool = False):
    """runqput that moves the tail first and fills the slot then. There must be room."""
    yield load(pp.head)
    t = yield own(pp.tail)
    yield store_rel(pp.tail, pp.plus(t, 1))
    yield store(pp.slot(t), g)


def put_plainly(pp: P, g: int, next: bool = False):
    """runqput whose store of the tail is a plain one. There must be room."""
    yield load(pp.head)
    t = yield own(pp.tail)
    yield store(pp.slot(t), g)
    yield store(pp.tail, pp.plus(t, 1))


def empty_at_a_glance(pp: P):
    """runqempty that does not look at the tail again."""
    head = yield load(pp.head)
    tail = yield load(pp.tail)
    runnext = yield load(pp.runnext)
    return head == tail and not runnext


RIGHT = Rules()
WRONG = {
    "runqget does not retry": RIGHT._replace(get=get_once),
    "runqget stores the head": RIGHT._replace(get=get_stores),
    "runqgrab stores the head": RIGHT._replace(grab=grab_stores),
    "runqgrab reads the head after the copy": RIGHT._replace(grab=grab_rereads),
    "runqput moves the tail before the slot is written": RIGHT._replace(put=put_early),
}
# Wrong only where stores may be seen late.
WRONG_WHEN_LATE = {"runqput stores the tail plainly": RIGHT._replace(put=put_plainly)}
