"""Real Go's race reports on the source of a program of the format: functions and lines, to put beside the model's.

The source is built with -race and with a scheduler that is not made random.
"""

import re
import subprocess
import tempfile
from pathlib import Path

from models.golang import toolchain
from models.golang.overlay import overlay
from models.golang.programs.gosource import source
from models.golang.programs.racelines import FILE, Frame
from models.golang.programs.racerun import GORACE
from models.program.format import Program

ENV = {"GOMAXPROCS": "1", "GOGC": "off", "GODEBUG": "asyncpreemptoff=1", "GORACE": GORACE}
BLOCK = re.compile(r"^WARNING: DATA RACE\n(.*?)^={18}$", re.MULTILINE | re.DOTALL)
GOROUTINE = re.compile(r"goroutine \d+", re.IGNORECASE)
FRAME = re.compile(rf"  (main\.[\w.]+)\(\)\n      (?:\S*/)?{re.escape(FILE)}:(\d+)\b")
Part = tuple[str, tuple[Frame, ...]]  # a stack's heading, without addresses and numbers, and its calls


def real(program: Program, version: str) -> list[list[Part]]:
    """Each report of one run, as its parts."""
    with tempfile.TemporaryDirectory() as folder:
        file, built = Path(folder) / FILE, Path(folder) / "main"
        file.write_text(source(program), encoding="utf-8")
        calm = overlay.prepare(version, overlay.CALM)
        toolchain.go(version, ["build", "-race", "-overlay", str(calm), "-o", str(built), str(file)],
                     {"CGO_ENABLED": "1"})
        done = subprocess.run([built], env=toolchain.environment(version, ENV), capture_output=True, timeout=60)
    return read(done.stderr.decode(errors="replace"))


def read(said: str) -> list[list[Part]]:
    """The reports in what a program printed."""
    return [[part(text) for text in block.strip("\n").split("\n\n")] for block in BLOCK.findall(said)]


def part(text: str) -> Part:
    """One stack of a report, with its heading."""
    heading = re.sub(r" at \S+ by", " by", text.partition("\n")[0])
    return GOROUTINE.sub("goroutine", heading), tuple(Frame(name, int(line)) for name, line in FRAME.findall(text))
