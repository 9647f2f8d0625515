"""Checks of what tools and the model say about deferred calls and panics."""

import re

from models.golang import sessions
from models.golang.checks.source import Source
from models.program.unwound import nested, unwind
from models.study.unwinding import printed

PROGRAMS = {"unwind": unwind, "nested": nested}


def check_recorded_session(source: Source, name: str, has: list[str] | None = None,
                           lacks: list[str] | None = None) -> list[str]:
    """What a tool answered in the session of that name, recorded with this release, has patterns, and lacks
    others.
    """
    outputs = [run["output"] for run in sessions.recorded(name) if run["go"] == source.release]
    return [f"{name}: {output!r}, {what} /{one}/" for output in outputs
            for what, patterns, bad in (("without", has, False), ("with", lacks, True))
            for one in patterns or [] if bool(re.search(one, output, re.MULTILINE)) == bad]


def check_model_prints(source: Source, program: str, how: str, prints: list[str]) -> list[str]:
    """The model runs unwind.go or nested.go with this argument and prints these lines, then how it ends."""
    seen = printed(PROGRAMS[program](how))
    return [] if seen == prints else [f"the model prints {seen}"]
