"""Run programs of the format on the real runtime, thousands of them with one compilation.

One Go program a release (harness.go.txt) is built once. It takes a program from memory that it
shares with us, runs it, and writes its log there; each run is a process of its own.
"""

import hashlib
import mmap
import os
import subprocess
from array import array
from functools import cache
from itertools import count
from pathlib import Path

from models.golang import toolchain
from models.golang.places import CACHE, TEMPLATES
from models.golang.programs.spawn import ENV
from models.golang.toolchain import ToolchainError
from models.program.format import COUNTS, DIRECTIONS, OPERATIONS, Program

MAX_STEPS = 1_000_000
TIMEOUT = 60          # seconds; a run takes a few thousandths of one
ENTRY = 4             # numbers in an entry of the log
ACCESSES = ("read", "write")
SITES = 128           # places that touch a variable and have a line of their own; further ones share them
# The numbers at the beginning of the shared memory, and what the first may say: as in the template.
STATE, COUNT, END, MAX, LOG, TICK, IDS, HEADER = range(8)
RUNNING, ENDED, LIMIT, UNSETTLED = range(4)
_DEADLOCKS = ("fatal error: all goroutines are asleep - deadlock!",
              "fatal error: no goroutines (main called runtime.Goexit) - deadlock!")


class Unsettled(ToolchainError):
    """The harness could not find the schedtick: something else kept running on its P."""


class Hung(ToolchainError):
    """A run did not come to its end in time."""


def opcodes() -> str:
    """The Go constants for the operations, in the order of the format's table."""
    first, *rest = (f"op{name.capitalize()}" for name in OPERATIONS)
    return "\n".join(["const (", f"\t{first} int32 = iota", *(f"\t{name}" for name in rest), ")"])


def sites() -> str:
    """The Go cases in which a place of a program touches a variable, two lines each."""
    return "\n".join(f"\tcase {site}:\n\t\taccess(v, write)" for site in range(SITES))


def text() -> str:
    """The harness as Go source."""
    template = (TEMPLATES / "harness.go.txt").read_text(encoding="utf-8")
    return template.replace("\nOPCODES\n", f"\n{opcodes()}\n", 1).replace("\nSITES\n", f"\n{sites()}\n", 1)


@cache
def build(version: str, *flags: str) -> Path:
    """The harness compiled by that release; compiled anew only when its text has changed."""
    name = hashlib.sha256("\0".join([text(), *flags]).encode()).hexdigest()[:12]
    folder = CACHE / "programs" / f"{version}-harness"
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / name
    if not program.exists():
        draft = folder / f"{name}.{os.getpid()}.go"
        draft.write_text(text(), encoding="utf-8")
        toolchain.build(version, draft, draft.with_suffix(".new"), list(flags))
        draft.with_suffix(".new").replace(program)
        draft.unlink()
    return program


def encode(program: Program) -> array:
    """The program as numbers, in the order in which the harness reads them."""
    numbers = [program.schedtick % 61, len(program.chans), *program.chans]
    numbers += [getattr(program, field) for field in COUNTS]
    numbers.append(len(program.bodies))
    codes = {name: code for code, name in enumerate(OPERATIONS)}
    site = count()
    for body in program.bodies:
        numbers.append(len(body))
        for name, *args in body:
            if name in ACCESSES:
                args.append(next(site) % SITES)
            cases = args.pop() if OPERATIONS[name] == ("cases",) else ()
            numbers += [codes[name], *(args + [0, 0])[:2], len(cases)]
            for way, c in cases:
                numbers += [DIRECTIONS.index(way), c]
    return array("i", numbers)


class Harness:
    """One release's harness, with the memory that it shares with its runs. Use it in a `with`.

    procs: GOMAXPROCS. With one P, a program begins at the schedtick that it names. program: another
    build of the harness (for the race detector, say).
    """

    def __init__(self, version: str, procs: int = 1, program: Path | None = None,
                 timeout: float = TIMEOUT):
        toolchain.check_system()
        self.version = version
        self.program = program or build(version)
        self.procs = procs
        self.timeout = timeout
        self.env = toolchain.environment(version, ENV | {"GOMAXPROCS": str(procs),
                                                         "GOTRACEBACK": "none"})
        self.fd = os.memfd_create("harness")
        self.memory: mmap.mmap | None = None

    def __enter__(self) -> "Harness":
        return self

    def __exit__(self, *_) -> None:
        if self.memory is not None:
            self.memory.close()
        os.close(self.fd)

    def run(self, program: Program, max_steps: int = MAX_STEPS) -> str:
        """Run a program once; its log on one line, ended by how it ended."""
        self._write(encode(program), max_steps)
        done = self._start()
        with memoryview(self.memory).cast("i") as numbers:
            state = numbers[STATE]
            ending = self._ending(state, done)
            # with several Ps another goroutine may end the process when main has just returned
            count = numbers[END] if ending == "END" else min(numbers[COUNT], max_steps)
            first = numbers[LOG]
            return " ".join([*_entries(numbers[first:first + ENTRY * count].tolist()), ending])

    def _start(self) -> subprocess.CompletedProcess:
        """One process, run to its end."""
        command = [str(self.program), str(self.fd), str(len(self.memory))]
        try:
            return subprocess.run(command, env=self.env, pass_fds=(self.fd,),
                                  timeout=self.timeout,
                                  stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                  stderr=subprocess.PIPE)
        except subprocess.TimeoutExpired:
            raise Hung(f"the harness was stopped after {self.timeout:g} s: "
                       "a run should take a few thousandths of one") from None

    def _write(self, program: array, max_steps: int) -> None:
        """Put a program into the memory, which is all zeros elsewhere."""
        log = HEADER + len(program)
        size = 4 * (log + ENTRY * max_steps)
        if self.memory is not None:
            self.memory.close()
        os.ftruncate(self.fd, 0)
        os.ftruncate(self.fd, size)
        self.memory = mmap.mmap(self.fd, size)
        header = array("i", [RUNNING, 0, 0, max_steps, log, int(self.procs == 1), 0])
        self.memory[:4 * log] = (header + program).tobytes()

    def _ending(self, state: int, done: subprocess.CompletedProcess) -> str:
        """How the run ended: main returned, the log was full, or the runtime's last words."""
        if done.returncode == 0 and state in (ENDED, LIMIT):
            return "END" if state == ENDED else "LIMIT"
        if state == UNSETTLED:
            raise Unsettled("the harness found no schedtick in 20 tries: "
                            "run it again on a quieter machine")
        said = done.stderr.decode(errors="replace")
        found = ending(said) if done.returncode == 2 else None
        if found is None:
            raise ToolchainError(f"the harness ended with status {done.returncode} and said "
                                 f"{said.strip()[:200]!r}: a program can end with 0 or 2 only")
        return found


def ending(said: str) -> str | None:
    """Which of the runtime's ends its message tells; None if it tells of none.

    Since Go 1.25 a fatal error that happens in a deferred call of a panic stands below that panic,
    indented by a tab.
    """
    lines = [line.removeprefix("\t") for line in said.splitlines()]
    for line in lines:
        if line.startswith("fatal error: "):
            return "DEADLOCK" if line in _DEADLOCKS else "FATAL"
    return "PANIC" if any(line.startswith("panic: ") for line in lines) else None


def _entries(numbers: list[int]) -> list[str]:
    """The entries of a log: goroutine, body + 1, pc, result; those never finished are left out."""
    quads = zip(*(numbers[i::ENTRY] for i in range(ENTRY)), strict=True)
    return [f"{g}:{body - 1}.{pc}={out}" for g, body, pc, out in quads if body]
