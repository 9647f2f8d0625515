"""What all commands are called with: a parser that tells what is wrong in one sentence, and shared options."""

import argparse
from collections.abc import Callable

from models.program.run import MAX_STEPS, RELEASE
from models.runtime.constants import BY_RELEASE
from models.runtime.state import MAX_PROCS

FILE = "one program a line, as JSON; - is standard input"


class Complaint(Exception):
    """Something about the command is not right; the message is one sentence."""


class Parser(argparse.ArgumentParser):
    """argparse, but what is wrong is told in one sentence, and no option may be shortened."""

    def __init__(self, **settings) -> None:
        super().__init__(**settings, allow_abbrev=False)

    def error(self, message: str) -> None:
        raise Complaint(f"{self.prog}: {message}; `{self.prog} --help` says what is right")


def number(low: int, high: int | None = None) -> Callable[[str], int]:
    """What reads a whole number from an argument."""
    span = f"of {low} or more" if high is None else f"from {low} to {high}"

    def reads(text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            value = low - 1
        if value < low or high is not None and value > high:
            raise argparse.ArgumentTypeError(f"{text!r} is not a whole number {span}")
        return value
    return reads


def add_release(one: Parser) -> None:
    """The option that names the Go release."""
    one.add_argument("--go", metavar="VERSION", dest="release", choices=BY_RELEASE, default=RELEASE,
                     help=f"the Go release: {' or '.join(BY_RELEASE)} (default: {RELEASE})")


def add_run_options(one: Parser) -> None:
    """How a program is run."""
    one.add_argument("--procs", metavar="N", type=number(1, MAX_PROCS), default=1,
                     help="GOMAXPROCS, how many Ps there are (default: 1)")
    one.add_argument("--seed", metavar="S", type=number(0), default=0,
                     help="decides what Go leaves to chance: what select takes and, with several Ps, "
                     "who acts next (default: 0)")
    add_release(one)
    one.add_argument("--max-steps", metavar="K", type=number(0), default=MAX_STEPS,
                     help="end a run as LIMIT when it has done more operations than this "
                     f"(default: {MAX_STEPS:,})")
