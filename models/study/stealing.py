"""What stealing does for a program: runs with it and without it, and what each look for work finds."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from models.runtime.events import read
from models.runtime.runtime import RULES, replaced

from .runs import spawn_run

LAST_ROUND = 3  # of rounds 0 to 3, the one in which a thief may take a runnext


def finds_nothing(rt, mp):
    """steal_work, but every thief comes back with empty hands after one attempt."""
    yield "steal"
    return None


WITHOUT_STEALING = replaced(steal_work=finds_nothing)


def with_and_without(procs: int, n: int, seed: int, ns: int, durations: dict) -> dict[str, list]:
    """The traces of one program, one seed and one table of durations: "stealing" and "alone"."""
    sets = {"stealing": RULES, "alone": WITHOUT_STEALING}
    return {name: spawn_run(procs, n, seed, ns=ns, durations=durations, rules=rules).trace
            for name, rules in sets.items()}


class Looks(NamedTuple):
    """How often find_runnable looked at a place, and how often it found a G there."""

    looked: int
    found: int


PLACES = ("tick", "runnext", "ring", "global", "rings", "last-round", "again")
FINDS = {"tick": {"globrunqget"}, "runnext": {"getnext"}, "ring": {"runqget"},
         "global": {"globrunqgetbatch"}, "rings": {"runqgrab"},
         "last-round": {"runqgrab", "grabnext"}, "again": {"globrunqgetbatch", "acquirep"}}


def looks(trace: list[tuple]) -> dict[str, Looks]:
    """For each place, in the order in which find_runnable comes to it, what the looks came to.

    The trace must be the model's: recordings of real Go do not hold its looks.
    """
    looked: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for place, then in each_look(trace):
        looked[place] += 1
        found[place] += then in FINDS[place]
    return {place: Looks(looked[place], found[place]) for place in PLACES}


def each_look(trace: Iterable[tuple]) -> Iterator[tuple[str, str]]:
    """Each look at a place, and the kind of event that its M has next."""
    looking: dict[int, str] = {}
    for event in map(read, trace):
        place = looking.pop(event.m, "")
        if place == "local":
            yield "runnext", event.kind
            if event.kind != "getnext":
                yield "ring", event.kind
        elif place:
            yield place, event.kind
        elif event.kind == "globrunqgetbatch":
            yield "again", event.kind
        if event.kind == "look":
            looking[event.m] = place_of(event)


def place_of(look) -> str:
    """The place that a look is at; "local" stands for runnext and, when that is empty, the ring."""
    if look.where == "steal":
        return "last-round" if look.arg[0] == LAST_ROUND else "rings"
    return "again" if look.where == "recheck" else look.where
