"""go: each program as Go source."""

import argparse
from pathlib import Path

from models.program.format import Program

from .files import programs, told
from .parser import FILE


def add(commands: argparse._SubParsersAction) -> None:
    one = commands.add_parser("go", help="print each program as Go source",
                              description="Print each program as Go source.")
    one.add_argument("file", metavar="FILE", help=FILE)
    one.set_defaults(does=print_go)


def print_go(asked: argparse.Namespace) -> int:
    """The programs with an empty line between them."""
    from models.golang.programs.gosource import source
    between = ""

    def one(program: Program, line: int) -> None:
        nonlocal between
        print(between + source(program, f"{Path(told(asked.file)).name}, line {line}"), end="")
        between = "\n"
    return programs(asked.file, one)
