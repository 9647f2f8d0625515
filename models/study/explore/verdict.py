"""Can this happen? Never, in so many states and schedules; or the shortest schedule that does it.

What is asked is a question about one state (At): is it a bad one? An invariant is asked with its
opposite. A deadlock is a question as well (stuck).

    graph = explore((0,), [(twice,), (twice,)], memory.STEPS)
    print(verdict(graph, lambda at: at.ended and at.shared == (1,)))
"""

import math
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from .explore import OVER, START, Graph


class At(NamedTuple):
    """One state, to be asked about."""

    graph: Graph
    state: int

    @property
    def shared(self) -> Hashable:
        """The value that the threads share."""
        return self.graph.shared[self.graph.states[self.state][0]]

    @property
    def requests(self) -> list[tuple]:
        """What the threads that have not ended ask for."""
        return self.graph.requests(self.state)

    @property
    def ended(self) -> bool:
        """Whether every thread has ended."""
        return len(self.graph.states[self.state]) == 1

    @property
    def quiet(self) -> bool:
        """Whether nobody can take a step: all have ended or wait."""
        return not self.graph.edges[self.state]

    @property
    def stuck(self) -> bool:
        """Whether threads are left and none can go on: a deadlock."""
        return self.quiet and not self.ended


class Taken(NamedTuple):
    """One step of a schedule: who took it, what was asked and answered, and what is shared after it."""

    thread: Hashable
    request: tuple
    answer: Hashable
    label: Hashable
    shared: Hashable


@dataclass
class Verdict:
    """The answer. steps: the shortest schedule that does it; None: there is none.

    schedules: how many there are in all, whole ones; infinite where a loop can go on for ever.
    """

    states: int
    schedules: int | float
    steps: list[Taken] | None

    def __str__(self) -> str:
        if self.steps is None:
            return f"never, in {self.states:,} states and {counted(self.schedules)}"
        return "\n".join([f"after {len(self.steps)} steps:", *map(told, self.steps)])


def counted(schedules: int | float) -> str:
    """The number of schedules in words."""
    if schedules == math.inf:
        return "infinitely many schedules (there is a loop)"
    return f"{schedules:,} schedules" if schedules < 10**9 else f"{schedules:.2e} schedules"


def told(step: Taken) -> str:
    """A step in a line."""
    name, *args = step.request
    shown = (getattr(arg, "__name__", str(arg)) for arg in args)  # a function has a name
    line = f"{step.thread}: {name} {', '.join(shown)}".rstrip()
    return line if step.answer is None else f"{line} -> {step.answer}"


def verdict(graph: Graph, bad: Callable[[At], bool], names: Sequence[Hashable] = ()) -> Verdict:
    """Whether a state is bad that some schedule leads to. names: the threads', as they were given;
    those without a name, and those that were started later, have their number.
    """
    found = next((state for state in range(START, len(graph.states)) if bad(At(graph, state))), None)
    steps = None if found is None else retraced(graph, shortest(graph, found), names)
    return Verdict(len(graph.states) - 1, schedules(graph), steps)


def schedules(graph: Graph) -> int | float:
    """How many whole schedules there are: the paths from the first state to one without a way on.

    Each state's number of ways is known once all states before it are done. Around a loop that
    never comes true. Two threads that stand at the same place were followed once, and count as two.
    With `private` steps only the schedules that were followed are counted.
    """
    waits = [0] * len(graph.states)  # how many edges into it are still to come
    for edges in graph.edges:
        for _, to in edges:
            waits[to] += 1
    ways, ready, ends, done = [0] * len(waits), [START], 0, 0
    ways[START] = 1
    if waits[START]:
        return math.inf
    while ready:
        state = ready.pop()
        done += 1
        if not graph.edges[state]:
            ends += ways[state]
        for (_, to), mover in zip(graph.edges[state], graph.movers(state), strict=True):
            ways[to] += ways[state] * graph.states[state][1:].count(mover)
            waits[to] -= 1
            if not waits[to]:
                ready.append(to)
    return ends if done == len(waits) - (not ways[OVER]) else math.inf


def shortest(graph: Graph, goal: int) -> list[tuple[int, int]]:
    """The fewest steps that lead to a state, each (state, which of its edges).

    The states are numbered by how soon they can be reached, so who gets there first is nearest.
    """
    came: dict[int, tuple[int, int] | None] = {START: None}
    for state, edges in enumerate(graph.edges):
        for i, (_, to) in enumerate(edges):
            came.setdefault(to, (state, i))
        if goal in came:
            break
    path = []
    while step := came[goal]:
        path.append(step)
        goal = step[0]
    return path[::-1]


def retraced(graph: Graph, path: list[tuple[int, int]], names: Sequence[Hashable] = ()) -> list[Taken]:
    """The same with the threads' names. Of two that stand at the same place the first takes the step."""
    steps = []
    for places, who, (after, label, _, answer) in along(graph, path):
        name = names[who] if who < len(names) else who
        steps.append(Taken(name, graph.learnt.requests[places[who]], answer, label, graph.shared[after]))
    return steps


def along(graph: Graph, path: list[tuple[int, int]]) -> Iterator[tuple[list[int], int, tuple]]:
    """For each step where all threads stand before it, in the order in which they were started, which of them
    takes it, and its move.
    """
    places = list(graph.begin)
    for state, i in path:
        movers, shared = graph.movers(state), graph.states[state][0]
        thread = movers[i]
        move = graph.moves[thread][shared][i - movers.index(thread)]
        after, _, more, answer = move
        who = places.index(thread)
        yield list(places), who, move
        if after:
            places[who] = graph.learnt.after(thread, answer)
            places += more[bool(places[who]):]


def leading(graph: Graph, goals: Iterable[int]) -> set[int]:
    """The states from which some schedule leads to one of these, and these."""
    before: dict[int, list[int]] = {}
    for state, edges in enumerate(graph.edges):
        for _, to in edges:
            before.setdefault(to, []).append(state)
    found, todo = set(), [*goals]
    while todo:
        state = todo.pop()
        if state not in found:
            found.add(state)
            todo += before.get(state, [])
    return found
