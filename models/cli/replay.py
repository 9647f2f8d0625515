"""replay: whether the model allows every step of a recording."""

import argparse

from .files import lines, told
from .parser import Complaint


def add(commands: argparse._SubParsersAction) -> None:
    one = commands.add_parser("replay", help="see whether the model allows every step of a recording",
                              description="Replay a recording against the model: the "
                              "first step that it does not allow is printed with the state before it, and "
                              "the exit status is 1.")
    one.add_argument("file", metavar="RECORDING", help="what record has kept; - is standard input")
    one.set_defaults(does=replay_steps)


def replay_steps(asked: argparse.Namespace) -> int:
    """The report; 1 where a step is not explained."""
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
