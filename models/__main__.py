"""What the package does from the command line: `python -m models --help`. The commands are in models/cli."""

import argparse
import os
import sys

from models.cli import dump, explain, go, leak, race, record, replay, run, trace
from models.cli.files import complain
from models.cli.parser import Complaint, Parser

COMMANDS = (run, trace, go, race, leak, dump, explain, record, replay)  # in the order of the help


def parser() -> Parser:
    """The commands and their options."""
    top = Parser(prog="python -m models",
                 description="Run small concurrent programs, written as data, on the models of Go's "
                 "scheduler. models/program/format.py says how a program is written.")
    commands = top.add_subparsers(metavar="COMMAND", dest="command", required=True)
    for command in COMMANDS:
        command.add(commands)
    return top


def main(args: list[str]) -> int:
    """Run one command; 2 when something about it was not right."""
    theirs: list[str] = []  # what the program that is recorded gets
    if args[:1] == ["record"] and "--" in args:
        at = args.index("--")
        args, theirs = args[:at], args[at + 1:]
    try:
        asked = parser().parse_args(args, argparse.Namespace(args=tuple(theirs)))
        return asked.does(asked)
    except Complaint as complaint:
        return complain(str(complaint))


def guarded(args: list[str]) -> int:
    """main, when whoever reads the output may stop reading, or stop all of it."""
    try:
        status = main(args)
        sys.stdout.flush()
        return status
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # for what Python writes at its exit
        return 141
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(guarded(sys.argv[1:]))
