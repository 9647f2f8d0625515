"""Running Spin: a model becomes the program pan, and pan tries every interleaving of a case.

The search is breadth first, so the first bad state it meets is one of the nearest. Partial-order
reduction is off: states and transitions can be counted and compared.
"""

import os
import re
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from tools.problem import Problem
from tools.spin.find import ensure

MODELS = Path(__file__).parent
PLAIN = ("-O0",)  # compiled soonest; for a long search "-O1" pays
SETTINGS = ("-w", "-DSAFETY", "-DBFS", "-DNOREDUCE")
HASH = "-w16"     # 2^16 slots for states, so that the table is made at once; they may hold many each
COUNTS = re.compile(r"^\s*(\d+) (states, stored|transitions)", re.MULTILINE)
BAD = {"assertion violated": "asked", "invalid end state": "stuck"}


class Search(NamedTuple):
    """What pan says. The step that reads the case is counted nowhere.

    bad: "asked" where the answer to the model's question is yes, "stuck" at a deadlock, None if the
    search was completed and found neither. schedule: the process that takes each step until there.
    """

    states: int
    transitions: int
    bad: str | None
    schedule: list[int]


def build(model: str, folder: Path, flags: tuple[str, ...] = PLAIN) -> Path:
    """Make pan of the model of that name, in a folder of its own.

    Errors: `Problem` if Spin or the compiler is missing or refuses the model.
    """
    programs = ensure()
    source = MODELS / f"{model}.pml"
    for command in ([programs.spin, "-a", str(source)],
                    [programs.cc, *SETTINGS, *flags, "-o", "pan", "pan.c"]):
        done = said(command, folder)
        if done.returncode:
            raise Problem(f"{Path(command[0]).name} refuses {source.name}: {done.stdout.strip()[:500]}")
    return folder / "pan"


def search(pan: Path, case: Iterable[int]) -> Search:
    """Every interleaving of a case, given as the numbers that the model reads.

    Errors: `Problem` if pan ends in another way than with an answer.
    """
    for trail in pan.parent.glob("*.trail"):
        trail.unlink()
    done = said([str(pan), HASH], pan.parent, CASE=" ".join(map(str, case)))
    counts = {name: int(number) for number, name in COUNTS.findall(done.stdout)}
    if done.returncode or len(counts) < 2:
        raise Problem(f"pan gave no answer: {done.stdout.strip()[:500]}")
    bad = next((kind for words, kind in BAD.items() if f"pan:1: {words}" in done.stdout), None)
    # Two of what Spin calls transitions lead to the first two states: before and after the case is read.
    return Search(counts["states, stored"] - 1, counts["transitions"] - 2, bad, schedule(pan.parent))


def schedule(folder: Path) -> list[int]:
    """The processes in the order of the trail that pan left; none: no trail.

    A line of a trail is step:process:transition; those whose step is negative are settings. The first
    step reads the case. The last is the question's, or says at a deadlock that nobody goes on.
    """
    trail = next(folder.glob("*.trail"), None)
    lines = trail.read_text(encoding="utf-8").split() if trail else []
    steps = [[int(part) for part in line.split(":")] for line in lines]
    return [process for step, process, _ in steps if step > 0][1:-1]


def said(command: list[str], folder: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder and keep what it says, both streams together."""
    return subprocess.run(command, cwd=folder, text=True, env={**os.environ, **env},
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
