"""Checks of what real Ps did when their number changed, by gdb (resized.py) and in a trace (proctrace.py)."""

from models.golang import evidence
from models.golang.checks.source import Source
from models.golang.gdb import resized
from models.golang.times import proctrace
from models.runtime.status import P_DEAD, P_IDLE


def queued(pp: dict) -> list[int]:
    """A P's goroutines in the order in which it would run them."""
    return [g for g in (pp["runnext"], *pp["ring"]) if g]


# What can be asked of a release's recording: its calls of procresize, and the whole.
FACTS = {
    "the list has as many Ps as were asked for":
        lambda calls, run: all(call["after"]["len"] == call["after"]["gomaxprocs"] == call["n"]
                                for call in calls.values()),
    "done when the call returns":
        lambda calls, run: [(one["was"], one["gomaxprocs"], one["len"]) for one in run["returned"]]
        == [(4, 2, 2), (2, 4, 4), (4, 4, 4)],
    "no collection": lambda calls, run: not any(one["numgc"] for one in run["returned"]),
    "asking changes nothing": lambda calls, run: len(run["returned"]) == len(calls) == 3,
    "all are made at the start":
        lambda calls, run: calls["start"]["p"] is None and calls["start"]["n"] == resized.PROCS
        and calls["start"]["did"][:resized.PROCS] == [["init", i] for i in range(resized.PROCS)],
    "new ones are idle":
        lambda calls, run: all(pp["status"] == P_IDLE for pp in calls["more"]["after"]["ps"][resized.FEWER:]),
    "surplus ones are destroyed":
        lambda calls, run: calls["fewer"]["did"] == [["destroy", 2], ["destroy", 3]]
        and all(pp["status"] == P_DEAD and not queued(pp)
                for pp in calls["fewer"]["after"]["ps"][resized.FEWER:]),
    "their work goes to the head":
        lambda calls, run: calls["fewer"]["after"]["runq"] == queued(calls["fewer"]["before"]["ps"][3])
        + queued(calls["fewer"]["before"]["ps"][2]) + calls["fewer"]["before"]["runq"],
    "the records are used again": lambda calls, run: run["kept"],
}


def check_recorded_resize(source: Source, says: list[str]) -> list[str]:
    """The recording of this release says this (keys of FACTS), and the model answers its calls alike."""
    run = evidence.load(resized.NAME)["releases"][source.release]
    wrong = [f"not so: {fact}" for fact in says if not FACTS[fact](run["calls"], run)]
    same = resized.agrees(run["calls"], source.release)
    return wrong + ([] if same else ["the model answers a recorded call otherwise"])


def check_recorded_trace(source: Source, lacks: list[str], first: list[int]) -> list[str]:
    """The trace of this release has no such events of Ps, and the new Ps first ran in that order."""
    seen = evidence.load(proctrace.NAME)["releases"][source.release]
    order = [p for p, _ in seen["first"]]
    return [f"the trace has {one}" for one in lacks if one in seen["events"]] + (
        [] if order == first else [f"the new Ps ran in the order {order}"])
