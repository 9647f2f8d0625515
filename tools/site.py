"""Building the book: Jupyter Book's one command, and no half-finished state left behind."""

import os
import shutil
import subprocess
from pathlib import Path

from tools.places import ROOT

HTML = ROOT / "_build" / "html"
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
