"""Checks of what was recorded of real Ms: how gdb saw them live, and step by step."""

from models.golang.checks.source import Source
from models.golang.gdb import machinelog
from models.golang.steps import machines


def check_recorded_ways(source: Source, has: list[str], lacks: list[str] | None = None) -> list[str]:
    """gdb saw functions call each other in this way, "clone > mstart > mstart0", and never in others."""
    ways = machinelog.ways(source.release)
    seen = {way: any(way in one for one in ways) for way in [*has, *(lacks or [])]}
    return [f"gdb did {'' if there else 'not '}see {way}" for way, there in seen.items() if there != (way in has)]


def check_recorded_begins(source: Source, first: bool) -> list[str]:
    """In mstart1 gdb saw the first M, or else all others: on its g0. The first has a P; another has none, but one
    to take (nextp), unless it never schedules, as sysmon's and the one that makes threads.
    """
    begun = [one for one in machinelog.recorded(source.release)["begun"] if (one[0] == 0) == first]
    wrong = [f"M{m} begins with p {p}, nextp {nextp}, on its g0 {g0}" for m, g0, p, nextp, _ in begun
             if not g0 or p != first or (p and nextp)]
    given = sum(nextp for _, _, _, nextp, _ in begun)
    enough = begun and given >= len(begun) - 2 - first
    return wrong + ([] if enough else [f"{given} of {len(begun)} have a nextp"])


def check_recorded_m_threads(source: Source) -> list[str]:
    """When gdb stopped the program each M had a thread of its own, and some had no P. There was no other thread,
    unless it was one that was about to end: its M is forgotten before.
    """
    kept = machinelog.recorded(source.release)
    theirs = [thread for _, thread, _, _ in kept["ms"]]
    others = sorted({*kept["threads"]} - {*theirs})
    own = len({*theirs} & {*kept["threads"]})
    wrong = [] if own == len(theirs) else [f"{theirs} are not in {kept['threads']}"]
    wrong += [f"the threads {others} have no M"] if len(others) > 1 else []
    return wrong + ([] if any(not p for _, _, p, _ in kept["ms"]) else ["every M has a P"])


def check_recorded_steps(source: Source, has: list[str]) -> list[str]:
    """In the run of machines.go that was recorded with this release events of these kinds happen."""
    kinds = {event[0] for event in machines.cut(machines.recorded(source.release).events)}
    return [f"no {kind} was recorded" for kind in has if kind not in kinds]
