"""Run programs of the format on real Go with its race detector, and read what that reports.

The harness is built with -race and with a scheduler that is not made random. Each place of a program that
touches a variable has a line of its own in the harness, so that a report tells which two they were. Go needs
a C compiler to build with -race.
"""

import hashlib
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from models.golang import toolchain
from models.golang.overlay import overlay
from models.golang.places import CACHE
from models.golang.programs import harness
from models.golang.programs.real import once
from models.program.format import Program

# Every report counts, also one that is like one before; and the process ends at once.
GORACE = ("suppress_equal_stacks=0 suppress_equal_addresses=0 halt_on_error=0 exitcode=0 "
          "atexit_sleep_ms=0")
_BLOCK = re.compile(r"^={18}\nWARNING: DATA RACE\n(.*?)^={18}\n", re.MULTILINE | re.DOTALL)
_ACCESS = re.compile(r"^(Previous )?(read|write) at 0x\w+ by (main goroutine|goroutine \d+):\n((?:  .*\n)*)",
                     re.MULTILINE | re.IGNORECASE)
# A frame of the harness's touch, and its line; where there is none, what of Go's own is on top.
_TOUCH = re.compile(r"  main\.touch\(\)\n      \S+?:(\d+) ")
_OTHERS = (("chan", ("runtime.chansend()", "runtime.closechan()")),
           ("waitgroup", ("runtime.raceread()", "runtime.racewrite()")))


class Told(NamedTuple):
    """One side of a report. site: which place of the program it is, counted over all that touch a variable;
    None: what was touched is no variable but the kind of thing that `thing` says. main: whether main did it.
    """

    thing: str
    site: int | None
    write: bool
    main: bool


@cache
def build(version: str) -> Path:
    """The harness with the race detector, compiled by that release; anew only when its text has changed."""
    calm = overlay.prepare(version, overlay.CALM)
    text = harness.text()
    name = hashlib.sha256(f"{text}\0{overlay.CALM}".encode()).hexdigest()[:12]
    folder = CACHE / "programs" / f"{version}-race"
    folder.mkdir(parents=True, exist_ok=True)
    program, listing = folder / name, folder / f"{name}.go"
    if not program.exists():
        listing.write_text(text, encoding="utf-8")
        toolchain.go(version, ["build", "-race", "-overlay", str(calm), "-o", f"{program}.new", str(listing)],
                     {"CGO_ENABLED": "1"})
        Path(f"{program}.new").replace(program)
    return program


class Racing(harness.Harness):
    """The harness with the race detector: a run's reports are in `said`."""

    def __init__(self, version: str, procs: int = 1):
        super().__init__(version, procs, build(version))
        self.env["GORACE"] = GORACE
        self.said = ""

    def _start(self) -> subprocess.CompletedProcess:
        done = super()._start()
        self.said = done.stderr.decode(errors="replace")
        return done


def told(racing: Racing, program: Program) -> tuple[str, list[tuple[Told, Told]]]:
    """Real Go's log, and its reports: (the later access, the one before it)."""
    line = once(racing, program)
    return line, [*reports(racing.said)]


def reports(said: str) -> Iterator[tuple[Told, Told]]:
    """The reports in what a program printed."""
    for block in _BLOCK.findall(said):
        now, before = _ACCESS.findall(block)
        yield side(now), side(before)


def side(found: tuple[str, str, str, str]) -> Told:
    """One side of a report, from its heading and its stack."""
    _, way, who, stack = found
    touched = _TOUCH.search(stack)
    if touched:
        thing, site = "var", (int(touched[1]) - first_line()) // 2
    else:
        thing, site = next(kind for kind, names in _OTHERS if any(name in stack for name in names)), None
    return Told(thing, site, way.lower() == "write", who == "main goroutine")


@cache
def first_line() -> int:
    """The line of the harness in which the first place touches its variable."""
    return harness.text().split("\n").index("\t\taccess(v, write)") + 1
