"""What to ask a reader before a step of a semaRoot: where one who waits stands, what nwait counts, who is
woken.
"""

from collections.abc import Iterator

from ..asking import Ask
from ..moments.treaps import Told
from .lock import said

Tree = dict[str, tuple[str, tuple[int, ...]]]


def joined(found: list[Told]) -> Iterator[tuple[int, dict]]:
    """One more waits where somebody waits already."""
    for i, one in enumerate(found):
        if one.kind == "join":
            yield i, {"g": one.g, "name": one.name, "first": one.tree[one.path][1][0]}


def counted(found: list[Told]) -> Iterator[tuple[int, dict]]:
    """One more waits, and nwait is neither the length of its line nor the number of nodes."""
    for i, one in enumerate(found):
        counts = {"all": one.nwait, "mine": len(one.tree[one.path][1]) if one.path in one.tree else 0,
                  "nodes": len(one.tree)}
        if one.kind == "join" and len({*counts.values()}) == len(counts):
            yield i, {"g": one.g, "name": one.name, **counts}


def woken(found: list[Told]) -> Iterator[tuple[int, dict]]:
    """One of several in a line is woken, and neither the lowest number nor the top of the tree is its."""
    for i, one in enumerate(found):
        before: Tree = found[i - 1].tree
        if one.kind == "next":
            line, top = before[one.path][1], before[""][1][0]
            lowest = min(g for _, gs in before.values() for g in gs)
            if len({one.g, top, lowest}) == 3:
                yield i, {"name": one.name, "line": said(line), "first": one.g, "top": top, "lowest": lowest}


ASKS = (
    Ask("treap-join", joined, {"goid": "treap-by-goid", "line": "", "node": "treap-node-each"}),
    Ask("treap-nwait", counted, {"all": "", "mine": "treap-nwait-mutex", "nodes": "treap-nwait-nodes"}),
    Ask("treap-wake", woken, {"first": "", "lowest": "treap-lowest-goid", "top": "treap-ticket-decides"}),
)
