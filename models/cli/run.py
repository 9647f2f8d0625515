"""run: what each program logs."""

import argparse
import json

from models.program.format import Program
from models.program.run import run

from .files import programs, told
from .parser import FILE, Complaint, add_run_options


def add(commands: argparse._SubParsersAction) -> None:
    one = commands.add_parser("run", help="print each program's log, on one line",
                              description="Print each program's log, on one line.")
    one.add_argument("file", metavar="FILE", help=FILE)
    add_run_options(one)
    one.add_argument("--all", action="store_true", help="print every log that is possible, "
                     "as a JSON list: on one P whatever select may take; on several Ps "
                     "whoever may take the next step, the queues left out of account")
    one.set_defaults(does=print_logs)


def print_logs(asked: argparse.Namespace) -> int:
    """A line for each program."""
    def one(program: Program, line: int) -> None:
        if asked.all:
            print(json.dumps(every_log(program, asked, line)))
        else:
            print(run(program, procs=asked.procs, seed=asked.seed, release=asked.release,
                      max_steps=asked.max_steps).line)
    return programs(asked.file, one)


def every_log(program: Program, asked: argparse.Namespace, line: int) -> list[str]:
    """Every log that is possible, in order."""
    from models.study.programs import every, interleave
    try:
        if asked.procs > 1:
            return sorted(interleave.every_log(program, asked.max_steps))
        return sorted(every.every_log(program, release=asked.release, max_steps=asked.max_steps))
    except interleave.TooMany as many:
        raise Complaint(f"{told(asked.file)}, line {line}: {many}") from None
