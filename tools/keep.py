"""Which notebooks in the lab's folder the reader has changed: those are never overwritten."""

import hashlib
import json
from pathlib import Path

from tools.places import LAB

# The hashes of the notebooks as the task wrote them, beside the notebooks.
WRITTEN = ".written.json"


def changed(folder: Path = LAB) -> list[str]:
    """The names of the notebooks that are no longer as they were written."""
    return [name for name, hash_ in written(folder).items()
            if (folder / name).exists() and digest(folder / name) != hash_]


def remember(paths: list[Path], folder: Path) -> None:
    """Note that these notebooks have just been written."""
    known = {**written(folder), **{path.name: digest(path) for path in paths}}
    (folder / WRITTEN).write_text(json.dumps(known, indent=1), encoding="utf-8")


def written(folder: Path) -> dict[str, str]:
    """The hashes noted so far."""
    path = folder / WRITTEN
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def digest(path: Path) -> str:
    """The hash of a file's content."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
