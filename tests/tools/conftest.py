"""A small book to build: the repository's own build room and models around two tiny pages."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("_config.yml", "pyproject.toml", "requirements.txt", "models", "tools",
         "book/_templates", "book/_static", "book/evidence/citations.json")
HEADER = """\
---
file_format: mystnb
kernelspec: {name: python3, display_name: Python 3}
---
"""
FRONT = HEADER + "# A small book\n\nSee {doc}`words` and {go}`the grab <proc.go runqgrab>`.\n"
WORDS = HEADER + """\
# Words

```{code-cell} python
:tags: [remove-input]

from pathlib import Path
from models.words import word
print("said:", word("site.home"))
print("recorded:", Path("evidence/said.txt").read_text())
```
"""


@pytest.fixture
def small_book(tmp_path: Path) -> Path:
    """The root of a book with the pages `index` and `words`."""
    for part in PARTS:
        copy(ROOT / part, tmp_path / part)
    write(tmp_path / "_toc.yml", "format: jb-book\nroot: book/index\nchapters:\n- file: book/words\n")
    write(tmp_path / "book/index.md", FRONT)
    write(tmp_path / "book/words.md", WORDS)
    write(tmp_path / "book/evidence/said.txt", "first recording")
    return tmp_path


def copy(source: Path, target: Path) -> None:
    """Copy a file or a folder, without what Python leaves behind."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copy(source, target)


def write(path: Path, text: str) -> None:
    """Write a file, its folder too."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def build(small_book: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Builds the small book, as the task does, with these settings in the environment."""
    code = "import sys; from pathlib import Path; from tools.site import build; "
    code += "sys.exit(build(Path(sys.executable), Path.cwd()))"

    def run(**settings: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, "-c", code], cwd=small_book, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              env={**os.environ, "PYTHONPATH": str(small_book), **settings})

    return run
