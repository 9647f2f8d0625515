"""The step that decides in the shortest bad schedule: the last at which another thread could have averted it."""

from collections.abc import Hashable
from typing import NamedTuple

from models.study.explore.explore import START, Graph
from models.study.explore.verdict import At, along, leading, shortest

from .studied import Study


class Turn(NamedTuple):
    """Step number `step`, the first being 1, is thread's. averting: after a step of one of these in its place
    nothing bad can happen any more.
    """

    step: int
    thread: Hashable
    averting: tuple[Hashable, ...]


def turning(study: Study, name: str) -> Turn | None:
    """The last such step of the shortest schedule that is bad in the way named; None: there is none."""
    graph = study.explored()
    questions = [study.question(one) for one in study.bad]
    states = range(START, len(graph.states))
    bad = leading(graph, (state for state in states if any(ask(At(graph, state)) for ask in questions)))
    goal = next(state for state in states if study.question(name)(At(graph, state)))
    path = shortest(graph, goal)
    found = None
    for step, ((state, i), (places, *_)) in enumerate(zip(path, along(graph, path), strict=True), 1):
        movers = [who(study, graph, places, mover) for mover in graph.movers(state)]
        dangerous = {movers[j] for j, (_, to) in enumerate(graph.edges[state]) if to in bad}
        averting = tuple(dict.fromkeys(mover for mover in movers if mover not in dangerous))
        if averting:
            found = Turn(step, movers[i], averting)
    return found


def who(study: Study, graph: Graph, places: list[int], mover: int) -> Hashable:
    """The name of the first thread that stands there; of a store on its way, whose it is."""
    number = graph.learnt.requests[mover][1] if study.order else places.index(mover)
    return study.names[number] if number < len(study.names) else number
