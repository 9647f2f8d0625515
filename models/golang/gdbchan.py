"""What gdb shows of goroutines at the moment when they begin to wait on a channel, in every way there is.

The listing is book/go/chanparks.go; gdb stops at each call of gopark. Addresses differ from run to run.
"""

import re

from models.golang import debugger, evidence, recording, registers, toolchain
from models.golang.places import TEMPLATES
from models.golang.toolchain import VERSIONS, ToolchainError

NAME = "gdbchan"
LISTING = "chanparks.go"
SCRIPT = "chan.gdb"
CAST = "print *(struct g *)$rax"  # the article's last command, which fails
COMMAND = f"gdb -batch -x {SCRIPT} -ex '{CAST}' -ex kill ./chanparks"
TRIES = 10
# How the listing's goroutines wait, in the order in which they do, and the reasons.
WAITS = {"send": "chan send", "send full": "chan send", "receive": "chan receive", "select": "select",
         "send nil": "chan send (nil chan)", "receive nil": "chan receive (nil chan)",
         "select nothing": "select (no cases)"}
STOP = re.compile(r'^AX=(?P<ax>\w+) BX=(?P<bx>\w+) CX=(?P<cx>\d+) R14=(?P<r14>\w+) goid=(?P<goid>\d+) '
                  r'status=(?P<status>\d+) "(?P<reason>.*)"$')
KEPT = re.compile(r"AX=|runtime\.|#\d|No ")  # how answers begin; other lines are gdb's own, and Go's source


def script() -> str:
    """What gdb is told."""
    return (TEMPLATES / f"{SCRIPT}.txt").read_text(encoding="utf-8")


def asked(printed: str) -> str:
    """The answers alone, without paths and addresses of code."""
    lines = [re.sub(r" in section \S+.*$|0x[0-9a-f]{16} in ", "", line) for line in printed.splitlines()
             if KEPT.match(line)]
    return "\n".join(lines) + "\n"


def reasons(output: str) -> list[str]:
    """The wait reasons in the answers."""
    return [match["reason"] for line in output.splitlines() if (match := STOP.match(line))]


def session(version: str) -> str:
    """The answers of one release. Under gdb main's time slice may end before it waits, and then somebody else
    waits in its place: such a run is made again, TRIES times at most. ToolchainError if gdb never saw all waits.
    """
    built = registers.program(version, LISTING)
    quiet = ["-iex", "set debuginfod enabled off", "-iex", "set auto-load off"]
    command = [debugger.gdb(NAME), "-nx", *quiet, "-batch", "-x", str(TEMPLATES / f"{SCRIPT}.txt"), "-ex", CAST,
               "-ex", "kill", str(built)]
    for _ in range(TRIES):
        printed = toolchain.run(command, toolchain.environment(version, registers.ENV), None, 60)
        if reasons(output := asked(printed)) == [*WAITS.values()]:
            return output
    raise missed(printed)


def missed(printed: str) -> ToolchainError:
    """The error for a session that did not see what it should, with the last thing that gdb said."""
    last = (printed.strip().splitlines() or ["it printed nothing"])[-1].rstrip(".")
    return ToolchainError(f"gdb did not see all {len(WAITS)} waits: {last}; it needs to be allowed to trace "
                          "a program (ptrace)")


def record() -> dict:
    """Both releases, as kept in book/evidence/gdbchan.json."""
    found = {}
    for version in VERSIONS:
        about = recording.settings(version, LISTING, [], registers.ENV)
        command = " ".join([*(f"{name}={value}" for name, value in about["env"].items()), COMMAND])
        found[version] = {name: about[name] for name in ("go", "goos", "goarch", "env")} | {
            "command": command, "output": session(version)}
    return found


def stops(output: str) -> dict[str, dict[str, str]]:
    """For each way to wait what gdb saw: the registers, the goroutine, the reason, and the function that AX
    leads to ("" where it is nil).
    """
    found: list[dict[str, str]] = []
    for line in output.splitlines():
        if match := STOP.match(line):
            found.append(match.groupdict() | {"unlockf": ""})
        elif line.startswith("runtime."):
            found[-1]["unlockf"] = line
    return dict(zip(WAITS, found, strict=True))


def kept() -> list[dict]:
    """The recorded sessions, the reference release first."""
    return list(evidence.load(NAME).values())
