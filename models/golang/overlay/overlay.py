"""Build a Go program with a runtime that keeps a log, without touching the toolchain.

`go build -overlay` reads a patched proc.go and one more file of package runtime from a folder of
ours. Go's own text goes into that folder in the cache only, never into the repository.
"""

import json
import os
from dataclasses import dataclass
from pathlib import Path

from models.golang import toolchain
from models.golang.overlay import patches, patches_stacks, patches_steps
from models.golang.places import CACHE, LISTINGS, TEMPLATES

_ATOMIC = {"1.27.3": "internal/runtime/atomic", "1.22.10": "runtime/internal/atomic"}


@dataclass(frozen=True)
class Kit:
    """A way to patch the runtime: its name, its changes to the runtime's files, its files for the package, and how
    many records its log has room for.
    """

    name: str
    patches: tuple[patches.Patch, ...]
    files: tuple[str, ...]
    capacity: int = 1 << 18

    def patched(self, version: str) -> set[str]:
        """The runtime's files that it changes."""
        return {patch.file for patch in self.patches if version in patch.releases}


EVENTS = Kit("events", tuple(patches.EVENTS), ("evlog.go",))
TIMES = Kit("times", tuple(patches.TIMES), ("evlog.go", "evtimes.go"))
CALM = Kit("calm", tuple(patches.CALM), ())
STEPS = Kit("steps", tuple(patches_steps.STEPS), ("evlog.go", "evsteps.go"), 1 << 20)
STACKS = Kit("stacks", tuple(patches_stacks.STACKS), ("evlog.go", "evstacks.go"))


def prepare(version: str, kit: Kit) -> Path:
    """Write the patched files and the overlay that names them; return the overlay's path."""
    runtime = toolchain.goroot(version) / "src" / "runtime"
    folder = CACHE / "overlay" / f"{version}-{kit.name}"
    folder.mkdir(parents=True, exist_ok=True)
    patched = sorted(kit.patched(version))
    for name in patched:
        source = (runtime / name).read_text(encoding="utf-8")
        changes = [patch for patch in kit.patches if patch.file == name]
        _write(folder / name, patches.apply_all(source, changes, version))
    for name in kit.files:
        template = (TEMPLATES / f"{name}.txt").read_text(encoding="utf-8")
        _write(folder / name, template.replace("ATOMIC", _ATOMIC[version])
               .replace("CAPACITY", str(kit.capacity)))
    replace = {str(runtime / name): str(folder / name) for name in (*patched, *kit.files)}
    _write(folder / "overlay.json", json.dumps({"Replace": replace}))
    return folder / "overlay.json"


def _write(path: Path, text: str) -> None:
    """Write a file whole or not at all: several builds may prepare the same overlay at once."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)


def build(version: str, listing: str, kit: Kit = EVENTS) -> Path:
    """Compile a listing of book/go with the patched runtime; return the program's path."""
    overlay = prepare(version, kit)
    program = CACHE / "programs" / f"{version}-{kit.name}" / listing.removesuffix(".go")
    program.parent.mkdir(parents=True, exist_ok=True)
    return toolchain.build(version, LISTINGS / listing, program, ["-overlay", str(overlay)])


def run(program: Path, version: str, args: list[str], env: dict[str, str]) -> tuple[str, bytes]:
    """Run a program built so; return what it printed and its raw log."""
    log = program.with_name(f"{program.name}.{os.getpid()}.log")
    try:
        settings = toolchain.environment(version, env | {"EVLOG": str(log)})
        printed = toolchain.run([str(program), *args], settings, None, timeout=60)
        return printed, log.read_bytes()
    finally:
        log.unlink(missing_ok=True)
