"""What gdb shows of a parked goroutine: a session that a reader can repeat, with real Go's answers.

The listing is book/go/registers.go, stopped when main waits.
"""

import re

from models.golang import gdbsession, registers
from models.golang.gdbsession import Session

PARK = Session("gdbpark", "park.gdb", registers.LISTING, registers.ENV, "park_m", "rax ")
TRIES = 10
ENDED = "exited normally"  # gdb's words for a program that has run to its end: main did not wait


def asked(version: str) -> str:
    """The answers of one release.

    Under gdb main's time slice may end before it waits, and then it may find that it need not wait: such a
    run is made again, TRIES times at most.
    """
    for _ in range(TRIES):
        printed = gdbsession.printed(PARK, version)
        if ENDED not in printed:
            break
    return gdbsession.answers(PARK, printed)


def record() -> dict:
    """Both releases, as kept in book/evidence/gdbpark.json."""
    return gdbsession.record(PARK, asked)


def values(output: str) -> dict[str, int]:
    """The numbers of a session: "rax", "$1.sp", "$1.pc", …"""
    found = {match[1]: int(match[2], 16) for match in re.finditer(r"^(\w+) +(0x\w+) ", output, re.MULTILINE)}
    for number, inside in re.findall(r"^\$(\d) = {(.*)}$", output, re.MULTILINE):
        found |= {f"${number}.{name}": int(value, 16)
                  for name, value in re.findall(r"(\w+) = (0x\w+)", inside)}
    return found


def kept() -> list[dict]:
    """The recorded sessions, the reference release first."""
    return gdbsession.kept(PARK)
