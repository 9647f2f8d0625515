"""dump: what Go printed about its goroutines, in groups."""

import argparse

from .files import readable, told
from .parser import Complaint, number


def add(commands: argparse._SubParsersAction) -> None:
    one = commands.add_parser("dump", help="group, count and explain the goroutines of a dump",
                              description="Group, count and explain the goroutines "
                              "of a dump: what a panic, SIGQUIT, runtime.Stack or a profile with "
                              "debug=2 printed.")
    one.add_argument("file", metavar="FILE", help="the dump; - is standard input")
    one.add_argument("--frames", metavar="N", type=number(0), default=5,
                     help="print at most so many calls of each stack (default: 5)")
    one.set_defaults(does=print_groups)


def print_groups(asked: argparse.Namespace) -> int:
    """The report on the whole dump."""
    from models.study.printed.dumpread import parse
    from models.view.code.dumped import report
    dump = readable(asked.file, "a goroutine dump", "a goroutine dump", parse)
    if not dump.goroutines:
        raise Complaint(f"{told(asked.file)} has no goroutine: each begins like `goroutine 18 [select]:`")
    print(report(dump, asked.frames), end="")
    return 2 if dump.unread else 0
