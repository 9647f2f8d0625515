"""A small concurrent algorithm, ready to be asked about: what is shared, who runs, and what is bad."""

from collections.abc import Callable, Collection, Hashable, Iterable
from typing import NamedTuple

from models.study.explore import buffers
from models.study.explore import memory as plain
from models.study.explore.explore import MAX_STATES, Graph, Private, explore
from models.study.explore.verdict import At, Taken, Verdict, told, verdict

Bad = Callable[[At], bool]
# Steps whose first argument is an address.
AT_ADDRESS = {"load", "load_atomic", "own", "store", "store_rel", "seen", "add", "cas", "swap", "update",
              "lock", "unlock"}


class Study(NamedTuple):
    """What to explore.

    memory, threads, steps and private: as `explore` takes them. bad: what must never be, by name; asked
    of each state. names: the threads'. words: what lies at each address. order: how stores are seen,
    buffers.ANY or buffers.FIFO; "" at once, and notes: as buffers.explored takes it.
    """

    memory: tuple
    threads: tuple[tuple, ...]
    bad: dict[str, Bad]
    names: tuple[Hashable, ...] = ()
    words: tuple[str, ...] = ()
    steps: dict[str, Callable] = plain.STEPS
    private: Private = plain.PRIVATE
    notes: Collection[str] = ()
    order: str = ""

    def explored(self, reduced: bool = False, limit: int = MAX_STATES) -> Graph:
        """Every interleaving; reduced: without those that can make no difference."""
        private = self.private if reduced else ()
        if self.order:
            return buffers.explored(self.memory, self.threads, self.steps, self.order, private,
                                    self.notes, limit)
        return explore(self.memory, self.threads, self.steps, private, limit)

    def asked(self, graph: Graph, *names: str) -> Verdict:
        """Never, or the shortest schedule that brings about any of what is bad, or of these `names` of it."""
        asked = [self.question(name) for name in names or self.bad]
        answer = verdict(graph, lambda at: any(bad(at) for bad in asked), self.names)
        return buffers.by_name(answer, self.names) if self.order else answer

    def question(self, name: str) -> Bad:
        """What is bad by that name; ValueError names what there is."""
        if name not in self.bad:
            raise ValueError(f"there is no question {name!r}; there are {', '.join(self.bad)}")
        return buffers.seen_by_all(self.bad[name]) if self.order else self.bad[name]


def check(study: Study, *names: str, reduced: bool = False) -> Verdict:
    """Explore, and ask whether what is bad (or what has these names) can happen."""
    return study.asked(study.explored(reduced), *names)


def refuted(study: Study, reduced: bool = False) -> dict[str, int]:
    """What is bad and can happen, each with the length of the shortest schedule that does it."""
    graph = study.explored(reduced)
    found = {name: study.asked(graph, name).steps for name in study.bad}
    return {name: len(steps) for name, steps in found.items() if steps is not None}


def worst(study: Study, reduced: bool = False) -> tuple[str, Verdict]:
    """What can happen soonest of all that is bad, by name, and the verdict; "" if nothing can."""
    graph = study.explored(reduced)
    answers = {name: study.asked(graph, name) for name in study.bad}
    happens = [name for name, answer in answers.items() if answer.steps is not None]
    name = min(happens, key=lambda name: len(answers[name].steps), default="")
    return name, answers.get(name) or study.asked(graph)


class Row(NamedTuple):
    """A step as a row of a table: who took it (a number among the threads), the request with its word's
    name, the answer, and which words it changed, with what they are then.
    """

    who: int
    request: tuple
    answer: Hashable
    changed: dict[str, Hashable]


def rows(study: Study, steps: Iterable[Taken]) -> list[Row]:
    """A schedule as a table. A store that is seen late changes its word when it is seen."""
    found, before = [], study.memory
    for step in steps:
        after = before if step.shared is None else step.shared.words if study.order else step.shared
        changed = {name: new for name, old, new in zip(study.words, before, after, strict=True) if old != new}
        who = study.names.index(step.thread) if step.thread in study.names else step.thread
        found.append(Row(who, named(study, step.request), step.answer, changed))
        before = after
    return found


def lines(study: Study, answer: Verdict) -> list[str]:
    """The schedule, a line for each step, with the words' names in place of addresses."""
    return [told(step._replace(request=named(study, step.request))) for step in answer.steps or ()]


def named(study: Study, request: tuple) -> tuple:
    """A request with the name of its word, where its first argument is an address that has one."""
    at = address(study, request)
    return request if at is None else (request[0], study.words[at], *request[2:])


def address(study: Study, request: tuple) -> int | None:
    """Which word a request is about, if it is about one that has a name."""
    name, *args = request
    return args[0] if name in AT_ADDRESS and args and args[0] < len(study.words) else None


def stuck(at: At) -> bool:
    """Threads are left and none can go on: a deadlock, or a wake-up that was lost."""
    return at.stuck


def thrown(at: At) -> bool:
    """The runtime is about to find itself inconsistent, and ends the process."""
    return any(name == "end" for name, *_ in at.requests)
