"""What real Go does in the ten waits of book/go/parks.go, read from two recorded sessions (sessions.py)."""

import re
from typing import NamedTuple

from models.golang.sessions import sessions

HEAD = re.compile(r"goroutine \d+ .*\[(.*?)(?:, .*)?\]:")
CALL = re.compile(r"^(\S+)\((?:[^()]*)\)$", re.MULTILINE)
PASSED = re.compile(r"main\.(\w+) in .*\n(?:nil|runtime\.(\w+) in .*)")


class Wait(NamedTuple):
    """chain: functions, each called by the one before it, gopark the last; the program's own is left out.
    unlockf: the function that gopark was given, "" for nil. reason: the wait reason.
    """

    chain: tuple[str, ...]
    unlockf: str
    reason: str


def waits(version: str) -> dict[str, Wait]:
    """Each wait by the function of the program that waits so."""
    passed = {found[1]: found[2] or "" for found in PASSED.finditer(answer("unlockf", version))}
    found = {}
    for text in re.split(r"^(?=goroutine )", answer("parks", version), flags=re.MULTILINE)[1:]:
        names = CALL.findall(text)
        own = next(i for i, name in enumerate(names) if name.startswith("main."))
        name = names[own].removeprefix("main.")
        found[name] = Wait(tuple(names[own - 1::-1]), passed[name], HEAD.match(text)[1])
    return found


def answer(session: str, version: str) -> str:
    """The recorded answer of one release."""
    return next(run["output"] for run in sessions.recorded(session) if run["go"] == version)
