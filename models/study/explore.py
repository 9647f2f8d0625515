"""Every interleaving of a few threads: all states that any scheduler could bring about.

A thread is a generator whose yields are its atomic steps: it yields a request, a tuple with the
step's name first, and goes on with the answer. What the threads share is one value that never
changes; a step makes another. So a state of the whole is a value too: what is shared, and where each
thread stands. Two ways that lead to equal states are followed once.

    def twice():
        n = yield load(0)
        yield store(0, n + 1)

    explore((0,), [(twice,), (twice,)], memory.STEPS)
"""

import gc
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple

from .learnt import Learnt

MAX_STATES = 500_000
OVER, START = 0, 1  # states: everything has ended at once; the first of all
# What is shared after it (0: over), its label, the threads after it, and the answer.
_Move = tuple[int, Hashable, tuple[int, ...], Hashable]


class Step(NamedTuple):
    """One thing that a request may do: what is shared after it, and the answer.

    shared None: all threads end. label: what is seen of the step. starts: the threads that it
    starts, each a tuple of a generator function and its arguments.
    """

    shared: Hashable
    answer: Hashable = None
    label: Hashable = None
    starts: tuple = ()


class TooMany(ValueError):
    """There is more to explore than the limit allows."""


@dataclass
class Graph:
    """What was explored. States are numbers: OVER, and the first is START.

    edges: for each state (label, state after it), for every step that is possible there; none where
    all threads have ended or none can go on. states: what is shared (a number), then the state of
    each thread (numbers, sorted). shared: the values behind the first number; learnt: what the
    threads ask for. begin: where each thread begins, in the order in which they were given. moves:
    for a thread and what is shared, what it may do. private: as given to explore.
    """

    learnt: Learnt = field(default_factory=Learnt)
    states: list[tuple[int, ...]] = field(default_factory=lambda: [()])
    edges: list[list[tuple[Hashable, int]]] = field(default_factory=lambda: [[]])
    shared: list[Hashable] = field(default_factory=lambda: [None])
    begin: list[int] = field(default_factory=list)
    moves: defaultdict[int, dict[int, list[_Move]]] = field(default_factory=lambda: defaultdict(dict))
    private: Collection[str] = ()

    def requests(self, state: int) -> list[tuple]:
        """What the threads that have not ended ask for."""
        return [self.learnt.requests[thread] for thread in self.states[state][1:]]

    def movers(self, state: int) -> list[int]:
        """For each of a state's edges: the thread that takes the step."""
        if not self.edges[state]:
            return []
        shared, *threads = self.states[state]
        movers = []
        for thread in dict.fromkeys(threads):
            mine = [thread] * len(self.moves[thread][shared])
            if mine and self.learnt.requests[thread][0] in self.private:
                return mine
            movers += mine
        return movers


def explore(shared: Hashable, threads: Iterable[tuple], steps: dict[str, Callable],
            private: Collection[str] = (), limit: int = MAX_STATES) -> Graph:
    """Follow every interleaving of the threads, each a tuple of a function and its arguments.

    steps: for each request's name a function of what is shared and of the request's arguments,
    which returns all Steps that are possible; none: the thread has to wait.
    private: names of steps that are nobody else's matter: they neither change nor read what
    another thread's step may change or read, and have no label. So they need not be interleaved:
    where a thread can take such a step, the others wait. () leaves nothing out, and no answer changes.
    """
    with uncollected():
        return _Explorer(steps, private, limit).explore(shared, threads)


@contextmanager
def uncollected():
    """Without the garbage collector, which would go through all states again and again, for nothing:
    they do not refer to each other.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


class _Explorer:
    """Explores; what a thread may do where the shared value is this one is found out once."""

    def __init__(self, steps: dict[str, Callable], private: Collection[str], limit: int):
        self.graph = Graph(private=private)
        self.steps, self.private, self.limit = steps, private, limit
        self.learnt = self.graph.learnt
        self.shared = self.graph.shared
        self.numbers: dict[Hashable, int] = {}          # of the shared values
        self.found: dict[tuple[int, ...], int] = {}     # and of the states
        self.moves = self.graph.moves

    def explore(self, shared: Hashable, threads: Iterable[tuple]) -> Graph:
        """Breadth first, so that a state's number tells how soon it can be reached."""
        begin = self.graph.begin = [self.learnt.start(*thread) for thread in threads]
        self._state((self._number(shared), *sorted(filter(None, begin))))
        states, edges = self.graph.states, self.graph.edges
        while len(edges) < len(states):
            edges.append(self._edges(*states[len(edges)]))
        return self.graph

    def _edges(self, shared: int, *threads: int) -> list[tuple[Hashable, int]]:
        """All steps that are possible in a state, and where they lead."""
        edges = []
        for i, moves in self._movers(shared, threads):
            others = threads[:i] + threads[i + 1:]
            for after, label, more, _ in moves:
                to = self._state((after, *sorted(others + more))) if after else OVER
                edges.append((label, to))
        return edges

    def _movers(self, shared: int, threads: tuple[int, ...]) -> list[tuple[int, list[_Move]]]:
        """The threads that can go on, with what they may do; one alone where that is private."""
        movers = []
        for i, thread in enumerate(threads):
            if i and thread == threads[i - 1]:
                continue  # two that stand at the same place do the same
            moves = self.moves[thread].get(shared)
            if moves is None:
                moves = self.moves[thread][shared] = self._learn(shared, thread)
            if moves and self.learnt.requests[thread][0] in self.private:
                return [(i, moves)]
            movers.append((i, moves))
        return movers

    def _learn(self, shared: int, thread: int) -> list[_Move]:
        """Ask the rules what a thread may do, and the thread where it then stands."""
        name, *args = self.learnt.requests[thread]
        moves = []
        for step in self.steps[name](self.shared[shared], *args):
            if step.shared is None:
                moves.append((0, step.label, (), None))
            else:
                here = self.learnt.after(thread, step.answer)
                new = [here, *(self.learnt.start(*start) for start in step.starts)]
                moves.append((self._number(step.shared), step.label, tuple(filter(None, new)),
                              step.answer))
        return moves

    def _number(self, shared: Hashable) -> int:
        """The number of a shared value; 0 is none."""
        number = self.numbers.setdefault(shared, len(self.shared))
        if number == len(self.shared):
            self.shared.append(shared)
        return number

    def _state(self, state: tuple[int, ...]) -> int:
        """The number of a state."""
        states = self.graph.states
        number = self.found.setdefault(state, len(states))
        if number == len(states):
            if number > self.limit:
                raise TooMany(f"too many: more than {self.limit:,} states; make the program smaller")
            states.append(state)
        return number
