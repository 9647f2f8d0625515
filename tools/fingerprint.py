"""One name for everything that the pages' outputs depend on.

Jupyter's cache knows a notebook by its cells' text alone. So the cache gets this name: a change in
the models, in a recording or in a claim is another cache, and no page can show a stale output.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

# What the code cells read, besides their own text.
OUTPUTS = ("models", "book/evidence", "book/claims", "book/go", "requirements.txt")
# What a page is made of, besides its text and its outputs.
LOOKS = ("book/_templates", "book/_static", "models/static", "tools")


def outputs(root: Path) -> str:
    """The name of the present state of all that outputs depend on, the book's language included."""
    return fingerprint(root, OUTPUTS, os.environ.get("BOOK_LANGUAGE", "en"))


def looks(root: Path) -> str:
    """The name of the present state of templates, style sheets and scripts."""
    return fingerprint(root, LOOKS)


def fingerprint(root: Path, names: Iterable[str], salt: str = "") -> str:
    """16 hexadecimal digits from the paths and contents of these files and folders."""
    seen = hashlib.sha256(salt.encode())
    for path in files(root, names):
        seen.update(f"\0{path.relative_to(root).as_posix()}\0".encode() + path.read_bytes())
    return seen.hexdigest()[:16]


def files(root: Path, names: Iterable[str]) -> Iterator[Path]:
    """The files under these names, in an order that is the same everywhere."""
    for name in names:
        path = root / name
        found = sorted(path.rglob("*")) if path.is_dir() else [path]
        yield from (file for file in found if file.is_file() and "__pycache__" not in file.parts)
