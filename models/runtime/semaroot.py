"""Who waits for which semaphore: 251 roots, under each a treap of the semaphores that somebody waits for.

A treap is a search tree by address that is at the same time a heap by ticket: no ticket is greater than
one below it. Tickets are as good as random, so the tree is about as low as a balanced one. And whatever
the tickets are, those who wait for one semaphore stand in one queue: tickets do not decide who is next.
"""

from collections import deque
from dataclasses import dataclass, field

SEM_TAB_SIZE = 251  # a prime. Go: sema.go semTabSize
WORD = 0xFFFFFFFF


@dataclass(slots=True)
class Waiters:
    """All who wait for the semaphore at address `elem`: a node of the treap. prev is left, next right.

    In Go the first waiter's sudog is the node, and the others hang on it (waitlink, waittail), so another
    sudog takes its place in the tree when it goes; here the node stays and holds them all.

    Go: runtime2.go sudog
    """

    elem: int
    ticket: int
    sudogs: deque
    prev: "Waiters | None" = None
    next: "Waiters | None" = None
    parent: "Waiters | None" = field(default=None, repr=False, compare=False)


@dataclass(slots=True)
class SemaRoot:
    """A treap, how many wait in it altogether, and the lock that guards both.

    Go: sema.go semaRoot
    """

    treap: Waiters | None = None
    nwait: int = 0
    lock: bool = False


def put_below(root: SemaRoot, parent: Waiters | None, elem: int, s: Waiters | None) -> None:
    """s stands from now on where address elem belongs: below parent, or, without one, at the top."""
    if parent is None:
        root.treap = s
    elif elem < parent.elem:
        parent.prev = s
    else:
        parent.next = s


def rootFor(rt, addr: int) -> SemaRoot:
    """The root under which those wait who wait for the semaphore at addr; made when first asked for.

    Go: sema.go semTable.rootFor
    """
    return rt.state.semtable.setdefault((addr >> 3) % SEM_TAB_SIZE, SemaRoot())


def sema_ticket(rt, addr: int) -> int:
    """An odd number that is as good as random, but always the same for one address.

    In Go it is a random number. Here the shape of a treap depends on nothing but its addresses, so that
    two runs which come to the same waiters come to the same state.

    Go: sema.go semaRoot.queue
    """
    x = (addr ^ addr >> 16) * 0x7FEB352D & WORD
    x = (x ^ x >> 15) * 0x846CA68B & WORD
    return x ^ x >> 16 | 1


def semaRoot_queue(rt, gp, root: SemaRoot, addr: int, s, lifo: bool) -> None:
    """gp waits for addr, as s: behind all others who do, or, if `lifo`, before them.

    That gp itself knows s (waiting) is new in Go 1.26: the search for leaked goroutines looks there.

    Go: sema.go semaRoot.queue
    """
    s.g, s.elem = gp.id, addr
    gp.waiting = [s]
    last, t = None, root.treap
    while t:
        if t.elem == addr:
            (t.sudogs.appendleft if lifo else t.sudogs.append)(s)
            return
        last, t = t, t.prev if addr < t.elem else t.next
    rt.semaRoot_insert(root, Waiters(addr, rt.sema_ticket(addr), deque([s]), parent=last))


def semaRoot_insert(rt, root: SemaRoot, s: Waiters) -> None:
    """Hang s, a new leaf, below its parent, and turn it up until no ticket above it is greater.

    Go: sema.go semaRoot.queue
    """
    put_below(root, s.parent, s.elem, s)
    while s.parent and s.parent.ticket > s.ticket:
        if s.parent.prev is s:
            rt.rotateRight(root, s.parent)
        else:
            rt.rotateLeft(root, s.parent)


def semaRoot_dequeue(rt, root: SemaRoot, addr: int):
    """Take the first who waits for addr out of the treap; None if nobody does.

    Go: sema.go semaRoot.dequeue
    Leaves out: how long they have waited, for the mutex profile.
    """
    s = root.treap
    while s and s.elem != addr:
        s = s.prev if addr < s.elem else s.next
    if s is None:
        return None
    found = s.sudogs.popleft()
    if not s.sudogs:
        rt.semaRoot_remove(root, s)
    rt.allgs[found.g].waiting = found.elem = None
    return found


def semaRoot_remove(rt, root: SemaRoot, s: Waiters) -> None:
    """Turn s down, the lower of the tickets below it up, until it is a leaf, and cut it off.

    Go: sema.go semaRoot.dequeue
    """
    while s.next or s.prev:
        if s.next is None or s.prev and s.prev.ticket < s.next.ticket:
            rt.rotateRight(root, s)
        else:
            rt.rotateLeft(root, s)
    put_below(root, s.parent, s.elem, None)


def rotateLeft(rt, root: SemaRoot, x: Waiters) -> None:
    """(x a (y b c)) becomes (y (x a b) c): y, right below x, comes up.

    Go: sema.go semaRoot.rotateLeft
    """
    p, y = x.parent, x.next
    b = y.prev
    y.prev, x.parent = x, y
    x.next = b
    if b:
        b.parent = x
    y.parent = p
    put_below(root, p, y.elem, y)


def rotateRight(rt, root: SemaRoot, y: Waiters) -> None:
    """(y (x a b) c) becomes (x a (y b c)): x, left below y, comes up.

    Go: sema.go semaRoot.rotateRight
    """
    p, x = y.parent, y.prev
    b = x.next
    x.next, y.parent = y, x
    y.prev = b
    if b:
        b.parent = y
    x.parent = p
    put_below(root, p, x.elem, x)
