"""What gdb shows of a parked goroutine: a session that a reader can repeat, with real Go's answers.

The listing is book/go/registers.go, stopped when main waits. Addresses differ from run to run.
"""

import re

from models.golang import evidence, recording, registers, toolchain
from models.golang.places import TEMPLATES
from models.golang.toolchain import VERSIONS, ToolchainError

NAME = "gdbpark"
SCRIPT = "park.gdb"
COMMAND = f"gdb -batch -x {SCRIPT} ./registers"
TRIES = 10
ENDED = "exited normally"  # gdb's words for a program that has run to its end: main did not wait
FIRST = "rax "  # what the session asked for begins here; before it gdb tells where it stopped


def script() -> str:
    """What gdb is told."""
    return (TEMPLATES / f"{SCRIPT}.txt").read_text(encoding="utf-8")


def asked(printed: str) -> str:
    """The answers alone, without the path of the program; ToolchainError if gdb gave none."""
    at = printed.find(f"\n{FIRST}")
    if at < 0:
        last = (printed.strip().splitlines() or ["it printed nothing"])[-1].rstrip(".")
        raise ToolchainError(f"gdb did not get to park_m: {last}; it needs to be allowed to trace a program "
                             "(ptrace)")
    return re.sub(r" in section \S+.*$", "", printed[at + 1:], flags=re.MULTILINE)


def session(version: str) -> str:
    """The answers of one release. Under gdb main's time slice may end before it waits, and then it may find that it
    need not wait: such a run is made again, TRIES times at most.
    """
    built = registers.program(version)
    quiet = ["-iex", "set debuginfod enabled off", "-iex", "set auto-load off"]
    command = [registers.gdb(), "-nx", *quiet, "-batch", "-x", str(TEMPLATES / f"{SCRIPT}.txt"), str(built)]
    for _ in range(TRIES):
        printed = toolchain.run(command, toolchain.environment(version, registers.ENV), None, 60)
        if ENDED not in printed:
            break
    return asked(printed)


def record() -> dict:
    """Both releases, as kept in book/evidence/gdbpark.json."""
    found = {}
    for version in VERSIONS:
        about = recording.settings(version, registers.LISTING, [], registers.ENV)
        kept = {name: about[name] for name in ("go", "goos", "goarch", "env")}
        found[version] = kept | {"command": command(about["env"]), "output": session(version)}
    return found


def command(env: dict[str, str]) -> str:
    """The settings and the command, as a shell takes them."""
    return " ".join([*(f"{name}={value}" for name, value in env.items()), COMMAND])


def values(output: str) -> dict[str, int]:
    """The numbers of a session: "rax", "$1.sp", "$1.pc", …"""
    found = {match[1]: int(match[2], 16) for match in re.finditer(r"^(\w+) +(0x\w+) ", output, re.MULTILINE)}
    for number, inside in re.findall(r"^\$(\d) = {(.*)}$", output, re.MULTILINE):
        found |= {f"${number}.{name}": int(value, 16)
                  for name, value in re.findall(r"(\w+) = (0x\w+)", inside)}
    return found


def kept() -> list[dict]:
    """The recorded sessions, the reference release first."""
    return list(evidence.load(NAME).values())
