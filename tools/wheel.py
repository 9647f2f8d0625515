"""The book's package as a wheel: `models` and the data it reads. Also the build backend of pyproject.

A wheel is a zip of plain files, so this needs nothing but the standard library: pip can install the
repository, and the site can offer the package to its notebooks, without any other build tool.
"""

import base64
import hashlib
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

from tools.fingerprint import files

# `models` finds its data beside itself, in the repository and installed alike.
CONTENTS = ("models", "book/evidence", "book/claims", "book/go")
# A zip cannot say "no time"; this is the earliest it knows, so that equal files make equal wheels.
NO_TIME = (1980, 1, 1, 0, 0, 0)


def build_wheel(wheel_directory: str, config_settings: object = None, metadata_directory: object = None) -> str:
    """What pip calls (PEP 517): write the wheel into the folder and return its name."""
    return write(Path.cwd(), Path(wheel_directory)).name


def write(root: Path, folder: Path) -> Path:
    """Write the wheel of the book in `root` into `folder`; returns its path."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    name = f"{project['name'].replace('-', '_')}-{project['version']}"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as wheel:
        fill(wheel, {**dict(contents(root)), **dict(about(name, project))}, f"{name}.dist-info/RECORD")
    return path


def contents(root: Path) -> Iterator[tuple[str, bytes]]:
    """The package's files: path inside the wheel and content."""
    for file in files(root, CONTENTS):
        yield file.relative_to(root).as_posix(), file.read_bytes()


def about(name: str, project: dict) -> Iterator[tuple[str, bytes]]:
    """The two files that every wheel tells about itself."""
    lines = ["Metadata-Version: 2.1", f"Name: {project['name']}", f"Version: {project['version']}",
             f"Summary: {project['description']}", f"Requires-Python: {project['requires-python']}",
             *(f"Requires-Dist: {need}" for need in project["dependencies"])]
    yield f"{name}.dist-info/METADATA", "\n".join([*lines, ""]).encode()
    yield f"{name}.dist-info/WHEEL", (b"Wheel-Version: 1.0\nGenerator: tools.wheel\n"
                                      b"Root-Is-Purelib: true\nTag: py3-none-any\n")


def fill(wheel: zipfile.ZipFile, members: dict[str, bytes], record: str) -> None:
    """Write the files, and last the record of their hashes, which the format asks for."""
    rows = [f"{path},sha256={urlsafe(content)},{len(content)}" for path, content in members.items()]
    text = "\n".join([*rows, f"{record},,", ""]).encode()
    for path, content in {**members, record: text}.items():
        wheel.writestr(zipfile.ZipInfo(path, NO_TIME), content, zipfile.ZIP_DEFLATED)


def urlsafe(content: bytes) -> str:
    """A hash as a wheel's record spells it."""
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
