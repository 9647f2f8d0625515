"""What the package does from the command line: `python -m models --help`.

The commands run, trace, go, race and leak read a file with a program of the format a line. A line that is not a
valid program gets one sentence on stderr; the others still come out, and the exit status is 2. The command
dump reads what Go printed about its goroutines, explain what it wrote about its scheduler, and both treat
lines that they cannot read alike. The command record runs a Go program and keeps every step of its
scheduler, and replay sees whether the model allows them all.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

from models.program.format import Program
from models.program.parse import FormatError, parse_lines
from models.program.run import MAX_STEPS, RELEASE, run
from models.runtime.constants import BY_RELEASE
from models.runtime.events import read
from models.runtime.state import MAX_PROCS


class Complaint(Exception):
    """Something about the command is not right; the message is one sentence."""


class Parser(argparse.ArgumentParser):
    """argparse, but what is wrong is told in one sentence."""

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


def parser() -> Parser:
    """The commands and their options."""
    top = Parser(prog="python -m models", allow_abbrev=False,
                 description="Run small concurrent programs, written as data, on the models of Go's "
                 "scheduler. models/program/format.py says how a program is written.")
    commands = top.add_subparsers(metavar="COMMAND", dest="command", required=True)
    for name, does in (("run", "print each program's log, on one line"),
                       ("trace", "print the events of each program's run, one a line"),
                       ("go", "print each program as Go source"),
                       ("race", "print each program's data races, as go run -race does")):
        one = commands.add_parser(name, help=does, allow_abbrev=False,
                                  description=does[0].upper() + does[1:] + ".")
        one.add_argument("file", metavar="FILE", help="one program a line, as JSON; - is standard input")
        if name != "go":
            add_run_options(one)
        if name == "run":
            one.add_argument("--all", action="store_true", help="print every log that is possible, "
                             "as a JSON list: on one P whatever select may take; on several Ps "
                             "whoever may take the next step, the queues left out of account")
        if name == "race":
            one.add_argument("--all", action="store_true", help="print which accesses can meet in any "
                             "schedule, and a shortest way there, instead of what races in one run")
    add_leak(commands)
    add_dump(commands)
    add_explain(commands)
    add_steps(commands)
    return top


def add_leak(commands: argparse._SubParsersAction) -> None:
    """The leak command and its options."""
    one = commands.add_parser("leak", help="find the goroutines that each program leaves waiting for ever",
                              allow_abbrev=False, description="Run each program until nothing moves any "
                              "more, and say which goroutines have leaked, as Go's goroutine leak profile "
                              "does. Body 0 is started by a main that goes on; objects are handed over.")
    one.add_argument("file", metavar="FILE", help="one program a line, as JSON; - is standard input")
    one.add_argument("--asleep", metavar="BODY.PC", type=place, nargs="+", default=[],
                     help="whoever comes to this operation stays asleep before it, and alive")
    one.add_argument("--shared", action="store_true", help="the objects are global variables")
    one.add_argument("--as", dest="form", choices=("table", "dump", "go"), default="table",
                     help="a table, the goroutine dump that Go would print, or the Go program that prints it "
                     "(default: table)")


def place(text: str) -> tuple[int, int]:
    """What reads a place as the log has it: the body and the operation."""
    body, _, pc = text.partition(".")
    if not (body.isdecimal() and pc.isdecimal()):
        raise argparse.ArgumentTypeError(f"{text!r} is no place; one is body.pc, like 0.2")
    return int(body), int(pc)


def add_dump(commands: argparse._SubParsersAction) -> None:
    """The dump command and its options."""
    one = commands.add_parser("dump", help="group, count and explain the goroutines of a dump",
                              allow_abbrev=False, description="Group, count and explain the goroutines "
                              "of a dump: what a panic, SIGQUIT, runtime.Stack or a profile with "
                              "debug=2 printed.")
    one.add_argument("file", metavar="FILE", help="the dump; - is standard input")
    one.add_argument("--frames", metavar="N", type=number(0), default=5,
                     help="print at most so many calls of each stack (default: 5)")


def add_explain(commands: argparse._SubParsersAction) -> None:
    """The explain command."""
    one = commands.add_parser("explain", help="explain the lines of GODEBUG=schedtrace word by word",
                              allow_abbrev=False, description="Explain word by word what "
                              "GODEBUG=schedtrace=MS, or that with scheddetail=1, made a Go program write.")
    one.add_argument("file", metavar="FILE", help="what the program wrote; - is standard input")


def add_steps(commands: argparse._SubParsersAction) -> None:
    """The commands record and replay."""
    one = commands.add_parser("record", help="record every step that Go's scheduler takes in a Go program",
                              usage="%(prog)s [-h] [--procs N] [--go VERSION] [--out FILE] [--seconds S] "
                              "PROGRAM.go [-- ARG ...]", allow_abbrev=False,
                              description="Build a Go program with a runtime that logs every step of its "
                              "scheduler, run it, print what it has printed, and keep the log for replay. "
                              "What stands behind -- are the program's own arguments. It gets GODEBUG, GOGC "
                              "and GOMEMLIMIT as they are set, and nothing to read. Linux only.")
    one.add_argument("file", metavar="PROGRAM.go", help="a Go file with a main of its own")
    one.add_argument("--procs", metavar="N", type=number(1, 64), default=4,
                     help="GOMAXPROCS, how many Ps there are (default: 4)")
    one.add_argument("--go", metavar="VERSION", dest="release", choices=BY_RELEASE, default=RELEASE,
                     help=f"the Go release: {' or '.join(BY_RELEASE)} (default: {RELEASE})")
    one.add_argument("--out", metavar="FILE", help="where to keep it (default: PROGRAM.steps)")
    one.add_argument("--seconds", metavar="S", type=number(1), default=60,
                     help="stop a program that runs longer (default: 60)")
    one = commands.add_parser("replay", help="see whether the model allows every step of a recording",
                              allow_abbrev=False, description="Replay a recording against the model: the "
                              "first step that it does not allow is printed with the state before it, and "
                              "the exit status is 1.")
    one.add_argument("file", metavar="RECORDING", help="what record has kept; - is standard input")


def add_run_options(one: Parser) -> None:
    """How a program is run."""
    one.add_argument("--procs", metavar="N", type=number(1, MAX_PROCS), default=1,
                     help="GOMAXPROCS, how many Ps there are (default: 1)")
    one.add_argument("--seed", metavar="S", type=number(0), default=0,
                     help="decides what Go leaves to chance: what select takes and, with several Ps, "
                     "who acts next (default: 0)")
    one.add_argument("--go", metavar="VERSION", dest="release", choices=BY_RELEASE, default=RELEASE,
                     help=f"the Go release: {' or '.join(BY_RELEASE)} (default: {RELEASE})")
    one.add_argument("--max-steps", metavar="K", type=number(0), default=MAX_STEPS,
                     help="end a run as LIMIT when it has done more operations than this "
                     f"(default: {MAX_STEPS:,})")


def main(args: list[str]) -> int:
    """Run one command; 2 when something about it was not right."""
    theirs: list[str] = []  # what the program that is recorded gets
    if args[:1] == ["record"] and "--" in args:
        at = args.index("--")
        args, theirs = args[:at], args[at + 1:]
    try:
        asked = parser().parse_args(args, argparse.Namespace(args=tuple(theirs)))
        return COMMANDS[asked.command](asked)
    except Complaint as complaint:
        return complain(str(complaint))


def complain(sentence: str) -> int:
    """Say what is not right."""
    print(sentence, file=sys.stderr)
    return 2


def lines(file: str, holds: str = "a program a line, as JSON") -> list[str]:
    """The lines of a file, or of standard input. holds: what should be in it."""
    try:
        raw = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return raw.decode("utf-8-sig").split("\n")
    except OSError as error:
        raise Complaint(f"{file} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise Complaint(f"{file} is not UTF-8 text: it must be {holds}") from None


def programs(file: str, do: Callable[[Program, int], None]) -> int:
    """Do something with the program on each line; say of the other lines what is wrong with them."""
    status = 0
    for line, program in parse_lines(lines(file)):
        try:
            if isinstance(program, FormatError):
                raise Complaint(f"{told(file)}, {program}")
            do(program, line)
        except Complaint as complaint:
            status = complain(str(complaint))
    return status


def told(file: str) -> str:
    """What a file is called in a message."""
    return "standard input" if file == "-" else file


def print_logs(asked: argparse.Namespace) -> int:
    """The run command."""
    def one(program: Program, line: int) -> None:
        if asked.all:
            print(json.dumps(every(program, asked, line)))
        else:
            print(run(program, procs=asked.procs, seed=asked.seed, release=asked.release,
                      max_steps=asked.max_steps).line)
    return programs(asked.file, one)


def every(program: Program, asked: argparse.Namespace, line: int) -> list[str]:
    """Every log that is possible, in order."""
    from models.study.programs import every, interleave
    try:
        if asked.procs > 1:
            return sorted(interleave.every_log(program, asked.max_steps))
        return sorted(every.every_log(program, release=asked.release, max_steps=asked.max_steps))
    except interleave.TooMany as many:
        raise Complaint(f"{told(asked.file)}, line {line}: {many}") from None


def print_events(asked: argparse.Namespace) -> int:
    """The trace command. The g of an event is the runtime's: main runs in g 1."""
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


def print_go(asked: argparse.Namespace) -> int:
    """The go command."""
    from models.golang.programs.gosource import source
    between = ""

    def one(program: Program, line: int) -> None:
        nonlocal between
        print(between + source(program, f"{Path(told(asked.file)).name}, line {line}"), end="")
        between = "\n"
    return programs(asked.file, one)


def print_leaks(asked: argparse.Namespace) -> int:
    """The leak command."""
    from models.golang.programs.leakdump import dumped
    from models.golang.programs.leaksource import Asked, source
    from models.study.printed.dump import write
    from models.study.leaks.leak import leaks
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


def print_races(asked: argparse.Namespace) -> int:
    """The race command: 1 when there is a race."""
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


def readable(file: str, holds: str, kind: str, parse: Callable):
    """A file of what Go printed, parsed; the lines that could not be read are named."""
    text = parse("\n".join(line.removesuffix("\r") for line in lines(file, holds)))
    for line in text.unread:
        complain(f"{told(file)}, line {line.number}: no line of {kind}: {line.text!r}")
    return text


def print_groups(asked: argparse.Namespace) -> int:
    """The dump command."""
    from models.study.printed.dumpread import parse
    from models.view.code.dumped import report
    dump = readable(asked.file, "a goroutine dump", "a goroutine dump", parse)
    if not dump.goroutines:
        raise Complaint(f"{told(asked.file)} has no goroutine: each begins like `goroutine 18 [select]:`")
    print(report(dump, asked.frames), end="")
    return 2 if dump.unread else 0


def print_explained(asked: argparse.Namespace) -> int:
    """The explain command."""
    from models.study.printed.schedread import parse
    from models.study.printed.schedsnapshots import snapshots
    from models.view.code.explained import report
    trace = readable(asked.file, "what GODEBUG=schedtrace wrote", "schedtrace", parse)
    if not snapshots(trace):
        raise Complaint(f"{told(asked.file)} has no line of schedtrace: "
                        "each snapshot begins like `SCHED 0ms: gomaxprocs=4`")
    print(report(trace), end="")
    return 2 if trace.unread else 0


def record_steps(asked: argparse.Namespace) -> int:
    """The record command."""
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


def replay_steps(asked: argparse.Namespace) -> int:
    """The replay command."""
    from models.golang.steps import stepfile
    from models.study.replay.outcome import Unexplained
    from models.study.replay.run import Damaged, replayed
    from models.view.tables.replayed import complaint, report
    file = told(asked.file)
    try:
        made = stepfile.parse(file, lines(asked.file, "a recording, as record writes it"))
        found = replayed(made.start, made.events, made.about["go"])
    except stepfile.Bad as bad:
        raise Complaint(complaint(bad.name, bad.about)) from None
    except Damaged as damaged:
        raise Complaint(complaint("start", {"file": file, "says": str(damaged)})) from None
    print(report(found, file), end="")
    return int(isinstance(found, Unexplained))


COMMANDS = {"run": print_logs, "trace": print_events, "go": print_go, "race": print_races, "leak": print_leaks,
            "dump": print_groups, "explain": print_explained, "record": record_steps, "replay": replay_steps}


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
