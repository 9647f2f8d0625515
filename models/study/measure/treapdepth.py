"""How far it is to an address in a treap, with tickets by lot."""

from random import Random

from models.runtime.runtime import Runtime, replaced
from models.runtime.semaroot import SemaRoot

from ..moments.treaps import STEP, idle, nodes


def mean_steps(n: int, seed: int) -> float:
    """How many nodes the way to an address has on average, that one included, where n addresses of one root
    came in order. ValueError for no address.
    """
    if n < 1:
        raise ValueError(f"{n} addresses; there must be 1 or more")
    luck = Random(seed)
    rt = Runtime(1, rules=replaced(sema_ticket=lambda rt, addr: luck.getrandbits(32) | 1))
    gp, root = rt.newproc1(rt.allp[0], idle, ()), SemaRoot()
    for i in range(n):
        rt.semaRoot_queue(gp, root, STEP * (i + 1), rt.acquireSudog(), False)
    return sum(len(path) + 1 for path, _ in nodes(root.treap)) / n
