"""JupyterLab on the chapters (`python -m tools.lab`, run by the Python in `.venv`)."""

import os
import subprocess
import sys
from pathlib import Path

from tools import notebooks
from tools.keep import changed, remember
from tools.places import LAB, ROOT


def open_lab() -> int:
    """Write the notebooks and open JupyterLab on them; returns its exit code."""
    write_notebooks(ROOT / "book", LAB)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.call([sys.executable, "-m", "jupyterlab", f"--notebook-dir={LAB}"],
                           env=environment)


def write_notebooks(book: Path, folder: Path) -> None:
    """Write every page as a notebook, except over one that the reader has changed."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = changed(folder)
    for name in kept:
        print(f"Kept {folder / name} as you left it; delete it to get the book's again.")
    pages = [page for page in sorted(book.glob("*.md")) if f"{page.stem}.ipynb" not in kept]
    remember([notebooks.write(page, folder / f"{page.stem}.ipynb", "make lab") for page in pages],
             folder)


if __name__ == "__main__":
    sys.exit(open_lab())
