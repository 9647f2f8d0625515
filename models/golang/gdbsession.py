"""A gdb session that a reader can repeat: a file of commands, and what real Go's program answered.

Addresses differ from run to run, so what is kept of them is one run's.
"""

import re
from pathlib import Path
from typing import NamedTuple

from models.golang import debugger, evidence, recording, toolchain
from models.golang.places import CACHE, LISTINGS, TEMPLATES
from models.golang.toolchain import VERSIONS, ToolchainError

QUIET = ("-iex", "set debuginfod enabled off", "-iex", "set auto-load off")


class Session(NamedTuple):
    """What is asked, and of which program.

    name: of the recording. script: the file of commands; it lies here, with .txt behind its name. goal: the
    function in which gdb stops to ask. first: what its answers begin with; before it gdb tells where it
    stopped.
    """

    name: str
    script: str
    listing: str
    env: dict[str, str]
    goal: str
    first: str


def script(session: Session) -> str:
    """What gdb is told."""
    return (TEMPLATES / f"{session.script}.txt").read_text(encoding="utf-8")


def printed(session: Session, version: str) -> str:
    """All that gdb printed in one run."""
    place = CACHE / "programs" / version / Path(session.listing).stem
    place.parent.mkdir(parents=True, exist_ok=True)
    program = toolchain.build(version, LISTINGS / session.listing, place)
    commands = str(TEMPLATES / f"{session.script}.txt")
    told = [debugger.gdb(session.name), "-nx", *QUIET, "-batch", "-x", commands, str(program)]
    return toolchain.run(told, toolchain.environment(version, session.env), None, 60)


def answers(session: Session, printed: str) -> str:
    """The answers alone, without the path of the program; ToolchainError if gdb gave none."""
    at = printed.find(f"\n{session.first}")
    if at < 0:
        last = (printed.strip().splitlines() or ["it printed nothing"])[-1].rstrip(".")
        raise ToolchainError(f"gdb did not get to {session.goal}: {last}; it needs to be allowed to trace a "
                             "program (ptrace)")
    return re.sub(r" in section \S+.*$", "", printed[at + 1:], flags=re.MULTILINE)


def asked(session: Session, version: str) -> str:
    """The answers of one run."""
    return answers(session, printed(session, version))


def record(session: Session, ask=asked) -> dict:
    """Both releases, by their numbers, as kept in book/evidence."""
    found = {}
    for version in VERSIONS:
        about = recording.settings(version, session.listing, [], session.env)
        kept = {name: about[name] for name in ("go", "goos", "goarch", "env")}
        found[version] = kept | {"command": command(session), "output": ask(session, version)}
    return found


def command(session: Session) -> str:
    """The settings and the command, as a shell takes them."""
    settings = (f"{name}={value}" for name, value in session.env.items())
    return " ".join([*settings, f"gdb -batch -x {session.script} ./{Path(session.listing).stem}"])


def kept(session: Session) -> list[dict]:
    """The recorded answers, the reference release first."""
    return list(evidence.load(session.name).values())
