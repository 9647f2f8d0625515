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
# What is shared after it (0: over), its label, the threads that are there in place of the one that
# took it, and the answer.
_Move = tuple[int, Hashable, tuple[int, ...], Hashable]
Private = Collection[str] | Callable[[tuple], bool]


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
    for a thread and what is shared, what it may do. alone: the states in which a private step was
    followed and no other, and the thread that takes it.
    """

    learnt: Learnt = field(default_factory=Learnt)
    states: list[tuple[int, ...]] = field(default_factory=lambda: [()])
    edges: list[list[tuple[Hashable, int]]] = field(default_factory=lambda: [[]])
    shared: list[Hashable] = field(default_factory=lambda: [None])
    begin: list[int] = field(default_factory=list)
    moves: defaultdict[int, dict[int, list[_Move]]] = field(default_factory=lambda: defaultdict(dict))
    alone: dict[int, int] = field(default_factory=dict)

    def requests(self, state: int) -> list[tuple]:
        """What the threads that have not ended ask for."""
        return [self.learnt.requests[thread] for thread in self.states[state][1:]]

    def movers(self, state: int) -> list[int]:
        """For each of a state's edges: the thread that takes the step."""
        shared, *threads = self.states[state] or (0,)
        if state in self.alone:
            threads = [self.alone[state]]
        return [thread for thread in dict.fromkeys(threads) for _ in self.moves[thread][shared]]


def explore(shared: Hashable, threads: Iterable[tuple], steps: dict[str, Callable],
            private: Private = (), limit: int = MAX_STATES) -> Graph:
    """Follow every interleaving of the threads, each a tuple of a function and its arguments.

    steps: for each request's name a function of what is shared and of the request's arguments,
    which returns all Steps that are possible; none: the thread has to wait.
    private: names of steps, or which requests, that are nobody else's matter: they neither change nor
    read what another thread's step may change or read, and have no label. So they need not be
    interleaved: where a thread can take such a step, the others wait. Left out are only orders of steps
    that make no difference. What is kept: every label's order, every end and every deadlock, and every
    answer to a question that no private step can change the answer to. () leaves nothing out.
    """
    with uncollected():
        return _Explorer(steps, private, limit).explore(shared, threads)


def possible(steps: dict[str, Callable], shared: Hashable, request: tuple) -> list[Step]:
    """All Steps that a request may do now; ValueError where it is none, or asks for what is not there."""
    if not isinstance(request, tuple) or not request or request[0] not in steps:
        raise ValueError(f"a thread yields {request!r}; a request is a tuple that begins with one of "
                         f"{', '.join(steps)}")
    name, *args = request
    try:
        return steps[name](shared, *args)
    except (IndexError, TypeError) as problem:
        raise ValueError(f"the step {request!r} cannot be taken: {problem}") from problem


def _thread(thread: tuple) -> tuple:
    """A thread as it is given, if it is one."""
    if not isinstance(thread, tuple) or not thread or not callable(thread[0]):
        raise ValueError(f"a thread is a tuple of a generator function and its arguments, not {thread!r}")
    return thread


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

    def __init__(self, steps: dict[str, Callable], private: Private, limit: int):
        self.graph = Graph()
        self.steps, self.limit = steps, limit
        self.private = private if callable(private) or not private else lambda ask: ask[0] in private
        self.privates: dict[int, bool] = {}             # whether a thread's step is private
        self.learnt, self.moves = self.graph.learnt, self.graph.moves
        self.shared, self.states = self.graph.shared, self.graph.states
        self.numbers: dict[Hashable, int] = {}          # of the shared values
        self.found: dict[tuple[int, ...], int] = {}     # and of the states

    def explore(self, shared: Hashable, threads: Iterable[tuple]) -> Graph:
        """Breadth first, so that a state's number tells how soon it can be reached."""
        begin = self.graph.begin = [self.learnt.start(*_thread(thread)) for thread in threads]
        self._state((self._number(shared), *sorted(filter(None, begin))))
        edges, states = self.graph.edges, self.states
        while len(edges) < len(states):
            number = len(edges)
            edges.append(self.private and self._alone(number) or self._edges(number))
        return self.graph

    def _alone(self, number: int) -> list[tuple[Hashable, int]]:
        """The steps of one thread, if they are private; none if there is no such thread.

        One of them has to lead to a state that is new or still to be followed: else the threads that
        wait for this one might do so for ever, while it goes round in a circle.
        """
        for thread in self.states[number][1:]:
            if thread not in self.privates:
                self.privates[thread] = self.private(self.learnt.requests[thread])
            if self.privates[thread]:
                edges = self._edges(number, thread)
                if any(to > number for _, to in edges):
                    self.graph.alone[number] = thread
                    return edges
        return []

    def _edges(self, number: int, only: int = 0) -> list[tuple[Hashable, int]]:
        """All steps that the threads can take in a state, or only that thread, and where they lead.

        This is where the time goes: what is called for every edge stands here in one piece.
        """
        shared, *threads = self.states[number]
        found, edges, before = self.found, [], 0
        for i, thread in enumerate(threads):
            if thread == before or only and thread != only:
                continue  # two that stand at the same place do the same
            before = thread
            moves = self.moves[thread].get(shared)
            if moves is None:
                moves = self.moves[thread][shared] = self._learn(shared, thread)
            others = threads[:i] + threads[i + 1:]
            for after, label, more, _ in moves:
                there = [*others, *more]
                there.sort()
                state = after, *there
                to = (found.get(state) or self._state(state)) if after else OVER
                edges.append((label, to))
        return edges

    def _learn(self, shared: int, thread: int) -> list[_Move]:
        """Ask the rules what a thread may do, and the thread where it then stands."""
        moves = []
        for step in possible(self.steps, self.shared[shared], self.learnt.requests[thread]):
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
        try:
            number = self.numbers.setdefault(shared, len(self.shared))
        except TypeError as problem:
            raise ValueError("what is shared must be a value that never changes, like a tuple: "
                             f"{problem}") from problem
        if number == len(self.shared):
            self.shared.append(shared)
        return number

    def _state(self, state: tuple[int, ...]) -> int:
        """The number of a state that is new."""
        number = self.found[state] = len(self.states)
        if number > self.limit:
            raise TooMany(f"too many: more than {self.limit:,} states; make the program smaller")
        self.states.append(state)
        return number
