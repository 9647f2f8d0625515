"""Questions about a run queue with one owner and some thieves: is anything lost, or taken twice?

    case = Case(do=(("put", 3), ("get",)), ring=(1, 2), thieves=2)
    print(ask(explored(case), case, wrong))
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from ..explore.explore import Graph, Private, explore
from ..explore.memory import BLANK
from ..explore.verdict import At, Verdict, told, verdict
from .runq import FIRST, GLOBAL, P, PRIVATE, RAN, STEPS, idle, ran, runqsteal
from .wrong_runq import RIGHT, Rules


class Case(NamedTuple):
    """What is in the owner's queue at first, what the owner does, and who steals.

    do: ("put", G), ("next", G) and ("get",), one after the other. Each thief steals `steals` times
    and runs what it gets. runnext may be stolen if `steal_next`.
    """

    do: tuple[tuple, ...]
    thieves: int = 1
    steals: int = 1
    ring: tuple[int, ...] = ()
    runnext: int = 0
    steal_next: bool = False
    size: int = 2
    bits: int = 32

    def ps(self) -> list[P]:
        """The owner's queue, then the thieves'."""
        width = 3 + self.size
        return [P(a, a + 1, a + 2, a + 3, self.size, self.bits)
                for a in range(FIRST, FIRST + width * (1 + self.thieves), width)]

    def memory(self) -> tuple:
        """The memory at first."""
        empty = (0,) * (self.size - len(self.ring))
        owners = (0, len(self.ring), self.runnext, *self.ring, *empty)
        return (*BLANK, (), (), *owners, *(0,) * ((3 + self.size) * self.thieves))

    def gs(self) -> set[int]:
        """All Gs that there are."""
        return {*self.ring, self.runnext, *(g for _, *gs in self.do for g in gs)} - {0}

    def words(self) -> list[str]:
        """The words' names, in the order of their addresses."""
        parts = ("head", "tail", "runnext", *(f"runq[{i}]" for i in range(self.size)))
        ps = range(1 + self.thieves)
        return ["woken", "ran", "sched.runq", *(f"p{i}.{part}" for i in ps for part in parts)]

    def names(self) -> list[str]:
        """The threads' names."""
        return ["owner", *(f"thief {i + 1}" for i in range(self.thieves))]


def owner(rules: Rules, pp: P, do: tuple[tuple, ...]):
    """Put and get, and run what it gets."""
    for op, *args in do:
        if op == "get":
            g = yield from rules.get(pp)
            yield ran(g) if g else idle(pp)
        else:
            yield from rules.put(pp, *args, op == "next")


def thief(rules: Rules, pp: P, victim: P, times: int, steal_next: bool):
    """Steal, and run what it gets."""
    for _ in range(times):
        g = yield from runqsteal(pp, victim, steal_next, rules.grab)
        if g:
            yield ran(g)


def threads(case: Case, rules: Rules = RIGHT) -> list[tuple]:
    """The owner and the thieves."""
    pp, *others = case.ps()
    thieves = [(thief, rules, p, pp, case.steals, case.steal_next) for p in others]
    return [(owner, rules, pp, case.do), *thieves]


def nobody_elses(case: Case, request: tuple) -> bool:
    """Whether a step is nobody else's matter: one of PRIVATE, or on a word of a thief's own queue, which
    the thief alone reads and writes.
    """
    name, *args = request
    thieves = case.ps()[0].runq + case.size  # where their words begin
    return name in PRIVATE or name in ("load", "store", "store_rel") and args[0] >= thieves


def explored(case: Case, rules: Rules = RIGHT, private: Private = ()) -> Graph:
    """Every interleaving of the owner and the thieves."""
    return explore(case.memory(), threads(case, rules), STEPS, private)


def ask(graph: Graph, case: Case, bad: Callable[[Case, At], bool]) -> Verdict:
    """Never, or the shortest schedule."""
    return verdict(graph, lambda at: bad(case, at), case.names())


def twice(case: Case, at: At) -> bool:
    """A G was run twice, or when all is done it is to be found in two places."""
    memory = at.shared
    gs = list(found(case, memory)) if at.ended else memory[RAN]
    return len(set(gs)) < len(gs)


def lost(case: Case, at: At) -> bool:
    """All is done, and a G was not run and is in no queue."""
    return at.ended and not case.gs() <= set(found(case, at.shared))


def overrun(case: Case, at: At) -> bool:
    """The head has passed the tail: a queue seems to hold more than its ring has slots."""
    memory = at.shared
    return any(pp.length(memory[pp.head], memory[pp.tail]) > pp.size for pp in case.ps())


def missed(case: Case, at: At) -> bool:
    """The owner's runqget found nothing, and there is something.

    Only the owner adds to its queue. So if it was empty at any time while runqget looked, it still
    is when runqget has found nothing; if it is not, it was never empty, and runqget should have seen.
    """
    for name, *args in at.requests:
        if name == "idle":
            pp, memory = args[0], at.shared
            return memory[pp.runnext] != 0 or memory[pp.head] != memory[pp.tail]
    return False


def thrown(case: Case, at: At) -> bool:
    """The runtime finds itself inconsistent."""
    return any(name == "end" for name, *_ in at.requests)


QUESTIONS = (twice, lost, missed, overrun, thrown)


def wrong(case: Case, at: At) -> bool:
    """Any of these, or threads that wait for ever."""
    return any(bad(case, at) for bad in QUESTIONS) or at.stuck


def found(case: Case, memory: tuple) -> Iterable[int]:
    """Every G that was run or lies in a queue, as often as it does."""
    yield from memory[RAN]
    yield from memory[GLOBAL]
    for pp in case.ps():
        yield from [memory[pp.runnext]] if memory[pp.runnext] else []
        h = memory[pp.head]
        for i in range(min(pp.length(h, memory[pp.tail]), pp.size)):
            yield memory[pp.slot(h + i)]


def lines(case: Case, answer: Verdict) -> list[str]:
    """The schedule, a line for each step, with the words' names."""
    words, found = case.words(), []
    for step in answer.steps or []:
        name, *args = step.request
        if name in ("own", "load", "store", "store_rel", "seen", "cas"):
            step = step._replace(request=(name, words[args[0]], *args[1:]))
        found.append(told(step))
    return found


def stalled(bits: int, rounds: int) -> Case:
    """ABA: the owner puts and gets so many Gs while one thief's compare-and-swap is late. The head
    moves one index at each get; indices have so few bits that they come again.
    """
    return Case(tuple(op for g in range(1, rounds + 1) for op in (("put", g), ("get",))), bits=bits)


def come_round(ns: float, bits: int = 32) -> float:
    """Seconds until the indices have come round, when a G goes through the queue every ns nanoseconds. So
    late, and to the very step, a thief's compare-and-swap has to be to go wrong.
    """
    return 2 ** bits * ns / 1e9
