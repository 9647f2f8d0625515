"""Building the book: Jupyter Book's one command, and no half-finished state left behind."""

import os
import shutil
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tools.places import BUILD, ROOT

HTML = BUILD / "html"
PSEUDO = BUILD / "pseudo"
UNNEEDED = shutil.ignore_patterns(".git", ".venv", ".cache", "_build", "__pycache__")
# Warnings are errors, broken references too; all of them are listed, not only the first.
STRICT = ("-W", "-n", "--keep-going")
JUPYTER_BOOK = "from jupyter_book.cli.main import main; main(prog_name='jupyter-book')"


def build(python: Path, root: Path = ROOT, **settings: str) -> int:
    """Build the book that lies in `root` into its `_build/html`; returns the exit code.

    `settings` are environment variables for this build, such as BOOK_LANGUAGE. After a failure the
    pages read so far are forgotten: Sphinx reports a page's warnings only when it reads the page, so
    the next build would be green without anything having been mended.
    """
    command = [python, "-c", JUPYTER_BOOK, "build", ".", *STRICT]
    code = subprocess.call(command, cwd=root, env={**os.environ, **settings})
    if code:
        shutil.rmtree(root / "_build" / ".doctrees", ignore_errors=True)
    return code


def build_pseudo(python: Path) -> int:
    """Build the site in the language whose every catalogue word stands in ⟦…⟧ into `_build/pseudo`.

    It is built from a copy, so that it can be built while the book is. Returns the exit code.
    """
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "book")
        shutil.copytree(ROOT, copy, ignore=UNNEEDED)
        code = build(python, copy, BOOK_LANGUAGE="pseudo")
        if not code:
            shutil.rmtree(PSEUDO, ignore_errors=True)
            shutil.move(copy / "_build" / "html", PSEUDO)
    return code


def build_tested(python: Path) -> int:
    """Build both sites that the tests look at, side by side; returns the first exit code that is not 0."""
    with ThreadPoolExecutor() as pool:
        codes = [pool.submit(one, python) for one in (build, build_pseudo)]
    return next((code.result() for code in codes if code.result()), 0)
