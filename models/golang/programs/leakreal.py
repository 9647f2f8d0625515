"""What Go's own profile of leaked goroutines says of programs of the format.

All programs are built into one executable; each runs in a process of its own, so that what one leaks does
not count for another.
"""

import hashlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from models.golang import toolchain
from models.golang.places import CACHE
from models.golang.programs.harness import ending
from models.golang.programs.leaksource import Asked, source
from models.golang.programs.spawn import ENV
from models.golang.toolchain import REFERENCE, ToolchainError
from models.study.printed.dump import Dump, Goroutine
from models.study.printed.dumpread import parse

TIMEOUT = 60
MOVING = 4  # the exit status of a run in which something had not come to rest


class Profile(NamedTuple):
    """What a run printed: the log, ended by END or by how the runtime ended it; goroutine 0's goid; the
    dump.
    """

    line: str
    goid: int
    dump: Dump

    @property
    def goroutines(self) -> dict[int, Goroutine]:
        """The program's goroutines by their numbers. With one P, goids go up by one."""
        return {gp.id - self.goid: gp for gp in self.dump.goroutines if gp.id >= self.goid}

    @property
    def leaked(self) -> set[int]:
        """The numbers of those that the profile says have leaked."""
        return {number for number, gp in self.goroutines.items() if "leaked" in gp.marks}


def build(asked: list[Asked]) -> Path:
    """The programs as one executable; made anew only when their text has changed."""
    text = source(asked).text
    folder = CACHE / "programs" / f"{REFERENCE}-leaks"
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / hashlib.sha256(text.encode()).hexdigest()[:12]
    if not program.exists():
        draft = folder / f"{program.name}.{os.getpid()}.go"
        draft.write_text(text, encoding="utf-8")
        toolchain.build(REFERENCE, draft, draft.with_suffix(".new"), ["-trimpath"])
        draft.with_suffix(".new").replace(program)
        draft.unlink()
    return program


def profiles(asked: list[Asked]) -> Iterator[Profile]:
    """Run each program, and give what its profile says."""
    program = build(asked)
    for n in range(len(asked)):
        yield profile(program, n)


def profile(program: Path, n: int, attempts: int = 20) -> Profile:
    """One program's profile; again where something had not come to rest, on a busy machine."""
    env = toolchain.environment(REFERENCE, ENV | {"GOMAXPROCS": "1"})
    for _ in range(attempts):
        try:
            done = subprocess.run([str(program), str(n)], env=env, timeout=TIMEOUT, text=True,
                                  stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        except subprocess.TimeoutExpired:
            raise ToolchainError(f"program {n} was stopped after {TIMEOUT} s: it takes 20 ms") from None
        if done.returncode != MOVING:
            return read(done.stdout) if done.returncode == 0 else crashed(done)
    raise ToolchainError(f"program {n} had not come to rest in {attempts} tries: run it on a quieter machine")


def read(printed: str) -> Profile:
    """What a run printed that came to its end."""
    log, goid, dump = printed.split("\n", 2)
    return Profile(f"{log}END", int(goid), parse(dump))


def crashed(done: subprocess.CompletedProcess) -> Profile:
    """What is known of a run that the runtime ended: how."""
    found = ending(done.stderr)
    if found is None:
        raise ToolchainError(f"a program ended with status {done.returncode} and said {done.stderr[:200]!r}")
    return Profile(found, 0, Dump(()))
