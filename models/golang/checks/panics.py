"""Checks of what the model says about deferred calls and panics."""

from models.golang.checks.source import Source
from models.program.unwound import nested, unwind
from models.study.moments.unwinding import printed

PROGRAMS = {"unwind": unwind, "nested": nested}


def check_model_prints(source: Source, program: str, how: str, prints: list[str]) -> list[str]:
    """The model runs unwind.go or nested.go with this argument and prints these lines, then how it ends."""
    seen = printed(PROGRAMS[program](how))
    return [] if seen == prints else [f"the model prints {seen}"]
