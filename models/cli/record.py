"""record: run a Go program and keep every step of its scheduler."""

import argparse
from pathlib import Path

from .parser import Complaint, add_release, number


def add(commands: argparse._SubParsersAction) -> None:
    one = commands.add_parser("record", help="record every step that Go's scheduler takes in a Go program",
                              usage="%(prog)s [-h] [--procs N] [--go VERSION] [--out FILE] [--seconds S] "
                              "PROGRAM.go [-- ARG ...]",
                              description="Build a Go program with a runtime that logs every step of its "
                              "scheduler, run it, print what it has printed, and keep the log for replay. "
                              "What stands behind -- are the program's own arguments. It gets GODEBUG, GOGC "
                              "and GOMEMLIMIT as they are set, and nothing to read. Linux only.")
    one.add_argument("file", metavar="PROGRAM.go", help="a Go file with a main of its own")
    one.add_argument("--procs", metavar="N", type=number(1, 64), default=4,
                     help="GOMAXPROCS, how many Ps there are (default: 4)")
    add_release(one)
    one.add_argument("--out", metavar="FILE", help="where to keep it (default: PROGRAM.steps)")
    one.add_argument("--seconds", metavar="S", type=number(1), default=60,
                     help="stop a program that runs longer (default: 60)")
    one.set_defaults(does=record_steps)


def record_steps(asked: argparse.Namespace) -> int:
    """Build, run, keep; what the program printed is printed."""
    from models.golang.steps import stepfile, steprun
    from models.golang.toolchain import ToolchainError
    from models.view.tables.replayed import complaint, recorded
    program = Path(asked.file)
    out = Path(asked.out or Path(program.name).with_suffix(".steps"))
    try:
        made = steprun.record(program, asked.release, asked.procs, asked.args, seconds=asked.seconds)
        stepfile.save(out, made)
    except stepfile.Bad as bad:
        raise Complaint(complaint(bad.name, bad.about)) from None
    except ToolchainError as error:
        raise Complaint(str(error)) from None
    except OSError as error:
        raise Complaint(complaint("unwritten", {"file": out, "says": error.strerror})) from None
    print(recorded(out, made.about, made.events, made.printed), end="")
    return 0
