"""Checks of what listings printed when they were recorded, of measured costs, and of who blocks."""

import re

from models.golang import evidence
from models.golang.checks.source import Source
from models.golang.checks.text import following
from models.golang.sessions import sessions
from models.golang.sessions.printed import printed
from models.study.moments.blocked import on_goroutines

LONG = 1_000_000_000  # nanoseconds of a system call that is not over before all others have been made


def check_recorded_output(source: Source, name: str, has: list[str] | None = None,
                          lacks: list[str] | None = None) -> list[str]:
    """What was recorded under that name with this release has patterns, and lacks others."""
    return told(source, name, printed(name), has, lacks)


def check_recorded_session(source: Source, name: str, has: list[str] | None = None, lacks: list[str] | None = None,
                           in_order: list[str] | None = None) -> list[str]:
    """What a tool answered in that session with this release has patterns, and one after another, and lacks others."""
    runs = sessions.recorded(name)
    answer = "".join(run["output"] for run in runs if run["go"] == source.release)
    return [*told(source, name, runs, has, lacks), *following(name, answer, in_order or [])]


def told(source: Source, name: str, runs: list[dict], has: list[str] | None,
         lacks: list[str] | None) -> list[str]:
    """Complaints about what runs of this release printed."""
    outputs = [run["output"] for run in runs if run["go"] == source.release]
    if not outputs:
        return [f"nothing is recorded as {name} with this release"]
    return [f"{name} printed {output!r}, {what} /{one}/" for output in outputs
            for what, patterns, bad in (("without", has, False), ("with", lacks, True))
            for one in patterns or [] if bool(re.search(one, output, re.MULTILINE)) == bad]


def check_recorded_cost(source: Source, cheap: str, dear: str, least: float, most: float) -> list[str]:
    """By the recorded medians one step takes so many times as long as another, at least and at most."""
    kinds = evidence.load("durations")["kinds"] | evidence.load("threads")["kinds"]
    times = kinds[dear]["p50"] / kinds[cheap]["p50"]
    return [] if least <= times <= most else [f"{dear} takes {times:.1f} times as long as {cheap}"]


def check_recorded_memory(source: Source, of: str, what: str, least: int, most: int) -> list[str]:
    """A goroutine or a thread that waits was measured to take so many bytes, at least and at most."""
    seen = evidence.load("threads")["memory"][of][what]
    return [] if least <= seen <= most else [f"{what} by a {of}: {seen} bytes"]


def check_model_blocked(source: Source, receivers: int, callers: int, threads: int) -> list[str]:
    """The model needs so many threads, on one P, for so many who wait on a channel and in system calls."""
    trace = on_goroutines(receivers=receivers, callers=callers, procs=1, seed=0, costs={}, ns=LONG)
    seen = 1 + sum(event[0] == "startm" and event[7] for event in trace)
    return [] if seen == threads else [f"the model has {seen} threads"]
