"""Record every step of a reader's own Go program: build it with the runtime that logs them, and run it once.
"""

import os
import platform
import re
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from models.golang import toolchain
from models.golang.overlay import overlay
from models.golang.overlay.overlay import STEPS
from models.golang.steps import steps
from models.golang.steps.stepfile import Bad, Steps

PATIENCE = 60  # seconds
KEPT = ("GODEBUG", "GOGC", "GOMEMLIMIT")  # of the reader's own settings


def record(program: Path, version: str, procs: int, args: tuple[str, ...] = (),
           env: dict[str, str] | None = None, seconds: float = PATIENCE) -> Steps:
    """The recording of one run. Bad says what is wrong with the program, ToolchainError what else went wrong.
    """
    env = {name: os.environ[name] for name in KEPT if name in os.environ} if env is None else env
    check(program)
    with TemporaryDirectory(prefix="steps-") as folder:
        made = Path(folder) / "program"
        build(program, version, made)
        log, printed = run(program, made, version, args, {"GOMAXPROCS": str(procs)} | env, seconds)
    start, events = steps.read(log, STEPS.capacity)
    about = {"go": version, "goos": platform.system().lower(), "goarch": platform.machine(),
             "cpus": len(os.sched_getaffinity(0)), "gomaxprocs": procs, "env": env, "program": program.name}
    return Steps(about, start, events, printed)


def check(program: Path) -> None:
    """Bad unless there is a Go file."""
    try:
        text = program.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise Bad("unread", file=program, says=error.strerror) from None
    if program.suffix != ".go":
        raise Bad("not-go", file=program)
    package = re.search(r"^package\s+(\w+)", text, re.MULTILINE)
    if package and package[1] != "main":
        raise Bad("not-main", file=program, package=package[1])


def build(program: Path, version: str, made: Path) -> None:
    """Compile the program in its own folder, with the packages of its module if it is in one."""
    toolchain.check_system()
    over = overlay.prepare(version, STEPS)
    folder = program.resolve().parent
    module = any((above / "go.mod").exists() for above in (folder, *folder.parents))
    settings = toolchain.environment(version, {"GO111MODULE": "on" if module else "off"})
    command = [str(toolchain.goroot(version) / "bin" / "go"), "build", "-overlay", str(over), "-o", str(made),
               program.name]
    done = subprocess.run(command, env=settings, cwd=folder, text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT)
    if done.returncode != 0:
        raise Bad("not-built", file=program, release=version, says=first_complaint(done.stdout))


def first_complaint(printed: str) -> str:
    """The compiler's first message with a place, or its first line; "" if there is none."""
    told = [line.strip() for line in printed.splitlines() if line.strip() and not line.startswith("#")]
    return next((line for line in told if re.search(r"\.go:\d+", line)), (told or [""])[0])


def run(program: Path, made: Path, version: str, args: tuple[str, ...], env: dict[str, str],
        seconds: float) -> tuple[bytes, str]:
    """Run it to its end; give the raw log, and what it has printed."""
    log = made.with_name("log")
    settings = toolchain.environment(version, env | {"EVLOG": str(log)})
    try:
        done = subprocess.run([str(made), *args], env=settings, text=True, errors="replace", timeout=seconds,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    except subprocess.TimeoutExpired:
        raise Bad("not-ended", file=program, seconds=f"{seconds:g}") from None
    if log.exists():
        return log.read_bytes(), done.stdout
    says, status = last_words(done.stdout), done.returncode
    raise Bad("killed", file=program, signal=-status, says=says) if status < 0 else Bad(
        "failed", file=program, status=status, says=says)


def last_words(printed: str) -> str:
    """What Go says when it stops a program, or else the last line; "" if there is none."""
    told = [line.strip() for line in printed.splitlines() if line.strip()]
    return next((line for line in told if line.startswith(("panic:", "fatal error:"))), (told or [""])[-1])
