"""A small concurrent algorithm, ready to be asked about: what is shared, who runs, and what is bad."""

from collections.abc import Callable, Collection, Hashable
from typing import NamedTuple

from models.study import memory as words
from models.study.explore import Graph, explore
from models.study.verdict import At, Verdict, told, verdict

Bad = Callable[[At], bool]


class Study(NamedTuple):
    """What to explore. bad: what must never be, by name. words: what lies at each address, by name.

    threads, steps and private: as explore takes them. names: the threads', in their order.
    """

    memory: tuple
    threads: tuple[tuple, ...]
    bad: dict[str, Bad]
    names: tuple[Hashable, ...]
    words: tuple[str, ...]
    steps: dict[str, Callable] = words.STEPS
    private: Collection[str] = words.PRIVATE

    def explored(self, reduced: bool = False) -> Graph:
        """Every interleaving; reduced: without those that can make no difference."""
        return explore(self.memory, self.threads, self.steps, self.private if reduced else ())


def check(study: Study, *names: str, reduced: bool = False) -> Verdict:
    """Never, or the shortest schedule that brings about any of what is bad (of `names`, if there are some)."""
    asked = [study.bad[name] for name in names or study.bad]
    return verdict(study.explored(reduced), lambda at: any(bad(at) for bad in asked), study.names)


def refuted(study: Study, reduced: bool = False) -> dict[str, int]:
    """What is bad and can happen, each with the length of the shortest schedule that does it."""
    graph = study.explored(reduced)
    found = {name: verdict(graph, bad, study.names).steps for name, bad in study.bad.items()}
    return {name: len(steps) for name, steps in found.items() if steps is not None}


def lines(study: Study, answer: Verdict) -> list[str]:
    """The schedule, a line for each step, with the words' names in place of addresses."""
    return [told(step._replace(request=named(study, step.request))) for step in answer.steps or ()]


def named(study: Study, request: tuple) -> tuple:
    """A request with the name of its word, where its first argument is an address."""
    name, *args = request
    if name in AT_ADDRESS and args:
        return name, study.words[args[0]], *args[1:]
    return request


AT_ADDRESS = {"load", "load_atomic", "own", "store", "store_rel", "seen", "add", "cas", "swap",
              "lock", "unlock"}


def stuck(at: At) -> bool:
    """Threads are left and none can go on: a deadlock, or a wake-up that was lost."""
    return at.stuck


def thrown(at: At) -> bool:
    """The runtime is about to find itself inconsistent, and ends the process."""
    return any(name == "end" for name, *_ in at.requests)
