"""A semaRoot told step by step: how those who wait come into its treap, and leave it.

    told(seed=3)       # ORDERS, with tickets by this seed
"""

from collections.abc import Callable, Iterable, Iterator
from random import Random
from typing import NamedTuple

from models.runtime.runtime import RULES, Runtime
from models.runtime.sema import Sema
from models.runtime.semaroot import SEM_TAB_SIZE, SemaRoot, Waiters

STEP = 8 * SEM_TAB_SIZE  # bytes from one semaphore to the next that has the same root
NAMES = "abc"            # of the semaphores, in the order of their addresses
# Who comes in this order waits; who is woken: the first that waits for the semaphore of that name.
ORDERS = (*(("wait", name) for name in "bcbacc"), *(("wake", name) for name in "cbba"))


class Told(NamedTuple):
    """A step, and how the root stands after it.

    kind: "leaf", a new node; "up", it is turned up once; "join", one more in a node's line; "next", the first
    in a line leaves it to the others; "last", the only one in a node is found; "down", its node is turned
    down once; "cut", the node goes. g: who waits, or is woken. name: its semaphore. path: the node, or where
    it was: "" is the top, "l" what is left below that. tree: for each path its semaphore's name and its Gs.
    nwait: the root's count.
    """

    kind: str
    g: int
    name: str
    path: str
    tree: dict[str, tuple[str, tuple[int, ...]]]
    nwait: int


def address(name: str) -> int:
    """The address of the semaphore of this name."""
    return STEP * (NAMES.index(name) + 1)


def named(addr: int) -> str:
    """The name of the semaphore at this address."""
    return NAMES[addr // STEP - 1]


def tickets(seed: int) -> dict[str, int]:
    """An odd number for each name, no two alike: small ones, for real Go's have up to ten digits."""
    return dict(zip(NAMES, Random(seed).sample(range(11, 100, 2), len(NAMES)), strict=True))


class Log:
    """What is told of a root while it changes."""

    def __init__(self, root: SemaRoot):
        self.root = root
        self.found: list[Told] = []
        self.g, self.name = 0, ""

    def tell(self, kind: str, path: str | None = None) -> None:
        """Tell a step; of a node where it stands, unless a path is given."""
        tree = {at: (named(s.elem), tuple(sg.g for sg in s.sudogs) or (self.g,))
                for at, s in nodes(self.root.treap)}
        if path is None:
            path = next((at for at, (name, _) in tree.items() if name == self.name), "")
        self.found.append(Told(kind, self.g, self.name, path, tree, self.root.nwait))


def nodes(s: Waiters | None, path: str = "") -> Iterator[tuple[str, Waiters]]:
    """Every node with its path."""
    if s:
        yield path, s
        yield from nodes(s.prev, path + "l")
        yield from nodes(s.next, path + "r")


def watched(rules: dict[str, Callable], logs: list[Log], luck: dict[str, int]) -> dict[str, Callable]:
    """The rules with these tickets, and with a note of each step."""
    turns = {"kind": "", "leaf": False}

    def sema_ticket(rt, addr):
        return luck[named(addr)]

    def semaRoot_insert(rt, root, s):
        turns.update(kind="up", leaf=True)
        rules["semaRoot_insert"](rt, root, s)
        hung()

    def hung():
        """The new node was hung below its parent, and nothing has been turned yet."""
        if turns["leaf"]:
            logs[0].tell("leaf")
            turns["leaf"] = False

    def rotate(name):
        def rule(rt, root, x):
            hung()
            rules[name](rt, root, x)
            logs[0].tell(turns["kind"])
        return rule

    def semaRoot_remove(rt, root, s):
        turns["kind"] = "down"
        rules["semaRoot_remove"](rt, root, s)
    return rules | {"sema_ticket": sema_ticket, "semaRoot_insert": semaRoot_insert,
                    "semaRoot_remove": semaRoot_remove, "rotateLeft": rotate("rotateLeft"), "rotateRight": rotate("rotateRight")}


def told(orders: Iterable[tuple[str, str]] = ORDERS, seed: int = 0,
         rules: dict[str, Callable] = RULES) -> list[Told]:
    """Every step. ValueError where nobody waits who is to be woken."""
    logs: list[Log] = []
    rt = Runtime(1, rules=watched(rules, logs, tickets(seed)))
    rt.newproc1(rt.allp[0], idle, ())  # main's number; those who wait come after it
    log = Log(rt.rootFor(address(NAMES[0])))
    logs.append(log)
    for kind, name in orders:
        log.name = name
        (waits if kind == "wait" else wakes)(rt, log)
    return log.found


def waits(rt: Runtime, log: Log) -> None:
    """One more waits, as semacquire1 has it."""
    gp = rt.newproc1(rt.allp[0], idle, ())
    log.g = gp.id
    log.root.nwait += 1
    before = len(log.found)
    rt.semaRoot_queue(gp, log.root, address(log.name), rt.acquireSudog(), False)
    if len(log.found) == before:
        log.tell("join")


def wakes(rt: Runtime, log: Log) -> None:
    """The first in line is woken, as semrelease1 has it."""
    found = next(((at, s) for at, s in nodes(log.root.treap) if named(s.elem) == log.name), None)
    if found is None:
        raise ValueError(f"nobody waits for {log.name}")
    path, s = found
    log.g, last = s.sudogs[0].g, len(s.sudogs) == 1
    if last:
        log.tell("last")
    rt.sleeper(Sema(address(log.name)))
    log.tell("cut" if last else "next", log.found[-1].path if last else path)


def idle():
    """A G that only waits."""
    yield
