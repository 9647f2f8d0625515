"""race: each program's data races, in one run or in any."""

import argparse

from models.program.format import Program

from .files import programs, told
from .parser import FILE, Complaint, add_run_options


def add(commands: argparse._SubParsersAction) -> None:
    one = commands.add_parser("race", help="print each program's data races, as go run -race does",
                              description="Print each program's data races, as go run -race does.")
    one.add_argument("file", metavar="FILE", help=FILE)
    add_run_options(one)
    one.add_argument("--all", action="store_true", help="print which accesses can meet in any "
                     "schedule, and a shortest way there, instead of what races in one run")
    one.set_defaults(does=print_races)


def print_races(asked: argparse.Namespace) -> int:
    """The reports; 1 when there is a race."""
    from models.study.explore.explore import TooMany
    from models.study.programs.meetings import meetings
    from models.study.race.races import races
    from models.view.tables import raced
    racing = False

    def one(program: Program, line: int) -> None:
        nonlocal racing
        try:
            found = meetings(program) if asked.all else races(
                program, procs=asked.procs, seed=asked.seed, release=asked.release, max_steps=asked.max_steps)
        except TooMany as many:
            raise Complaint(f"{told(asked.file)}, line {line}: {many}") from None
        racing = racing or bool(found if asked.all else found.races)
        print(raced.title(told(asked.file), line))
        print(raced.met(found) if asked.all else raced.reports(program, found, asked.release), end="")
    return programs(asked.file, one) or int(racing)
