"""All words that the edges of a graph spell, as a set that shares what is equal in them.

A set of words is a node: for each label that may come first, the set of what may come after it. Sets
that are equal are one node. So a set of a million logs may be a few hundred nodes, and whether a log
is in it is one walk.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator

from .explore import OVER, START, Graph

NOTHING, DONE = 0, 1  # nodes: no word at all; the word that is empty


class Words:
    """A set of words, each a sequence of labels."""

    def __init__(self):
        self.nodes: list[dict[Hashable, int]] = [{}, {}]
        self.root = NOTHING
        self._numbers: dict[frozenset[tuple], int] = {}
        self._joined: dict[frozenset[tuple], int] = {}

    def __contains__(self, word: Iterable[Hashable]) -> bool:
        node = self.root
        for label in word:
            node = self.nodes[node].get(label, NOTHING)
        return node == DONE

    def __len__(self) -> int:
        counts = [0, 1]
        for node in self.nodes[2:]:  # a node's labels lead to nodes that were made before it
            counts.append(sum(counts[after] for after in node.values()))
        return counts[self.root]

    def __iter__(self) -> Iterator[tuple]:
        """The words, in no order that means anything."""
        ways = [((), self.root)]
        while ways:
            word, node = ways.pop()
            if node == DONE:
                yield word
            ways += [(word + (label,), after) for label, after in self.nodes[node].items()]

    def joined(self, edges: Iterable[tuple[Hashable, int]]) -> int:
        """The set of the words that begin with any of these labels and go on with a word of the set
        beside it; where the label is None, the words of that set themselves.
        """
        edges = frozenset(edges)
        if edges not in self._joined:
            self._joined[edges] = self._join(edges)
        return self._joined[edges]

    def _join(self, edges: frozenset[tuple[Hashable, int]]) -> int:
        if len(edges) == 1:
            [(label, node)] = edges
            return node if label is None else self._number({label: node})
        firsts = defaultdict(set)
        for label, node in edges:
            for first, after in self.nodes[node].items() if label is None else [(label, node)]:
                firsts[first].add((None, after))
        return self._number({first: self.joined(after) for first, after in firsts.items()})

    def _number(self, node: dict[Hashable, int]) -> int:
        """The number of a node; NOTHING where no word is left."""
        key = frozenset((label, after) for label, after in node.items() if after != NOTHING)
        if not key:
            return NOTHING
        number = self._numbers.setdefault(key, len(self.nodes))
        if number == len(self.nodes):
            self.nodes.append(dict(key))
        return number


def words(graph: Graph, stuck: Callable[[int], Iterable[Hashable]]) -> Words:
    """The words that a graph spells from its start to an end.

    stuck: the labels with which a word may end in a state where nothing can go on.
    """
    found = Words()
    sets = {OVER: DONE}
    for state in _ends_first(graph):
        edges = {(label, sets[after]) for label, after in graph.edges[state]}
        sets[state] = found.joined(edges or {(label, DONE) for label in stuck(state)})
    found.root = sets[START]
    return found


def _ends_first(graph: Graph) -> Iterator[int]:
    """The states, each after all that it can lead to."""
    left: dict[int, list[int]] = {}  # of a state that was met: where it leads and was not followed yet
    done, path = {OVER}, [START]
    while path:
        state = path[-1]
        if state not in left:
            left[state] = [after for _, after in graph.edges[state]]
        if left[state]:
            after = left[state].pop()
            if after not in left and after not in done:
                path.append(after)
            elif after not in done:
                raise ValueError("the threads can go round in a circle, so their logs have no end")
        else:
            path.pop()
            done.add(state)
            yield state
