"""What Delve says about book/go/stall.go while it hangs: kept in book/evidence/delve.json.

    dlv exec --init stall.dlv ./stall -- stay 0

Delve is not among the tools that the book installs, so this is recorded only where it is asked for by name, with dlv
on the PATH: python -m models.golang.record delve.
"""

import re
import shutil
import tempfile
from pathlib import Path

from models.golang import evidence, toolchain
from models.golang.places import LISTINGS, TEMPLATES
from models.golang.toolchain import VERSIONS, ToolchainError

NAME = "delve"
LISTING = "stall.go"
SCRIPT = "stall.dlv"
COMMAND = f"GOMAXPROCS=2 dlv exec --init {SCRIPT} ./stall -- stay 0"
OPTIONS = ("--check-go-version=false", "--allow-non-terminal-interactive=true")  # an old Go; and nobody who types
KEPT = re.compile(r"^(?:[ *] Goroutine \d+ .*|\[\d+ goroutines\]|sync\.Mutex \{(?:.*\n)*?.*\}|\".*\")$", re.MULTILINE)
SECONDS = 120


def script() -> str:
    """What Delve is told."""
    return (TEMPLATES / f"{SCRIPT}.txt").read_text(encoding="utf-8")


def record() -> dict:
    """Delve's version, and its answers with each release."""
    dlv = shutil.which("dlv")
    if not dlv:
        raise ToolchainError("there is no dlv on the PATH: install Delve, or leave the recording as it is")
    env = toolchain.environment(VERSIONS[0], {})
    version = re.search(r"Version: (\S+)", toolchain.run([dlv, "version"], env, None, SECONDS))[1]
    return {"delve": version, "script": script(), "runs": [answer(dlv, release) for release in VERSIONS]}


def answer(dlv: str, release: str) -> dict:
    """What it says with one release, without addresses and the numbers of threads."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        toolchain.build(release, LISTINGS / LISTING, folder / "stall", ["-trimpath"])
        (folder / SCRIPT).write_text(script(), encoding="utf-8")
        env = toolchain.environment(release, {"GOMAXPROCS": "2", "HOME": str(folder)})
        command = [dlv, "exec", *OPTIONS, "--init", str(folder / SCRIPT), str(folder / "stall"), "--", "stay", "0"]
        said = toolchain.run(command, env, folder, SECONDS)
    found = KEPT.findall(said)
    if not found:
        raise ToolchainError(f"dlv did not tell of goroutines; it said: {said.strip()[-200:]}")
    told = re.sub(r" \(0x[0-9a-f]+\)| \(thread \d+\)", "", "\n".join(found)).replace("\t", "  ")
    return {"go": release, "command": COMMAND, "output": f"{told}\n"}


def kept() -> dict:
    """The recording."""
    return evidence.load(NAME)
