"""What tools say about a listing: commands that a reader can repeat, with what is kept of their answers.

Each session of session_table.py runs in a folder with the listing, its program and its script. Addresses
differ from run to run.
"""

import re
import shutil
import sys
import tempfile
from pathlib import Path

from models.golang import evidence, toolchain
from models.golang.gdb import debugger
from models.golang.places import LISTINGS, ROOT, TEMPLATES
from models.golang.sessions.session_table import SESSIONS, Session
from models.golang.toolchain import VERSIONS, ToolchainError

NAME = "sessions"
TRIES = 10
LONGEST = 300  # seconds: a changed runtime is compiled anew
SUPPORT = "runtime-gdb.py"  # what Go's releases have for gdb
PTRACE = "; gdb needs to be allowed to trace a program (ptrace)"


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
    """Of an answer what is shown, with two spaces for tabs; ToolchainError where there is nothing of it, or
    not all that the session needs.
    """
    found = re.findall(rf"^(?:{session.keeps})$", printed, re.MULTILINE)
    told = re.sub(r"\t+", "  ", "".join(f"{part.rstrip()}\n" for part in found))
    if not found or not re.search(".*".join(map(re.escape, session.needs)), told, re.DOTALL):
        last = (printed.strip().splitlines() or ["nothing"])[-1].rstrip(".")
        raise ToolchainError(f"`{command(session)}` did not print what is kept of it; it ended with: {last}"
                             f"{PTRACE if by_gdb(session) else ''}")
    return told


def ask(version: str, session: Session) -> str:
    """The answer of one release. Where gdb did not get to where it was to stop it is asked again, TRIES times
    at most: under it main's time slice may end early, and then main need not wait, or others wait first.
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
    """All that one run of the command prints, without the paths of this machine; programs that fail are asked
    too.
    """
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
        told = session.command.replace("{go}", version)
        printed = toolchain.run(["sh", "-c", f"{told}; true"], env, folder, LONGEST)
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
