"""What tools say about a listing: commands that a reader can repeat, with what is kept of their answers.

Each runs in a folder with the listing, its program and the session's script. Addresses differ from run to run.
"""

import re
import shutil
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from models.golang import debugger, evidence, registers, toolchain
from models.golang.places import LISTINGS, ROOT, TEMPLATES
from models.golang.toolchain import VERSIONS, ToolchainError

NAME = "sessions"
TRIES = 10
LONGEST = 300  # seconds: a changed runtime is compiled anew
SUPPORT = "runtime-gdb.py"  # what Go's releases have for gdb
ONE_P = registers.ENV
RACE = {"CGO_ENABLED": "1"}
WHOLE = ".+"  # all that is printed
PRINTED = r"[^\t(\[]+"  # but for the stack
TWO_P = {"GOMAXPROCS": "2"}
RECORD = r"--- .*|afterwards:|\d+ \d+\n(?:#.*\n)*#.*\smain\.(?:keep|quick)\+.*"  # of a block or mutex profile, what is about these
STACKS = r"goroutine\w* profile.*|\d+|#.*\smain\..*|this release .*"  # of a profile of goroutines


class Session(NamedTuple):
    """A command, as a shell takes it, and what is kept: all that this pattern finds, a line or more each. {go} in it
    is the release.

    script: a file of gdb's commands or of a shell's, in this folder with .txt behind its name; "" where there is none.
    """

    listing: str
    command: str
    keeps: str
    script: str = ""
    env: dict[str, str] = {}


SESSIONS = {
    "moves": Session("moving.go", "gdb -batch -x moves.gdb ./moving", r"newsize=\d+|42 \w+", "moves.gdb"),
    "frame": Session("moving.go", "go build -gcflags=-S moving.go",
                     r"main\.f STEXT.*|\t.*moving\.go:16\)\t(?:TEXT|CMPQ|JLS|PUSHQ|SUBQ|CALL\truntime\.morestack).*"),
    "backtrace": Session("registers.go", "gdb -batch -x backtrace.gdb ./registers",
                         r"[ *] +\d+ (?:waiting|runnable|running) .*|#\d .*", "backtrace.gdb", ONE_P),
    "treap": Session("treap.go", "gdb -batch -x treap.gdb ./treap", r"nwait \d+|row \d.*", "treap.gdb", ONE_P),
    "objdump": Session("registers.go", "go tool objdump -s '^runtime.mcall$' ./registers", r".*\(R14\).*"),
    "parkmap": Session("parking.go", "gdb -batch -x parkmap.gdb ./parking",
                       r"(?:park|ready|gogo): .*|runtime\.gopark \+ \d+ .*", "parkmap.gdb", ONE_P),
    "unlockf": Session("parks.go", "gdb -batch -x unlockf.gdb ./parks",
                       r"main\.\w+ in section .*\n(?:nil|runtime\.\w+ in section .*)", "unlockf.gdb", ONE_P),
    "parks": Session("parks.go", "./parks", r"goroutine (?:.+\n)+?created by main\.main .*", env={"GOTRACEBACK": "system"}),
    "raced": Session("counted.go", "go build -race counted.go && "
                     "go tool objdump -s '^main.write$' ./counted | tr -s '\\t' | cut -f 1,4",
                     r".*(?:race\w+\(|Mutex|main\.data|INCQ|LOCK ).*", env=RACE),
    "clocks": Session("counted.go", "go tool nm "
                      "$(go env GOROOT)/src/runtime/race/internal/amd64v1/race_linux.syso | cut -c 10-",
                      r"T .*VectorClock(?:\d+\w*(?:Acquire|Release)\w*)", env=RACE),
    "unwinding": Session("boom.go", "gdb -batch -x unwinding.gdb ./boom",
                         r"(?:inner|deferred|recovery|deferreturn): .*|_panic in .*|#\d .*", "unwinding.gdb"),
    "deferkinds": Session("kinds.go", "go build -gcflags=-d=defer kinds.go", r".* defer"),
    "helper": Session("unwind.go", "./unwind helper", WHOLE),
    "itself": Session("unwind.go", "./unwind itself", PRINTED),
    "nobody": Session("unwind.go", "./unwind nobody", PRINTED),
    "crash": Session("crash.go", "./crash", WHOLE, env={"GOMAXPROCS": "1"}),
    "crash-all": Session("crash.go", "./crash", r"goroutine (?:.+\n)+", env={"GOMAXPROCS": "1", "GOTRACEBACK": "all"}),
    "fatal": Session("fatal.go", "./fatal", r"deferred|recovered.*|fatal error: .*|goroutine 1 .*"),
    "asleep": Session("asleep.go", "./asleep", r"goroutine 1 (?:.+\n)+", env={"GOTRACEBACK": "system"}),
    "reporting": Session("reporting.go", "sh overlay.sh reporting.go && GOMAXPROCS=1 ./reporting", r"G\d+ .+|main .+", "overlay.sh"),
    "relay": Session("relay.go", "./relay; sh overlay.sh relay.go; ./relay 2> report; wc -l report",
                     r"\d+ (?:ns a pass|report)", "overlay.sh"),
    "uint64": Session("reporting.go", "sh uint64.sh", r".*cannot convert.*", "uint64.sh"),
    "hanging": Session("hanging.go", "timeout -s QUIT 5 ./hanging stay 0", r"goroutine \d+ [^\n]*\[chan receive\]:\n(?:.+\n)+",
                       env={"GOTRACEBACK": "system"}),
    "hanging-profile": Session("hanging.go", "./hanging goroutine 1",
                               r"goroutine profile.*|\d+ @ .*|.*\s(?:main\.|net/http\.\(|runtime\.gopark).*"),
    "whatif": Session("whatif.go", "sh whatif.sh", WHOLE, "whatif.sh"),
    "stall-goroutine": Session("stall.go", "./stall goroutine 1 | sed 's/ @.*//'", STACKS, env=TWO_P),
    "stall-leak": Session("stall.go", "./stall goroutineleak 1 | sed 's/ @.*//'", STACKS, env=TWO_P),
    "stall-block": Session("stall.go", "./stall block 1 | sed 's/ @.*//'", RECORD, env=TWO_P),
    "stall-mutex": Session("stall.go", "./stall mutex 1 | sed 's/ @.*//'", RECORD, env=TWO_P),
    "stall-cpu": Session("stall.go", "./stall cpu 400; go tool pprof -top stall.cpu", r" *flat .*|.* main\.spin.*", env=TWO_P),
    "stall-threads": Session("stall.go", "./stall threadcreate 1 | sed 's/ @.*//'", WHOLE, env=TWO_P),
    "stall-metrics": Session("stall.go", "./stall metrics 0", WHOLE, env=TWO_P),
    "stall-life": Session("stall.go", "sh life.sh", r"main\..*", "life.sh", TWO_P),
    "stall-gdb": Session("stall.go", "gdb -batch -x stall.gdb ./stall",
                         r"[ *] +\d+ +\w+ +\S+|\$\d = .*|#\d+ .*\bmain\.(?:keep|quick|ship|lost) .*", "stall.gdb", TWO_P),
    "stall-race": Session("stall.go", "go build -race stall.go && ./stall quit 0", WHOLE, env=RACE | TWO_P),
    "stall-record": Session("stall.go", "python -m models record stall.go --procs 2 --go {go} -- quit 0 && "
                            "python -m models replay stall.steps", WHOLE),
}


def command(session: Session, version: str = VERSIONS[0]) -> str:
    """The settings and the command, as a shell takes them."""
    told = session.command.replace("{go}", version)
    return " ".join([*(f"{name}={value}" for name, value in session.env.items()), told])


def script(session: Session) -> str:
    """What gdb or the shell is told."""
    return (TEMPLATES / f"{session.script}.txt").read_text(encoding="utf-8") if session.script else ""


def by_gdb(session: Session) -> bool:
    """Whether the script is for gdb."""
    return session.script.endswith(".gdb")


def kept(session: Session, printed: str) -> str:
    """Of an answer what is shown, with two spaces for tabs; ToolchainError where there is nothing of it."""
    found = re.findall(rf"^(?:{session.keeps})$", printed, re.MULTILINE)
    if not found:
        last = (printed.strip().splitlines() or ["nothing"])[-1]
        raise ToolchainError(f"`{command(session)}` did not print what is kept of it; it ended with: {last}")
    return re.sub(r"\t+", "  ", "".join(f"{part.rstrip()}\n" for part in found))


def ask(version: str, session: Session) -> str:
    """The answer of one release. Where gdb did not get to where it was to stop it is asked again, TRIES times at most:
    under it main's time slice may end early, and then main need not wait.
    """
    if by_gdb(session):
        debugger.gdb(NAME)  # which says what to do where there is none
    for left in reversed(range(TRIES if by_gdb(session) else 1)):
        printed = answer(version, session)
        try:
            return kept(session, printed)
        except ToolchainError:
            if not left:
                raise


def answer(version: str, session: Session) -> str:
    """All that one run of the command prints, without the paths of this machine; programs that fail are asked too."""
    root = toolchain.goroot(version)
    env = toolchain.environment(version, session.env) | {"DEBUGINFOD_URLS": ""}
    env["PATH"] = f"{root / 'bin'}:{Path(sys.executable).parent}:{env['PATH']}"
    env["PYTHONPATH"] = str(ROOT)  # for the book's own tools
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        shutil.copy(LISTINGS / session.listing, folder)
        toolchain.go(version, ["build", "-trimpath", session.listing], cwd=folder)
        if session.script:
            (folder / session.script).write_text(script(session), encoding="utf-8")
        if by_gdb(session):
            shutil.copy(root / "src" / "runtime" / SUPPORT, folder)
        printed = toolchain.run(["sh", "-c", f"{session.command.replace('{go}', version)}; true"], env, folder, LONGEST)
    return printed.replace(f"../{folder.name}/", "").replace(f"{folder}/", "")


def record() -> dict:
    """Every session with each release, as kept in book/evidence/sessions.json."""
    return {name: [{"go": version, "command": command(session, version), "output": ask(version, session)}
                   for version in VERSIONS] for name, session in SESSIONS.items()}


def recorded(name: str) -> list[dict]:
    """The recorded answers of a session, the reference release first; EvidenceError for an unknown one."""
    found = evidence.load(NAME)
    if name not in found:
        raise evidence.EvidenceError(f"no session is called {name!r}; there are {', '.join(found)}")
    return found[name]
