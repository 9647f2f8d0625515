"""leak: which goroutines each program leaves waiting for ever."""

import argparse

from models.program.format import Program

from .files import programs, told
from .parser import FILE, Complaint


def add(commands: argparse._SubParsersAction) -> None:
    one = commands.add_parser("leak", help="find the goroutines that each program leaves waiting for ever",
                              description="Run each program until nothing moves any "
                              "more, and say which goroutines have leaked, as Go's goroutine leak profile "
                              "does. Body 0 is started by a main that goes on; objects are handed over.")
    one.add_argument("file", metavar="FILE", help=FILE)
    one.add_argument("--asleep", metavar="BODY.PC", type=place, nargs="+", default=[],
                     help="whoever comes to this operation stays asleep before it, and alive")
    one.add_argument("--shared", action="store_true", help="the objects are global variables")
    one.add_argument("--as", dest="form", choices=("table", "dump", "go"), default="table",
                     help="a table, the goroutine dump that Go would print, or the Go program that prints it "
                     "(default: table)")
    one.set_defaults(does=print_leaks)


def place(text: str) -> tuple[int, int]:
    """What reads a place as the log has it: the body and the operation."""
    body, _, pc = text.partition(".")
    if not (body.isdecimal() and pc.isdecimal()):
        raise argparse.ArgumentTypeError(f"{text!r} is no place; one is body.pc, like 0.2")
    return int(body), int(pc)


def print_leaks(asked: argparse.Namespace) -> int:
    """Each program's goroutines in the form that is asked for."""
    from models.golang.programs.leakdump import dumped
    from models.golang.programs.leaksource import Asked, source
    from models.study.leaks.leak import leaks
    from models.study.printed.dump import write
    from models.view.tables.leaking import table

    def one(program: Program, line: int) -> None:
        about = Asked(program, frozenset(asked.asleep), asked.shared)
        try:
            shown = {"table": lambda: table(program, leaks(program, about.asleep, shared=asked.shared)).text,
                     "dump": lambda: write(dumped(about)), "go": lambda: source([about]).text}[asked.form]()
        except ValueError as wrong:
            raise Complaint(f"{told(asked.file)}, line {line}: {wrong}") from None
        head = "" if asked.form == "go" else f"# {told(asked.file)}, line {line}\n"
        print(f"{head}{shown.rstrip()}")
    return programs(asked.file, one)
