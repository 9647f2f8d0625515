"""Citations of Go's source: names and lines that a page links to, locked to what they say.

The lock, book/evidence/citations.json, holds for each key and release the file, the line, the
declaration it stands in and a hash of the line. Pages read the lock only, so the book builds
without Go; a test resolves every key anew against the toolchains.

A key is a file and a name, `proc.go runqgrab` or `runtime2.go p.runqhead`, or, for claims, the
line in each release, "proc.go:7718|proc.go:6818" (empty where a release has none). Files are
relative to src/runtime, or else to src. `python -m models.golang.cite` rewrites the lock.
"""

import hashlib
import sys
from functools import cache
from pathlib import Path

from models.golang import evidence, symbols
from models.golang.toolchain import REFERENCE, VERSIONS, ToolchainError, goroot

NAME = "citations"


class CiteError(ValueError):
    """A citation is written wrongly or says nothing; the message is one sentence with the mend."""


def link(key: str, release: str = REFERENCE) -> tuple[str, str]:
    """The text and the address for a citation: ("proc.go:7713 runqgrab", "https://…#L7713")."""
    entry = lock().get(key)
    if entry is None:
        raise CiteError(f"the citation {key!r} is not in book/evidence/{NAME}.json: "
                        "run `python -m models.golang.cite`, which needs Go once")
    if release not in entry:
        raise CiteError(f"{key!r} is not in Go {release}, only in Go {', '.join(entry)}")
    spot = entry[release]
    text = f"{spot['file'].removeprefix('runtime/')}:{spot['line']} {spot['symbol']}".rstrip()
    return text, f"https://github.com/golang/go/blob/go{release}/src/{spot['file']}#L{spot['line']}"


def line_key(places: dict[str, str]) -> str:
    """The key for lines given a release: {"1.27.3": "proc.go:7718", "1.22.10": "proc.go:6818"}."""
    return "|".join(places.get(release, "") for release in VERSIONS)


@cache
def lock() -> dict[str, dict[str, dict]]:
    """The whole lock: key -> release -> file, line, symbol, sha."""
    return evidence.load(NAME)


def resolve(key: str, root: Path) -> dict | None:
    """Look a key up in one toolchain: its entry for the lock, or None if it is not there."""
    if "|" in key:
        places = dict(zip(VERSIONS, key.split("|"), strict=True))
        return _resolve_line(places[_release(root)], root)
    return _resolve_name(key, root)


def _release(root: Path) -> str:
    """Which release a GOROOT is, by its own VERSION file."""
    return (root / "VERSION").read_text(encoding="utf-8").split()[0].removeprefix("go")


def _resolve_line(place: str, root: Path) -> dict | None:
    file, _, number = place.partition(":")
    return _entry(file, int(number), root) if place else None


def _resolve_name(key: str, root: Path) -> dict | None:
    file, _, name = key.partition(" ")
    if not name or " " in name:
        raise CiteError(f"the citation {key!r} is not a file and a name, like 'proc.go runqgrab'")
    number = symbols.find(_read(file, root)[1], name) if _path(file, root) else None
    return _entry(file, number, root) | {"symbol": name} if number else None


def _path(file: str, root: Path) -> str | None:
    """The file's path below src: in the runtime, or else in the library."""
    return next((p for p in (f"runtime/{file}", file) if (root / "src" / p).is_file()), None)


def _read(file: str, root: Path) -> tuple[str, str]:
    """The file's path below src, and its text."""
    path = _path(file, root)
    if path is None:
        raise CiteError(f"there is no file {file} in {root.name}/src/runtime or {root.name}/src")
    return path, (root / "src" / path).read_text(encoding="utf-8")


def _entry(file: str, number: int, root: Path) -> dict:
    path, text = _read(file, root)
    lines = text.split("\n")
    if not 1 <= number <= len(lines):
        raise CiteError(f"{file} has {len(lines)} lines, so no line {number}")
    said = lines[number - 1].strip()
    return {"file": path, "line": number, "symbol": symbols.enclosing(text, number),
            "sha": hashlib.sha256(said.encode()).hexdigest()[:16]}


def make(keys: dict[str, str]) -> dict[str, dict[str, dict]]:
    """The lock for those keys (key -> where it is used), from both toolchains.

    CiteError names the place that cites something no release has.
    """
    made = {}
    for key in sorted(keys):
        found = {release: resolve(key, goroot(release)) for release in VERSIONS}
        made[key] = {release: entry for release, entry in found.items() if entry}
        if not made[key]:
            raise CiteError(f"{keys[key]} cites {key!r}, which no release has")
    return made


def changes(old: dict, new: dict) -> list[str]:
    """What differs between two locks, a line each."""
    names = [f"- {key}" for key in old if key not in new]
    names += [f"+ {key}" for key in new if key not in old]
    return names + [f"* {key}" for key in new if key in old and old[key] != new[key]]


def main() -> int:
    """Rewrite the lock from what pages, claims and docstrings cite, and print what changed."""
    from models.golang.cited import used
    try:
        new = make(used())
    except (CiteError, ToolchainError) as error:
        print(error, file=sys.stderr)
        return 1
    old = evidence.load(NAME) if evidence.exists(NAME) else {}
    print("\n".join(changes(old, new)) or "nothing changed")
    evidence.save(NAME, new)
    return 0


if __name__ == "__main__":
    sys.exit(main())
