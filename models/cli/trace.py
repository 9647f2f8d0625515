"""trace: what the scheduler does meanwhile, event by event."""

import argparse

from models.program.format import Program
from models.program.run import run
from models.runtime.events import read

from .files import programs, told
from .parser import FILE, add_run_options


def add(commands: argparse._SubParsersAction) -> None:
    one = commands.add_parser("trace", help="print the events of each program's run, one a line",
                              description="Print the events of each program's run, one a line.")
    one.add_argument("file", metavar="FILE", help=FILE)
    add_run_options(one)
    one.set_defaults(does=print_events)


def print_events(asked: argparse.Namespace) -> int:
    """The events of each program. The g of an event is the runtime's: main runs in g 1."""
    def one(program: Program, line: int) -> None:
        print(f"# {told(asked.file)}, line {line}")
        outcome = run(program, procs=asked.procs, seed=asked.seed, release=asked.release,
                      max_steps=asked.max_steps, traced=True)
        for event in outcome.trace:
            print(spelt(event))
        print(f"# {outcome.ending}{outcome.message and f': {outcome.message}'}")
    return programs(asked.file, one)


def spelt(event: tuple) -> str:
    """An event with its fields' names; - is nothing."""
    kind, *values = read(event)
    fields = zip(read(event)._fields[1:], values, strict=True)
    return " ".join([kind, *(f"{name}={'-' if value is None else value}" for name, value in fields)])
