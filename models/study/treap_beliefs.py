"""What to ask a reader before a step of a semaRoot: where one who waits stands, what nwait counts, who is
woken.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from .lock_beliefs import question, said
from .treaps import Told

Tree = dict[str, tuple[str, tuple[int, ...]]]


class Ask(NamedTuple):
    """A question: find(found) says before which steps it may be asked, with the texts' arguments.

    choices: with a belief each ("": the right one).
    """

    find: Callable[[list[Told]], Iterable[tuple[int, dict]]]
    choices: dict[str, str]


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


ASKS = {
    "treap-join": Ask(joined, {"line": "", "node": "treap-node-each", "goid": "treap-by-goid"}),
    "treap-nwait": Ask(counted, {"all": "", "mine": "treap-nwait-mutex", "nodes": "treap-nwait-nodes"}),
    "treap-wake": Ask(woken, {"first": "", "top": "treap-ticket-decides", "lowest": "treap-lowest-goid"}),
}


def asked(found: list[Told]) -> dict[int, tuple]:
    """Where to ask these questions: for the number of a step, the question event before it.

    Each is asked once, where it first fits and nothing else is asked; it is left out where it nowhere does.
    """
    at: dict[int, tuple] = {}
    for name, ask in ASKS.items():
        for i, args in [(i, args) for i, args in ask.find(found) if i not in at][:1]:
            at[i] = question(name, args, ask.choices)
    return at
