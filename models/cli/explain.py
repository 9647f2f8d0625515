"""explain: what the runtime wrote about its scheduler, word by word."""

import argparse

from .files import readable, told
from .parser import Complaint


def add(commands: argparse._SubParsersAction) -> None:
    one = commands.add_parser("explain", help="explain the lines of GODEBUG=schedtrace word by word",
                              description="Explain word by word what "
                              "GODEBUG=schedtrace=MS, or that with scheddetail=1, made a Go program write.")
    one.add_argument("file", metavar="FILE", help="what the program wrote; - is standard input")
    one.set_defaults(does=print_explained)


def print_explained(asked: argparse.Namespace) -> int:
    """The report on all snapshots."""
    from models.study.printed.schedread import parse
    from models.study.printed.schedsnapshots import snapshots
    from models.view.code.explained import report
    trace = readable(asked.file, "what GODEBUG=schedtrace wrote", "schedtrace", parse)
    if not snapshots(trace):
        raise Complaint(f"{told(asked.file)} has no line of schedtrace: "
                        "each snapshot begins like `SCHED 0ms: gomaxprocs=4`")
    print(report(trace), end="")
    return 2 if trace.unread else 0
