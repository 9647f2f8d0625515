"""sysmon's pauses in real Go, as strace sees them, and what it does between them.

Kept in book/evidence/pauses.json: of each release what the thread did in one run of book/go/watched.go, from
the last P on that it took: a number for each pause, in µs, and the names of other system calls.
"""

import re
import shutil
import tempfile
from pathlib import Path

from models.golang import evidence, toolchain
from models.golang.places import LISTINGS
from models.golang.toolchain import VERSIONS, ToolchainError

NAME = "pauses"
COMMAND = "GOMAXPROCS=1 strace -f ./watched"
# A call as it begins, not where one is "resumed".
CALL = re.compile(r"^(\d+) +(\w+)\((?:\{tv_sec=0, tv_nsec=(\d+)\})?", re.MULTILINE)
SHORTEST = 20  # µs that sysmon sleeps at least, and nobody else does
ENDS = 10_000  # and at most: a run is long enough if it comes to that
TRIES = 20     # on a busy machine sysmon may take the P of a short call, or none


def record() -> dict:
    """One run of each release."""
    return {"command": COMMAND, "releases": {version: run(version) for version in VERSIONS}}


def run(version: str) -> list[int | str]:
    """What sysmon did in a run in which it took a P, and then slept longer and longer."""
    strace = shutil.which("strace")
    if strace is None:
        raise ToolchainError("strace is not installed, which shows the pauses of sysmon: install it "
                             "(on Debian: apt-get install strace) and record again")
    with tempfile.TemporaryDirectory() as folder:
        program = toolchain.build(version, LISTINGS / "watched.go", Path(folder) / "watched")
        log = Path(folder) / "log"
        for _ in range(TRIES):
            toolchain.run([strace, "-f", "-o", str(log), str(program)],
                          toolchain.environment(version, {"GOMAXPROCS": "1"}), None, 60)
            if found := after_the_last(calls(log.read_text(encoding="utf-8"))):
                return found
    raise ToolchainError(f"sysmon took no P in {TRIES} runs: record again when the machine has less to do")


def calls(log: str) -> list[int | str]:
    """The system calls of the thread that sleeps for 20 µs: the pauses in µs, the others by name."""
    found = [(thread, name, ns and int(ns) // 1000) for thread, name, ns in CALL.findall(log)]
    sysmon = next((thread for thread, name, us in found if name == "nanosleep" and us == SHORTEST), None)
    return [us if name == "nanosleep" else name for thread, name, us in found if thread == sysmon]


def after_the_last(found: list[int | str]) -> list[int | str]:
    """What comes after the last thread that sysmon woke or made, for the P that it had taken; [] if the
    pauses did not grow to their end from there on.
    """
    woke = [i for i, call in enumerate(found) if call in ("futex", "clone", "clone3")]
    rest = found[woke[-1] + 1:] if woke else []
    return rest if ENDS in rest and rest[0] == SHORTEST else []


def slept(version: str) -> list[int]:
    """The recorded pauses of a release, in µs."""
    return [call for call in evidence.load(NAME)["releases"][version] if isinstance(call, int)]
